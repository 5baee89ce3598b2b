"""``muster check`` on a screen: the share met by requirement, then who is short and what comes next."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from muster.cli.check_lists import counted, print_short, print_soon
from muster.cli.check_styles import STYLES
from muster.cli.markup import escape
from muster.cli.screen import print_overrides
from muster.core.periods import as_day, day_text
from muster.core.report import Report, summary
from muster.core.rules import Rulebook
from muster.core.rules.shares import Share
from muster.core.rules.verdicts import REASONS, VERDICTS

_PRESSING = ("overdue", "in_grace", "cannot_tell", "due_soon")  # what a narrow terminal has room for
_NO_SHARE = {"nobody": "nobody asked", "unknown": "unknown", "recommended": "recommended"}
_REACHED = {True: "reached", False: "not reached", None: "cannot be told"}


def print_check(console: Console, report: Report, first: int) -> None:
    """Print the summary of a report, and the first lines of who is short."""
    book, counts = report.book, summary.totals(report.standing)
    names = ", ".join(escape(book.jurisdictions[code].name) for code in _jurisdictions(book))
    known = f", as known at {report.known_at:%Y-%m-%d %H:%M:%S}" if report.known_at else ""
    day = day_text(as_day(report.as_of))
    console.print(f"[bold]{names}[/]: {counted(counts['officers'], 'officer')} as of {day}{known}")
    print_overrides(console, report.overrides)
    console.print()
    _print_shares(console, report)
    _print_agencies(console, report.shares)
    print_short(console, report.standing, counts, first)
    print_soon(console, report.standing)
    _print_untold(console, report)
    _print_topics(console, report)
    console.print()
    console.print("Not legal advice; whoever relies on a rule checks the law in force first.", style="dim")
    for code in _jurisdictions(book):
        if not book.jurisdictions[code].binding:
            console.print(
                f"{escape(book.jurisdictions[code].name)}: being short of it breaks no law.", style="dim"
            )


def _jurisdictions(book: Rulebook) -> list[str]:
    return list(dict.fromkeys(name.split("/")[0] for name in book.requirements))


def _print_shares(console: Console, report: Report) -> None:
    rows = summary.by_requirement(report.standing, report.book)
    narrow = console.width < 120
    words = _PRESSING if narrow else VERDICTS
    shown = [word for word in words if word == "cannot_tell" or rows.get_column(word).sum()]
    table = Table(box=None, pad_edge=False)
    table.add_column("requirement", no_wrap=True)
    for head in ("share met", ""):
        table.add_column(_folded(head, narrow), justify="right", no_wrap=True)
    for word in shown:
        head = _folded(word.replace("_", " "), narrow)
        table.add_column(head, justify="right", style=STYLES[word], no_wrap=True)
    owed = bool((rows.get_column("binds") == "agency").any())
    if owed:
        table.add_column("", no_wrap=True)
    for row in rows.iter_rows(named=True):
        share = (
            ("-", _NO_SHARE[row["share_of"]])
            if row["percent"] is None
            else (f"{row['percent']} %", f"{row['in_order']:,}/{row['asked']:,}")
        )
        note = ["the agency owes this" if row["binds"] == "agency" else ""] if owed else []
        table.add_row(escape(row["requirement"]), *share, *(f"{row[word]:,}" for word in shown), *note)
    console.print(table)
    console.print(
        "Share met: nothing missing today, of all whom the rule asks and who are not waived, extended or on leave. "
        "Whoever cannot be told is not among those who met it.",
        style="dim",
    )


def _folded(head: str, narrow: bool) -> str:
    """Put the last word of a heading on its own line where there is little room."""
    return "\n".join(head.rsplit(" ", 1)) if narrow else head


def _print_agencies(console: Console, shares: tuple[Share, ...]) -> None:
    if not shares:
        return
    console.print()
    console.print("[bold]What agencies owe by a share of their officers[/]")
    for share in shares:
        aim = " (an aim, no duty)" if share.aim_only else ""
        unknown = f", {share.unknown:,} unknown" if share.unknown else ""
        console.print(
            f"  {escape(share.agency)}, {escape(share.requirement)}: {share.met:,} of {share.bound:,} met{unknown}; "
            f"{share.at_least} % are needed: {_REACHED[share.reached]}{aim}"
        )


def _print_untold(console: Console, report: Report) -> None:
    if not report.untold:
        return
    console.print()
    console.print("[bold]Cannot tell[/]: nothing is guessed where something is missing")
    for each in report.untold:
        people = counted(each.officers, "officer")
        why = "; ".join(f"{fact}: {counted(count, 'officer')} without any" for fact, count in each.missing)
        console.print(
            f"  {escape(each.requirement)}: {people}, {REASONS[each.reason]}" + f" ({why})" * bool(why)
        )


def _print_topics(console: Console, report: Report) -> None:
    topics = report.topics
    if topics is None or not topics.many:
        return
    console.print()
    console.print(
        f"[bold]Note[/]: {topics.records:,} of {topics.of:,} records are of courses whose topics nobody has confirmed. "
        "They count for no topic, and may change these answers: muster crosswalk."
    )
