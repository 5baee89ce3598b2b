"""A made-up department for measuring: districts of four 12-hour squads, floors that just hold, some away."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from muster.core.planning.cover.answer import CoverAnswer
from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.floors import Floor
from muster.core.planning.cover.options import CoverRequest, cover_request
from muster.core.planning.cover.patterns import PITMAN, Pattern, ShiftTimes, Squad, pattern_of
from muster.core.planning.cover.rules import CoverRules, Notice
from muster.core.planning.cover.street import Absence, AbsenceKind, Member, Street
from muster.core.planning.cover.work_period import WorkPeriod

ANCHOR: Final = date(2026, 1, 5)
A_DISTRICT: Final = 100
_clock: Final = datetime.fromisoformat
_TWELVE_HOURS: Final = 12 * 60
_KINDS: Final[tuple[AbsenceKind, ...]] = ("leave", "leave", "leave", "court", "class", "light_duty")


@dataclass(frozen=True)
class CoverCase:
    """Who there is and what is asked."""

    street: Street
    request: CoverRequest
    rules: CoverRules


def answer_anew(case: CoverCase) -> CoverAnswer:
    """Answer with nothing kept from before, as the first question of a page does. This is what is timed."""
    street = case.street
    fresh = Street(street.members, street.absences, street.floors, street.extras)
    return cover_request(fresh, case.request, case.rules)


def made_up_case(officers: int = 500, going: int = 1, seed: int = 1) -> CoverCase:
    """Make a department, and so many of one squad who ask for five days at a conference; free seats do not do."""
    chance = random.Random(seed)  # noqa: S311 - made-up people, nothing is kept secret by it
    members = tuple(_member(n, chance) for n in range(officers))
    street = Street(members, tuple(_absences(members, chance)), tuple(_floors(members)))
    away = Stretch.between(_clock("2026-03-02 06:00"), _clock("2026-03-06 20:00"))
    request = CoverRequest(
        tuple(member.officer for member in members[: 4 * going : 4]), away, _clock("2026-02-16 09:00")
    )
    return CoverCase(street, request, _rules())


def _member(n: int, chance: random.Random) -> Member:
    unit, squad = n // A_DISTRICT, n % 4
    return Member(
        officer=f"O{n:05}",
        unit=f"District {unit + 1}",
        squad=_squad(unit, squad),
        supervisor=n % 10 == 9,
        skills=frozenset({"crisis"} if n % 5 == 0 else ()),
        relief=n % 50 == 49,
        volunteers=chance.random() < 0.3,
        hired=date(2000, 1, 1) + timedelta(days=chance.randrange(9000)),
        cents_an_hour=3_000 + 100 * chance.randrange(20),
    )


def _squad(unit: int, squad: int) -> Squad:
    """Two squads by day and two by night; of each pair one works when the other is off."""
    start = 6 * 60 if squad < 2 else 18 * 60
    pattern: Pattern = pattern_of(PITMAN, PITMAN, {"D": ShiftTimes(start, _TWELVE_HOURS)})
    return Squad(f"{unit + 1}{'ABCD'[squad]}", pattern, ANCHOR, 7 * (squad % 2))


def _floors(members: tuple[Member, ...]) -> list[Floor]:
    """Set each floor so high that one more away in the first district breaks it."""
    units = sorted({member.unit for member in members})
    return [
        Floor(
            unit,
            frozenset({unit}),
            start,
            _TWELVE_HOURS,
            officers=24 if unit == units[0] else 14,
            supervisors=1,
            skills=(("crisis", 1),),
            source="policy",
            cite="made up",
        )
        for unit in units
        for start in (6 * 60, 18 * 60)
    ]


def _absences(members: tuple[Member, ...], chance: random.Random) -> list[Absence]:
    found = []
    for member in members[1:]:
        if chance.random() < 0.2:
            start = _clock("2026-02-20") + timedelta(days=chance.randrange(20))
            until = start + timedelta(days=1 + chance.randrange(7))
            kind = chance.choice(_KINDS)
            found.append(Absence(member.officer, Stretch.between(start, until), kind, kind == "class"))
    return found


def _rules() -> CoverRules:
    three_days = Notice(72 * 60)
    return CoverRules(
        WorkPeriod(14, ANCHOR),
        least_rest_minutes=8 * 60,
        longest_minutes=16 * 60,
        notice={"moved_day": three_days, "swap": three_days, "ordered_overtime": Notice(24 * 60, 120)},
    )
