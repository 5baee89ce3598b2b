"""Which records a policy leaves out because the same course was already counted in the period."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from muster.core.rules.counting import Counting
from muster.core.rules.fitting import TEACHING, rows_fitting
from muster.core.rules.people import Mask
from muster.core.tables.rows import pieces

PLACE_BITS = 22


def without_repeats(counting: Counting) -> Counting:
    """Return the counting without the records beyond what repeats and teaching allow."""
    kept = ~surplus(counting)
    index = np.flatnonzero(kept)
    return replace(counting, rows=counting.rows.take(index))


def surplus(counting: Counting) -> Mask:
    """Return the records that are one too many; the longest count, of equals the earliest."""
    credit, kinds, rows = counting.credit, counting.kinds, counting.rows
    beyond = np.zeros(len(rows), bool)
    period = _period_of(counting)
    course = kinds.codes("course")
    if credit.repeats is not None:
        same = course
        if credit.repeats.same == "course_and_provider":
            same = _joined(course, kinds.codes("provider"))
        among = rows_fitting(credit.repeats.of, kinds, rows) & rows.by_kind(counting.earning)
        beyond |= _beyond(counting, period, among, same, credit.repeats.at_most)
    if credit.teaching == "once_per_course":
        taught = rows.by_kind(kinds.has("outcome", (TEACHING,)) & counting.earning)
        beyond |= _beyond(counting, period, taught & ~beyond, course, 1)
    return beyond


def _joined(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number the distinct pairs of two columns."""
    _, pair = np.unique(np.stack([one, other]), axis=1, return_inverse=True)
    return pair.astype(np.int32)


def _beyond(
    counting: Counting, period: NDArray[np.int8], among: Mask, same: NDArray[np.int32], at_most: int
) -> Mask:
    """Rank records of one officer, period and course by length; those ranked beyond ``at_most`` are too many.

    ``same`` is a number by sort of record: sorts that share it are one course.
    """
    rows = counting.rows
    mine = np.flatnonzero(among & (period >= 0))
    case = _cases(counting, period, mine, same)
    crowded = np.flatnonzero(_crowded(case, at_most))
    mine, case = mine.take(crowded), case.take(crowded)
    order = np.lexsort((rows.day[mine], -rows.worth[mine].astype(np.int64), case))
    first = np.ones(len(order), bool)
    first[1:] = np.diff(case[order]) != 0
    begins = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    rank = np.arange(len(order)) - begins
    beyond = np.zeros(len(rows), bool)
    beyond[mine[order[rank >= at_most]]] = True
    return beyond


def _cases(
    counting: Counting, period: NDArray[np.int8], mine: NDArray[np.intp], same: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Give the records of one officer, period and course the same number."""
    rows, periods = counting.rows, counting.windows.depth
    courses = int(same.max()) + 1 if len(same) else 1
    case = np.empty(len(mine), np.int64)
    for piece in pieces(slice(0, len(mine))):
        at = mine[piece]
        part = rows.officer[at] * np.int64(periods) + period[at]
        case[piece] = part * courses + same.take(rows.kind[at])
    return case


def _crowded(case: NDArray[np.int64], at_most: int) -> Mask:
    """Return where more than ``at_most`` records share a case, and perhaps a few more.

    Cases are mixed into a number of places. Sharing a place by chance only means being looked at for nothing.
    """
    in_order = np.sort(case)
    many = in_order[at_most:][in_order[at_most:] == in_order[:-at_most]]
    marked = np.zeros(1 << PLACE_BITS, bool)
    marked[_place(many)] = True
    found = np.empty(len(case), bool)
    for piece in pieces(slice(0, len(case))):
        found[piece] = marked[_place(case[piece])]
    return found


def _place(case: NDArray[np.int64]) -> NDArray[np.int64]:
    mixed = case.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(64 - PLACE_BITS)).astype(np.int64)


def _period_of(counting: Counting) -> NDArray[np.int8]:
    """Return the column of the period each record's day lies in; -1 for none."""
    rows, windows = counting.rows, counting.windows
    bounds = [
        (np.ascontiguousarray(windows.low[:, period]), np.ascontiguousarray(windows.high[:, period]))
        for period in range(windows.depth)
    ]
    found = np.full(len(rows), -1, np.int8)
    for piece in pieces(slice(0, len(rows))):
        day, officer, here = rows.day[piece], rows.officer[piece], found[piece]
        for period, (low, high) in enumerate(bounds):
            here[(here < 0) & (day >= low.take(officer)) & (day <= high.take(officer))] = period
    return found
