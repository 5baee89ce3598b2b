"""What is asked of a sample: how many officers, how many years, which seed, seen from which day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from muster.core.errors import BadUsage
from muster.core.periods import as_day

FEWEST_OFFICERS, MOST_OFFICERS = 50, 800_000
MOST_YEARS = 30
MOST_RECORDS_PER_OFFICER = 2_000

#: A store keeps this many officers in one part file, so that a reader who wants some officers can
#: pass over the files of the others; it is also what is in memory at a time.
OFFICERS_A_PART = 100_000

#: Records of one officer in one year of service, where the recipe names no number.
RECORDS_A_YEAR = 20.0

#: Before this many years ago the agency kept other systems: those lines carry no moment of recording.
YEARS_ON_THIS_SYSTEM = 8


@dataclass(frozen=True)
class Recipe:
    """The same recipe always gives the same sample. Building one checks it and raises BadUsage.

    ``years`` are calendar years, the last of them the year of ``today``. ``records_per_officer`` is
    the average over all officers and all years together; None gives each about 20 a year of service.
    """

    officers: int
    seed: int
    today: date
    years: int = 12
    records_per_officer: float | None = None

    def __post_init__(self) -> None:
        _check_number("officers", self.officers, FEWEST_OFFICERS, MOST_OFFICERS)
        _check_number("years", self.years, 1, MOST_YEARS)
        _check_number("seed", self.seed, 0, 2**63 - 1)
        _check_number("today's year", self.today.year, 1970 + MOST_YEARS, 2100)
        if self.records_per_officer is not None:
            _check_number("records per officer", self.records_per_officer, 1, MOST_RECORDS_PER_OFFICER)

    @property
    def calendar_years(self) -> range:
        """The years that hold records."""
        return range(self.today.year - self.years + 1, self.today.year + 1)

    @property
    def now(self) -> int:
        """``today`` as days since 1970-01-01."""
        return as_day(self.today)

    @property
    def system_since(self) -> int:
        """The first day whose records carry the moment they were written down."""
        return as_day(date(self.today.year - YEARS_ON_THIS_SYSTEM, 1, 1))

    @property
    def agencies(self) -> int:
        """How many agencies employ these officers."""
        return max(1, self.officers // 150)

    def blocks(self) -> Iterator[range]:
        """The officer numbers of each part, in order."""
        for low in range(0, self.officers, OFFICERS_A_PART):
            yield range(low, min(low + OFFICERS_A_PART, self.officers))

    def random(self, *purpose: int) -> np.random.Generator:
        """Give each purpose (a block, a year of it) its own stream, so parts can be made alone."""
        return np.random.default_rng([self.seed, *purpose])


def _check_number(name: str, asked: float, fewest: int, most: int) -> None:
    if math.isnan(asked) or not fewest <= asked <= most:
        raise BadUsage.because(
            "sample-out-of-range",
            f"a sample cannot have {asked:,} as its {name}.",
            f"Choose a number of {name} from {_plain(name, fewest)} to {_plain(name, most)}.",
        )


def _plain(name: str, number: int) -> str:
    return str(number) if name == "today's year" else f"{number:,}"
