"""``muster events``: outside training, at the server itself."""

# ruff: noqa: PLC0415 what touches the database is imported inside the commands, once Django is set up

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from muster.cli.site import open_site
from muster.core.errors import BadUsage, ChecksFailed, Problem, visible

events_app = typer.Typer(help="Outside training, at the server itself.", no_args_is_help=True)


@events_app.callback()
def begin() -> None:
    """Keep the name of each command, also while there is only one."""


@events_app.command("remind")
def remind_command() -> None:
    """Tell everybody in Muster what is due from them after outside training, and those above what is late.

    Run it once a day. Nobody is told twice of the same thing, however often it runs.

    \b
    Example:
      muster events remind
    """
    open_site()
    from muster.events.actions.reminders import remind
    from muster.events.enums import ReminderStep

    told = remind()
    typer.echo(
        f"{told[ReminderStep.SOON]} told of what is due soon, {told[ReminderStep.LATE]} of what is late, "
        f"{told[ReminderStep.ABOVE]} above them."
    )


@events_app.command("load-rates")
def load_rates_command(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="Holds rates.csv, zip_destinations.csv and mie_breakdown_conus.csv."
        ),
    ],
    agency: Annotated[str, typer.Option("--agency", metavar="ORI", help="Whose rates they are.")],
    source: Annotated[
        str,
        typer.Option("--source", metavar="TEXT", help="Where they come from; it stands beside every amount."),
    ] = "federal per diem rates",
) -> None:
    """Load the travel rates of an agency: all three files, or nothing. A set from the same first day is replaced and kept.

    \b
    Example:
      muster events load-rates per_diem_fy2026 --agency OR0990100 --source "GSA, fiscal year 2026"
    """
    open_site()
    from muster.cli.account import agency_named
    from muster.core.travel.load import read_files, read_rates
    from muster.events.actions.rates import hash_of_files, keep_rates

    files = read_files(folder)
    rates = read_rates(files, source)
    keep_rates(agency=agency_named(agency), rates=rates, sha256=hash_of_files(files), by=None)
    typer.echo(
        f"The rates from {rates.first} to {rates.last} are in use: {len(rates.destinations)} destinations, "
        f"{len(rates.by_zip)} ZIP codes."
    )


@events_app.command("plan-year")
def plan_year_command(
    agency: Annotated[str, typer.Option("--agency", metavar="ORI", help="Whose year it is.")],
    first: Annotated[
        datetime | None,
        typer.Option("--first", formats=["%Y-%m-%d"], help="First day; tomorrow if not given."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--last", formats=["%Y-%m-%d"], help="Last day; a year from the first if not given."),
    ] = None,
    seconds: Annotated[
        int, typer.Option("--seconds", min=1, max=600, help="How long to search, at most.")
    ] = 120,
) -> None:
    """Plan who could attend which session, as the page *Plan for the year* does, with a longer search.

    The plan is advice: nobody has a seat by it until somebody takes it on the page.

    \b
    Example:
      muster events plan-year --agency OR0990100 --last 2027-12-31 --seconds 300
    """
    open_site()
    from muster.cli.account import agency_named
    from muster.events.actions.year_plans import make_year_plan
    from muster.ledger.refusals import Refused
    from muster.standards.queries import today_at

    whose = agency_named(agency)
    begins = first.date() if first else today_at(whose) + timedelta(days=1)
    ends = last.date() if last else begins + timedelta(days=364)
    try:
        plan = make_year_plan(agency=whose, first=begins, last=ends, seconds=seconds, by=None)
    except Refused as refused:
        raise BadUsage.because("no-plan", str(refused), "Give other days.") from None
    left = plan.gaps.filter(kind="unmet").count()
    typer.echo(
        f"Places in sessions: {plan.seats.count()}. Needs that no session could take: {left} of {plan.needs}. "
        f"A better plan could save at most {plan.gap_in_thousandths / 10:.1f} %. See the page Plan for the year."
    )


@events_app.command("read-feeds")
def read_feeds_command(
    every: Annotated[
        bool, typer.Option("--all", help="Also those that were read less than six hours ago.")
    ] = False,
) -> None:
    """Read every calendar of outside training that is due, and take its events into the catalogue.

    Run it from the server's clock, every morning for example. Leaves with 1 when a calendar could not be read; the
    others are read all the same, and the page of calendars says what went wrong.

    \b
    Examples:
      muster events read-feeds
      muster events read-feeds --all
    """
    open_site()
    from muster.events.actions.feeds import read_due_feeds

    problems = []
    for done in read_due_feeds(every=every):
        name, counts = visible(done.feed.name), done.taken.counts()
        if done.trouble:
            problems.append(Problem("feed-not-read", f"{name}: {visible(done.trouble)}"))
        else:
            told = ", ".join(f"{number} {word}" for word, number in counts.items())
            typer.echo(f"{name}: {told}; {len(done.doubts)} not readable")
    if problems:
        raise ChecksFailed(problems)
