"""Reads of patterns, rotas and floors: what a pattern comes to, four weeks of it, and how strong a unit is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from muster.core.planning.cover.work_period import limits
from muster.events.models import CoverRules, Floor, Rota, ShiftPattern
from muster.events.rotas import day_in_cycle, letters_of
from muster.ledger.lines import on_day
from muster.roster.models import Assignment, Unit

WEEKS: Final = 4
_A_WEEK: Final = 7


@dataclass(frozen=True)
class PatternSum:
    """A pattern with what it comes to: its letters, their times, and minutes a week and in a work period."""

    pattern: ShiftPattern
    letters: str
    times: str
    week_minutes: int
    period_minutes: int
    period_limit: int

    @property
    def near_limit(self) -> bool:
        """Whether a work period by the pattern alone leaves less than a shift of room, so that a class is overtime."""
        return self.period_limit - self.period_minutes < 8 * 60


def sum_of(pattern: ShiftPattern, rules: CoverRules) -> PatternSum:
    """Return what a pattern comes to on average."""
    letters, times = letters_of(pattern.cycle)
    minutes = sum(day[1] for day in pattern.cycle if day)
    days = len(pattern.cycle)
    told = ", ".join(
        f"{letter} {begins:%H:%M}, {minutes // 60}:{minutes % 60:02} h"
        for letter, (begins, minutes) in times.items()
    )
    return PatternSum(
        pattern,
        letters,
        told,
        minutes * _A_WEEK // days,
        minutes * rules.work_period_days // days,
        limits()[rules.work_period_days].minutes,
    )


@dataclass(frozen=True)
class RotaDay:
    """One day of a rota: when the shift starts and how long it is, or off; ``outside``: the line does not hold then."""

    day: date
    begins: str
    minutes: int
    outside: bool


@dataclass(frozen=True)
class RotaWeek:
    """Seven days from Monday."""

    days: tuple[RotaDay, ...]

    @property
    def minutes(self) -> int:
        """What the week comes to."""
        return sum(day.minutes for day in self.days)


def weeks_of(rota: Rota, first: date) -> list[RotaWeek]:
    """Return four weeks of a rota, from the Monday of the week of a day."""
    monday = first - timedelta(days=first.weekday())
    days = [_day(rota, monday + timedelta(days=n)) for n in range(WEEKS * _A_WEEK)]
    return [RotaWeek(tuple(days[n : n + _A_WEEK])) for n in range(0, len(days), _A_WEEK)]


def _day(rota: Rota, day: date) -> RotaDay:
    held = day_in_cycle(rota.pattern.cycle, rota.anchor, day)
    outside = day < rota.start or (rota.end is not None and day > rota.end)
    if outside or held is None:
        return RotaDay(day, "", 0, outside)
    return RotaDay(day, held[0], held[1], outside=False)


def strength_of(units: QuerySet[Unit]) -> dict[int, int]:
    """Return how many people belong today to each unit and to those below it, for some units, in two queries."""
    posted = Assignment.lines.standing().filter(
        on_day(timezone.localdate()), unit__agency__in=units.values("agency")
    )
    paths = list(posted.values_list("unit__path", flat=True))
    return {unit.pk: sum(path.startswith(unit.path) for path in paths) for unit in units}


def too_high(floors: Iterable[Floor], strength: dict[int, int]) -> set[int]:
    """Return the keys of floors that ask for more people than belong to the unit."""
    return {floor.pk for floor in floors if floor.people > strength.get(floor.unit_id, 0)}


def rotas_of(units: QuerySet[Unit], day: date | None = None) -> QuerySet[Any]:
    """Return the lines of some units that hold on a day or later, those of units before those of people."""
    found = Rota.objects.filter(unit__in=units).select_related("unit", "person", "pattern")
    if day is not None:
        found = found.exclude(end__lt=day)
    return found.order_by("unit__name", "unit", "person__family_name", "start", "pk")
