"""Calendar arithmetic on arrays of days.

Months are added the way statutes are read: the same day of the month, or the month's last day where
that day does not exist (31 January + 1 month = 28 or 29 February; 29 February + 1 year = 28
February). Adding is always done from the anchor itself, so a clamp never drifts into later periods.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Days: TypeAlias = NDArray[np.int32]

EPOCH = date(1970, 1, 1)
NEVER_BEFORE = np.int32(-1_000_000)
NEVER = np.int32(1_000_000)
BEYOND_THE_PAST = (
    -719_163
)  # before the first date there is: an open start stays open when a length of time is added


def as_day(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def as_date(day: int) -> date | None:
    """Return the calendar date, or None for the two ends of time."""
    if day <= BEYOND_THE_PAST or day >= NEVER:
        return None
    return EPOCH + timedelta(days=int(day))


def day_text(day: int) -> str:
    """Write a day for a person: ``31 Dec 2026``."""
    found = as_date(day)
    return f"{found.day} {found:%b %Y}" if found else "no date"


# Calendars as tables: looking a month up is several times faster than working it out, and a nation
# has its months looked up a hundred million times. Days beyond the tables are treated as their edge.
_FIRST, _LAST = as_day(date(1800, 1, 1)), as_day(date(2299, 12, 31))
_FIRST_MONTH = (1800 - 1970) * 12
_MONTHS = np.arange(_FIRST_MONTH, (2300 - 1970) * 12 + 1)
_MONTH_STARTS = _MONTHS.astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)
_LENGTHS = np.append(np.diff(_MONTH_STARTS), 31).astype(np.int32)
_MONTH_OF_DAY = (np.repeat(_MONTHS[:-1], _LENGTHS[:-1])).astype(np.int32)


def _bounded(days: Days, like: Days) -> Days:
    """Keep the ends of time where they were."""
    ends = (like <= NEVER_BEFORE) | (like >= NEVER)
    return np.where(ends, like, days).astype(np.int32)


def month_index(days: Days) -> NDArray[np.int32]:
    """Months since January 1970."""
    return _MONTH_OF_DAY[np.clip(days, _FIRST, _LAST) - _FIRST]


def _month_start(months: NDArray[np.integer[Any]]) -> Days:
    return _MONTH_STARTS[np.clip(months - _FIRST_MONTH, 0, len(_MONTHS) - 1)]


def _month_length(months: NDArray[np.integer[Any]]) -> Days:
    return _LENGTHS[np.clip(months - _FIRST_MONTH, 0, len(_MONTHS) - 1)]


def add_months(days: Days, months: int | NDArray[np.int64]) -> Days:
    """Add calendar months, clamped to the month's end; open ends stay open."""
    days = np.asarray(days, dtype=np.int32)
    safe = np.clip(days, _FIRST, _LAST)
    here = month_index(safe)
    target = here + months
    day_of_month = safe - _month_start(here)
    return _bounded(_month_start(target) + np.minimum(day_of_month, _month_length(target) - 1), days)


def months_between(start: Days, end: Days) -> NDArray[np.int64]:
    """Whole calendar months from ``start`` to ``end``: the largest k with start + k months <= end."""
    start, end = np.broadcast_arrays(np.asarray(start, np.int32), np.asarray(end, np.int32))
    count = (month_index(end) - month_index(start)).astype(np.int64)
    return count - (add_months(np.clip(start, _FIRST, _LAST), count) > end)


def first_month_day_from(days: Days, month: int | NDArray[np.int64], day: int) -> Days:
    """Find the first given month and day that is on or after each day (29 Feb reads as 28 Feb off leap years)."""
    days = np.asarray(days, dtype=np.int32)
    safe = np.clip(days, _FIRST, _LAST)
    january = (month_index(safe) // 12) * 12
    found = _in_month(january + month - 1, day)
    later = _in_month(january + 12 + month - 1, day)
    return _bounded(np.where(found >= safe, found, later), days)


def first_of_month(days: Days) -> Days:
    """Return the first day of each day's month."""
    days = np.asarray(days, np.int32)
    return _bounded(_month_start(month_index(days)), days)


def _in_month(months: NDArray[np.integer[Any]], day: int) -> Days:
    return _month_start(months) + np.minimum(day - 1, _month_length(months) - 1)


def month_starts_between(start: Days, end: Days) -> NDArray[np.int64]:
    """Count the months whose first day lies in ``start``..``end``, both included; 0 when end < start."""
    before_start = month_index(np.asarray(start, np.int32) - np.int32(1))
    return np.maximum(month_index(np.asarray(end, np.int32)) - before_start, 0).astype(np.int64)
