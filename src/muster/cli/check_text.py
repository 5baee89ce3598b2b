"""``muster check`` on a screen: the share met by requirement, then who is short and what comes next."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from muster.core.periods import as_day, day_text
from muster.core.report import summary
from muster.core.rules import Rulebook
from muster.core.rules.verdicts import REASONS, VERDICTS

#: Colours on a terminal; the words always say the same.
STYLES = {
    "overdue": "bold red",
    "in_grace": "yellow",
    "cannot_tell": "magenta",
    "due_soon": "yellow",
    "not_yet_due": "",
    "excused": "",
    "met": "green",
    "not_applicable": "dim",
}


_PRESSING = ("overdue", "in_grace", "cannot_tell", "due_soon")  # what a narrow terminal has room for


def print_check(
    console: Console,
    standing: pl.DataFrame,
    book: Rulebook,
    as_of: date,
    known_at: datetime | None,
    first: int,
) -> None:
    """Print the summary of a standing, and the first lines of who is short."""
    counts = summary.totals(standing)
    names = ", ".join(escape(book.jurisdictions[code].name) for code in _jurisdictions(book))
    known = f", as known at {known_at:%Y-%m-%d %H:%M:%S}" if known_at else ""
    console.print(
        f"[bold]{names}[/]: {counted(counts['officers'], 'officer')} as of {day_text(as_day(as_of))}{known}"
    )
    console.print()
    _print_shares(console, standing, book)
    _print_short(console, standing, counts, first)
    _print_untold(console, standing)
    console.print()
    console.print("Not legal advice; whoever relies on a rule checks the law in force first.", style="dim")
    for code in _jurisdictions(book):
        if not book.jurisdictions[code].binding:
            console.print(
                f"{escape(book.jurisdictions[code].name)}: being short of it breaks no law.", style="dim"
            )


def _jurisdictions(book: Rulebook) -> list[str]:
    return list(dict.fromkeys(name.split("/")[0] for name in book.requirements))


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 officer, 2 officers."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _print_shares(console: Console, standing: pl.DataFrame, book: Rulebook) -> None:
    rows = summary.by_requirement(standing, book)
    narrow = console.width < 120
    words = _PRESSING if narrow else VERDICTS
    shown = [word for word in words if word == "cannot_tell" or rows.get_column(word).sum()]
    goal = bool(rows.get_column("goal").is_not_null().any())
    table = Table(box=None, pad_edge=False)
    table.add_column("requirement", no_wrap=True)
    for head in ("share met", "", "agency's goal")[: 3 if goal else 2]:
        table.add_column(_folded(head, narrow), justify="right", no_wrap=True)
    for word in shown:
        head = _folded(word.replace("_", " "), narrow)
        table.add_column(head, justify="right", style=STYLES[word], no_wrap=True)
    for row in rows.iter_rows(named=True):
        share = (
            ("-", "nobody asked")
            if row["percent"] is None
            else (f"{row['percent']} %", f"{row['in_order']:,}/{row['asked']:,}")
        )
        goals = [f"{row['goal']} %" if row["goal"] else ""] if goal else []
        table.add_row(escape(row["requirement"]), *share, *goals, *(f"{row[word]:,}" for word in shown))
    console.print(table)
    console.print(
        "Share met: nothing missing today, of all whom the rule asks and who are not waived, extended or on leave.",
        style="dim",
    )


def _folded(head: str, narrow: bool) -> str:
    """Put the last word of a heading on its own line where there is little room."""
    return "\n".join(head.rsplit(" ", 1)) if narrow else head


def _print_short(console: Console, standing: pl.DataFrame, counts: dict[str, int], first: int) -> None:
    rows = summary.officers_short(standing)
    console.print()
    if not rows.height:
        console.print("[green]Nobody is overdue or in grace.[/]")
        return
    shown = rows.head(first)
    which = f"; the first {shown.height:,} lines by officer id" if shown.height < rows.height else ""
    people, duties = counted(counts["officers_short"], "officer"), counted(rows.height, "duty", "duties")
    console.print(f"[bold]Short now[/]: {people}, {duties}{which}")
    if not shown.height:
        return
    table = Table("officer", "requirement", "verdict", "next step", box=None, pad_edge=False)
    for row in shown.iter_rows(named=True):
        verdict = f"[{STYLES[row['verdict']]}]{row['verdict'].replace('_', ' ')}[/]"
        step = row["next_step"] or REASONS[row["reason"]]
        table.add_row(escape(row["officer_id"]), escape(row["requirement"]), verdict, escape(step))
    console.print(table)
    console.print("muster explain OFFICER says why; --format csv lists everyone.", style="dim")


def _print_untold(console: Console, standing: pl.DataFrame) -> None:
    rows = summary.not_told(standing)
    if not rows.height:
        return
    console.print()
    console.print("[bold]Cannot tell[/]: nothing is guessed where something is missing")
    for row in rows.iter_rows(named=True):
        console.print(
            f"  {escape(row['requirement'])}: {counted(row['officers'], 'officer')}, {REASONS[row['reason']]}"
        )
