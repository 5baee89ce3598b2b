"""The rules of cover of an agency, its floors, and how many may be away at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from muster.core.planning.cover.floors import Floor as CoreFloor
from muster.core.planning.cover.rules import KINDS, Notice
from muster.core.planning.cover.rules import CoverRules as CoreRules
from muster.core.planning.cover.together import SkillLimit, TeamLimit
from muster.core.planning.cover.work_period import WorkPeriod
from muster.events.clocks import minute_of_day
from muster.events.enums import CoverKind
from muster.events.models import CoverRules, Floor, Policy
from muster.ledger.lines import overlapping
from muster.roster.models import Agency, Unit

_DAY: Final = 24 * 60
#: A Monday, from which work periods run where an agency has not said from when.
SOME_MONDAY: Final = date(2026, 1, 5)
#: The core's name of each kind, by ours.
CORE_KIND: Final = {CoverKind.FREE_SEAT: "free_seats"} | {
    kind: str(kind) for kind in CoverKind if kind != CoverKind.FREE_SEAT
}
OUR_KIND: Final = {core: kind for kind, core in CORE_KIND.items()}


def rules_on(agency: Agency, day: date) -> CoverRules:
    """Return an agency's rules of cover on a day; unsaved starting values (no key) where it has said nothing yet."""
    lines = CoverRules.lines.standing().filter(agency=agency, start__lte=day)
    found = lines.order_by("-start", "-pk").first()
    return found or CoverRules(agency=agency, start=day, work_period_start=SOME_MONDAY)


def core_rules(rules: CoverRules, *, per_kind: int) -> CoreRules:
    """Return the rules as the core takes them; ``per_kind`` people of each kind are worked out in full."""
    return CoreRules(
        WorkPeriod(rules.work_period_days, rules.work_period_start),
        least_rest_minutes=rules.least_rest_minutes,
        longest_minutes=rules.longest_minutes,
        notice={kind: Notice(*_noticed(rules.notice[kind])) for kind in KINDS if rules.notice.get(kind)},
        overtime_from="work_period" if rules.overtime_from == "work_period" else "every_extra_minute",
        overtime_basis_points=rules.overtime_percent * 100,
        benefits_basis_points=rules.benefits_percent * 100,
        order_by="least_overtime" if rules.order_by == "least_overtime" else "seniority",
        protect_leave=rules.protect_leave,
        lends=None if rules.lends else frozenset(),
        per_kind=per_kind,
        source=rules.source,
    )


def _noticed(written: Any) -> tuple[int, int | None]:
    minutes, penalty = written
    return int(minutes), None if penalty is None else int(penalty)


def floors_in(agency: Agency, first: date, last: date) -> list[Floor]:
    """Return the floors that hold on any of some days."""
    return list(
        Floor.objects.filter(overlapping(low=first, high=last), unit__agency=agency).select_related("unit")
    )


def core_floors(floors: Iterable[Floor], units: Iterable[Unit]) -> tuple[CoreFloor, ...]:
    """Return floors as the core takes them. At a unit's floor everybody counts who is in it or in a unit below."""
    known = list(units)
    return tuple(
        CoreFloor(
            place=str(floor.unit_id),
            units=frozenset(str(unit.pk) for unit in known if unit.path.startswith(floor.unit.path))
            | {str(floor.unit_id)},
            start_minute=minute_of_day(floor.begins),
            minutes=(minute_of_day(floor.ends) - minute_of_day(floor.begins)) % _DAY or _DAY,
            officers=floor.people,
            supervisors=floor.supervisors,
            skills=((floor.skill, floor.skilled),) if floor.skill else (),
            weekdays=frozenset(int(letter) - 1 for letter in floor.weekdays),
            source=_source(floor),
            cite=floor.source_text,
            first_day=floor.start,
            last_day=floor.end,
            supervisors_count=True,  # "of them supervisors"
        )
        for floor in floors
    )


def _source(floor: Floor) -> Any:
    return floor.source


def limits_of(policy: Policy | None, floors: Iterable[Floor]) -> list[TeamLimit | SkillLimit]:
    """Return how many may be away at once: of a unit by the policy, and never all who hold a skill that a floor asks for."""
    found: list[TeamLimit | SkillLimit] = []
    if policy is not None and policy.most_per_unit is not None:
        found.append(TeamLimit(policy.most_per_unit, source=policy.source))
    skills = dict.fromkeys(floor.skill for floor in floors if floor.skill)
    return [*found, *(SkillLimit(skill) for skill in skills)]
