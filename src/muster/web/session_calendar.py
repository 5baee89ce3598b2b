"""A session as an iCalendar file (RFC 5545), which phones and mail programs take into their calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils import timezone

from muster.records.enums import SessionState
from muster.records.models import Meeting, Session

LONGEST_LINE = 75  # bytes, without the end of the line


def calendar_response(session: Session, meetings: Iterable[Meeting]) -> HttpResponse:
    """Return the days of a session as a download. It names nobody."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Muster//Sessions//EN"]
    for meeting in meetings:
        lines += _event(session, meeting)
    text = "".join(folded(line) for line in [*lines, "END:VCALENDAR"])
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="session-{session.pk}.ics"'
    return answer


def _event(session: Session, meeting: Meeting) -> Iterator[str]:
    cancelled = session.state == SessionState.CANCELLED
    yield "BEGIN:VEVENT"
    yield f"UID:meeting-{meeting.pk}@{session.agency.ori}.muster"
    yield f"SEQUENCE:{session.edition}"
    yield f"DTSTAMP:{_moment(timezone.now())}"
    yield f"DTSTART:{_moment(meeting.starts_at)}"
    yield f"DTEND:{_moment(meeting.ends_at)}"
    yield f"SUMMARY:{escaped(str(session))}"
    if meeting.room is not None:
        yield f"LOCATION:{escaped(str(meeting.room))}"
    if meeting.topic:
        yield f"DESCRIPTION:{escaped(meeting.topic)}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Return text that ends no line and separates no values."""
    for character in ("\\", ";", ","):
        text = text.replace(character, "\\" + character)
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """Return a line in pieces of 75 bytes, each further one behind a space, never within a letter."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece]) + "\r\n"
