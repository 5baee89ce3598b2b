"""Shift patterns as data: read from what a page sends, checked by the core, and those that are ready to take over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.core.errors import BadUsage
from muster.core.planning.cover.patterns import (
    FIVE_EIGHT,
    FOUR_ON_FOUR_OFF,
    FOUR_TEN,
    OFF,
    PITMAN,
    TWO_TWO_THREE,
    Pattern,
    ShiftTimes,
)
from muster.events.clocks import minute_of_day
from muster.ledger.refusals import Refused

#: A cycle as it is kept: for each day null, or when its shift starts and how many minutes it has.
Cycle = list[list[Any] | None]


@dataclass(frozen=True)
class ReadyPattern:
    """A rotation that many departments work: the days of its cycle by letter, and usual times for each letter."""

    name: str | Promise
    letters: str
    shifts: tuple[tuple[str, str, int], ...]

    @property
    def cycle(self) -> Cycle:
        """Return it as it is kept."""
        times = {letter: [begins, minutes] for letter, begins, minutes in self.shifts}
        return [times.get(letter) for letter in self.letters]


READY: Final[dict[str, ReadyPattern]] = {
    "five-eight-days": ReadyPattern(_("Five eights, days"), FIVE_EIGHT, (("D", "07:00", 480),)),
    "five-eight-evenings": ReadyPattern(_("Five eights, evenings"), FIVE_EIGHT, (("D", "15:00", 480),)),
    "five-eight-nights": ReadyPattern(_("Five eights, nights"), FIVE_EIGHT, (("D", "23:00", 480),)),
    "four-ten-days": ReadyPattern(_("Four tens, days"), FOUR_TEN, (("D", "06:00", 600),)),
    "four-ten-swing": ReadyPattern(_("Four tens, evenings"), FOUR_TEN, (("D", "14:00", 600),)),
    "four-ten-nights": ReadyPattern(_("Four tens, nights"), FOUR_TEN, (("D", "21:00", 600),)),
    "pitman-days": ReadyPattern(_("12 hours, two-two-three, days"), PITMAN, (("D", "06:00", 720),)),
    "pitman-nights": ReadyPattern(_("12 hours, two-two-three, nights"), PITMAN, (("D", "18:00", 720),)),
    "two-two-three": ReadyPattern(
        _("12 hours, two-two-three, days and nights in turn"),
        TWO_TWO_THREE,
        (("D", "06:00", 720), ("N", "18:00", 720)),
    ),
    "four-on-four-off": ReadyPattern(
        _("12 hours, four on, four off"), FOUR_ON_FOUR_OFF, (("D", "06:00", 720),)
    ),
}


def cycle_of(letters: str, times: Mapping[str, tuple[time, int]]) -> Cycle:
    """Read a cycle from a letter for each day, ``-`` for a day off, and start and minutes of each letter.

    Raises Refused, on the field ``letters``, for what does not add up.
    """
    written = "".join(letters.upper().split())
    if not written.strip(OFF):
        raise Refused(
            _("Write a letter for each day of the cycle, and - for a day off, such as DDDD---."),
            field="letters",
        )
    unknown = sorted(set(written) - set(times) - {OFF})
    if unknown:
        raise Refused(
            _(
                "The cycle has days %(letters)s, for which no time is given. Give start and hours, or mend the letters."
            )
            % {"letters": ", ".join(unknown)},
            field="letters",
        )
    cycle: Cycle = [
        None if letter == OFF else [f"{times[letter][0]:%H:%M}", times[letter][1]] for letter in written
    ]
    checked(cycle)
    return cycle


def checked(cycle: Cycle) -> Pattern:
    """Return a cycle as the core takes it. Raises Refused where a shift is none or runs into the next."""
    try:
        return pattern_of_cycle("", cycle)
    except BadUsage as bad:
        raise Refused(_WHY[bad.problems[0].code], field="letters") from None


_WHY: Final = {
    "pattern-shift": _("A shift starts within the day and has more than nothing and at most 24 hours."),
    "pattern-cycle": _("A cycle has 1 to 366 days."),
    "pattern-overlap": _(
        "A shift runs into the one of the next day. Shorten it, or let the next one start later."
    ),
}


def pattern_of_cycle(name: str, cycle: Sequence[Sequence[Any] | None]) -> Pattern:
    """Return a cycle as it is kept as a pattern of the core. Raises BadUsage as that does."""
    return _pattern(name, tuple(None if day is None else (str(day[0]), int(day[1])) for day in cycle))


@lru_cache(maxsize=512)
def _pattern(name: str, days: tuple[tuple[str, int] | None, ...]) -> Pattern:
    return Pattern(
        name,
        tuple(
            None if day is None else ShiftTimes(minute_of_day(time.fromisoformat(day[0])), day[1])
            for day in days
        ),
    )


def letters_of(cycle: Sequence[Sequence[Any] | None]) -> tuple[str, dict[str, tuple[time, int]]]:
    """Return a kept cycle as letters with their times: the way back from ``cycle_of``."""
    letters: dict[tuple[str, int], str] = {}
    for begins, minutes in (day for day in cycle if day is not None):
        letters.setdefault((begins, minutes), "DENFGH"[len(letters) % 6])
    written = "".join(OFF if day is None else letters[day[0], day[1]] for day in cycle)
    return written, {
        letter: (time.fromisoformat(begins), minutes) for (begins, minutes), letter in letters.items()
    }


def day_in_cycle(cycle: Sequence[Any], anchor: date, day: date) -> Any:
    """Return what a cycle holds on a day, when its first day fell on ``anchor``."""
    return cycle[(day - anchor).days % len(cycle)]
