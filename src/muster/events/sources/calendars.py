"""An iCalendar feed (RFC 5545) as events. Days and hours are those of the place, whatever clock the entry is written in.

An entry that repeats gives its instances within eighteen months, at most a hundred; each is an event of its own with
the entry's number and its day. What cannot be read is a doubt with its sentence, and the rest is read all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar.prop import vDDDLists, vDDDTypes, vRecur

from muster.events.enums import EventState
from muster.events.sources.found import Doubt, Found, FoundDay, Reading, short, topics_named
from muster.events.sources.repeating import UnreadableRule, repeated_days
from muster.ledger.refusals import Refused

MOST_ENTRIES: Final = 2_000
MOST_INSTANCES: Final = 100
MOST_REPEATING: Final = 200
AHEAD: Final = timedelta(days=548)  # eighteen months
BEHIND: Final = timedelta(days=31)
_OLDEST_REPEATING: Final = timedelta(days=3_660)
_MOST_DAYS: Final = 40
_STATES: Final = {
    "CANCELLED": EventState.CANCELLED,
    "TENTATIVE": EventState.TENTATIVE,
    "CONFIRMED": EventState.CONFIRMED,
}
Moment: TypeAlias = "datetime | date"


class _Doubtful(Exception):
    """An entry that cannot be read; the sentence says why."""


def read_calendar(content: bytes, *, zone: str, today: date) -> Reading:
    """Read the entries of a calendar. ``zone``: of the agency, for moments in world time.

    Raises Refused where it is no calendar, or one of more entries than anybody keeps for training.
    """
    calendars = _parsed(content)
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    if len(entries) > MOST_ENTRIES:
        raise Refused(_("This calendar has more than %(most)d entries.") % {"most": MOST_ENTRIES})
    here = _zone(str(calendars[0].get("X-WR-TIMEZONE", ""))) or ZoneInfo(zone)
    calls_off = str(calendars[0].get("METHOD", "")).upper() == "CANCEL"
    found: list[Found] = []
    doubts: list[Doubt] = []
    moved = {(str(e.get("UID", "")), _day_key(e, here)) for e in entries if "RECURRENCE-ID" in e}
    repeating = 0
    for entry in entries:
        where = short(str(entry.get("SUMMARY", "")), "title") or str(entry.get("UID", ""))[:80] or "–"
        try:
            one = _found(entry, where, here, calls_off=calls_off)
            repeating += "RRULE" in entry or "RDATE" in entry
            if repeating > MOST_REPEATING:
                raise _Doubtful(_("Too many entries of this calendar repeat."))
            found += _instances(entry, one, here, today, moved)
        except _Doubtful as doubtful:
            doubts.append(Doubt(where, str(doubtful)))
    return Reading(tuple(found), tuple(doubts))


def _parsed(content: bytes) -> list[Any]:
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise Refused(_("This is not a calendar: it does not begin as an iCalendar file does."))
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        raise Refused(
            _("This calendar cannot be read: %(why)s.") % {"why": str(error).splitlines()[0][:200]}
        ) from None
    if not calendars or any(each.name != "VCALENDAR" for each in calendars):
        raise Refused(_("This is not a calendar: it does not begin as an iCalendar file does."))
    return list(calendars)


def _found(entry: Any, where: str, here: ZoneInfo, *, calls_off: bool) -> Found:
    title = short(str(entry.get("SUMMARY", "")), "title")
    begin = _moment(entry, "DTSTART")
    if begin is None:
        raise _Doubtful(_("It has no beginning that can be read."))
    if not title:
        raise _Doubtful(_("It has no title."))
    zone = _place_zone(begin, here)
    first, end = _local(begin, here), _local(_end(entry, begin), here)
    days = _days(first, end)
    state = _STATES.get(str(entry.get("STATUS", "")).upper(), "")
    return Found(
        where=where,
        title=title,
        state=EventState.CANCELLED if calls_off else state or EventState.CONFIRMED,
        starts_on=days[0].day,
        ends_on=days[-1].day,
        days=tuple(days) if isinstance(begin, datetime) else (),
        minutes=_minutes(begin, _end(entry, begin), len(days)),
        time_zone=zone,
        topics=topics_named(_categories(entry))[0],
        summary=short(str(entry.get("DESCRIPTION", "")), "summary"),
        venue=short(str(entry.get("LOCATION", "")), "venue"),
        website=short(_address(entry), "website"),
        provider="",
        uid=str(entry.get("UID", ""))[:450],
        sequence=_sequence(entry),
    )


# ── moments ──────────────────────────────────────────────────────────────────────────────────────


def _moment(entry: Any, name: str) -> Moment | None:
    value = entry.get(name)
    if not isinstance(value, vDDDTypes):
        return None
    found = value.dt
    return found if isinstance(found, date) and 1 < found.year < 9_999 else None


def _end(entry: Any, begin: Moment) -> Moment:
    """Return when an entry ends: by its end, by its length, or as the standard has it without either."""
    end = _moment(entry, "DTEND")
    if end is not None and isinstance(end, datetime) != isinstance(begin, datetime):
        raise _Doubtful(_("It begins at an hour and ends on a day, or the other way round."))
    length = entry.get("DURATION")
    if end is None and isinstance(length, vDDDTypes) and isinstance(length.dt, timedelta):
        try:
            end = begin + length.dt
        except OverflowError:
            raise _Doubtful(_("It ends in no year that there is.")) from None
    if end is None:
        return begin if isinstance(begin, datetime) else begin + timedelta(days=1)
    return end


def _local(moment: Moment, here: ZoneInfo) -> Moment:
    """Return a moment on the clocks of the place: world time as it is read here, every other as it is written."""
    if isinstance(moment, datetime) and moment.tzinfo is not None and _is_world_time(moment):
        return moment.astimezone(here)
    return moment


def _is_world_time(moment: datetime) -> bool:
    return moment.tzinfo is UTC or str(moment.tzinfo).upper() in {"UTC", "ETC/UTC", "GMT", "Z"}


def _place_zone(begin: Moment, here: ZoneInfo) -> str:
    if not isinstance(begin, datetime) or begin.tzinfo is None:
        return ""
    named = here.key if _is_world_time(begin) else str(getattr(begin.tzinfo, "key", "") or "")
    return named if _zone(named) else ""


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name and len(name) <= 40 else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _days(first: Moment, end: Moment) -> list[FoundDay]:
    """Return the days from a beginning to an end; whole days end before the day they name."""
    if not isinstance(first, datetime) or not isinstance(end, datetime):
        last = end - timedelta(days=1) if end > first else end
        if last < first:
            raise _Doubtful(_("It ends before it begins."))
        return [FoundDay(day) for day in _span(first, last)]
    if end.replace(tzinfo=None) < first.replace(tzinfo=None):
        raise _Doubtful(_("It ends before it begins."))
    # what ends at midnight ends with the day before
    at_midnight = end.time() == time() and end.date() > first.date()
    last = end.date() - timedelta(days=1) if at_midnight else end.date()
    span = list(_span(first.date(), last))
    closes = None if at_midnight else _clock(end)
    if len(span) == 1:
        return [FoundDay(span[0], _clock(first), closes if closes and closes > _clock(first) else None)]
    return [
        FoundDay(span[0], _clock(first)),
        *(FoundDay(day) for day in span[1:-1]),
        FoundDay(span[-1], None, closes),
    ]


def _clock(moment: datetime) -> time:
    return moment.time().replace(second=0, microsecond=0, tzinfo=None)


def _span(first: date, last: date) -> Iterator[date]:
    if (last - first).days >= _MOST_DAYS:
        raise _Doubtful(_("It lasts more than %(most)d days.") % {"most": _MOST_DAYS})
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _minutes(begin: Moment, end: Moment, days: int) -> int:
    """Return how long a single day lasts, as time passes and not as clocks show it; longer ones do not say."""
    if days > 1 or not isinstance(begin, datetime) or not isinstance(end, datetime):
        return 0
    if (begin.tzinfo is None) != (end.tzinfo is None):
        return 0
    if begin.tzinfo is not None:
        begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    return max(int((end - begin).total_seconds()) // 60, 0)


# ── what repeats ─────────────────────────────────────────────────────────────────────────────────


def _instances(
    entry: Any, one: Found, here: ZoneInfo, today: date, moved: set[tuple[str, str]]
) -> Iterator[Found]:
    """Yield an entry, or the times it is held where it repeats, without those that are told apart."""
    if "RECURRENCE-ID" in entry:
        yield replace(one, uid=_instance_uid(one.uid, _day_key(entry, here)))
        return
    if "RRULE" not in entry and "RDATE" not in entry:
        yield one
        return
    left_out = {day.strftime("%Y%m%d") for day in _listed(entry, "EXDATE", here)}
    first = one.starts_on or today
    count = 0
    for day in _dates(entry, first, here, today):
        key = day.strftime("%Y%m%d")
        if key in left_out or (one.uid, key) in moved or not today - BEHIND <= day <= today + AHEAD:
            continue
        yield _shifted(one, day - first, key)
        count += 1
        if count == MOST_INSTANCES:
            return


def _dates(entry: Any, first: date, here: ZoneInfo, today: date) -> list[date]:
    """Return the first days of all times an entry is held, by the days of the place."""
    if first < today - _OLDEST_REPEATING:
        raise _Doubtful(_("It repeats since more than ten years. Add this year's by hand."))
    days = {first, *_listed(entry, "RDATE", here)}
    rule = entry.get("RRULE")
    if rule is not None:
        if not isinstance(rule, vRecur):
            raise _Doubtful(_("How it repeats cannot be read."))
        days.update(_by_rule(rule, first, today + AHEAD))
    return sorted(days)


def _by_rule(rule: Any, first: date, horizon: date) -> list[date]:
    """Count out a rule on days alone, up to the horizon; its own end is kept where it comes before."""
    until = next(iter(rule.get("UNTIL", [])), None)
    last = min(_plain_day(until), horizon) if isinstance(until, date) else horizon
    count = next(iter(rule.get("COUNT", [])), None)
    try:
        return repeated_days(rule, first, last, count=int(count) if count is not None else None)
    except UnreadableRule:
        raise _Doubtful(_("How it repeats cannot be read.")) from None


def _listed(entry: Any, name: str, here: ZoneInfo) -> list[date]:
    value = entry.get(name)
    lists = value if isinstance(value, list) else [value]
    return [
        _plain_day(_local(each.dt, here))
        for one in lists
        if isinstance(one, vDDDLists)
        for each in one.dts
        if isinstance(each.dt, date)
    ]


def _plain_day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _day_key(entry: Any, here: ZoneInfo) -> str:
    moment = _moment(entry, "RECURRENCE-ID")
    return _plain_day(_local(moment, here)).strftime("%Y%m%d") if moment is not None else ""


def _instance_uid(uid: str, key: str) -> str:
    return f"{uid}#{key}"


def _shifted(one: Found, by: timedelta, key: str) -> Found:
    """Return the same event some days later, at the same hours of the clock."""
    if one.starts_on is None or one.ends_on is None:
        return one
    return replace(
        one,
        uid=_instance_uid(one.uid, key),
        starts_on=one.starts_on + by,
        ends_on=one.ends_on + by,
        days=tuple(replace(day, day=day.day + by) for day in one.days),
    )


# ── the rest ─────────────────────────────────────────────────────────────────────────────────────


def _categories(entry: Any) -> str:
    value = entry.get("CATEGORIES")
    lists = value if isinstance(value, list) else [value]
    return ";".join(str(name) for one in lists for name in getattr(one, "cats", ()))


def _address(entry: Any) -> str:
    address = str(entry.get("URL", ""))
    return address if address.startswith(("https://", "http://")) else ""


def _sequence(entry: Any) -> int:
    text = str(entry.get("SEQUENCE", 0))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
