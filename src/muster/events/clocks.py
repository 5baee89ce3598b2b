"""Between moments and the clock of an agency, in which shifts and floors are written.

A shift is "from six to six" on the clock of the place. So a moment, from whichever zone it comes, is turned into clock
time first, and ``core.planning.cover`` counts the minutes of that clock. On the two nights of a year when the clock
changes, a minute of the clock may be there twice or not at all: the first of the two is taken, or the one an hour later.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from muster.core.planning.cover.clock import Stretch, at, minute_of, moment
from muster.roster.models import Agency


def clock_minute(when: datetime, zone: ZoneInfo) -> int:
    """Return the minute that the clock of a place shows at a moment, as the core counts them."""
    return minute_of(when.astimezone(zone).replace(tzinfo=None))


def clock_stretch(start: datetime, end: datetime, zone: ZoneInfo) -> Stretch:
    """Return what lies between two moments on the clock of a place; ``end`` is the later one.

    Where the clock was set back in between and shows less at the end, the real minutes count.
    """
    first, last = clock_minute(start, zone), clock_minute(end, zone)
    return Stretch(first, last if last > first else first + max((end - start) // timedelta(minutes=1), 1))


def day_at(agency: Agency, when: datetime) -> date:
    """Return the day of a moment where an agency is."""
    return when.astimezone(ZoneInfo(agency.time_zone)).date()


def moment_of(minute: int, zone: ZoneInfo) -> datetime:
    """Return the moment at which the clock of a place shows a minute, in UTC."""
    return moment(minute).replace(tzinfo=zone).astimezone(UTC)


def whole_days(first: date, last: date) -> Stretch:
    """Return the stretch from the beginning of a day to the end of another."""
    return Stretch(at(first), at(last + timedelta(days=1)))


def minute_of_day(when: time) -> int:
    """Return the minutes after midnight."""
    return when.hour * 60 + when.minute
