"""How much of each record each period takes: the sums of ``measures``, retraced record by record.

Where not all of a part's records can count, they are taken in a fixed order: under caps, those that
fewest caps touch and then the earliest; late training from the earliest on, as far as the closed
period was short. With three caps of which each pair overlaps the order may find less than the most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days
from muster.core.rules.counting import Counting
from muster.core.rules.credit_reasons import CREDIT_CODE
from muster.core.rules.fitting import rows_fitting
from muster.core.rules.language import Filter, parts_of, what
from muster.core.rules.people import Mask
from muster.core.tables.rows import Rows
from muster.core.tables.tally import Amounts

Worth = NDArray[np.int64]  # by row


@dataclass
class Taken:
    """What was taken of each record, all rows x shown periods.

    ``own`` counted in the period itself, ``late`` for a period that had closed; ``left`` is the code of
    the reason where a record of the period gave nothing (0: none was found).
    """

    own: Mask
    late: Mask
    minutes: Amounts
    left: NDArray[np.uint8]

    @classmethod
    def nothing(cls, rows: int, shown: int) -> Taken:
        """Build it with nothing taken."""
        shape = (rows, shown)
        return cls(
            np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape, np.int64), np.zeros(shape, np.uint8)
        )

    def add(self, other: Taken, turn: Mask | None) -> None:
        """Join what another part took: a record serves several parts with the same minutes."""
        if turn is not None:
            other.own &= turn
            other.late &= turn
            other.minutes *= turn
        self.own |= other.own
        self.late |= other.late
        np.maximum(self.minutes, other.minutes, out=self.minutes)
        np.maximum(self.left, other.left, out=self.left)

    def leave(self, reason: str, period: int, where: Mask) -> None:
        """Note why records gave nothing."""
        self.left[where, period] = CREDIT_CODE[reason]


@dataclass(frozen=True)
class Sight:
    """The records that can earn under one version, by officer and then by day, and the windows on them."""

    counting: Counting

    @property
    def rows(self) -> Rows:
        """The records."""
        return self.counting.rows

    @cached_property
    def worth(self) -> Worth:
        """What each record is worth in minutes."""
        return self.counting.rows.worth.astype(np.int64)

    @cached_property
    def ones(self) -> Worth:
        """One for each record, to count by."""
        return np.ones(len(self.rows), np.int64)

    def fits(self, wanted: Filter) -> Mask:
        """Return the records that fit a filter."""
        return rows_fitting(wanted, self.counting.kinds, self.rows)

    def inside(self, low: Days, high: Days, periods: int) -> list[Mask]:
        """Return, for each period, the records in a window (days by officer and period)."""
        officer, day = self.rows.officer, self.rows.day
        return [(day >= low[officer, p]) & (day <= high[officer, p]) for p in range(periods)]

    @cached_property
    def own(self) -> list[Mask]:
        """The records of each period."""
        tally = self.counting.in_period
        return self.inside(
            tally.low, tally.high, self.counting.depth if self.has_late_days else self.counting.shown
        )

    @cached_property
    def late(self) -> list[Mask]:
        """The records that come late for each period but still in time."""
        high = np.minimum(self.counting.late_to, self.counting.as_of)
        return self.inside(self.counting.windows.high + 1, high, self.counting.depth)

    @cached_property
    def has_late_days(self) -> bool:
        """Whether any period has days after it that may still serve it."""
        return bool((self.counting.late_to > self.counting.windows.high).any())

    def wide(self, part: Any) -> list[Mask]:
        """Return the records of a part's own window, with those that come late but still in time."""
        tally = self.counting.widened(part)
        return self.inside(tally.low, tally.high, self.counting.shown)

    @cached_property
    def caps(self) -> list[tuple[Mask, int]]:
        """The records each cap of the policy touches, and its limit."""
        return [(self.fits(cap.of), cap.hours) for cap in self.counting.credit.caps]

    @cached_property
    def touched(self) -> NDArray[np.int64]:
        """The caps that touch each record, as bits."""
        bits = np.zeros(len(self.rows), np.int64)
        for number, (fits, _) in enumerate(self.caps):
            bits |= fits.astype(np.int64) << number
        return bits

    def sums(self, amount: Worth) -> NDArray[np.int64]:
        """Add up by officer."""
        # bincount adds in float64, which is exact for whole numbers below 2**53
        return np.bincount(self.rows.officer, weights=amount, minlength=self.counting.officers).astype(
            np.int64
        )

    def filled(self, limit: NDArray[np.int64], amount: Worth, *, last_first: bool = False) -> Worth:
        """Take from each officer's records in turn until the limit is reached."""
        officer = self.rows.officer
        if last_first:
            officer, amount = officer[::-1], amount[::-1]
        before = np.cumsum(amount) - amount
        fresh = np.append(True, officer[1:] != officer[:-1])[: len(officer)]
        begins = np.maximum.accumulate(np.where(fresh, np.arange(len(officer)), 0))
        found = np.clip(limit[officer] - (before - before[begins]), 0, amount)
        return found[::-1] if last_first else found

    def capped(self, mask: Mask, amount: Worth, *, caps: bool) -> Worth:
        """Take what the caps let through of some records."""
        given = np.where(mask, amount, 0)
        if not caps or not self.caps:
            return given
        left = [np.full(self.counting.officers, limit, np.int64) for _, limit in self.caps]
        for chosen in sorted(range(1, 1 << len(self.caps)), key=int.bit_count):
            here = mask & (self.touched == chosen)
            if not here.any():
                continue
            touching = [i for i in range(len(self.caps)) if chosen >> i & 1]
            limit = np.minimum.reduce([left[i] for i in touching])
            took = self.filled(limit, np.where(here, amount, 0))
            given = np.where(here, took, given)
            for i in touching:
                left[i] = left[i] - self.sums(took)
        return given


