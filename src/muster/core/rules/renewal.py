"""On which day a duty was completed, and completed again: for rolling and one-time duties.

A rolling duty renews itself: the whole duty must be done anew by records dated after the last
completion, and the day its last missing part is done is the new completion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days
from muster.core.rules.fitting import kinds_fitting, rows_fitting
from muster.core.rules.language import filters_of, what
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
    lines: dict[Filter, _Line] = field(default_factory=dict)  # of parts in hours: several versions ask alike

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
    def _in_order(self) -> Rows:
        return self.rows.by_officer()

    @cached_property
    def _by_kind(self) -> NDArray[np.int64]:
        return np.bincount(self.rows.kind, minlength=self.kinds.count)

    def how_many(self, *wanted: Filter) -> int:
        """Return about how many records fit one of some filters: those of fitting sorts."""
        sorts = [kinds_fitting(each, self.kinds) for each in wanted]
        return int(self._by_kind[np.logical_or.reduce(sorts)].sum()) if sorts else 0

    def fitting(self, wanted: Filter) -> Rows:
        """Return the records that fit, by officer and then by day."""
        if not self.how_many(wanted):
            return self.rows.take(slice(0, 0))  # needs no order
        return self._in_order.where(rows_fitting(wanted, self.kinds, self._in_order))

    def line(self, wanted: Filter) -> _Line:
        """Return the minutes of the records that fit as one line."""
        if wanted not in self.lines:
            rows = self.fitting(wanted)
            self.lines[wanted] = _Line.of(rows, self.people.size, rows.worth)
        return self.lines[wanted]


@dataclass(frozen=True)
class _Line:
    """The records of one part as one line, by officer and then by day, with running totals."""

    day: Days
    key: NDArray[np.int64]  # officer and day in one rising number
    total: NDArray[np.int64]  # one longer than the line; total[i] is the sum before row i
    begins: NDArray[np.int64]  # by officer, one longer: where the officer's rows begin

    @classmethod
    def of(cls, rows: Rows, officers: int, worth: NDArray[Any]) -> _Line:
        key = np.multiply(rows.officer, _STEP, dtype=np.int64)
        key += rows.day
        key += _ZERO
        total = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(worth, out=total[1:])
        begins = np.zeros(officers + 1, np.int64)
        np.cumsum(np.bincount(rows.officer, minlength=officers), out=begins[1:])
        return cls(rows.day, key, total, begins)

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
    """Return how to find the day on which a duty is completed."""
    raise TypeError(f"{type(duty).__name__} has no day of completion")


@reach.register
def _hours(duty: what.Hours, history: History) -> Reach:
    line = history.line(duty.of)
    return lambda who, after: line.reached(who, after, max(duty.hours, 1))


@reach.register
def _times(duty: what.Times, history: History) -> Reach:
    return _counted(duty, duty.of, history)


def _counted(duty: what.Times | what.ForEach, wanted: Filter, history: History) -> Reach:
    rows = history.fitting(wanted)
    if isinstance(duty, what.Times):
        rows = _told_apart(duty, history.kinds, rows)
    line = _Line.of(rows, history.people.size, np.ones(len(rows), np.int64))
    if isinstance(duty, what.Times) and duty.apart is not None:
        return lambda who, after: _spaced(line, who, after, duty)
    return lambda who, after: line.reached(who, after, duty.times)


def _told_apart(duty: what.Times, kinds: Kinds, rows: Rows) -> Rows:
    """Keep one record of each day, or of each course, where the duty asks for different ones."""
    if duty.apart is not None or duty.on_different_days:
        rows = rows.where(rows.day > NEVER_BEFORE + 1)  # days that nobody knows cannot be told apart
    if duty.on_different_days and len(rows):
        officer, day = rows.officer, rows.day
        fresh = (officer[1:] != officer[:-1]) | (day[1:] != day[:-1])
        return rows.where(np.concatenate([[True], fresh]))
    if duty.different_courses:
        course = kinds.codes("course")[rows.kind]
        _, first_of = np.unique(np.stack([rows.officer, course], axis=1), axis=0, return_index=True)
        return rows.take(np.sort(first_of))
    return rows


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
    return _every(list(duty.parts), history)


@reach.register
def _all(duty: what.AllParts, history: History) -> Reach:
    return _every(list(_single_parts(duty)), history)


def _single_parts(duty: Any) -> Iterator[Any]:
    """Yield the parts that must all be done, also those of parts made of such parts."""
    match duty:
        case what.AllParts():
            inner = duty.all
        case what.EachTopic():
            inner = duty.parts
        case _:
            yield duty
            return
    for part in inner:
        yield from _single_parts(part)


@reach.register
def _any(duty: what.AnyPart, history: History) -> Reach:
    return _so_many(duty.any, 1, history)


@reach.register
def _some(duty: what.SomeParts, history: History) -> Reach:
    return _so_many(duty.of_these, duty.at_least, history)


def _so_many(duties: Sequence[Any], needed: int, history: History) -> Reach:
    """Return the day on which so many of the parts are done."""
    parts = [reach(duty, history) for duty in duties]
    return lambda who, after: np.sort([part(who, after) for part in parts], axis=0)[needed - 1]


def _every(duties: list[Any], history: History) -> Reach:
    """Return the day on which all parts are done.

    The part that fewest records can serve comes first: who never does it is not asked about the others,
    and the records of the others are not looked at where nobody is left.
    """
    rarest_first = sorted(duties, key=lambda duty: history.how_many(*filters_of(duty)))
    part = cache(lambda number: reach(rarest_first[number], history))

    def completed(who: Officers, after: Days) -> Days:
        last = np.full(len(who), NEVER_BEFORE, np.int32)
        left = np.arange(len(who))
        for number in range(len(rarest_first)):
            if not len(left):
                break
            last[left] = np.maximum(last[left], part(number)(who[left], after[left]))
            left = left[last[left] < NEVER]
        return last

    return completed


def last_completion(duty: Any, history: History, since: Days, until: int) -> Days:
    """Renew from ``since`` on, up to the day ``until``; where nothing is completed ``since`` stays."""
    last = since.copy()
    if isinstance(duty, what.Times) and duty.times == 1 and not duty.different_courses:
        fits = rows_fitting(duty.of, history.kinds, history.rows)
        _keep_latest(history.rows.where(fits).until(until), last)
        return last
    until = min(until, int(NEVER) - 1)
    completed = reach(duty, history)
    who = np.arange(len(since))
    while len(who):
        following = completed(who, last[who])
        renewed = following <= until  # a later record cannot bring a completion forward
        who = who[renewed]
        last[who] = following[renewed]
    return last


def _keep_latest(rows: Rows, last: Days) -> None:
    """A duty of one record is completed by each record that fits, so the last one is the last completion."""
    latest = np.full_like(last, NEVER_BEFORE)
    if rows.by_day:
        latest[rows.officer] = rows.day  # of several days assigned to one officer the last stays
    else:
        np.maximum.at(latest, rows.officer, rows.day)
    np.maximum(last, latest, out=last)


def completed_on(duty: Any, history: History, after: Days) -> Days:
    """Return the day each officer completed a duty with records dated after a day; NEVER where not."""
    return reach(duty, history)(np.arange(len(after)), after)


__all__ = ["History", "completed_on", "last_completion", "reach"]
