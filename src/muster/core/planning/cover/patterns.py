"""Shift patterns: a cycle of days, each with a shift or off, and squads that run through it.

A pattern is data. It can be written as a line of letters, a day each, with ``-`` for a day off:
``DD--DDD--DD---`` is the 14 days of the Pitman rotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from muster.core.errors import BadUsage
from muster.core.periods import as_day
from muster.core.planning.cover.clock import DAY_MINUTES, Span, Stretch

OFF: Final = "-"
LONGEST_CYCLE: Final = 366

#: Five days of eight hours, four of ten, and 12-hour rotations: two on, two off, three on, over a fortnight
#: (Pitman); the same turning from days to nights and back over four weeks (2-2-3); four on, four off.
FIVE_EIGHT: Final = "DDDDD--"
FOUR_TEN: Final = "DDDD---"
PITMAN: Final = "DD--DDD--DD---"
TWO_TWO_THREE: Final = "DD--DDD--DD---NN--NNN--NN---"
FOUR_ON_FOUR_OFF: Final = "DDDD----"


@dataclass(frozen=True, slots=True)
class ShiftTimes:
    """When a shift starts, in minutes after midnight, and how long it is. It may run into the next day."""

    start_minute: int
    minutes: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_minute < DAY_MINUTES or not 0 < self.minutes <= DAY_MINUTES:
            raise BadUsage.because(
                "pattern-shift",
                f"a shift of {self.minutes} minutes at minute {self.start_minute} is none.",
                "It starts within the day and is at most 24 hours long.",
            )


@dataclass(frozen=True)
class Pattern:
    """A cycle of days, each with its shift or None. Raises BadUsage when it is empty or overlaps itself."""

    name: str
    days: tuple[ShiftTimes | None, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.days) <= LONGEST_CYCLE:
            what = f"the pattern {self.name} has {len(self.days)} days."
            raise BadUsage.because("pattern-cycle", what, f"A cycle has 1 to {LONGEST_CYCLE} days.")
        for n, shift in enumerate(self.days):
            after = self.days[(n + 1) % len(self.days)]
            if shift and after and shift.start_minute + shift.minutes > DAY_MINUTES + after.start_minute:
                what = f"in the pattern {self.name} the shift of day {n + 1} runs into the next one."
                raise BadUsage.because(
                    "pattern-overlap", what, "Shorten it, or let the next one start later."
                )

    @property
    def minutes_in_cycle(self) -> int:
        """What one run through the cycle is worth."""
        return sum(shift.minutes for shift in self.days if shift)


@dataclass(frozen=True)
class Squad:
    """Those who share a pattern and its days off: day 1 of the cycle falls on ``anchor`` + ``offset`` days."""

    name: str
    pattern: Pattern
    anchor: date
    offset: int = 0

    def shift_on(self, day: date) -> Stretch | None:
        """Return the shift that starts on a day, or None on a day off."""
        found = _spans(self, as_day(day), as_day(day))
        return Stretch(*found[0]) if found else None

    def shifts(self, first: date, last: date) -> tuple[Stretch, ...]:
        """Return the shifts that start from one day to another, both included."""
        return tuple(Stretch(*span) for span in _spans(self, as_day(first), as_day(last)))


@lru_cache(maxsize=4096)
def _spans(squad: Squad, first: int, last: int) -> tuple[Span, ...]:
    """Lay the cycle over days. Kept, because all members of a squad share it and a page asks more than once."""
    days, origin = squad.pattern.days, as_day(squad.anchor) + squad.offset
    found: list[Span] = []
    for day in range(first, last + 1):
        shift = days[(day - origin) % len(days)]
        if shift:
            start = day * DAY_MINUTES + shift.start_minute
            found.append((start, start + shift.minutes))
    return tuple(found)


def squad_spans(squad: Squad, first_day: int, last_day: int) -> tuple[Span, ...]:
    """Return the shifts that start from one day to another (days since 1970), as bare spans."""
    return _spans(squad, first_day, last_day)


def pattern_of(name: str, letters: str, shifts: Mapping[str, ShiftTimes]) -> Pattern:
    """Read a pattern from a letter for each day, ``-`` for off. Raises BadUsage for a letter without times."""
    unknown = sorted(set(letters) - set(shifts) - {OFF})
    if unknown:
        what = f"the pattern {name} has days {', '.join(unknown)}, which have no times."
        raise BadUsage.because("pattern-letter", what, "Give start and length for each letter.")
    return Pattern(name, tuple(None if letter == OFF else shifts[letter] for letter in letters))
