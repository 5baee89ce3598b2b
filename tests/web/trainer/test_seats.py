"""The trainer's pages of seats and of closing a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories.sessions import (
    a_course,
    a_plan,
    a_record,
    a_seat,
    a_session,
    an_instructor,
)

from muster.records.actions.roll import mark_rest
from muster.records.enums import Presence
from muster.records.models import Enrolment, Record, Session, SessionFile

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


@pytest.fixture
def tara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["tara"])
    return client


def page(client: Client, name: str, *parts: object, **query: str) -> str:
    answer = client.get(reverse(f"trainer:{name}", args=parts), query)
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


# ── seats ────────────────────────────────────────────────────────────────────────────────────────


def test_pick_list_warns_of_what_somebody_has_already(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,))
    a_record(cast, cast.person["ada"], session.course, timezone.localdate() - timedelta(days=90))
    text = page(tara, "pick_people", session.pk, unit=str(cast.squad_a.pk))
    assert "already has this" in text
    assert "Testcase, Ada" in text
    assert "Testcase, Ben" not in text  # of squad B


def test_several_are_enrolled_at_once_and_the_rest_waits(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,), seats=1)
    chosen = [cast.person["ada"].pk, cast.person["ben"].pk]
    answer = tara.post(reverse("trainer:pick_people", args=[session.pk]), {"people": chosen}, follow=True)
    assert "1 person has a seat now. 1 waits for one." in answer.content.decode()
    assert sorted(session.enrolments.values_list("state", flat=True)) == ["confirmed", "waitlisted"]


def test_somebody_of_another_agency_is_not_enrolled(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,))
    tara.post(reverse("trainer:pick_people", args=[session.pk]), {"people": [cast.person["nora"].pk]})
    assert not Enrolment.objects.exists()


def test_pick_list_costs_the_same_for_one_and_for_many(cast: Cast, tara: Client, queries_of: Counted) -> None:
    session = a_session(cast, a_course(cast), days=(3,))
    one = queries_of(lambda: page(tara, "pick_people", session.pk, q="Ada"))
    # everybody: the same, and no more
    assert queries_of(lambda: page(tara, "pick_people", session.pk)) == one


def test_request_is_approved_or_declined_with_an_answer(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,), needs_approval=True)
    ada, ben = (a_seat(session, cast.person[name], "requested") for name in ("ada", "ben"))
    tara.post(reverse("trainer:approve_seat", args=[session.pk, ada.pk]))
    tara.post(reverse("trainer:decline_seat", args=[session.pk, ben.pk]), {"answer": "In May."})
    assert list(session.enrolments.order_by("pk").values_list("state", "answer")) == [
        ("confirmed", ""),
        ("declined", "In May."),
    ]


def test_taken_off_seat_goes_to_the_next_and_the_page_says_who(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,), seats=1)
    ada = a_seat(session, cast.person["ada"])
    a_seat(session, cast.person["ben"], "waitlisted")
    answer = tara.post(reverse("trainer:withdraw_seat", args=[session.pk, ada.pk]), follow=True)
    assert "Ben Testcase moved up from the waiting list." in answer.content.decode()


def test_seat_of_another_session_is_not_found(cast: Cast, tara: Client) -> None:
    session, other = a_session(cast, a_course(cast)), a_session(cast)
    seat = a_seat(other, cast.person["ada"])
    url = reverse("trainer:withdraw_seat", args=[session.pk, seat.pk])
    assert tara.post(url).status_code == 404


# ── closing ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def held(cast: Cast) -> Session:
    session = a_session(cast, a_course(cast), state="held", teacher=an_instructor(cast))
    a_plan(cast, session.course)
    a_seat(session, cast.person["ada"])
    return session


def test_closing_shows_what_the_records_will_say_and_makes_them(
    cast: Cast, tara: Client, held: Session
) -> None:
    mark_rest(meeting=held.meetings.get(), presence=Presence.PRESENT, by=cast.user["tara"])
    text = page(tara, "close_session", held.pk)
    assert "completed" in text
    assert "8 h" in text
    url = reverse("trainer:close_session", args=[held.pk])
    answer = tara.post(url, {"plan": held.course.plans.get().pk}, follow=True)
    assert "Closed; 2 records were made." in answer.content.decode()
    again = tara.post(url, {"plan": held.course.plans.get().pk}, follow=True)
    assert "Nothing new was made" in again.content.decode()
    assert Record.lines.count() == 2


def test_closing_with_gaps_asks_what_became_of_the_rest(cast: Cast, tara: Client, held: Session) -> None:
    url = reverse("trainer:close_session", args=[held.pk])
    plan = held.course.plans.get().pk
    assert "The roll says nothing of Ada Testcase" in tara.post(url, {"plan": plan}).content.decode()
    tara.post(url, {"plan": plan, "absent_rest": "on"})
    assert Record.lines.get(person=cast.person["ada"]).outcome == "no_show"


def test_report_day_is_written_down(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), state="closed", closed_at=timezone.now(), report_within_days=30)
    today = timezone.localdate().isoformat()
    tara.post(reverse("trainer:report_session", args=[session.pk]), {"reported_on": today})
    session.refresh_from_db()
    assert session.state == "reported"


def test_signed_sheet_is_uploaded_and_comes_back_as_it_was(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast))
    content = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    upload = SimpleUploadedFile("sheet.pdf", content, "application/pdf")
    tara.post(reverse("trainer:add_session_file", args=[session.pk]), {"kind": "sign_in", "file": upload})
    file = SessionFile.objects.get()
    answer = tara.get(reverse("trainer:download_session_file", args=[session.pk, file.pk]))
    assert b"".join(answer) == content
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_program_that_calls_itself_a_scan_is_refused(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast))
    upload = SimpleUploadedFile("sheet.pdf", b"MZ\x90\x00" + b"\0" * 64, "application/pdf")
    url = reverse("trainer:add_session_file", args=[session.pk])
    answer = tara.post(url, {"kind": "sign_in", "file": upload})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not SessionFile.objects.exists()
