"""A street for the stories: squads with patterns, officers in them, floors."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from tests.cast import HIRED, Cast, make_account, make_officer

from muster.accounts.roles import Role
from muster.events.enums import FloorSource
from muster.events.models import Floor, Rota, ShiftPattern, StandIn
from muster.roster.models import Agency, Fact, Person, Unit

ZONE = ZoneInfo("America/Los_Angeles")
EVERY_DAY = [["06:00", 600]]
EVERY_NIGHT = [["20:00", 600]]


def pattern(agency: Agency, cycle: list[list[object] | None] | None = None, name: str = "") -> ShiftPattern:
    """Make a pattern; without a cycle, ten hours from six on each day."""
    cycle = EVERY_DAY if cycle is None else cycle
    return ShiftPattern.objects.create(
        agency=agency, name=name or f"Pattern {ShiftPattern.objects.count() + 1}", cycle=cycle
    )


def works(
    unit: Unit, made: ShiftPattern, person: Person | None = None, anchor: date = date(2026, 1, 5)
) -> Rota:
    """Let a unit, or one person of it, work a pattern."""
    return Rota.objects.create(unit=unit, person=person, pattern=made, anchor=anchor, start=HIRED)


def floor(unit: Unit, people: int, begins: int = 6, ends: int = 16, **more: object) -> Floor:
    """Set a floor of a unit between two hours."""
    values: dict[str, object] = {
        "source": FloorSource.CONTRACT,
        "source_text": "Contract, article 9",
        "start": HIRED,
    }
    return Floor.objects.create(
        unit=unit, begins=time(begins), ends=time(ends), people=people, **(values | more)
    )


def officers(cast: Cast, unit: Unit, *names: str) -> list[Person]:
    """Add officers to a unit, each with an account."""
    for name in names:
        make_account(cast, name, Role.OFFICER, cast.millbrook)
    return [make_officer(cast, name, cast.millbrook, rank="officer", unit=unit) for name in names]


def stands_in(cast: Cast, name: str, **more: object) -> StandIn:
    """Say what counts of somebody when a stand-in is looked for."""
    return StandIn.objects.create(agency=cast.millbrook, person=cast.person[name], **more)


def on_leave(cast: Cast, name: str, first: date, *, open_end: bool = False, kind: str = "other") -> Fact:
    """Send somebody on leave for a day, or until nobody knows when."""
    return Fact.lines.create(
        person=cast.person[name],
        agency=cast.millbrook,
        fact="leave",
        value=kind,
        start=first,
        end=None if open_end else first,
    )


def squad_of_three(cast: Cast, people: int = 3) -> None:
    """Let Ada, Sam and Kit of squad A work every day from six to four, with a floor of so many."""
    officers(cast, cast.squad_a, "kit")
    works(cast.squad_a, pattern(cast.millbrook))
    floor(cast.squad_a, people)


def squad_b_at_night(cast: Cast, *names: str) -> None:
    """Let squad B (Ben, Ian and whoever is named) work every night from eight to six."""
    officers(cast, cast.squad_b, *names)
    works(cast.squad_b, pattern(cast.millbrook, EVERY_NIGHT))


def idle_volunteers(cast: Cast, *names: str) -> None:
    """Let squad A just hold its floor, B work nights, and these of B have no shifts of their own and volunteer."""
    squad_of_three(cast)
    squad_b_at_night(cast, *names)
    idle = pattern(cast.millbrook, [None])
    for name in names:
        works(cast.squad_b, idle, cast.person[name])
        stands_in(cast, name, volunteers=True, cents_an_hour=3_000)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment on Millbrook's clock."""
    return datetime.combine(day, time(hour, minute), ZONE)


def in_days(days: int) -> date:
    """Return the day in so many days."""
    return timezone.localdate() + timedelta(days=days)