def allotted(duty: Any, sight: Sight) -> Taken:
    """Return what each record gave to a duty."""
    counting = sight.counting
    found = Taken.nothing(len(sight.rows), counting.shown)
    for part, turn, apart in _parts(duty, counting.windows.index[:, : counting.shown], None):
        taken = _windowed(part, sight, sight.worth, caps=False) if apart else allot(part, sight)
        found.add(taken, None if turn is None else turn[sight.rows.officer])
    return found


def _parts(duty: Any, index: NDArray[np.int64], turn: Mask | None) -> Iterator[tuple[Any, Mask | None, bool]]:
    """Yield the counted parts, in which periods their turn is, and whether no minute may serve two."""
    if isinstance(duty, what.Alternating):
        for number, part in enumerate(duty.alternating):
            mine = index % len(duty.alternating) == number
            yield from _parts(part, index, mine if turn is None else turn & mine)
    elif isinstance(duty, what.Separately):
        yield from ((part, turn, True) for part in duty.separately)
    elif inner := parts_of(duty):
        for part in inner:
            yield from _parts(part, index, turn)
    else:
        yield duty, turn, False


@singledispatch
def allot(part: Any, sight: Sight) -> Taken:  # noqa: ARG001 - the shapes registered below use it
    """Return what each record gave to a counted part."""
    raise TypeError(f"no allotment for {type(part).__name__}")


@allot.register
def _hours(part: what.Hours, sight: Sight) -> Taken:
    credit = sight.counting.credit
    carry = credit.carry_over.at_most if credit.carry_over else 0
    if part.looks_in not in (None, "period"):
        return _windowed(part, sight, sight.worth, caps=True)
    return _settled(part, sight, sight.worth, sight.counting.scaled(part.hours), carry, caps=True)


@allot.register
def _times(part: what.Times, sight: Sight) -> Taken:
    counting = sight.counting
    if part.apart or part.on_different_days or part.different_courses:
        return _distinct(part, sight)
    if part.looks_in not in (None, "period"):
        return _windowed(part, sight, sight.ones, caps=False, in_hours=False)
    need = counting.constant(part.times, counting.depth)
    return _settled(part, sight, sight.ones, need, 0, caps=False, in_hours=False)


@allot.register
def _at_most(part: what.HoursAtMost, sight: Sight) -> Taken:
    return _windowed(part, sight, sight.worth, caps=False)


@allot.register
def _held(part: what.Held, sight: Sight) -> Taken:  # noqa: ARG001 - records have no say in it
    return Taken.nothing(len(sight.rows), sight.counting.shown)


@allot.register
def _for_each(part: what.ForEach, sight: Sight) -> Taken:
    counting = sight.counting
    today = np.full(counting.officers, counting.as_of, np.int32)
    found = Taken.nothing(len(sight.rows), counting.shown)
    fits, inside = sight.fits(part.of), sight.wide(part)
    for item in counting.people.values_of(part.for_each):
        carried = counting.people.holds(part.for_each, (item,), today).yes[sight.rows.officer]
        mine = fits & carried & counting.kinds.has("item", (item,))[sight.rows.kind]
        for period in range(counting.shown):
            found.own[:, period] |= mine & inside[period]
    for period in range(counting.shown):
        found.leave("wrong_item", period, fits & inside[period] & ~found.own[:, period])
    return found


@allot.register
def _ratio(part: what.Ratio, sight: Sight) -> Taken:
    found = Taken.nothing(len(sight.rows), sight.counting.shown)
    fits, against = sight.fits(part.ratio), sight.fits(part.to)
    for period, inside in enumerate(sight.wide(part)):
        found.own[:, period] = fits & inside
        found.minutes[:, period] = np.where(fits & inside, sight.worth, 0)
        found.leave("measured_against", period, against & inside & ~fits)
    return found


