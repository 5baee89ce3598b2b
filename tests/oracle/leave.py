"""What leave, a waiver and an extension do to one period of one officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.days import DAY, FIRST, NEVER, days_in, month_firsts, month_last, plus
from tests.oracle.model import Fact
from tests.oracle.who import covers, matching

from muster.core.periods import Duration
from muster.core.rules.language import Leave, Version

Span = tuple[date, date]


@dataclass(frozen=True)
class Due:
    """A due day, step by step: moved by leave, then by an extension, then by what the version still allows."""

    by_leave: date
    moved: date
    last: date


def due_of(person: Any, version: Version, rule: str, start: date, end: date, due: date) -> Due:
    """Move the due day of a period."""
    by_leave = due
    for leave in version.leave:
        away = away_in(person, leave, start, end)
        if leave.then == "extend" and away:
            by_leave = plus(by_leave, leave.by or Duration(days=_length(away)))
    moved = by_leave
    for spell in person.spells("extended"):
        if spell.value == rule and _overlaps(spell, start, max(end, moved)):
            moved = max(moved, spell.end or NEVER)
    return Due(by_leave, moved, max(moved, version.allowed_until or FIRST))


def waived(person: Any, rule: str, start: date, end: date) -> bool:
    """Whether the requirement was waived for part of the days from a period's start to its due day."""
    return any(s.value == rule and _overlaps(s, start, end) for s in person.spells("waived"))


def excuse(person: Any, version: Version, start: date, end: date, due: date) -> str:
    """Return why leave excuses the officer on the day judged; empty: it does not."""
    for leave in version.leave:
        away = away_in(person, leave, start, end)
        if leave.then in ("suspend", "owed_on_return") and _away_now(person, leave):
            return "on_leave"
        if leave.then == "met_in_full" and leave.in_period and _reaches(away, leave.in_period):
            return "leave_meets_it"
        if leave.then == "extend_unknown" and away and person.as_of > due:
            return "leave_extends_it"
    return ""


def owed_since_leave(person: Any, version: Version, end: date) -> bool:
    """Whether leave on the period's last day left a debt, which later training pays."""
    return any(leave.then == "owed_on_return" and away_in(person, leave, end, end) for leave in version.leave)


def share_left(
    person: Any, version: Version, start: date, end: date, binds_from: date = FIRST, away_from: date = FIRST
) -> Fraction:
    """Return the part of the hours asked for: months (or days) since ``binds_from`` that were not wholly leave.

    Leave before ``away_from`` is passed over.
    """
    leaves = [leave for leave in version.leave if leave.then == "prorate"]
    away = [span for leave in leaves for span in away_in(person, leave, max(start, away_from), NEVER)]
    if version.prorate == "day":
        every = days_in(start, end)
        left = [day for day in every if day >= binds_from and not any(a <= day <= b for a, b in away)]
    else:
        every = month_firsts(start, end)
        left = [day for day in every if day >= binds_from and not _wholly_away(day, end, away)]
    return Fraction(len(left), len(every)) if every else Fraction(1)


def _wholly_away(first: date, end: date, away: list[Span]) -> bool:
    """Whether every day of the month that lies in the period was leave."""
    return all(any(a <= day <= b for a, b in away) for day in days_in(first, min(month_last(first), end)))


def away_in(person: Any, leave: Leave, start: date, end: date) -> list[Span]:
    """Return the stretches of this kind of leave inside the days, joined where they overlap."""
    found: list[Span] = []
    for spell in sorted(_spells(person, leave), key=lambda s: s.start or FIRST):
        a, b = max(spell.start or FIRST, start), min(spell.end or NEVER, end)
        if a > b:
            continue
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        else:
            found.append((a, b))
    return found


def _spells(person: Any, leave: Leave) -> list[Fact]:
    return [spell for spell in matching(person, leave.fact, leave.of) if _long_enough(spell, leave)]


def _long_enough(spell: Fact, leave: Leave) -> bool:
    """Measure the whole spell, its first and last day included."""
    if spell.start is None or spell.end is None:
        return True
    after = spell.end + DAY
    lasting = leave.lasting is None or plus(spell.start, leave.lasting) <= after
    return lasting and (leave.longer_than is None or plus(spell.start, leave.longer_than) < after)


def _away_now(person: Any, leave: Leave) -> bool:
    return any(covers(spell, person.as_of) for spell in _spells(person, leave))


def _overlaps(spell: Fact, start: date, end: date) -> bool:
    return max(spell.start or FIRST, start) <= min(spell.end or NEVER, end)


def _length(away: list[Span]) -> int:
    return sum((b - a).days + 1 for a, b in away)


def _reaches(away: list[Span], asked: Duration) -> bool:
    """Days are added up over the stretches; months must be reached by one stretch."""
    if asked.days:
        return _length(away) >= asked.days
    return any(plus(a, asked) <= b + DAY for a, b in away)
