"""Which records a policy leaves out because the same course was already counted in the period."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from muster.core.rules.counting import Counting
from muster.core.rules.fitting import TEACHING, rows_fitting
from muster.core.rules.people import Mask


def without_repeats(counting: Counting) -> Counting:
    """Return the counting without the records beyond what repeats and teaching allow."""
    kept = ~surplus(counting)
    index = np.flatnonzero(kept)
    return replace(counting, rows=counting.rows.take(index))


def surplus(counting: Counting) -> Mask:
    """Return the records that are one too many; the longest count, of equals the earliest."""
    credit, kinds, rows = counting.credit, counting.kinds, counting.rows
    course = kinds.codes("course")[rows.kind]
    beyond = np.zeros(len(rows), bool)
    period = _period_of(counting)
    if credit.repeats is not None:
        same = [course]
        if credit.repeats.same == "course_and_provider":
            same.append(kinds.codes("provider")[rows.kind])
        among = rows_fitting(credit.repeats.of, kinds, rows) & counting.earning[rows.kind]
        beyond |= _beyond(counting, period, among, same, credit.repeats.at_most)
    if credit.teaching == "once_per_course":
        taught = (kinds.has("outcome", (TEACHING,)) & counting.earning)[rows.kind]
        beyond |= _beyond(counting, period, taught & ~beyond, [course], 1)
    return beyond


def _beyond(
    counting: Counting, period: NDArray[np.int32], among: Mask, same: list[NDArray[np.int32]], at_most: int
) -> Mask:
    """Rank records of one officer, period and course by length; those ranked beyond ``at_most`` are too many."""
    rows = counting.rows
    mine = np.flatnonzero(among & (period >= 0))
    mine = mine[_crowded([rows.officer[mine], period[mine], *(key[mine] for key in same)], at_most)]
    keys = [rows.officer[mine], period[mine], *(key[mine] for key in same)]
    order = np.lexsort((rows.day[mine], -rows.worth[mine].astype(np.int64), *reversed(keys)))
    first = np.ones(len(order), bool)
    if len(order):
        first[1:] = np.logical_or.reduce([key[order][1:] != key[order][:-1] for key in keys])
    begins = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    rank = np.arange(len(order)) - begins
    beyond = np.zeros(len(rows), bool)
    beyond[mine[order[rank >= at_most]]] = True
    return beyond


def _crowded(keys: list[NDArray[np.int32]], at_most: int) -> Mask:
    """Return where more than ``at_most`` records may share all keys, so that few are left to be put in order.

    The keys are mixed into a number of places; records that share their place with no more than so many
    cannot be one too many. Sharing a place by chance only means being looked at for nothing.
    """
    places = np.uint64(1) << np.uint64(max(10, min(24, int(len(keys[0]) * 4).bit_length())))
    mixed = np.zeros(len(keys[0]), np.uint64)
    for key in keys:
        mixed = (mixed ^ key.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    place = (mixed & (places - np.uint64(1))).astype(np.int64)
    return np.bincount(place, minlength=int(places))[place] > at_most


def _period_of(counting: Counting) -> NDArray[np.int32]:
    """Return the column of the period each record's day lies in; -1 for none."""
    rows, windows = counting.rows, counting.windows
    found = np.full(len(rows), -1, np.int32)
    for period in range(windows.depth):
        low = np.ascontiguousarray(windows.low[:, period])[rows.officer]
        high = np.ascontiguousarray(windows.high[:, period])[rows.officer]
        found[(rows.day >= low) & (rows.day <= high) & (found < 0)] = period
    return found
