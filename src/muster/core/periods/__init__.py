"""Days, months and windows, for one officer or a million at once.

Inside Muster a day is an ``int32``: days since 1970-01-01. Two values stand at the ends of time,
:data:`NEVER_BEFORE` (open start) and :data:`NEVER` (open end, or "has not happened").
"""

from muster.core.periods.days import (
    BEYOND_THE_PAST,
    NEVER,
    NEVER_BEFORE,
    Days,
    add_months,
    as_date,
    as_day,
    day_text,
    first_month_day_from,
    first_of_month,
    month_starts_between,
    months_between,
)
from muster.core.periods.durations import Duration, MonthDay, hours_text, parse_hours

__all__ = [
    "BEYOND_THE_PAST",
    "NEVER",
    "NEVER_BEFORE",
    "Days",
    "Duration",
    "MonthDay",
    "add_months",
    "as_date",
    "as_day",
    "day_text",
    "first_month_day_from",
    "first_of_month",
    "hours_text",
    "month_starts_between",
    "months_between",
    "parse_hours",
]
