"""The whole picture around a journey: the street, the rules, the limits, and what every key is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from muster.core.planning.cover.rules import CoverRules as CoreRules
from muster.core.planning.cover.street import Absence, Street
from muster.core.planning.cover.together import SkillLimit, TeamLimit
from muster.events.models import CoverRules, Policy, Request
from muster.events.queries.street.absences import Window, absences_of
from muster.events.queries.street.arranged import Arranged, arranged_in
from muster.events.queries.street.people import members_of, roster_of
from muster.events.queries.street.rules import (
    core_floors,
    core_rules,
    floors_in,
    limits_of,
    rules_on,
)
from muster.roster.models import Agency

#: People of each kind of cover whose rest, room and cash are worked out.
PER_KIND = 5
#: The core looks at whole work periods and three days more; the longest has 28.
_MARGIN = timedelta(days=28 + 4)


@dataclass(frozen=True)
class Picture:
    """An agency's street around a journey. ``people`` and ``units`` say what the keys in it are called.

    ``elsewhere`` are the absences of those who hold no post on the street.
    """

    street: Street
    core: CoreRules
    rules: CoverRules
    limits: list[TeamLimit | SkillLimit]
    zone: ZoneInfo
    people: dict[str, str]
    units: dict[str, str]
    arranged: Arranged
    floors: int
    elsewhere: tuple[Absence, ...] = ()


def picture_of(
    agency: Agency,
    departs: datetime,
    returns: datetime,
    *,
    policy: Policy | None,
    asking: Request | None = None,
    per_kind: int = PER_KIND,
) -> Picture:
    """Read the street around a journey. Who belongs where is read on the day of departure."""
    zone = ZoneInfo(agency.time_zone)
    day = departs.astimezone(zone).date()
    window = Window(day - _MARGIN, returns.astimezone(zone).date() + _MARGIN, zone)
    rules = rules_on(agency, day)
    roster = roster_of(agency, day, window.first, window.last)
    floors = floors_in(agency, window.first, window.last)
    skills = frozenset(floor.skill for floor in floors if floor.skill)
    members = members_of(agency, roster, day, ranks=rules.supervisor_ranks, skills=skills)
    keys = frozenset(member.officer for member in members)
    every = absences_of(agency, roster, window, asking)
    away = tuple(it for it in every if it.officer in keys)
    arranged = arranged_in(agency, window, away, keys)
    street = Street(
        members, arranged.absences, core_floors(floors, roster.units.values()), tuple(arranged.extras)
    )
    return Picture(
        street,
        core_rules(rules, per_kind=per_kind),
        rules,
        limits_of(policy, floors),
        zone,
        {str(key): name for key, name in roster.names.items()},
        {str(key): unit.name for key, unit in roster.units.items()},
        arranged,
        len(floors),
        tuple(it for it in every if it.officer not in keys),
    )
