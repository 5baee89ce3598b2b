"""An event as an iCalendar file (RFC 5545). Days with hours are moments; days without are whole days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone

from muster.events.enums import EventState
from muster.events.models import Event, EventDay
from muster.web.session_calendar import escaped, folded

STATUS = {
    EventState.TENTATIVE: "TENTATIVE",
    EventState.CONFIRMED: "CONFIRMED",
    EventState.CANCELLED: "CANCELLED",
}


def event_calendar_response(event: Event, days: Sequence[EventDay]) -> HttpResponse:
    """Return the days of an event as a download. It names nobody."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Muster//Events//EN"]
    for number, (begins, ends) in enumerate(_times(event, days), 1):
        lines += _entry(event, number, begins, ends)
    text = "".join(folded(line) for line in [*lines, "END:VCALENDAR"])
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="event-{event.pk}.ics"'
    return answer


def _times(event: Event, days: Sequence[EventDay]) -> Iterator[tuple[str, str]]:
    """Yield DTSTART and DTEND of each entry: one a day where every day has its hours, else one for all."""
    if days and all(day.begins and day.ends for day in days):
        zone = ZoneInfo(event.time_zone or event.agency.time_zone)
        for day in days:
            yield f"DTSTART:{_moment(day.day, day.begins, zone)}", f"DTEND:{_moment(day.day, day.ends, zone)}"
    elif event.starts_on is not None and event.ends_on is not None:
        after = event.ends_on + timedelta(days=1)
        yield f"DTSTART;VALUE=DATE:{event.starts_on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"


def _entry(event: Event, number: int, begins: str, ends: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:event-{event.pk}-{number}@{event.agency.ori}.muster"
    yield f"SEQUENCE:{event.edition}"
    yield f"DTSTAMP:{timezone.now().astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield begins
    yield ends
    yield f"SUMMARY:{escaped(event.title)}"
    if place := ", ".join(part for part in (event.venue, event.city, event.region) if part):
        yield f"LOCATION:{escaped(place)}"
    if event.website:
        yield f"URL:{event.website}"
    yield f"STATUS:{STATUS[EventState(event.state)]}"
    yield "END:VEVENT"


def _moment(day: date, at: time | None, zone: ZoneInfo) -> str:
    moment = datetime.combine(day, at or time(), tzinfo=zone)
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
