"""What those who were there say it was worth, so that nobody's own answer can be read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: A mean of fewer answers would tell what one person said.
FEWEST_RATINGS: Final = 3


@dataclass(frozen=True)
class Rated:
    """Points that were given, as a sum.

    ``mean`` is None for fewer than three answers, and never finer than half a point: it would tell who gave what, to
    whoever looks at two lists of which one has an answer more.
    """

    points: int = 0
    number: int = 0

    def __add__(self, other: Rated) -> Rated:
        return Rated(self.points + other.points, self.number + other.number)

    @property
    def mean(self) -> float | None:
        """The mean of the points, 1 to 5, to the nearest half."""
        if self.number < FEWEST_RATINGS:
            return None
        return (4 * self.points + self.number) // (2 * self.number) / 2
