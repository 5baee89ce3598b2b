"""On which day a duty was completed, and completed again: for rolling and one-time duties.

A rolling duty renews itself: the whole duty must be done anew by records dated after the last
completion, and the day its last missing part is done is the new completion.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days
from muster.core.rules.fitting import rows_fitting
from muster.core.rules.language import what
from muster.core.rules.language.filters import Filter
from muster.core.rules.people import People
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import Rows

_STEP = np.int64(1) << 22  # wider than any span of days, so officer and day share one sorted key
_ZERO = np.int64(1) << 21


@dataclass(frozen=True)
class History:
    """Dated, earning records with what each is worth."""

    people: People
    kinds: Kinds
    rows: Rows
    as_of: int
    undated: Rows | None = None  # kept apart: they cannot complete anything on a day
    ordered: bool = False  # by officer and then by day
    last_day: int = int(NEVER)  # records after it fit nothing

    @classmethod
    def of(cls, people: People, kinds: Kinds, rows: Rows, as_of: int) -> History:
        """Build a history of records, the undated ones apart."""
        if rows.by_day:
            dated: Any = rows.positions(int(NEVER_BEFORE) + 1, as_of)
            undated: Any = slice(0, dated.start)
        else:
            dated, undated = np.flatnonzero(rows.day > NEVER_BEFORE), np.flatnonzero(rows.day == NEVER_BEFORE)
        return cls(people, kinds, rows.take(dated), as_of, rows.take(undated))

    @cached_property
    def in_order(self) -> History:
        """The same records by officer and then by day."""
        if self.ordered:
            return self
        return replace(self, rows=self.rows.by_officer(), ordered=True)

    def until(self, day: int) -> History:
        """Keep the records up to a day."""
        if not len(self.rows) or self.rows.day.max() <= day:
            return self
        return replace(self, last_day=day)

    def fitting(self, wanted: Filter) -> NDArray[np.intp]:
        """Return the positions of the records that fit."""
        fits = rows_fitting(wanted, self.kinds, self.rows)
        if self.last_day < NEVER:
            fits &= self.rows.day <= self.last_day
        return np.flatnonzero(fits)


@dataclass(frozen=True)
class _Line:
    """The records of one part as one line, by officer and then by day, with running totals."""

    day: Days
    key: NDArray[np.int64]  # officer and day in one rising number
    total: NDArray[np.int64]  # one longer than the line; total[i] is the sum before row i
    begins: NDArray[np.int64]  # by officer, one longer: where the officer's rows begin

    @classmethod
    def of(cls, history: History, kept: NDArray[np.intp], worth: NDArray[Any]) -> _Line:
        officer, day = history.rows.officer[kept], history.rows.day[kept]
        counts = np.bincount(officer, minlength=history.people.size)
        return cls(
            day,
            officer.astype(np.int64) * _STEP + day + _ZERO,
            np.concatenate([[0], np.cumsum(worth, dtype=np.int64)]),
            np.concatenate([[0], np.cumsum(counts)]),
        )

    def reached(self, who: Officers, after: Days, amount: int) -> Days:
        """The day on which an officer's records dated after a day add up to an amount; NEVER if they do not."""
        first = self.begins[who]
        later = np.flatnonzero(after > NEVER_BEFORE)
        first[later] = np.searchsorted(self.key, who[later] * _STEP + after[later] + _ZERO, side="right")
        target = self.total[first] + amount
        at = np.searchsorted(self.total, target) - 1
        inside = (at < self.begins[who + 1]) & (at >= 0)
        found = np.full(len(who), NEVER, np.int32)
        found[inside] = self.day[at[inside]]
        return found


#: Positions of officers, rising.
Officers = NDArray[np.int64]
#: Given some officers and a day for each: the day a duty is completed by records dated after it.
Reach = Callable[[Officers, Days], Days]


@singledispatch
def reach(duty: Any, history: History) -> Reach:  # noqa: ARG001 - the shapes registered below use it
    """Return how to find the day on which a duty is completed. The history must be in order."""
    raise TypeError(f"{type(duty).__name__} has no day of completion")


@reach.register
def _hours(duty: what.Hours, history: History) -> Reach:
    kept = history.fitting(duty.of)
    line = _Line.of(history, kept, history.rows.worth[kept])
    return lambda who, after: line.reached(who, after, max(duty.hours, 1))


@reach.register
def _times(duty: what.Times, history: History) -> Reach:
    return _counted(duty, duty.of, history)


