"""Days and months, one at a time. ``FIRST`` and ``NEVER`` stand at the ends of time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from muster.core.periods import Duration

FIRST = date.min
NEVER = date.max
DAY = timedelta(days=1)


def plus(day: date, length: Duration, times: int = 1) -> date:
    """Return the day so many lengths later, always counted from ``day`` itself; a month's end is its last day."""
    if day in (FIRST, NEVER):
        return day
    if length.days:
        return day + timedelta(days=times * length.days)
    return _plus_months(day, times * length.months)


def minus(day: date, length: Duration) -> date:
    """Return the day one length earlier."""
    return plus(day, length, -1)


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return in_month(year, month + 1, day.day)


def in_month(year: int, month: int, day: int) -> date:
    """Return that day of the month, or the month's last where it has no such day."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def first_on_or_after(day: date, month: int, day_of_month: int) -> date:
    """Find the first such day of a year that is on or after ``day``."""
    found = in_month(day.year, month, day_of_month)
    return found if found >= day else in_month(day.year + 1, month, day_of_month)


def month_firsts(start: date, end: date) -> list[date]:
    """Every first of a month from ``start`` to ``end``, both included."""
    day = start.replace(day=1)
    found = []
    while day <= end:
        if day >= start:
            found.append(day)
        day = _plus_months(day, 1)
    return found


def month_last(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def days_in(start: date, end: date) -> list[date]:
    """Every day from ``start`` to ``end``, both included."""
    return [start + timedelta(days=i) for i in range((end - start).days + 1)]
