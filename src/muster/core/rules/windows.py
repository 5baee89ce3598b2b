"""Windows of days: how each shape of ``when:`` becomes periods for every officer.

Arrays have the shape officers x periods: column 0 is the period that holds the day judged, column 1
the one before, and so on as far back as asked. Each shape is one function and one row in ``WINDOWS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import (
    NEVER,
    NEVER_BEFORE,
    Days,
    Duration,
    add_months,
    as_day,
    first_month_day_from,
    first_of_month,
    month_starts_between,
    months_between,
)
from muster.core.periods.days import month_index
from muster.core.rules.language.requirement import Version
from muster.core.rules.language.when import (
    Anchor,
    Calendar,
    Groups,
    Lookback,
    Once,
    Personal,
    SnapStart,
    Start,
    WhenCalendar,
    WhenContinuous,
    WhenLookback,
    WhenOnce,
    WhenPersonal,
    WhenTrailing,
)
from muster.core.rules.people import Mask, People

Index = NDArray[np.int64]

_EPOCH: Days = np.zeros(1, np.int32)  # 1 January 1970


@dataclass(frozen=True)
class Windows:
    """Periods, what each looks at, and when each is due; all officers x periods unless said."""

    start: Days
    end: Days
    due: Days
    low: Days  # first day a record may bear
    high: Days  # last day, before grace, leave and the day judged are taken into account
    exists: Mask
    index: Index  # the period's number, counted from the anchor
    missing: Mask  # by officer: the day it all hangs on is not there
    ahead: Mask  # by officer: the first period owed is still to come
    share: tuple[Index, Index] | None = None  # the part of the amount owed: numerator, denominator
    begins: Days | None = None  # by officer: the day the duty begins

    @property
    def depth(self) -> int:
        """How many periods there are."""
        return self.start.shape[1]


@dataclass(frozen=True)
class Asked:
    """The question: which officers, judged on which day, how many periods back; first records are looked up."""

    people: People
    as_of: int
    depth: int
    first_record: Callable[[Any], Days]

    def day(self, anchor: Anchor) -> Days:
        """Return the day an anchor names for each officer; NEVER where it has not come."""
        if anchor.first is not None:
            return self.people.first_start(anchor.first, anchor.values)
        if anchor.latest is not None:
            return self.people.latest_start(anchor.latest, anchor.values, self.as_of)
        if anchor.end_of is not None:
            return self.people.latest_return(anchor.end_of, anchor.values, self.as_of)
        if anchor.met is not None:
            return self.people.met_on(anchor.met)
        return self.first_record(anchor.record)

    def anchored(self, anchored: date | Groups) -> Days:
        """Return the anchor of a calendar, one for all or one by group."""
        if isinstance(anchored, Groups):
            return self.people.grouped_day(anchored)
        return np.full(self.people.size, as_day(anchored), np.int32)


def windows_of(version: Version, asked: Asked) -> Windows:
    """Return a version's periods for every officer, its start rule applied."""
    shape = type(version.when)
    found = WINDOWS[shape](version.when, version, asked)
    if version.start is not None and shape in (WhenCalendar, WhenPersonal, WhenLookback):
        found = _share(found, asked.day(version.start.from_), version.start, version.prorate)
    return found


def earliest_start(shape: Calendar, as_of: int, depth: int) -> int:
    """Return the first day of the oldest of so many periods of a calendar that is the same for all."""
    assert isinstance(shape.anchored, date)  # noqa: S101 - the caller looks
    steps = _Steps(np.array([as_day(shape.anchored)], np.int32), shape.every)
    return int(steps.start(steps.number(as_of) - (depth - 1))[0])


class _Steps:
    """Periods that repeat: the k-th starts at ``at(k)``; with a snapped first end, ``end(k)`` rules."""

    def __init__(self, anchor: Days, every: Duration, first_end: Days | None = None) -> None:
        self.anchor, self.every, self.first_end = anchor, every, first_end

    def number(self, day: Days | int) -> Index:
        """Return the number of the period that holds a day."""
        day = np.broadcast_to(np.asarray(day, np.int32), self.anchor.shape)
        if self.first_end is None:
            return self._whole_steps(self.anchor, day)
        return np.maximum(self._whole_steps(self.first_end, day - np.int32(1)) + 1, 0)

    def start(self, k: Index) -> Days:
        """Return the first day of period k."""
        if self.first_end is None:
            return self._shifted(self.anchor, k)
        later = self._shifted(self.first_end, k - 1) + 1
        return np.where(k <= 0, self._shifted(self.anchor, np.minimum(k, 0)), later).astype(np.int32)

    def end(self, k: Index) -> Days:
        """Return the last day of period k."""
        if self.first_end is None:
            return (self._shifted(self.anchor, k + 1) - 1).astype(np.int32)
        return self._shifted(self.first_end, k)

    def _whole_steps(self, origin: Days, day: Days) -> Index:
        if self.every.months:
            return months_between(origin, day) // self.every.months
        return (day.astype(np.int64) - origin) // self.every.days

    def _shifted(self, origin: Days, k: Index) -> Days:
        if self.every.months:
            return add_months(origin, k * self.every.months)
        safe = np.clip(origin, -200_000, 200_000).astype(np.int64) + k * self.every.days
        return np.where((origin >= NEVER) | (origin <= NEVER_BEFORE), origin, safe).astype(np.int32)


