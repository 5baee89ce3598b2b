"""The timetable: a week as a table of rooms and days, a month as a list."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.records.access.sessions import sessions_visible_to
from muster.records.models import Meeting
from muster.records.queries.sessions import meetings_between
from muster.roster.models import Agency
from muster.web.csv_out import csv_response
from muster.web.tables import wants_csv

DAYS_A_WEEK = 7


def timetable(request: HttpRequest) -> HttpResponseBase:
    """Show the week, or the month, in which a day lies."""
    if not may_anywhere(request.user, Permission.RECORDS_SESSION_TEACH):
        raise Http404
    visible = sessions_visible_to(request.user)
    zones = Agency.objects.filter(sessions__in=visible).values_list("time_zone", flat=True).distinct()
    zone = next(iter(zones), "UTC")
    day = _asked_day(request) or datetime.now(ZoneInfo(zone)).date()
    is_month = request.GET.get("view") == "month"
    first, last = _month(day) if is_month else _week(day)
    low, high = (datetime.combine(end, time(), ZoneInfo(zone)) for end in (first, last + timedelta(days=1)))
    meetings = list(meetings_between(visible, low, high))
    if wants_csv(request):
        header = [_("Day"), _("From"), _("To"), _("Session"), _("Room"), _("What is on")]
        return csv_response("timetable.csv", header, (_csv_row(meeting) for meeting in meetings))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    context = {
        "day": day,
        "today": timezone.localdate(timezone=ZoneInfo(zone)),
        "is_month": is_month,
        "first": first,
        "last": last,
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1),
        "days": days,
        "zone": zone,
        "rooms": [] if is_month else _by_room(meetings, days),
        "list": _by_day(meetings) if is_month else [],
        "meetings": meetings,
    }
    return render(request, "trainer/timetable.html", context)


def _asked_day(request: HttpRequest) -> date | None:
    """Return the day that ``?day=`` names; None where it names none, or one at an end of the calendar."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return day if date.min.year < day.year < date.max.year else None


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=DAYS_A_WEEK - 1)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _by_room(meetings: list[Meeting], days: list[date]) -> list[tuple[str, list[tuple[date, list[Meeting]]]]]:
    """Return a row for each room in use, with the meetings of each day; those without a room come last."""
    cells: dict[tuple[bool, str], dict[date, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
    for meeting in meetings:
        room = (meeting.room is None, str(meeting.room or _("no room")))
        cells[room][meeting.day_in(meeting.session.agency.time_zone)].append(meeting)
    return [(name, [(day, row[day]) for day in days]) for (_last, name), row in sorted(cells.items())]


def _by_day(meetings: list[Meeting]) -> list[tuple[date, list[Meeting]]]:
    days: dict[date, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        days[meeting.day_in(meeting.session.agency.time_zone)].append(meeting)
    return sorted(days.items())


def _csv_row(meeting: Meeting) -> list[object]:
    zone = meeting.session.agency.time_zone
    begins, ends = Meeting.local(meeting.starts_at, zone), Meeting.local(meeting.ends_at, zone)
    return [
        begins.date(),
        f"{begins:%H:%M}",
        f"{ends:%H:%M}",
        meeting.session,
        meeting.room or "",
        meeting.topic,
    ]
