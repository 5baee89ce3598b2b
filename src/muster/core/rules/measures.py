"""How much of each part is done: one function a shape of ``what:``, for all officers and periods at once.

Everything is a whole number of minutes, times or parts; arrays are officers x periods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce, singledispatch
from itertools import combinations
from operator import or_
from typing import Any, Literal

import numpy as np

from muster.core.periods import NEVER, NEVER_BEFORE
from muster.core.rules.counting import Counting
from muster.core.rules.language import what
from muster.core.rules.language.filters import Filter
from muster.core.rules.people import Mask
from muster.core.tables.tally import Amounts, Bits, Test

_HALF = np.int64(1) << 31  # a mark lies as far below zero, or above, at most

Unit = Literal["minutes", "times", "parts"]


@dataclass(frozen=True)
class Measure:
    """How much a part asks and how much there is. ``inner`` holds the parts it is made of."""

    duty: Any
    unit: Unit
    need: Amounts
    have: Amounts
    short: Amounts
    done: Mask
    inner: tuple[Measure, ...] = ()
    unsure: Mask = field(default_factory=lambda: np.zeros((1, 1), bool))  # a fact that decides is missing

    @classmethod
    def counted(cls, duty: Any, unit: Unit, need: Amounts, have: Amounts) -> Measure:
        """Build the measure of a part that is done when enough is there."""
        short = np.maximum(need - have, 0)
        return cls(duty, unit, need, have, short, short == 0)

    @classmethod
    def of_parts(cls, duty: Any, needed: int, inner: Sequence[Measure]) -> Measure:
        """Build the measure of a part that is done when enough of its own parts are."""
        done = np.sum([part.done for part in inner], axis=0)
        need = np.full_like(done, needed)
        have = np.minimum(done, need)
        possible = np.sum([part.done | part.unsure for part in inner], axis=0)
        unsure = (have < need) & (possible >= need)
        return cls(duty, "parts", need, have, need - have, have == need, tuple(inner), unsure)


def has(bit: int) -> Test:
    """Return the test that a cell has a bit."""
    return lambda bits: (bits >> bit) & 1 == 1


@singledispatch
def measure(duty: Any, counting: Counting) -> Measure:  # noqa: ARG001 - the shapes registered below use it
    """Measure a part of a duty."""
    raise TypeError(f"no measure for {type(duty).__name__}")


# ── counted parts ──────────────────────────────────────────────────────────────────────────────


@measure.register
def _hours(duty: what.Hours, counting: Counting) -> Measure:
    need = counting.scaled(duty.hours)
    have = counting.with_late_and_carried(
        need, capped_minutes(counting, has(counting.bit(duty.of))), duty.looks_in
    )
    return Measure.counted(duty, "minutes", need[:, : counting.shown], have)


@measure.register
def _hours_at_most(duty: what.HoursAtMost, counting: Counting) -> Measure:
    limit = counting.constant(duty.hours_at_most)
    # training after a period closed cannot break its maximum
    tally = counting.in_period if duty.looks_in in (None, "period") else counting.widened(duty)
    have = tally.minutes_where(has(counting.bit(duty.of)))[:, : counting.shown]
    return Measure(duty, "minutes", limit, have, np.zeros_like(have), have <= limit)


@measure.register
def _times(duty: what.Times, counting: Counting) -> Measure:
    need = counting.constant(duty.times)
    test = has(counting.bit(duty.of))
    if duty.apart or duty.on_different_days or duty.different_courses:
        have = _distinct(duty, counting, test)
    else:
        wide = counting.constant(duty.times, counting.depth)
        have = counting.with_late(wide, lambda tally: tally.count_where(test), duty.looks_in)
    return Measure.counted(duty, "times", need, have)


def _distinct(duty: what.Times, counting: Counting, test: Test) -> Amounts:
    tally = counting.widened(duty)
    have = np.zeros((counting.officers, counting.shown), np.int64)
    for period in range(counting.shown):
        rows = tally.rows_where(test, period)
        if not duty.different_courses:
            rows = rows[tally.rows.day[rows] > NEVER_BEFORE]  # days that nobody knows cannot be told apart
        officer, day = tally.rows.officer[rows], tally.rows.day[rows]
        if duty.apart:
            have[:, period] = spaced(officer, day, counting.officers, duty)
        else:
            mark = day if duty.on_different_days else counting.kinds.codes("course")[tally.rows.kind[rows]]
            # officer above, mark below: numbers are told apart several times faster than pairs
            seen = np.unique((officer.astype(np.int64) << 32) + mark)
            have[:, period] = np.bincount((seen + _HALF) >> 32, minlength=counting.officers)
    return have


def spaced(
    officer: np.ndarray[Any, Any], day: np.ndarray[Any, Any], officers: int, duty: what.Times
) -> np.ndarray[Any, Any]:
    """Count the most records that are far enough apart: the earliest, then the next far enough from it, and so on."""
    assert duty.apart is not None  # noqa: S101 - the caller asks only where it is written
    have = np.zeros(officers, np.int64)
    allowed = np.full(officers, -2_000_000, np.int32)
    for _ in range(duty.times):
        next_day = np.full(officers, NEVER, np.int32)
        late_enough = day >= allowed[officer]
        np.minimum.at(next_day, officer[late_enough], day[late_enough])
        found = next_day < NEVER
        have += found
        allowed = np.where(found, duty.apart.after(next_day), NEVER).astype(np.int32)
    return have


@measure.register
def _held(duty: what.Held, counting: Counting) -> Measure:
    fact, wanted = next(iter(duty.held.items()))
    truths = [counting.people.holds(fact, wanted, counting.judged_on[:, p]) for p in range(counting.shown)]
    done = np.stack([truth.yes for truth in truths], axis=1).astype(np.int64)
    unsure = np.stack([truth.unknown for truth in truths], axis=1)
    return replace(Measure.counted(duty, "parts", counting.constant(1), done), unsure=unsure)


@measure.register
def _for_each(duty: what.ForEach, counting: Counting) -> Measure:
    tally = counting.widened(duty)
    need = np.zeros((counting.officers, counting.shown), np.int64)
    have = np.zeros_like(need)
    for item in counting.people.values_of(duty.for_each):
        count = tally.count_where(has(counting.bit(Filter(items=(item,), all=(duty.of,)))))
        for period in range(counting.shown):
            carried = counting.people.holds(duty.for_each, (item,), counting.judged_on[:, period]).yes
            need[:, period] += np.where(carried, duty.times, 0)
            have[:, period] += np.where(carried, np.minimum(count[:, period], duty.times), 0)
    return Measure.counted(duty, "times", need, have)


@measure.register
def _ratio(duty: what.Ratio, counting: Counting) -> Measure:
    tally = counting.widened(duty)
    have = tally.minutes_where(has(counting.bit(duty.ratio)))[:, : counting.shown]
    against = tally.minutes_where(has(counting.bit(duty.to)))[:, : counting.shown] * duty.at_least.numerator
    return Measure.counted(duty, "minutes", -(-against // duty.at_least.denominator), have)


def capped_minutes(counting: Counting, wanted: Test) -> Callable[[Any], Amounts]:
    """Return how to count a part's minutes under the policy's caps.

    The most that can count is the least, over every choice T of caps, of what T lets through plus what
    no cap in T touches (the cut that separates the records from the credit).
    """
    caps = [(counting.bit(cap.of), cap.hours) for cap in counting.credit.caps]

    def minutes(tally: Any) -> Amounts:
        best: Amounts | None = None
        for size in range(len(caps) + 1):
            for chosen in combinations(caps, size):
                outside = tally.minutes_where(_outside(wanted, [bit for bit, _ in chosen]))
                total = outside + sum(hours for _, hours in chosen)
                best = total if best is None else np.minimum(best, total)
        assert best is not None  # noqa: S101 - the empty choice is always there
        return best

    return minutes


def _outside(wanted: Test, capped: list[int]) -> Test:
    mask = reduce(or_, (1 << bit for bit in capped), 0)

    def test(bits: Bits) -> Mask:
        return wanted(bits) & ((bits & mask) == 0)

    return test


# ── parts made of parts ────────────────────────────────────────────────────────────────────────


@measure.register
def _all(duty: what.AllParts, counting: Counting) -> Measure:
    return every(duty, [measure(part, counting) for part in duty.all])


@measure.register
def _each_topic(duty: what.EachTopic, counting: Counting) -> Measure:
    return every(duty, [measure(part, counting) for part in duty.parts])


def every(duty: Any, inner: list[Measure]) -> Measure:
    """Join parts that must all be done: in one unit where they share it, else counted as parts."""
    units = {part.unit for part in inner}
    done = np.logical_and.reduce([part.done for part in inner])
    if getattr(inner[0].duty, "part", "") == "total":
        total = inner[0]
        # the parts' shorts add up: one hour rarely serves two of them, and then less is needed than said
        parts = sum((part.short for part in inner[1:] if part.unit == total.unit), np.zeros_like(total.short))
        short = np.maximum(total.short, parts)
        unsure = ~done & np.logical_and.reduce([part.done | part.unsure for part in inner])
        return Measure(duty, total.unit, total.need, total.have, short, done, tuple(inner), unsure)
    if len(units) > 1 or units == {"parts"}:
        return Measure.of_parts(duty, len(inner), inner)
    # parts in hours or times are always told, so nothing here can be unsure
    need = np.sum([part.need for part in inner], axis=0)
    have = np.sum([np.minimum(part.have, part.need) for part in inner], axis=0)
    short = np.sum([part.short for part in inner], axis=0)
    return Measure(duty, inner[0].unit, need, have, short, done, tuple(inner))


@measure.register
def _any(duty: what.AnyPart, counting: Counting) -> Measure:
    inner = [measure(part, counting) for part in duty.any]
    if len({part.unit for part in inner}) > 1 or inner[0].unit == "parts":
        return Measure.of_parts(duty, 1, inner)
    best = np.argmin(np.stack([np.where(part.done, -1, part.short) for part in inner]), axis=0)[None]

    def of_best(values: list[Amounts]) -> Amounts:
        return np.take_along_axis(np.stack(values), best, axis=0)[0]

    return Measure(
        duty,
        inner[0].unit,
        of_best([part.need for part in inner]),
        of_best([part.have for part in inner]),
        of_best([part.short for part in inner]),
        np.logical_or.reduce([part.done for part in inner]),
        tuple(inner),
    )


@measure.register
def _some(duty: what.SomeParts, counting: Counting) -> Measure:
    return Measure.of_parts(duty, duty.at_least, [measure(part, counting) for part in duty.of_these])


def _has_any(mask: int) -> Test:
    return lambda bits: (bits & mask) != 0


@measure.register
def _separately(duty: what.Separately, counting: Counting) -> Measure:
    """No minute twice: by Hall's theorem enough for every set of parts together is enough for all."""
    tally = counting.widened(duty)
    needs = [counting.scaled(part.hours)[:, : counting.shown] for part in duty.separately]
    bits = [counting.bit(part.of) for part in duty.separately]
    short = counting.constant(0)
    for size in range(1, len(bits) + 1):
        for chosen in combinations(range(len(bits)), size):
            mask = reduce(or_, (1 << bits[i] for i in chosen))
            there = capped_minutes(counting, _has_any(mask))(tally)[:, : counting.shown]
            short = np.maximum(short, sum(needs[i] for i in chosen) - there)
    need = np.sum(needs, axis=0)
    return Measure(duty, "minutes", need, need - short, short, short == 0)


@measure.register
def _alternating(duty: what.Alternating, counting: Counting) -> Measure:
    inner = [measure(part, counting) for part in duty.alternating]
    turn = (counting.windows.index[:, : counting.shown] % len(inner))[None]

    def of_turn(values: list[Any]) -> Any:
        return np.take_along_axis(np.stack(values), turn, axis=0)[0]

    unit = inner[0].unit if len({part.unit for part in inner}) == 1 else "parts"
    if unit == "parts":
        done = of_turn([part.done for part in inner]).astype(np.int64)
        unsure = of_turn([part.unsure | np.zeros_like(part.done) for part in inner])
        return Measure(duty, "parts", np.ones_like(done), done, 1 - done, done == 1, tuple(inner), unsure)
    return Measure(
        duty,
        unit,
        of_turn([part.need for part in inner]),
        of_turn([part.have for part in inner]),
        of_turn([part.short for part in inner]),
        of_turn([part.done for part in inner]),
        tuple(inner),
    )