def _repeating(
    steps: _Steps,
    version: Version,
    asked: Asked,
    missing: Mask,
    first: Index | None,
    last: Index | None = None,
) -> Windows:
    """Lay out repeating periods; ``first`` and ``last`` are the numbers of the only ones that exist at all."""
    here = steps.number(asked.as_of)
    owed = first if first is not None else np.full(len(here), np.iinfo(np.int64).min)
    if version.start is not None:
        begins = asked.day(version.start.from_)
        missing = missing | (begins >= NEVER)
        held = steps.number(np.where(begins >= NEVER, np.int32(0), begins))
        if version.start.first_period == "next":
            held = held + (steps.start(held) <= begins)
        owed = np.maximum(owed, held)
    current = np.maximum(here, owed)
    if last is not None:
        current = np.minimum(current, last + 1)  # so that the last period stays in sight as the one before
    k = current[:, None] - np.arange(asked.depth)
    there = (k >= owed[:, None]) & ~missing[:, None]
    if last is not None:
        there &= k <= last[:, None]
    start, end = (
        np.stack([at(k[:, p]) for p in range(asked.depth)], axis=1) for at in (steps.start, steps.end)
    )
    return Windows(
        start=start,
        end=end,
        due=end,
        low=start,
        high=end,
        exists=there,
        index=k,
        missing=missing,
        ahead=(start[:, 0] > asked.as_of) & ~missing,
    )


def _calendar(when: WhenCalendar, version: Version, asked: Asked) -> Windows:
    shape: Calendar = when.calendar
    anchor = asked.anchored(shape.anchored)
    missing = anchor >= NEVER
    return _repeating(
        _Steps(np.where(missing, 0, anchor).astype(np.int32), shape.every), version, asked, missing, None
    )


def _personal(when: WhenPersonal, version: Version, asked: Asked) -> Windows:
    shape: Personal = when.personal
    anchor = asked.day(shape.from_)
    missing = (anchor >= NEVER) | (anchor <= NEVER_BEFORE)
    anchor = np.where(missing, 0, anchor).astype(np.int32)
    if shape.start_on == "month_start":
        anchor = first_of_month(anchor)
    elif shape.start_on is not None:
        anchor = _snapped(anchor, shape.start_on)
    first_end = None
    if shape.end_on_or_after is not None:
        day = shape.end_on_or_after
        first_end = first_month_day_from(shape.every.after(anchor), day.month, day.day)
    elif shape.end_in_month_of is not None:
        month = asked.people.number(shape.end_in_month_of)
        missing = missing | (month < 1) | (month > 12)
        first_end = first_month_day_from(shape.every.after(anchor), np.clip(month, 1, 12), 1)
    steps = _Steps(anchor, shape.every, first_end)
    first = np.zeros(len(anchor), np.int64)
    last = (
        steps.number(shape.ends_after.after(anchor) - np.int32(1)) if shape.ends_after is not None else None
    )
    return _repeating(steps, version, asked, missing, first, last)


def _snapped(anchor: Days, snap: SnapStart) -> Days:
    """Move each anchor to the snap day: of its own year if it falls by ``back_if_by``, else of the next."""
    year = _year(anchor)
    own = _day_of_year(year, snap.day.month, snap.day.day)
    following = _day_of_year(year + 1, snap.day.month, snap.day.day)
    limit = _day_of_year(year, snap.back_if_by.month, snap.back_if_by.day)
    return np.where(anchor <= limit, own, following).astype(np.int32)


