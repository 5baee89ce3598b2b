"""A small town on paper: two squads by day, two by night, over the 14 days of Pitman; Monday 5 January 2026 is day 1.

Squads A and C work days 1, 2, 5, 6, 7, 10, 11; B and D the others. A and B from 06:00, C and D from 18:00.
"""

from __future__ import annotations

from datetime import date, datetime

from muster.core.planning.cover.answer import CoverAnswer, Option
from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.floors import Floor
from muster.core.planning.cover.options import CoverRequest, cover_request
from muster.core.planning.cover.patterns import PITMAN, ShiftTimes, Squad, pattern_of
from muster.core.planning.cover.rules import CoverRules
from muster.core.planning.cover.street import Absence, AbsenceKind, Member, Street
from muster.core.planning.cover.work_period import WorkPeriod

MONDAY = date(2026, 1, 5)
DAYS = pattern_of("days", PITMAN, {"D": ShiftTimes(6 * 60, 12 * 60)})
NIGHTS = pattern_of("nights", PITMAN, {"D": ShiftTimes(18 * 60, 12 * 60)})
A, B = Squad("A", DAYS, MONDAY), Squad("B", DAYS, MONDAY, 7)
C, D = Squad("C", NIGHTS, MONDAY), Squad("D", NIGHTS, MONDAY, 7)


#: Three weeks before: every notice is kept.
LONG_BEFORE = datetime.fromisoformat("2025-12-15 09:00")


def when(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A clock time in January 2026."""
    return datetime.fromisoformat(f"2026-01-{day:02} {hour:02}:{minute:02}")


def stretch(day: int, hour: int, day2: int, hour2: int) -> Stretch:
    """From one clock time of January 2026 to another."""
    return Stretch.between(when(day, hour), when(day2, hour2))


def officer(name: str, squad: Squad | None = A, **more: object) -> Member:
    """An officer of the town at $40 an hour, unless said otherwise."""
    told: dict[str, object] = {"unit": "Town", "cents_an_hour": 4_000} | more
    return Member(name, squad=squad, **told)  # type: ignore[arg-type]


def absence(name: str, where: Stretch, kind: AbsenceKind = "leave", *, movable: bool = False) -> Absence:
    """Somebody is away."""
    return Absence(name, where, kind, movable)


def floor(officers: int, start: int = 6, hours: int = 12, **more: object) -> Floor:
    """A floor of the town by day, unless said otherwise."""
    told: dict[str, object] = {"place": "Town", "units": frozenset({"Town"})} | more
    return Floor(start_minute=start * 60, minutes=hours * 60, officers=officers, **told)  # type: ignore[arg-type]


def rules(**more: object) -> CoverRules:
    """Ten hours of rest, sixteen in a row, a work period of 14 days from the Monday."""
    told: dict[str, object] = {"least_rest_minutes": 600, "longest_minutes": 960} | more
    return CoverRules(WorkPeriod(14, MONDAY), **told)  # type: ignore[arg-type]


def ask(*officers: str, away: Stretch, asked: datetime = LONG_BEFORE, **more: object) -> CoverRequest:
    """A request, asked three weeks before."""
    return CoverRequest(officers, away, asked, **more)  # type: ignore[arg-type]


MONDAY_ALL_DAY = stretch(5, 0, 6, 0)
#: Three by day on the Monday and a floor of three; two off, one who has just come off the night, one before it.
THREE = tuple(officer(f"a{n}") for n in (1, 2, 3))
OFF = (officer("b1", B, volunteers=True, hired=date(2010, 1, 1)), officer("b2", B, hired=date(2020, 1, 1)))
NIGHT = (officer("c1", C), officer("d1", D))
TOWN = Street((*THREE, *OFF, *NIGHT), floors=(floor(3, weekdays=frozenset({0})),))


def answer(street: Street = TOWN, how: CoverRules | None = None, **more: object) -> CoverAnswer:
    return cover_request(street, ask("a1", away=MONDAY_ALL_DAY, **more), how or rules())


def option(found: CoverAnswer, kind: str, who: str = "") -> Option:
    (it,) = [it for it in found.shifts[0].options if it.kind == kind and who in ("", it.officer)]
    return it


def keys(it: Option) -> list[str]:
    return [reason.key for reason in it.reasons]


def with_members(*more: Member, floors: tuple[Floor, ...] = ()) -> Street:
    return Street((*TOWN.members, *more), floors=(*TOWN.floors, *floors))
