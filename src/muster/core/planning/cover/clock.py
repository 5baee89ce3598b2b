"""Stretches of clock time, and the sums on sorted lists of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from muster.core.errors import BadUsage
from muster.core.periods import as_day

DAY_MINUTES: Final = 24 * 60
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - clock time of the agency, which has no zone here
_MINUTE: Final = timedelta(minutes=1)

#: From a minute to another, the last one excluded. The bare form is what the inner loops use.
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From one minute to another, the last one excluded. Raises BadUsage unless it ends after it starts."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            what = f"the time ends ({moment(self.end)}) before it starts ({moment(self.start)})."
            raise BadUsage.because("cover-time", what, "Mend the days and hours.")

    @classmethod
    def between(cls, start: datetime, end: datetime) -> Stretch:
        """Return the stretch between two clock times."""
        return cls(minute_of(start), minute_of(end))

    @property
    def begins(self) -> datetime:
        """The clock time it starts."""
        return moment(self.start)

    @property
    def ends(self) -> datetime:
        """The clock time it ends."""
        return moment(self.end)

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.end - self.start

    @property
    def span(self) -> Span:
        """The bare pair."""
        return self.start, self.end


def minute_of(when: datetime) -> int:
    """Return the minute of a clock time. Raises BadUsage when it has a zone: convert it to the agency's clock."""
    if when.tzinfo is not None:
        raise BadUsage.because(
            "cover-zone", f"{when.isoformat()} has a time zone.", "Give the time on the agency's clock."
        )
    return (when - EPOCH) // _MINUTE


def moment(minute: int) -> datetime:
    """Return the clock time of a minute."""
    return EPOCH + timedelta(minutes=minute)


def at(day: date, minute: int = 0) -> int:
    """Return the minute of a day, counted from its midnight."""
    return as_day(day) * DAY_MINUTES + minute


def day_of(minute: int) -> date:
    """Return the day a minute lies on."""
    return moment(minute).date()


# ── sorted lists of spans ──────────────────────────────────────────────────────────────────────


def joined(spans: Iterable[Span]) -> list[Span]:
    """Sort spans, and join those that touch or overlap."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        elif start < end:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Cut holes out of sorted spans."""
    left = list(spans)
    for low, high in holes:
        cut: list[Span] = []
        for start, end in left:
            if high <= start or end <= low:
                cut.append((start, end))
                continue
            if start < low:
                cut.append((start, low))
            if high < end:
                cut.append((high, end))
        left = cut
    return left


def minutes_in(spans: Iterable[Span], start: int, end: int) -> int:
    """Count the minutes of spans that lie between two minutes; the spans do not overlap."""
    return sum(min(high, end) - max(low, start) for low, high in spans if low < end and start < high)


def touches(spans: Sequence[tuple[int, ...]], start: int, end: int) -> bool:
    """Whether any of some sorted, separate spans has a minute between two minutes."""
    before = bisect_left(spans, (end,)) - 1
    return before >= 0 and spans[before][1] > start
