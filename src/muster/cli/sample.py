"""``muster sample``: make a department to try things on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from muster.core.errors import visible
from muster.core.sample import Made, Recipe, write_plain, write_store
from muster.core.sample.department import Progress as Report


class Form(StrEnum):
    """How a sample is kept on disk."""

    csv = "csv"
    parquet = "parquet"


def sample(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must be new or empty.")],
    officers: Annotated[int, typer.Option(help="How many officers, 50 to 800,000.")] = 250,
    seed: Annotated[int, typer.Option(help="The same seed and numbers always make the same sample.")] = 7,
    years: Annotated[
        int, typer.Option(help="Calendar years of records, the last one the year of --today.")
    ] = 12,
    form: Annotated[
        Form,
        typer.Option("--as", help="csv: tables to open and edit; parquet: the store that is read fastest."),
    ] = Form.csv,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day the sample is seen from; without it, today."),
    ] = None,
    records_per_officer: Annotated[
        float | None, typer.Option(help="Average over all years; without it about 20 a year of service.")
    ] = None,
    record_ids: Annotated[
        bool,
        typer.Option("--record-ids/--no-record-ids", help="With parquet: leave record ids out to save room."),
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace an older sample in the folder.")] = False,
) -> None:
    """Make a police department, or a nation, that does not exist: officers, careers, courses, records.

    No officer in it has a name. The records have the mess of real ones: late entries, corrections,
    missing dates, failures, conferences split over rows.

    Example: muster sample town --officers 250 --seed 7 --today 2026-11-20
    """
    day = (today or datetime.now().astimezone()).date()
    recipe = Recipe(officers, seed, day, years, records_per_officer)
    with _progress() as report:
        if form is Form.csv:
            made = write_plain(recipe, folder, force=force, progress=report)
        else:
            made = write_store(
                officers,
                folder,
                seed=seed,
                today=day,
                years=years,
                records_per_officer=records_per_officer,
                record_ids=record_ids,
                force=force,
                progress=report,
            )
    typer.echo(visible(_made_text(made, folder, recipe)))


def _made_text(made: Made, folder: Path, recipe: Recipe) -> str:
    first, last = recipe.calendar_years.start, recipe.calendar_years.stop - 1
    agencies = "1 agency" if made.agencies == 1 else f"{made.agencies:,} agencies"
    span = f"{first}" if first == last else f"{first} to {last}"
    return (
        f"Made {folder}: {made.officers:,} officers of {agencies}, {made.facts:,} dated facts, "
        f"{made.courses:,} courses, {made.records:,} records from {span} (seed {recipe.seed}).\n"
        f"Next: muster check {folder} --rules model"
    )


@contextmanager
def _progress() -> Iterator[Report]:
    """Show a bar on a terminal, nothing in a pipe."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Years of records", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