def _windowed(part: Any, sight: Sight, amount: Worth, *, caps: bool, in_hours: bool = True) -> Taken:
    """Take what lies in a part's own window, late days included: nothing is settled between periods."""
    found = Taken.nothing(len(sight.rows), sight.counting.shown)
    fits = sight.fits(getattr(part, "of", Filter()))
    for period, inside in enumerate(sight.wide(part)):
        given = sight.capped(fits & inside, amount, caps=caps)
        _note(found, period, fits & inside, given, amount, in_hours=in_hours)
    return found


def _note(found: Taken, period: int, there: Mask, given: Worth, amount: Worth, *, in_hours: bool) -> None:
    found.own[:, period] = given > 0
    if in_hours:
        found.minutes[:, period] = given
    found.leave("over_the_cap", period, there & (given == 0))
    found.leave("no_minutes", period, there & (amount == 0))


def _settled(
    part: Any, sight: Sight, amount: Worth, need: Amounts, carry: int, *, caps: bool, in_hours: bool = True
) -> Taken:
    """Take what lies in each period; late training serves the closed period first, as far as it is short."""
    counting = sight.counting
    found = Taken.nothing(len(sight.rows), counting.shown)
    fits = sight.fits(part.of)
    there = [fits & inside for inside in sight.own]
    own = [sight.capped(mask, amount, caps=caps) for mask in there]
    for period in range(counting.shown):
        _note(found, period, there[period], own[period], amount, in_hours=in_hours)
    if not sight.has_late_days:
        return found
    spare = [sight.capped(fits & inside, amount, caps=caps) for inside in sight.late]
    used = _flowed(sight, own, spare, need, carry)
    for period in range(counting.shown):
        found.leave("late_not_needed", period, fits & sight.late[period] & (used[period] == 0))
        found.leave("counted_before", period, found.own[:, period] & (own[period] == 0))
        found.own[:, period] = own[period] > 0
        found.late[:, period] = used[period] > 0
        if in_hours:
            found.minutes[:, period] = own[period] + used[period]
    return found


def _flowed(sight: Sight, own: list[Worth], late: list[Worth], need: Amounts, carry: int) -> list[Worth]:
    """Go from the oldest period to the newest; return what each used late, and take that out of ``own`` of the next."""
    counting = sight.counting
    used: list[Worth] = [np.zeros(0, np.int64)] * counting.depth
    brought = np.zeros(counting.officers, np.int64)
    for period in range(counting.depth - 1, -1, -1):
        exists = counting.windows.exists[:, period]
        have = sight.sums(own[period])
        short = np.where(exists, np.maximum(need[:, period] - have - brought, 0), 0)
        used[period] = sight.filled(short, late[period])
        brought = np.where(exists, np.clip(have - need[:, period], 0, carry), 0)
        if period:
            own[period - 1] = _without(sight, own[period - 1], used[period])
    return used


def _without(sight: Sight, own: Worth, used: Worth) -> Worth:
    """Take what was used late out of the next period: from the records themselves, the rest from the last ones."""
    gone = np.where(sight.counting.late_is_shared[sight.rows.officer], 0, used)
    same = np.minimum(own, gone)
    return own - same - sight.filled(sight.sums(gone - same), own - same, last_first=True)


def _distinct(part: what.Times, sight: Sight) -> Taken:
    found = Taken.nothing(len(sight.rows), sight.counting.shown)
    fits = sight.fits(part.of)
    for period, inside in enumerate(sight.wide(part)):
        there = np.flatnonzero(fits & inside)
        if not part.different_courses:  # days that nobody knows cannot be told apart
            undated = sight.rows.day[there] == NEVER_BEFORE
            found.left[there[undated], period] = CREDIT_CODE["undated"]
            there = there[~undated]
        if part.apart:
            chosen, reason = _spaced(part, sight, there), "too_soon"
        else:
            mark = (
                sight.rows.day
                if part.on_different_days
                else sight.counting.kinds.codes("course")[sight.rows.kind]
            )
            key = sight.rows.officer[there] * np.int64(1 << 32) + mark[there]
            chosen, reason = there[np.unique(key, return_index=True)[1]], "repeated"
        found.left[there, period] = CREDIT_CODE[reason]
        found.own[chosen, period] = True
    return found


def _spaced(part: what.Times, sight: Sight, there: NDArray[np.intp]) -> NDArray[np.intp]:
    """Choose the earliest record, then the next that is far enough from it, and so on."""
    assert part.apart is not None  # noqa: S101 - the caller asks only where it is written
    officer, day = sight.rows.officer[there], sight.rows.day[there]
    chosen: list[NDArray[np.intp]] = []
    allowed = np.full(sight.counting.officers, -2_000_000, np.int32)
    while True:
        late_enough = np.flatnonzero(day >= allowed[officer])
        if not len(late_enough):
            return np.concatenate(chosen) if chosen else there[:0]
        first = late_enough[np.unique(officer[late_enough], return_index=True)[1]]
        chosen.append(there[first])
        next_day = np.full(sight.counting.officers, NEVER, np.int32)
        next_day[officer[first]] = day[first]
        allowed = np.where(next_day < NEVER, part.apart.after(next_day), NEVER).astype(np.int32)
