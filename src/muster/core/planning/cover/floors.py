"""Floors: how many must be on duty at a place, by time of day and day of the week, and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from muster.core.errors import BadUsage
from muster.core.planning.cover.clock import DAY_MINUTES, Span, Stretch, at

Source = Literal["policy", "contract", "practice"]

OFFICERS: Final = "officers"
SUPERVISORS: Final = "supervisors"
_SKILL: Final = "skill:"
EVERY_DAY: Final[frozenset[int]] = frozenset(range(7))


def skill_need(skill: str) -> str:
    """Return the need for holders of a skill."""
    return f"{_SKILL}{skill}"


def skill_in(need: str) -> str | None:
    """Return the skill a need asks for, or None for officers and supervisors."""
    return need.removeprefix(_SKILL) if need.startswith(_SKILL) else None


@dataclass(frozen=True)
class Floor:
    """The fewest at a place in a time band that starts on some days of the week (0 is Monday).

    ``units`` are those whose people count there. A band may run past midnight; it belongs to the day it starts.
    Where floors of a place overlap, the highest number binds. A supervisor counts among the officers only where
    ``supervisors_count`` says so. ``cite`` is the paragraph of the policy or contract.
    """

    place: str
    units: frozenset[str]
    start_minute: int
    minutes: int
    officers: int
    supervisors: int = 0
    skills: tuple[tuple[str, int], ...] = ()
    weekdays: frozenset[int] = EVERY_DAY
    source: Source = "policy"
    cite: str = ""
    first_day: date | None = None
    last_day: date | None = None
    supervisors_count: bool = False

    def __post_init__(self) -> None:
        numbers = [self.officers, self.supervisors, *(number for _, number in self.skills)]
        if not self.units or min(numbers) < 0 or not self.weekdays <= EVERY_DAY:
            what = f"the floor of {self.place} has no units, a number below zero, or a day that is none."
            raise BadUsage.because("floor-form", what, "Mend the floor.")
        if not 0 <= self.start_minute < DAY_MINUTES or not 0 < self.minutes <= DAY_MINUTES:
            what = f"the band of the floor of {self.place} starts outside the day or is over 24 hours long."
            raise BadUsage.because("floor-band", what, "Mend its times.")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            what = f"the floor of {self.place} ends before it begins."
            raise BadUsage.because("floor-days", what, "Mend its days.")

    def number(self, need: str) -> int:
        """Return how many of a need it asks for."""
        if need == OFFICERS:
            return self.officers
        if need == SUPERVISORS:
            return self.supervisors
        return dict(self.skills).get(skill_in(need) or "", 0)

    @property
    def needs(self) -> tuple[str, ...]:
        """What it asks for at least one of: officers, supervisors, skills."""
        named = (OFFICERS, SUPERVISORS, *(skill_need(skill) for skill, _ in self.skills))
        return tuple(need for need in named if self.number(need))

    def bands(self, first: date, last: date) -> tuple[Stretch, ...]:
        """Return its bands that start from one day to another, both included."""
        first, last = max(first, self.first_day or first), min(last, self.last_day or last)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(
            Stretch(at(day, self.start_minute), at(day, self.start_minute) + self.minutes)
            for day in days
            if day.weekday() in self.weekdays
        )


@dataclass(frozen=True)
class Place:
    """All floors of one place, and the units that count there."""

    name: str
    units: frozenset[str]
    floors: tuple[Floor, ...]
    supervisors_count: bool

    @property
    def needs(self) -> tuple[str, ...]:
        """Everything any of its floors asks for, officers first."""
        return tuple(dict.fromkeys(need for floor in self.floors for need in floor.needs))

    def binding(self, need: str, minute: int) -> Floor | None:
        """Return the floor that asks for most of a need at a minute; of equal ones the first."""
        near = [(minute // DAY_MINUTES - 1), minute // DAY_MINUTES]
        holding = [floor for floor in self.floors if any(_holds(floor, day, minute) for day in near)]
        return max(holding, key=lambda floor: floor.number(need), default=None)


def _holds(floor: Floor, day: int, minute: int) -> bool:
    start = day * DAY_MINUTES + floor.start_minute
    if not start <= minute < start + floor.minutes:
        return False
    when = date(1970, 1, 1) + timedelta(days=day)
    if (floor.first_day and when < floor.first_day) or (floor.last_day and when > floor.last_day):
        return False
    return when.weekday() in floor.weekdays


def places_of(floors: Iterable[Floor]) -> tuple[Place, ...]:
    """Gather floors by place. Raises BadUsage when floors of one place disagree on units or on supervisors."""
    by_name: dict[str, list[Floor]] = {}
    for floor in floors:
        by_name.setdefault(floor.place, []).append(floor)
    return tuple(_place(name, same) for name, same in by_name.items())


def _place(name: str, floors: list[Floor]) -> Place:
    first = floors[0]
    for floor in floors[1:]:
        if floor.units != first.units or floor.supervisors_count != first.supervisors_count:
            what = f"the floors of {name} do not agree on whose people count there."
            raise BadUsage.because("floor-place", what, "Give a place one set of units, or use two places.")
    return Place(name, first.units, tuple(floors), first.supervisors_count)


def numbered_bands(place: Place, need: str, first: date, last: date) -> list[tuple[Span, int]]:
    """Return each band that asks for some of a need, with its number."""
    return [
        (band.span, floor.number(need))
        for floor in place.floors
        if floor.number(need)
        for band in floor.bands(first, last)
    ]
