"""The lists of ``muster check``: what is missing duty by duty, then officer by officer."""

from __future__ import annotations

from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from muster.cli.check_styles import STYLES
from muster.cli.markup import escape
from muster.core.periods import as_day, day_text
from muster.core.report import todo
from muster.core.rules.verdicts import REASONS

MOST_OF_ONE = 3  # count lines of one requirement; --format csv has everything


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 officer, 2 officers."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def print_short(console: Console, standing: pl.DataFrame, counts: dict[str, int], first: int) -> None:
    """Print who is short: counted by duty, then the first lines by officer."""
    rows = todo.officers_short(standing)
    console.print()
    if not rows.height:
        untold = (
            f" {counted(counts['officers_untold'], 'officer')} cannot be told." if counts["untold"] else ""
        )
        console.print(f"[green]Nobody is overdue or in grace.[/]{untold}")
        return
    people = counted(counts["officers_short"], "officer")
    duties = counted(counts["duties_short"], "duty", "duties")
    console.print(f"[bold]Short now[/]: {people}, {duties}")
    _print_duties(console, todo.by_duty(standing, todo.SHORT))
    if rows.get_column("reason").cast(pl.String).is_in(["closed_short"]).any():
        console.print(
            "  A closed period cannot be served by training now: only a missing record or a waiver changes it.",
            style="dim",
        )
    shown = rows.head(first)
    if shown.height < rows.height:
        console.print(f"Officer by officer; the first {shown.height:,} lines by officer id:")
    if not shown.height:
        return
    table = Table("officer", "requirement", "verdict", "next step", box=None, pad_edge=False)
    for row in shown.iter_rows(named=True):
        table.add_row(
            escape(row["officer_id"]), escape(row["requirement"]), _verdict(row), escape(_step(row))
        )
    console.print(table)
    console.print("muster explain OFFICER says why; --format csv lists everyone.", style="dim")


def print_soon(console: Console, standing: pl.DataFrame) -> None:
    """Print what is due soon, counted by duty; also in periods that run beside one that closed short."""
    rows = todo.by_duty(standing, ("due_soon",))
    if rows.height:
        console.print()
        console.print("[bold]Due soon[/]")
        _print_duties(console, rows)


def _print_duties(console: Console, rows: pl.DataFrame) -> None:
    """Print a line for each duty and how much of it is missing, the most frequent of each requirement."""
    for requirement in dict.fromkeys(rows.get_column("requirement")):
        mine = rows.filter(pl.col("requirement") == requirement)
        for row in mine.head(MOST_OF_ONE).iter_rows(named=True):
            owes = "the agency owes this: " if row["binds"] == "agency" else ""
            step = owes + (row["step"] or REASONS[row["reason"]]) + _due(row)
            people = counted(row["officers"], "officer")
            console.print(f"  {people}: {escape(step)}  [dim]{escape(requirement)}[/]")
        left = sum(mine.get_column("officers")[MOST_OF_ONE:])
        if left:
            console.print(f"  {counted(left, 'more officer')}: other amounts  [dim]{escape(requirement)}[/]")


def _due(row: dict[str, Any]) -> str:
    if row["first_due"] is None:
        return ""
    first, last = (day_text(as_day(row[name])) for name in ("first_due", "last_due"))
    verb = {"closed_short": "period closed"}.get(
        row["reason"], "was due" if row["verdict"] in todo.SHORT else "due"
    )
    return f", {verb} {first}" if first == last else f", {verb} between {first} and {last}"


def _verdict(row: dict[str, Any]) -> str:
    style, text = STYLES[row["verdict"]], row["verdict"].replace("_", " ")
    styled = f"[{style}]{text}[/]" if style else text
    return styled if row["late"] else f"  now: {styled}"


def _step(row: dict[str, Any]) -> str:
    owes = "the agency owes this: " if row["binds"] == "agency" else ""
    return owes + (row["next_step"] or REASONS[row["reason"]])