def _year(days: Days) -> Index:
    return (month_index(days) // 12 + 1970).astype(np.int64)


def _day_of_year(year: Index, month: int, day: int) -> Days:
    return first_month_day_from(add_months(_EPOCH, (year - 1970) * 12), month, day)


def _lookback(when: WhenLookback, version: Version, asked: Asked) -> Windows:
    shape: Lookback = when.lookback
    anchor = asked.anchored(shape.anchored)
    missing = anchor >= NEVER
    base = _year(np.where(missing, 0, anchor).astype(np.int32))
    years = shape.every.months // 12
    today = np.full(len(base), asked.as_of, np.int32)
    here = _report_from(today, shape, base, years)
    first = np.full(len(base), np.iinfo(np.int64).min)
    if version.start is not None:
        begins = asked.day(version.start.from_)
        missing = missing | (begins >= NEVER)
        begins = np.where(missing, 0, begins).astype(np.int32)
        if version.start.first_period == "next":
            first = _ceil_div(_year(begins) + 1 + shape.years - base, years)
        else:
            first = _ceil_div(_year(begins) + 1 - base, years)
    current = np.maximum(here, first)
    k = current[:, None] - np.arange(asked.depth)
    year = (base[:, None] + k * years).ravel()
    start, end, due = (
        _day_of_year(day_year, month, day).reshape(k.shape)
        for day_year, month, day in (
            (year - shape.years, 1, 1),
            (year - 1, 12, 31),
            (year, shape.reported_by.month, shape.reported_by.day),
        )
    )
    exists = (k >= first[:, None]) & ~missing[:, None]
    return Windows(start, end, due, start, end, exists, k, missing, (current > here) & ~missing)


def _report_from(day: Days, shape: Lookback, base: Index, years: int) -> Index:
    """Return the number of the first report due on or after each day."""
    year = _year(day)
    passed = _day_of_year(year, shape.reported_by.month, shape.reported_by.day) < day
    return _ceil_div(year + passed - base, years)


def _ceil_div(number: Index, by: int) -> Index:
    return -(-number // by)


def _once(when: WhenOnce, _version: Version, asked: Asked) -> Windows:
    shape: Once = when.once
    size = asked.people.size
    event = asked.day(shape.after) if shape.after is not None else np.full(size, NEVER_BEFORE, np.int32)
    missing = event >= NEVER
    if shape.after is not None and shape.after.met is not None:
        missing = missing | (event <= NEVER_BEFORE)  # met, but nobody knows the day
    due = np.full(size, as_day(shape.by) if shape.by else NEVER, np.int32)
    if shape.within is not None:
        reached = shape.within.after(event)
        choose = np.maximum if shape.take == "later" else np.minimum
        due = choose(due, reached) if shape.by else reached
    low = event if shape.counts == "after_event" else np.full(size, NEVER_BEFORE, np.int32)
    return _single(event, due, low, np.full(size, asked.as_of, np.int32), due, missing)


def _trailing(when: WhenTrailing, version: Version, asked: Asked) -> Windows:
    size = asked.people.size
    today = np.full(size, asked.as_of, np.int32)
    low = when.trailing.covers.before(today) + np.int32(1)
    begins, missing = _begins(version, asked)
    if version.start is not None and version.start.earlier_records == "do_not_count":
        low = np.maximum(low, begins)
    due = np.maximum(when.trailing.covers.after(begins), today)
    start = when.trailing.covers.before(today) + np.int32(1)
    return _single(start, today, low, today, due.astype(np.int32), missing, begins > asked.as_of)


def _continuous(when: WhenContinuous, version: Version, asked: Asked) -> Windows:
    size = asked.people.size
    today = np.full(size, asked.as_of, np.int32)
    begins, missing = _begins(version, asked)
    within = when.continuous.first_within
    due = np.maximum(within.after(begins), today - 1) if within else today - 1
    low = np.full(size, NEVER_BEFORE, np.int32)
    return _single(today, today, low, today, due.astype(np.int32), missing, begins > asked.as_of)


def _begins(version: Version, asked: Asked) -> tuple[Days, Mask]:
    if version.start is None:
        size = asked.people.size
        return np.full(size, NEVER_BEFORE, np.int32), np.zeros(size, bool)
    begins = asked.day(version.start.from_)
    return begins, begins >= NEVER


def _single(
    start: Days, end: Days, low: Days, high: Days, due: Days, missing: Mask, ahead: Mask | None = None
) -> Windows:
    """Build a single period, officers x 1."""
    return Windows(
        start=start[:, None],
        end=end[:, None],
        due=due[:, None],
        low=low[:, None],
        high=high[:, None],
        exists=~missing[:, None],
        index=np.zeros((len(start), 1), np.int64),
        missing=missing,
        ahead=ahead & ~missing if ahead is not None else np.zeros(len(start), bool),
    )


def _share(found: Windows, begins: Days, start: Start, by: str) -> Windows:
    """Apply the start rule to what the period in which the duty begins looks at, and asks."""
    inside = begins[:, None]
    low = np.maximum(found.low, inside) if start.earlier_records == "do_not_count" else found.low
    low = np.where(found.exists, low, found.low).astype(np.int32)
    if start.first_period != "prorated":
        return replace(found, low=low, begins=begins)
    count = span_counter(by)
    whole = count(found.start, found.end)
    left = count(np.maximum(found.start, inside), found.end)
    share = (np.where(inside > found.start, left, whole), whole)
    return replace(found, low=low, share=share, begins=begins)


def span_counter(by: str) -> Callable[[Days, Days], Index]:
    """Return how to measure a span: in months that begin in it, or in days."""
    if by == "month":
        return month_starts_between
    return lambda start, end: np.maximum(end.astype(np.int64) - start + 1, 0)


WINDOWS: dict[type, Callable[[Any, Version, Asked], Windows]] = {
    WhenCalendar: _calendar,
    WhenPersonal: _personal,
    WhenLookback: _lookback,
    WhenOnce: _once,
    WhenTrailing: _trailing,
    WhenContinuous: _continuous,
}
