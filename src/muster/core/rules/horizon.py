"""How far back a version looks: over how many periods, and from which day on records matter."""

from __future__ import annotations

from datetime import date

import numpy as np

from muster.core.periods import NEVER_BEFORE, Days, Duration
from muster.core.rules.language import Version, leaves_of
from muster.core.rules.language.when import WhenCalendar, WhenLookback, WhenPersonal, WhenTrailing
from muster.core.rules.windows import earliest_start

CYCLES = (WhenCalendar, WhenPersonal, WhenLookback)
BACK_FOR_LATE = 3  # periods further back that are followed for late hours
BACK_FOR_CARRIED = 12  # and for hours carried from period to period, where an old shortage reaches further


def low_day(version: Version, as_of: int) -> int:
    """Return the first day from which a version can use records, seen from the day judged."""
    if any(getattr(leaf, "looks_in", None) == "ever" for leaf in leaves_of(version.what)):
        return int(NEVER_BEFORE)
    back = depth_of(version) + looks_back(version)
    today = np.array([as_of], np.int32)
    match version.when:
        case WhenCalendar() if isinstance(version.when.calendar.anchored, date):
            return earliest_start(version.when.calendar, as_of, back)
        case WhenCalendar():
            return _steps_before(version.when.calendar.every, today, back)
        case WhenPersonal() if version.when.personal.ends_after is not None:
            return int(NEVER_BEFORE)  # the last period stays in sight, however long ago it closed
        case WhenPersonal():
            personal = version.when.personal
            snapped = personal.end_on_or_after or personal.end_in_month_of
            return _steps_before(personal.every, today, back) - (366 if snapped else 0)
        case WhenLookback():
            lookback = version.when.lookback
            return as_of - 366 * (lookback.years + 2 + back * (lookback.every.months // 12))
        case WhenTrailing():
            return int(version.when.trailing.covers.before(today)[0])
        case _:
            return int(NEVER_BEFORE)


def _steps_before(every: Duration, today: Days, back: int) -> int:
    """Return a day no later than the start of the oldest of so many periods."""
    for _ in range(back):
        today = every.before(today)
    return int(today[0]) - 1


def depth_of(version: Version) -> int:
    """Return how many periods a version must look back over."""
    if not isinstance(version.when, CYCLES):
        return 1
    further = 1 if looks_back(version) else 0
    debts = version.grace or version.late or any(leave.then == "owed_on_return" for leave in version.leave)
    if debts or (further and _limits_repeats(version)):
        further = BACK_FOR_LATE
    if version.credit.carry_over:
        further = BACK_FOR_CARRIED
    return 2 + further


def looks_back(version: Version) -> bool:
    """Whether some part also looks at the period before."""
    return any(getattr(leaf, "looks_in", None) == "this_or_previous" for leaf in leaves_of(version.what))


def _limits_repeats(version: Version) -> bool:
    return version.credit.repeats is not None or version.credit.teaching == "once_per_course"
