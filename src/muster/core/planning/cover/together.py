"""Not too many at once: no more than so many of a team away, never all holders of a skill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from muster.core.planning.cover.clock import Span, Stretch, joined, moment
from muster.core.planning.cover.steps import sum_of
from muster.core.planning.cover.street import ABSENCES, AbsenceKind, Member, Street

#: What counts as away for training; leave and court are nobody's choice of a class.
TRAINING: Final[frozenset[AbsenceKind]] = frozenset({"class", "travel"})


@dataclass(frozen=True, slots=True)
class TeamLimit:
    """No more than ``most`` of a team (a squad, or a unit without squads) away at once. No name: every team."""

    most: int
    team: str | None = None
    counts: frozenset[AbsenceKind] = TRAINING
    source: str = ""


@dataclass(frozen=True, slots=True)
class SkillLimit:
    """At least ``keep`` holders of a skill are not away. A skill that only as many hold can send nobody."""

    skill: str
    keep: int = 1
    counts: frozenset[AbsenceKind] = frozenset(ABSENCES)
    source: str = ""


@dataclass(frozen=True, slots=True)
class TooMany:
    """A limit that a request would break: how many would be away at the worst minute, how many may be, and who."""

    kind: Literal["team", "skill"]
    name: str
    away: int
    may_be: int
    of: int
    at: datetime
    officers: tuple[str, ...]
    source: str


def too_many_away(
    street: Street, officers: Iterable[str], away: Stretch, limits: Iterable[TeamLimit | SkillLimit]
) -> tuple[TooMany, ...]:
    """Return the limits that would be broken while these officers are away, and would not be without them."""
    going = [street.member(officer) for officer in dict.fromkeys(officers)]
    found: list[TooMany] = []
    for limit in limits:
        if isinstance(limit, SkillLimit):
            found += _skill_broken(street, going, away, limit)
        else:
            found += _teams_broken(street, going, away, limit)
    return tuple(found)


def _teams_broken(street: Street, going: list[Member], away: Stretch, limit: TeamLimit) -> list[TooMany]:
    teams = dict.fromkeys(member.team for member in going)
    broken = (
        _broken(
            "team",
            team,
            [member for member in street.members if member.team == team],
            limit.most,
            (street, going, away, limit),
        )
        for team in teams
        if limit.team in (None, team)
    )
    return [it for it in broken if it]


def _skill_broken(street: Street, going: list[Member], away: Stretch, limit: SkillLimit) -> list[TooMany]:
    holders = [member for member in street.members if limit.skill in member.skills]
    may_be = max(len(holders) - limit.keep, 0)
    found = _broken("skill", limit.skill, holders, may_be, (street, going, away, limit))
    return [found] if found else []


def _broken(
    kind: Literal["team", "skill"],
    name: str,
    group: list[Member],
    may_be: int,
    asked: tuple[Street, list[Member], Stretch, TeamLimit | SkillLimit],
) -> TooMany | None:
    """Count a group minute by minute, with the request; None when it holds or nobody of the group goes."""
    street, going, away, limit = asked
    leaving = {member.officer for member in going} & {member.officer for member in group}
    if not leaving:
        return None
    spans = {m.officer: _away_of(street, m, away, limit.counts, m.officer in leaving) for m in group}
    count = sum_of((span, 1) for theirs in spans.values() for span in theirs)
    most, minute = max((value, -at) for at, value in zip(count.at, count.value, strict=True))
    if most <= may_be:
        return None
    when = -minute
    who = tuple(sorted(o for o, theirs in spans.items() if any(a <= when < b for a, b in theirs)))
    return TooMany(kind, name, most, may_be, len(group), moment(when), who, limit.source)


def _away_of(
    street: Street, member: Member, away: Stretch, counts: frozenset[AbsenceKind], leaves: bool
) -> list[Span]:
    """Return when somebody is away within the request, each minute once."""
    if leaves:
        return [away.span]
    theirs = [a.stretch for a in street.absences_of.get(member.officer, ()) if a.kind in counts]
    clipped = [(max(s.start, away.start), min(s.end, away.end)) for s in theirs]
    return joined(span for span in clipped if span[0] < span[1])
