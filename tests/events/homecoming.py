"""Stories of people who were away and are back: at the event, back home, with a report that is accepted."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from tests.cast import Cast
from tests.events.stories import Story, approve, ask, begin, hand_in, move

from muster.events.actions.attendance import Seen, mark_attendee
from muster.events.actions.moves import Said
from muster.events.actions.reports import decide_report, hand_in_report, write_report
from muster.events.enums import AttendeeState
from muster.events.models import Attendee, Event, EventSession, Report, Request
from muster.files.actions import store
from muster.files.models import StoredFile

#: The smallest picture that is one.
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def at_event(cast: Cast, *others: str, **event: Any) -> tuple[Story, Request]:
    """Ada (and others) are at the event, which began yesterday and ends tomorrow."""
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, "ada", *others)))
    request = move(story, request, "approved-registered", "tara")
    request = move(story, request, "registered-travel_ready", "tara", Said(override="Sergeant's word."))
    today, now = timezone.localdate(), timezone.now()
    days = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=1)}
    Event.objects.filter(pk=story.event.pk).update(**{**days, **event})
    Request.objects.filter(pk=request.pk).update(
        departs_at=now - timedelta(days=2), returns_at=now + timedelta(days=2)
    )
    request = move(story, request, "travel_ready-attending", "tara")
    story.event.refresh_from_db()
    return story, request


def back_home(cast: Cast, *others: str, **event: Any) -> tuple[Story, Request]:
    """Ada (and others) were there and are back: the report is due."""
    story, request = at_event(cast, *others, **event)
    for attendee in request.attendees.all():
        by = cast.user["dina" if attendee.person == cast.person["tara"] else "tara"]
        mark_attendee(attendee=attendee, state=AttendeeState.ATTENDED, by=by)
    return story, move(story, request, "attending-attended", "tara")


def part_of(request: Request, cast: Cast, name: str = "ada") -> Attendee:
    """Somebody's part in a request, as it is now."""
    found: Attendee = request.attendees.select_related("request__event", "request__agency").get(
        person=cast.person[name]
    )
    return found


def handed_in(request: Request, cast: Cast, name: str = "ada", **fields: Any) -> Report:
    """A report that waits for somebody to accept it."""
    said = {"attended": "All of it.", "key_points": "Slow down, talk first.", **fields}
    report = write_report(attendee=part_of(request, cast, name), by=cast.user[name], **said)
    return hand_in_report(report=report, by=cast.user[name])


def accepted(cast: Cast, **event: Any) -> Report:
    """Ada's report, which Dina accepted."""
    _story, request = back_home(cast, **event)
    report = handed_in(request, cast, change="A second car at each call.", topics=["de-escalation"])
    return decide_report(report=report, accept=True, by=cast.user["dina"])


def a_session(event: Event, title: str = "Opening", code: str = "RED7", minutes: int = 90) -> EventSession:
    """A session of today, which shows a code in the room."""
    return EventSession.objects.create(
        event=event, title=title, day=timezone.localdate(), minutes=minutes, code=code
    )


def seen(**fields: Any) -> Seen:
    """What a phone sends, now."""
    return Seen(**{"key": uuid.uuid4(), "at": timezone.now(), **fields})


def picture(cast: Cast, name: str = "ada") -> StoredFile:
    """A photograph in the store."""
    return store(content=ContentFile(PICTURE), by=cast.user[name])