def _counted(duty: what.Times | what.ForEach, wanted: Filter, history: History) -> Reach:
    kept = history.fitting(wanted)
    if isinstance(duty, what.Times):
        kept = _told_apart(duty, history, kept)
    line = _Line.of(history, kept, np.ones(len(kept), np.int64))
    if isinstance(duty, what.Times) and duty.apart is not None:
        return lambda who, after: _spaced(line, who, after, duty)
    return lambda who, after: line.reached(who, after, duty.times)


def _told_apart(duty: what.Times, history: History, kept: NDArray[np.intp]) -> NDArray[np.intp]:
    """Keep one record of each day, or of each course, where the duty asks for different ones."""
    officer, day = history.rows.officer, history.rows.day
    if duty.apart is not None or duty.on_different_days:
        kept = kept[day[kept] > NEVER_BEFORE + 1]  # days that nobody knows cannot be told apart
    if duty.on_different_days and len(kept):
        first = kept[1:], kept[:-1]
        fresh = (officer[first[0]] != officer[first[1]]) | (day[first[0]] != day[first[1]])
        return kept[np.concatenate([[True], fresh])]
    if duty.different_courses:
        course = history.kinds.codes("course")[history.rows.kind[kept]]
        _, first_of = np.unique(np.stack([officer[kept], course], axis=1), axis=0, return_index=True)
        return kept[np.sort(first_of)]
    return kept


def _spaced(line: _Line, who: Officers, after: Days, duty: what.Times) -> Days:
    assert duty.apart is not None  # noqa: S101 - the caller asks only where it is written
    here = line.reached(who, after, 1)
    for _ in range(duty.times - 1):
        from_day = (duty.apart.after(here) - np.int32(1)).astype(np.int32)
        here = np.where(here < NEVER, line.reached(who, from_day, 1), NEVER).astype(np.int32)
    return here


@reach.register
def _for_each(duty: what.ForEach, history: History) -> Reach:
    today = np.full(history.people.size, history.as_of, np.int32)
    items = history.people.values_of(duty.for_each)
    carried = [history.people.holds(duty.for_each, (item,), today).yes for item in items]
    each = [_counted(duty, Filter(items=(item,), all=(duty.of,)), history) for item in items]

    def completed(who: Officers, after: Days) -> Days:
        last = np.full(len(who), NEVER_BEFORE, np.int32)
        for held, part in zip(carried, each, strict=True):
            last = np.where(held[who], np.maximum(last, part(who, after)), last)
        return np.where(last == NEVER_BEFORE, NEVER, last).astype(np.int32)

    return completed


@reach.register
def _each_topic(duty: what.EachTopic, history: History) -> Reach:
    return _joined([reach(part, history) for part in duty.parts], len(duty.parts))


@reach.register
def _all(duty: what.AllParts, history: History) -> Reach:
    return _joined([reach(part, history) for part in duty.all], len(duty.all))


@reach.register
def _any(duty: what.AnyPart, history: History) -> Reach:
    return _joined([reach(part, history) for part in duty.any], 1)


@reach.register
def _some(duty: what.SomeParts, history: History) -> Reach:
    return _joined([reach(part, history) for part in duty.of_these], duty.at_least)


def _joined(parts: list[Reach], needed: int) -> Reach:
    """Return the day on which so many of the parts are done."""

    def completed(who: Officers, after: Days) -> Days:
        days = np.stack([part(who, after) for part in parts])
        if needed == len(parts):
            return np.max(days, axis=0)
        return np.sort(days, axis=0)[needed - 1]

    return completed


def last_completion(duty: Any, history: History, since: Days) -> Days:
    """Renew from ``since`` on until the records run out; where nothing is completed ``since`` stays."""
    last = since.copy()
    if isinstance(duty, what.Times) and duty.times == 1 and not duty.different_courses:
        _keep_latest(duty, history, last)
        return last
    completed = reach(duty, history.in_order)
    who = np.arange(len(since))
    while len(who):
        following = completed(who, last[who])
        renewed = following < NEVER
        who = who[renewed]
        last[who] = following[renewed]
    return last


def _keep_latest(duty: what.Times, history: History, last: Days) -> None:
    """A duty of one record is completed by each record that fits, so the last one is the last completion."""
    rows = history.rows
    fits = history.fitting(duty.of)
    latest = np.full_like(last, NEVER_BEFORE)
    if rows.by_day or history.ordered:
        latest[rows.officer[fits]] = rows.day[fits]  # of several days assigned to one officer the last stays
    else:
        np.maximum.at(latest, rows.officer[fits], rows.day[fits])
    np.maximum(last, latest, out=last)


def completed_on(duty: Any, history: History, after: Days) -> Days:
    """Return the day each officer completed a duty with records dated after a day; NEVER where not."""
    return reach(duty, history.in_order)(np.arange(len(after)), after)


__all__ = ["History", "completed_on", "last_completion", "reach"]
