"""Reported to the state, as pages and files say it of each record."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories.sessions import a_course, a_plan, a_seat, a_session

from muster.records.actions.closing import close_session
from muster.records.actions.records import correct_record
from muster.records.actions.roll import mark_rest
from muster.records.enums import Presence
from muster.records.models import Record, Session

pytestmark = pytest.mark.django_db
SAID = "reported to the state"


@pytest.fixture
def reported(cast: Cast, client: Client) -> Session:
    """A class with Ada in it, which Tara closed and reported on the page."""
    session = a_session(cast, a_course(cast))
    a_plan(cast, session.course)
    a_seat(session, cast.person["ada"])
    mark_rest(meeting=session.meetings.get(), presence=Presence.PRESENT, by=cast.user["ian"])
    close_session(session=session, by=cast.user["tara"])
    client.force_login(cast.user["tara"])
    address = reverse("trainer:report_session", args=[session.pk])
    assert "1 verified record will say" in client.get(address).content.decode()
    client.post(address, {"reported_on": timezone.localdate()})
    session.refresh_from_db()
    return session


@pytest.mark.parametrize(
    ("name", "asked"),
    [("officer:record", {}), ("officer:file_of", {}), ("officer:file_of", {"format": "csv"})],
)
def test_record_and_training_file_say_it(
    client: Client, cast: Cast, reported: Session, name: str, asked: dict[str, str]
) -> None:
    record = Record.lines.standing().get(session=reported)
    about = record if name == "officer:record" else cast.person["ada"]
    answer = client.get(reverse(name, args=[about.pk]), asked)
    page = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert SAID in page.decode()


def test_list_of_records_says_it_and_can_be_asked_for_it(client: Client, reported: Session) -> None:
    answer = client.get(reverse("trainer:records"), {"format": "csv", "status": "reported"})
    assert SAID in b"".join(answer.streaming_content).decode()
    assert not client.get(reverse("trainer:records"), {"status": "verified"}).context["page"].object_list


def test_what_was_corrected_since_is_offered_to_be_reported_again(
    client: Client, cast: Cast, reported: Session
) -> None:
    page = reverse("trainer:session", args=[reported.pk])
    assert "It was reported again" not in client.get(page).content.decode()
    record = Record.lines.standing().get(session=reported)
    correct_record(record=record, by=cast.user["tara"], reason="Left early.", minutes=60)
    shown = client.get(page).content.decode()
    assert "It was reported again" in shown
    assert "1 was corrected or approved since the report" in shown


def test_closing_it_again_with_nothing_in_the_form_is_a_sentence(
    client: Client, cast: Cast, reported: Session
) -> None:
    answer = client.post(reverse("trainer:close_session", args=[reported.pk]), follow=True)
    assert "Nothing new was made" in answer.content.decode()
    assert Record.lines.standing().filter(session=reported).count() == 1
