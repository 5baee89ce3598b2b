"""What came of a report as the people on it click: shared, taught, read, found, tried and measured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from tests.browser.walking import CARD
from tests.cast import Cast
from tests.events.homecoming import accepted
from tests.factories.sessions import an_instructor
from tests.standards.stories import course

from muster.curriculum.models import LessonPlan
from muster.events.actions.bulletins import bulletin_from_report, publish_bulletin
from muster.events.actions.practices import suggest_practice
from muster.events.actions.reports import note_contact
from muster.events.enums import ContactVisibility, EventKind, PracticeState, ReportState, ShareKind
from muster.events.models import (
    Bulletin,
    BulletinReading,
    Contact,
    Practice,
    Report,
    Request,
    Share,
)
from muster.records.enums import SessionState
from muster.records.models import Session

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


def enter(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.user[name])
    return client


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


# ── sharing ──────────────────────────────────────────────────────────────────────────────────────


def test_sharing_is_said_with_its_proof_and_confirmed(cast: Cast, client: Client) -> None:
    duty = accepted(cast).request.shares.get()
    enter(client, cast, "ada")
    said = {
        "kind": "roll_call",
        "audience": "Both squads",
        "done_on": timezone.localdate(),
        "people_reached": 14,
        "file": SimpleUploadedFile("sheet.pdf", CARD, "application/pdf"),
    }
    client.post(reverse("officer:share", args=[duty.pk]), said)
    enter(client, cast, "tara")
    assert reverse("trainer:share_decide", args=[duty.pk]) in page(client, "trainer:shares")
    assert "sheet.pdf" in page(client, "trainer:share_decide", duty.pk)
    client.post(reverse("trainer:share_decide", args=[duty.pk]), {"decision": "confirm"})
    duty.refresh_from_db()
    assert (duty.people_reached, duty.confirmed_by) == (14, cast.user["tara"])


def test_sharing_begins_with_today_and_is_found_among_what_is_due(cast: Cast, client: Client) -> None:
    duty = accepted(cast).request.shares.get()
    enter(client, cast, "ada")
    assert reverse("officer:share", args=[duty.pk]) in page(client, "officer:owed")
    assert f'value="{timezone.localdate()}"' in page(client, "officer:share", duty.pk)


def test_overdue_sharing_is_found_and_released_with_a_reason(cast: Cast, client: Client) -> None:
    duty = accepted(cast).request.shares.get()
    Share.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    enter(client, cast, "tara")
    url = reverse("trainer:share_decide", args=[duty.pk])
    assert url in page(client, "trainer:shares", query="?which=overdue")
    answer = client.post(url, {"decision": "waive"})
    assert "Say why it is waived" in answer.content.decode()
    client.post(url, {"decision": "waive", "reason": "On leave until spring."})
    duty.refresh_from_db()
    assert duty.waived_reason == "On leave until spring."


def test_duty_to_teach_shows_the_class_it_led_to(cast: Cast, client: Client) -> None:
    report = accepted(cast, kind=EventKind.TRAIN_THE_TRAINER)
    duty = report.request.shares.get(kind=ShareKind.TEACH)
    session = Session.objects.create(
        agency=cast.millbrook,
        course=course(cast.millbrook),
        title="First class",
        state=SessionState.HELD,
    )
    session.teaching.create(instructor=an_instructor(cast, "ada"))
    enter(client, cast, "ada")
    said = {"kind": "teach", "done_on": timezone.localdate(), "people_reached": 9, "session": session.pk}
    client.post(reverse("officer:share", args=[duty.pk]), said)
    duty.refresh_from_db()
    assert duty.session == session
    enter(client, cast, "tara")
    assert "First class" in page(client, "trainer:shares")


def test_classes_to_share_by_are_those_held_since_each_with_its_day(cast: Cast, client: Client) -> None:
    duty = accepted(cast).request.shares.get()
    end = duty.request.event.ends_on
    assert end is not None
    taught = course(cast.millbrook)
    for title, days in (("Before it", -1), ("Since then", 1)):
        held = Session.objects.create(
            agency=cast.millbrook, course=taught, title=title, state=SessionState.HELD
        )
        noon = datetime.combine(end + timedelta(days=days), time(12), ZoneInfo(cast.millbrook.time_zone))
        held.meetings.create(starts_at=noon, ends_at=noon + timedelta(hours=2))
    enter(client, cast, "ada")
    shown = page(client, "officer:share", duty.pk)
    assert f"Since then · {date_format(end + timedelta(days=1), 'j M Y')}" in shown
    assert "Before it" not in shown


def test_report_becomes_a_bulletin_in_two_clicks_and_is_read(cast: Cast, client: Client) -> None:
    report = accepted(cast)
    enter(client, cast, "tara")
    client.post(reverse("report_bulletin", args=[report.pk]))
    made = Bulletin.objects.get()
    questions = "How many cars?\nOne\n*Two"
    client.post(
        reverse("bulletin_edit", args=[made.pk]),
        {"title": "Second car", "text": "Send two.", "questions": questions, "edition": made.edition},
    )
    client.post(reverse("bulletin_publish", args=[made.pk]), {"edition": made.edition + 1})
    enter(client, cast, "ben")
    assert "Second car" in page(client, "bulletins")
    client.post(reverse("bulletin", args=[made.pk]), {"answer_1": "1"})
    reading = BulletinReading.objects.get()
    assert (reading.person, reading.right, reading.of) == (cast.person["ben"], 1, 1)
    assert "You answered 1 of 1 right" in page(client, "bulletin", made.pk)
    enter(client, cast, "tara")
    text = page(client, "bulletin", made.pk)
    assert "Read by 1 of" in text
    assert "Ben" not in text


def test_report_becomes_a_draft_lesson_plan_in_two_clicks(cast: Cast, client: Client) -> None:
    report = accepted(cast)
    taught = course(cast.millbrook)
    enter(client, cast, "tara")
    assert taught.title in page(client, "report_lesson", report.pk)
    client.post(reverse("report_lesson", args=[report.pk]), {"course": taught.pk})
    plan = LessonPlan.objects.get()
    assert "De-escalation instructor school" in plan.references.get().title
    assert "references" in page(client, "trainer:plan_part", plan.pk, "references")


# ── people met, practices ────────────────────────────────────────────────────────────────────────


def test_officer_finds_who_runs_a_co_responder_team(cast: Cast, client: Client) -> None:
    enter(client, cast, "ada")
    today = timezone.localdate()
    said = {
        "name": "Somebody Elsewhere",
        "organisation": "Elm County",
        "knows": "runs a co-responder team",
        "topics": ["de-escalation"],
        "visibility": "agency",
        "review_on": today + timedelta(days=365),
    }
    answer = client.post(reverse("contact_new"), said)
    assert "agreed to be listed" in answer.content.decode()
    client.post(reverse("contact_new"), {**said, "consented_on": today})
    enter(client, cast, "ben")
    assert "Somebody Elsewhere" in page(client, "contacts", query="?q=co-responder&topic=de-escalation")
    assert client.post(reverse("contact", args=[Contact.objects.get().pk]), said).status_code == 404


def test_who_is_to_be_asked_again_stands_on_a_list_and_can_be_forgotten(cast: Cast, client: Client) -> None:
    contact = note_contact(
        by=cast.user["ada"],
        agency=cast.millbrook,
        met_by=cast.person["ada"],
        name="Somebody Elsewhere",
        review_on=timezone.localdate(),
    )
    enter(client, cast, "ada")
    assert "Somebody Elsewhere" in page(client, "contacts", query="?due=1")
    client.post(reverse("contact_forget", args=[contact.pk]))
    assert "Somebody Elsewhere" not in page(client, "contacts")


def test_practice_goes_from_a_report_to_its_result(cast: Cast, client: Client) -> None:
    report = accepted(cast)
    enter(client, cast, "ada")
    client.post(
        reverse("practice_new") + f"?report={report.pk}",
        {"title": "Second car", "grade": "experience", "grade_source": "Elm County report"},
    )
    practice = Practice.objects.get()
    assert practice.report == report
    assert "Somebody else decides" not in page(client, "practice", practice.pk)
    assert client.post(reverse("practice", args=[practice.pk]), {"to": "triaged"}).status_code == 404
    enter(client, cast, "tara")
    url = reverse("practice", args=[practice.pk])
    client.post(url, {"to": "triaged", "edition": 1, "grade": "experience"})
    answer = client.post(url, {"to": "pilot", "edition": 2, "grade": "experience"})
    assert "Name an owner" in answer.content.decode()
    tried = {
        "to": "pilot",
        "edition": 2,
        "grade": "experience",
        "owner": cast.person["sam"].pk,
        "measure": "Fewer injuries in half a year?",
        "review_on": timezone.localdate(),
    }
    client.post(url, tried)
    client.post(url, {**tried, "to": "measured", "edition": 3, "result": "A third fewer."})
    practice.refresh_from_db()
    assert (practice.state, practice.owner) == (PracticeState.MEASURED, cast.person["sam"])
    assert "Second car" in page(client, "practices", query="?due=1")


def test_second_who_decides_on_a_practice_is_told(cast: Cast, client: Client) -> None:
    practice = suggest_practice(
        agency=cast.millbrook, suggested_by=cast.person["ada"], title="Second car", by=cast.user["ada"]
    )
    enter(client, cast, "tara")
    url = reverse("practice", args=[practice.pk])
    client.post(url, {"to": "triaged", "edition": 1, "grade": "none"})
    answer = client.post(url, {"to": "declined", "edition": 1, "grade": "none", "reason": "No."})
    assert answer.status_code == 200
    practice.refresh_from_db()
    assert practice.state == PracticeState.TRIAGED


# ── lists ────────────────────────────────────────────────────────────────────────────────────────


def _more(cast: Cast, report: Report, number: int) -> None:
    """The same again: another report that waits and one that is accepted, duty, bulletin, contact, practice."""
    other = Request.objects.get(pk=report.request_id)
    for _each in range(number):
        person = cast.person["ian"]
        other.pk = None
        other.save()
        attendee = other.attendees.create(person=person, state="attended")
        for state in (ReportState.SUBMITTED, ReportState.ACCEPTED):
            attendee = other.attendees.create(person=cast.person["ben" if state == "accepted" else "sam"])
            Report.objects.create(
                request=other,
                author=attendee,
                state=state,
                submitted_at=timezone.now(),
                decided_at=timezone.now(),
            )
        Share.objects.create(
            request=other, attendee=attendee, kind=ShareKind.POLICY_MEMO, due_on=timezone.localdate()
        )
        made = bulletin_from_report(report=report, by=cast.user["ada"])
        publish_bulletin(bulletin=made, edition=made.edition, by=cast.user["tara"])
        suggest_practice(agency=cast.millbrook, suggested_by=person, title="More", by=cast.user["ian"])
        note_contact(
            by=cast.user["ian"],
            agency=cast.millbrook,
            met_by=person,
            name="Somebody",
            visibility=ContactVisibility.AGENCY,
            consented_on=timezone.localdate(),
            review_on=timezone.localdate(),
        )


def test_lists_ask_as_much_for_three_rows_as_for_one(cast: Cast, client: Client, queries_of: Counted) -> None:
    report = accepted(cast)
    _more(cast, report, 1)
    enter(client, cast, "tara")
    names = ("library", "trainer:reports", "trainer:shares", "bulletins", "contacts", "practices")
    queries = {"trainer:shares": "?which=open"}
    urls = [reverse(name) + queries.get(name, "") for name in names]
    for url in urls:
        client.get(url)
    one = {url: queries_of(lambda url=url: client.get(url)) for url in urls}
    _more(cast, report, 2)
    assert {url: queries_of(lambda url=url: client.get(url)) for url in urls} == one


@pytest.mark.parametrize(
    "name", ["library", "trainer:reports", "trainer:shares", "bulletins", "contacts", "practices"]
)
def test_lists_are_had_as_a_table(cast: Cast, client: Client, name: str) -> None:
    report = accepted(cast)
    _more(cast, report, 1)
    enter(client, cast, "tara")
    query = "?format=csv" + ("&which=open" if name == "trainer:shares" else "")
    answer = client.get(reverse(name) + query)
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # streamed
    assert len(lines) >= 2
