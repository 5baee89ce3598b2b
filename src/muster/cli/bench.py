"""``muster bench``: how fast Muster is on this machine, as ratios to named yardsticks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table as Shown

from muster.cli.screen import Screen
from muster.core.bench import Findings, Table, measure, write_into
from muster.core.bench.page import check_page
from muster.core.bench.planning import measure_plan
from muster.core.bench.sizes import SEED
from muster.core.bench.timing import Hear

PAGE = Path("docs") / "performance.md"


class SizeName(StrEnum):
    """The sizes that can be measured."""

    small = "small"
    department = "department"
    state = "state"
    nation = "nation"


bench_app = typer.Typer(invoke_without_command=True)


@bench_app.callback()
def bench(
    context: typer.Context,
    size: Annotated[
        SizeName,
        typer.Option(
            help="small: seconds. department: 500 officers. state: 80,000 officers, some minutes, 0.2 GB of "
            "disk. nation: 800,000 officers, about a quarter of an hour, 2 GB of disk."
        ),
    ] = SizeName.small,
    runs: Annotated[
        int | None, typer.Option(min=1, help="Rounds to measure; without it 3 to 9, as the size needs.")
    ] = None,
    data: Annotated[
        Path, typer.Option(help="Where the data is made once and kept; delete the folder to free the room.")
    ] = Path(".muster") / "bench",
    requirements: Annotated[
        int, typer.Option(min=1, max=40, help="How many of the forty named requirements to judge.")
    ] = 10,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help=f"Also write the tables into {PAGE} of this checkout.")
    ] = False,
) -> None:
    """Measure how fast Muster is here, beside a plain scan and a plain loop over the same data.

    The data is made once and used again. Tasks take turns, so that a busy machine slows all of them
    alike: read the ratios first. A goal that is missed is said to be missed; the exit code stays 0,
    because a slow machine is no error.

    Example: muster bench --size state --runs 5
    """
    if context.invoked_subcommand:
        return
    if write_docs:
        check_page(PAGE, size.value)
    with _progress() as hear:
        findings = measure(size.value, data, runs=runs, requirements=requirements, hear=hear)
    _print(findings)
    if not findings.goals:
        typer.echo("No goal holds at this size; --size department, state and nation have goals.")
    if write_docs:
        write_into(PAGE, findings)
        typer.echo(f"Wrote the tables of {size.value} into {PAGE}.")


class PlanSizeName(StrEnum):
    """The sizes of a year's plan."""

    small = "small"
    department = "department"
    city = "city"


@bench_app.command("plan", short_help="Measure how well and how fast a year is planned.")
def plan(
    size: Annotated[
        PlanSizeName,
        typer.Option(
            help="small: 200 officers, seconds. department: 1,000 officers, a minute. city: 5,000 officers, some minutes."
        ),
    ] = PlanSizeName.small,
    seed: Annotated[int, typer.Option(min=0, help="Another seed makes another year.")] = SEED,
    whole: Annotated[
        float,
        typer.Option(
            min=0, help="Also give the whole problem to the general solver in one piece, for so many seconds."
        ),
    ] = 0.0,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help=f"Also write the tables into {PAGE} of this checkout.")
    ] = False,
) -> None:
    """Plan a made-up year: who attends which session, so that needs are met, floors hold and it costs little.

    Prints the plan beside a greedy one and beside the bound that no plan can beat, with the gap between the two and the
    time, on the clock and of a core: on a busy machine the second says more.

    Example: muster bench plan --size department --whole 300
    """
    if write_docs:
        check_page(PAGE, f"plan {size.value}")
    with _progress() as hear:
        findings = measure_plan(size.value, seed=seed, whole=whole, hear=hear)
    _print(findings)
    if write_docs:
        write_into(PAGE, findings)
        typer.echo(f"Wrote the tables of plan {size.value} into {PAGE}.")


def _print(findings: Findings) -> None:
    console = Screen(highlight=False)
    console.print(f"Machine: {findings.machine}", soft_wrap=True)
    console.print(f"Data: {findings.data}", soft_wrap=True)
    for table in findings.tables:
        console.print(_shown(table))
        console.print(table.note)
    for goal in findings.goals:
        console.print(str(goal), style="" if goal.met else "bold", soft_wrap=True)


def _shown(table: Table) -> Shown:
    shown = Shown(title=table.title, title_justify="left")
    for position, heading in enumerate(table.headings):
        shown.add_column(heading, justify="right" if position else "left")
    for row in table.rows:
        shown.add_row(*row)
    return shown


@contextmanager
def _progress() -> Iterator[Hear]:
    """Show a bar on a terminal, nothing in a pipe."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda name, done, total: bar.update(task, description=name, completed=done, total=total)
