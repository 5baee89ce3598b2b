"""There and back as the people on it click: check-in, report, certificate, what it was worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.browser.walking import CARD
from tests.cast import Cast
from tests.events.homecoming import a_session, at_event, back_home, handed_in, part_of, seen

from muster.events.actions.attendance import check_in
from muster.events.enums import ReportState
from muster.events.models import (
    Event,
    EventCredit,
    Rating,
    Report,
    ReportFile,
)
from muster.records.enums import RecordStatus
from muster.records.models import Record

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]

EXPENSE = {"kind": "lodging", "day": "2026-11-19", "cents": "80", "no_receipt_reason": "Lost."}


def enter(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.user[name])
    return client


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


# ── the report ───────────────────────────────────────────────────────────────────────────────────


def test_report_is_written_bit_by_bit_and_handed_in(cast: Cast, client: Client) -> None:
    _story, request = back_home(cast)
    ada = part_of(request, cast)
    enter(client, cast, "ada")
    url = reverse("officer:report_write", args=[ada.pk])
    client.post(url, {"edition": 1, "key_points": "Slow down.", "do": "save"})
    answer = client.post(url, {"edition": 2, "key_points": "Slow down.", "do": "hand_in"}, follow=True)
    assert "not handed in yet" in answer.content.decode()
    client.post(
        url,
        {"edition": 3, "key_points": "Slow down.", "attended": "All.", "recommend": "true", "do": "hand_in"},
    )
    report = Report.objects.get()
    assert (report.state, report.recommend) == (ReportState.SUBMITTED, True)


def test_second_window_is_shown_what_the_first_wrote(cast: Cast, client: Client) -> None:
    _story, request = back_home(cast)
    enter(client, cast, "ada")
    url = reverse("officer:report_write", args=[part_of(request, cast).pk])
    client.post(url, {"edition": 1, "key_points": "First.", "do": "save"})
    text = client.post(url, {"edition": 1, "key_points": "Second.", "do": "save"}).content.decode()
    assert "Somebody changed this" in text
    assert "First." in text
    assert "Second." in text
    assert Report.objects.get().key_points == "First."


def test_hand_out_is_added_with_what_its_owner_allows(cast: Cast, client: Client) -> None:
    _story, request = back_home(cast)
    report = handed_in(request, cast)
    enter(client, cast, "ada")
    file = SimpleUploadedFile("slides.pdf", CARD, "application/pdf")
    client.post(reverse("officer:material_add", args=[report.author_id]), {"file": file, "permit": "others"})
    assert ReportFile.objects.get().permit == ReportFile.Permit.OTHERS


def test_training_unit_accepts_a_report_and_it_stands_in_the_library(cast: Cast, client: Client) -> None:
    _story, request = back_home(cast)
    report = handed_in(request, cast, topics=["de-escalation"])
    enter(client, cast, "tara")
    assert "De-escalation instructor school" in page(client, "trainer:reports")
    client.post(reverse("report", args=[report.pk]), {"decision": "accept"})
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    enter(client, cast, "ben")
    assert reverse("report", args=[report.pk]) in page(client, "library", query="?topic=de-escalation&q=slow")
    assert reverse("report", args=[report.pk]) not in page(client, "library", query="?q=helicopter")
    assert reverse("report", args=[report.pk]) not in page(client, "library", query="?topic=firearms")


def test_author_may_not_accept_their_own(cast: Cast, client: Client) -> None:
    _story, request = back_home(cast, "tara")
    handed_in(request, cast)
    report = handed_in(request, cast, "tara")
    enter(client, cast, "tara")
    assert "Accept it?" not in page(client, "report", report.pk)
    client.post(reverse("report", args=[report.pk]), {"decision": "accept"})
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_report_sent_back_tells_its_author_why(cast: Cast, client: Client) -> None:
    _story, request = back_home(cast)
    report = handed_in(request, cast)
    enter(client, cast, "tara")
    client.post(reverse("report", args=[report.pk]), {"decision": "return", "answer": "Which sessions?"})
    enter(client, cast, "ada")
    assert "Which sessions?" in page(client, "officer:report_write", report.author_id)


# ── certificate, check-in, worth ─────────────────────────────────────────────────────────────────


def test_certificate_becomes_a_record_with_the_credit_given_here(cast: Cast, client: Client) -> None:
    story, request = back_home(cast)
    EventCredit.objects.create(event=story.event, jurisdiction="us-or", minutes=1200)
    ada = part_of(request, cast)
    enter(client, cast, "ada")
    assert 'value="20:00"' in page(client, "officer:certificate", ada.pk)
    said = {
        "file": SimpleUploadedFile("card.pdf", CARD, "application/pdf"),
        "completed_on": timezone.localdate(),
        "minutes": "20",
    }
    client.post(reverse("officer:certificate", args=[ada.pk]), said)
    record = Record.lines.get()
    assert (record.minutes, record.status, record.person) == (1200, RecordStatus.PENDING, cast.person["ada"])
    assert client.get(reverse("officer:certificate", args=[ada.pk])).status_code == 404


def test_certificate_says_the_credit_by_jurisdiction_only_where_there_is_some(
    cast: Cast, client: Client
) -> None:
    story, request = back_home(cast)
    ada = part_of(request, cast)
    enter(client, cast, "ada")
    assert "Credit by jurisdiction" not in page(client, "officer:certificate", ada.pk)
    EventCredit.objects.create(event=story.event, jurisdiction="us-or", minutes=1200)
    assert "Credit by jurisdiction: Oregon 20:00." in page(client, "officer:certificate", ada.pk)


def test_what_is_due_leads_to_where_it_is_done(cast: Cast, client: Client) -> None:
    ada = part_of(back_home(cast)[1], cast)
    enter(client, cast, "ada")
    client.post(reverse("officer:claim", args=[ada.pk]), EXPENSE)
    text = page(client, "officer:owed")
    for name in ("officer:certificate", "officer:report_write", "officer:claim"):
        assert reverse(name, args=[ada.pk]) in text
        assert page(client, name, ada.pk)


def test_sessions_are_listed_with_their_hours(cast: Cast, client: Client) -> None:
    story, request = at_event(cast)
    ada = part_of(request, cast)
    check_in(attendee=ada, seen=seen(session=a_session(story.event), code="RED7"), by=cast.user["ada"])
    enter(client, cast, "ada")
    answer = client.get(reverse("officer:check_in_pdf", args=[ada.pk]))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"


def test_script_hears_why_a_check_in_was_refused(cast: Cast, client: Client) -> None:
    story, request = at_event(cast)
    session = a_session(story.event)
    enter(client, cast, "ada")
    url = reverse("officer:check_in_send", args=[part_of(request, cast).pk])
    said = {"key": seen().key, "at": timezone.now().isoformat(), "session": session.pk, "code": "BLUE"}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "not the code" in answer.json()["why"]
    taken = client.post(url, {**said, "code": "RED7"})
    assert [each["title"] for each in taken.json()["seen"]] == ["Opening"]


def test_file_that_is_no_photograph_is_refused(cast: Cast, client: Client) -> None:
    _story, request = at_event(cast)
    enter(client, cast, "ada")
    photo = SimpleUploadedFile("badge.png", CARD, "image/png")
    said = {"key": seen().key, "title": "Talk", "photo": photo}
    answer = client.post(reverse("officer:check_in_send", args=[part_of(request, cast).pk]), said)
    assert "not a photograph" in answer.json()["why"]


def test_signing_out_clears_what_a_phone_kept(cast: Cast, client: Client) -> None:
    enter(client, cast, "ada")
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get(reverse("account_login"))


def test_officer_is_asked_three_months_later_what_it_was_worth(cast: Cast, client: Client) -> None:
    story, request = back_home(cast)
    ended = timezone.localdate() - timedelta(days=95)
    Event.objects.filter(pk=story.event.pk).update(starts_on=ended, ends_on=ended)
    ada = part_of(request, cast)
    enter(client, cast, "ada")
    url = reverse("officer:rate", args=[ada.pk])
    assert url in page(client, "officer:owed")
    client.post(url, {"points": "4", "used": "true"})
    assert (Rating.objects.get().moment, Rating.objects.get().used) == ("three_months", True)
    assert url not in page(client, "officer:owed")


def test_means_are_shown_from_three_answers_on(cast: Cast, client: Client) -> None:
    _story, request = back_home(cast, "ben", "ian")
    enter(client, cast, "tara")
    for number, attendee in enumerate(request.attendees.all(), start=1):
        assert "4.0 / 5" not in page(client, "request", request.pk)
        Rating.objects.create(attendee=attendee, event=request.event, moment="return", points=4)
        assert ("4.0 / 5" in page(client, "request", request.pk)) == (number == 3)
