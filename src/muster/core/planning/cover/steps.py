"""A number that changes at minutes: how many are on duty, how many must be, how many are to spare."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from muster.core.planning.cover.clock import Span

BEGINNING: Final = -(10**12)


@dataclass(frozen=True)
class Steps:
    """From minute ``at[n]`` up to ``at[n + 1]`` the number is ``value[n]``. Nobody changes the lists."""

    at: list[int]
    value: list[int]

    def lowest(self, start: int, end: int) -> tuple[int, int]:
        """Return the lowest number between two minutes, and the first minute it holds at."""
        low, high = bisect_right(self.at, start) - 1, bisect_left(self.at, end)
        least = min(self.value[low:high])
        return least, max(self.at[self.value.index(least, low, high)], start)

    def value_at(self, minute: int) -> int:
        """Return the number at a minute."""
        return self.value[bisect_right(self.at, minute) - 1]

    def below(self, start: int, end: int, level: int) -> list[Span]:
        """Return the spans between two minutes where the number lies below a level."""
        low, high = bisect_right(self.at, start) - 1, bisect_left(self.at, end)
        found: list[Span] = []
        for n in range(low, high):
            if self.value[n] < level:
                begins = max(self.at[n], start)
                ends = min(self.at[n + 1], end) if n + 1 < len(self.at) else end
                if found and found[-1][1] == begins:
                    found[-1] = (found[-1][0], ends)
                else:
                    found.append((begins, ends))
        return found

    def minus(self, other: Steps) -> Steps:
        """Subtract another number, minute by minute."""
        minutes = sorted({*self.at, *other.at})
        return Steps(minutes, [self.value_at(minute) - other.value_at(minute) for minute in minutes])


def sum_of(spans: Iterable[tuple[Span, int]]) -> Steps:
    """Add up weighted spans: three officers from six to four, two from two to ten."""
    change: defaultdict[int, int] = defaultdict(int)
    for (start, end), weight in spans:
        change[start] += weight
        change[end] -= weight
    minutes, values, running = [BEGINNING], [0], 0
    for minute in sorted(change):
        if change[minute]:
            running += change[minute]
            minutes.append(minute)
            values.append(running)
    return Steps(minutes, values)


def highest_of(spans: Iterable[tuple[Span, int]]) -> Steps:
    """Take the highest weight where spans overlap: of two floors the stricter binds."""
    found = list(spans)
    minutes = sorted({BEGINNING, *(edge for span, _ in found for edge in span)})
    value = [0] * len(minutes)
    where = {minute: n for n, minute in enumerate(minutes)}
    for (start, end), weight in found:
        for n in range(where[start], where[end]):
            value[n] = max(value[n], weight)
    return Steps(minutes, value)
