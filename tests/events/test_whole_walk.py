"""One request from draft to closed: asked, approved, travelled, reported, shared. Every step by who may make it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.cast import Cast
from tests.events.stories import Story, approve, ask, begin, hand_in, move

from muster.events.actions.attendance import hand_in_certificate, mark_attendee
from muster.events.actions.moves import Said
from muster.events.actions.reports import decide_report, hand_in_report, write_report
from muster.events.actions.shares import confirm_share, do_share
from muster.events.enums import AttendeeState, RequestState
from muster.events.models import Request
from muster.files.actions import store
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.verification import verify_record
from muster.records.models import Record

pytestmark = pytest.mark.django_db
S = RequestState


def gone(story: Story) -> Request:
    """A request whose people are on their way: the event was a week ago."""
    request = approve(story, hand_in(story, ask(story)))
    request = move(story, request, "approved-registered", "tara")
    request = move(story, request, "registered-travel_ready", "tara", Said(override="Sergeant's word."))
    back = timezone.now() - timedelta(days=4)
    Request.objects.filter(pk=request.pk).update(departs_at=back - timedelta(days=3), returns_at=back)
    return move(story, request, "travel_ready-attending", "tara")


def test_request_is_closed_when_everything_came_home(cast: Cast) -> None:
    story = begin(cast)
    request = gone(story)
    ada = request.attendees.get()
    mark_attendee(attendee=ada, state=AttendeeState.ATTENDED, by=cast.user["tara"])
    request = move(story, request, "attending-attended", "tara")
    assert request.state == S.REPORT_DUE
    ada.refresh_from_db()

    report = write_report(attendee=ada, by=cast.user["ada"], attended="All of it.", key_points="Slow down.")
    hand_in_report(report=report, by=cast.user["ada"])
    request.refresh_from_db()
    assert request.state == S.REPORT_SUBMITTED
    decide_report(report=report, accept=True, by=cast.user["dina"])
    request.refresh_from_db()
    assert request.state == S.SHARE_DUE

    share = request.shares.get()
    do_share(share=share, done_on=timezone.localdate(), people_reached=12, by=cast.user["ada"])
    confirm_share(share=share, by=cast.user["tara"])
    request.refresh_from_db()
    assert request.state == S.SHARED

    with pytest.raises(Refused, match="certificate"):
        move(story, request, "shared-closed", "tara")
    file = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=cast.user["ada"])
    hand_in_certificate(
        attendee=ada,
        file=file,
        name="certificate.pdf",
        completed_on=timezone.localdate() - timedelta(days=4),
        minutes=24 * 60,
        by=cast.user["ada"],
    )
    with pytest.raises(Refused, match="verified"):
        move(story, request, "shared-closed", "tara")
    verify_record(record=Record.lines.get(), by=cast.user["dina"])
    request = move(story, request, "shared-closed", "tara")
    assert request.state == S.CLOSED
    assert Entry.objects.filter(subject_kind="events.request").count() >= 10


def test_nobody_accepts_their_own_report(cast: Cast) -> None:
    story = begin(cast)
    request = gone(story)
    ada = request.attendees.get()
    mark_attendee(attendee=ada, state=AttendeeState.ATTENDED, by=cast.user["tara"])
    move(story, request, "attending-attended", "tara")
    ada.refresh_from_db()
    report = write_report(attendee=ada, by=cast.user["ada"], attended="All.", key_points="One.")
    hand_in_report(report=report, by=cast.user["ada"])
    with pytest.raises(Refused, match="your own"):
        decide_report(report=report, accept=True, by=cast.user["ada"])


def test_nobody_leaves_before_the_day_of_departure(cast: Cast) -> None:
    story = begin(cast, in_days=30)
    request = approve(story, hand_in(story, ask(story)))
    request = move(story, request, "approved-registered", "tara")
    request = move(story, request, "registered-travel_ready", "tara", Said(override="Sergeant's word."))
    with pytest.raises(Refused, match="They leave on"):
        move(story, request, "travel_ready-attending", "tara")
