"""An officer's sessions: what is open, one's own seats, and nothing about others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.factories.sessions import a_course, a_room, a_seat, a_session, an_instructor

from muster.records.models import Enrolment

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


@pytest.fixture
def ada(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["ada"])
    return client


def text_of(client: Client, name: str, *parts: object) -> str:
    answer = client.get(reverse(f"officer:{name}", args=parts))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_open_sessions_are_listed_and_others_are_not(cast: Cast, ada: Client) -> None:
    a_session(cast, a_course(cast), days=(3,), title="Open")
    a_session(cast, days=(3,), title="Secret plan", state="planned")
    a_session(cast, a_course(cast, "OAK", agency=cast.oakford), days=(3,), title="Oakford class")
    text = text_of(ada, "sessions")
    assert "Open" in text
    assert "Secret plan" not in text
    assert "Oakford class" not in text


def test_empty_list_says_whom_to_ask(cast: Cast, ada: Client) -> None:
    assert "Nothing is open just now" in text_of(ada, "sessions")


def test_seat_is_asked_for_once_and_given_back(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,), needs_approval=True)
    url = reverse("officer:ask_for_seat", args=[session.pk])
    ada.post(url, {"note": "For CIT."})
    again = ada.post(url, {"note": "Please."}, follow=True)
    seat = Enrolment.objects.get()
    assert (seat.person, seat.state, seat.note) == (cast.person["ada"], "requested", "For CIT.")
    assert "asked for a seat in this session already" in again.content.decode()
    assert "The training office decides on it." in text_of(ada, "session", session.pk)
    ada.post(reverse("officer:give_back_seat", args=[session.pk]))
    seat.refresh_from_db()
    assert seat.state == "withdrawn"


def test_full_session_offers_the_waiting_list(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,), seats=1)
    a_seat(session, cast.person["ben"])
    answer = ada.post(reverse("officer:ask_for_seat", args=[session.pk]), follow=True)
    assert "on the waiting list" in answer.content.decode()
    assert "You move up by yourself" in answer.content.decode()


def test_invitation_is_answered(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,), state="planned")
    seat = a_seat(session, cast.person["ada"], "invited")
    assert "I will come" in text_of(ada, "session", session.pk)
    ada.post(reverse("officer:answer_invitation", args=[session.pk]), {"accept": "1"})
    seat.refresh_from_db()
    assert seat.state == "confirmed"


def test_answer_to_a_declined_request_is_shown(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,))
    a_seat(session, cast.person["ada"], "declined", answer="In May.")
    assert "In May." in text_of(ada, "sessions")


def test_session_shows_days_and_instructors_and_no_name_of_others(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,), teacher=an_instructor(cast))
    session.meetings.update(room=a_room(cast.millbrook, "Range"))
    a_seat(session, cast.person["ben"], note="Bring glasses")
    session.enrolments.create(walk_in_name="Pat Guest")
    text = text_of(ada, "session", session.pk)
    assert "Range" in text
    assert "Ian Testcase" in text
    for secret in ("Ben Testcase", "Pat Guest", "Bring glasses"):
        assert secret not in text


def test_seat_of_somebody_else_cannot_be_given_back(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,))
    seat = a_seat(session, cast.person["ben"])
    assert ada.post(reverse("officer:give_back_seat", args=[session.pk])).status_code == 404
    seat.refresh_from_db()
    assert seat.state == "confirmed"


def test_officer_has_no_trainer_page(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast))
    a_seat(session, cast.person["ada"])
    day = session.meetings.get().pk
    for name, parts in (("session", [session.pk]), ("roll", [session.pk, day]), ("results", [session.pk])):
        assert ada.get(reverse(f"trainer:{name}", args=parts)).status_code == 404


def test_list_costs_the_same_for_one_and_for_three(cast: Cast, ada: Client, queries_of: Counted) -> None:
    a_seat(a_session(cast, a_course(cast), days=(3,)), cast.person["ada"])
    one = queries_of(lambda: text_of(ada, "sessions"))
    for code in ("X", "Y"):
        a_seat(a_session(cast, a_course(cast, code), days=(4,)), cast.person["ada"])
    assert queries_of(lambda: text_of(ada, "sessions")) == one


def test_cancelled_session_tells_those_who_had_a_seat_why(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,), state="cancelled", cancelled_reason="Snow")
    a_seat(session, cast.person["ada"])
    for text in (text_of(ada, "sessions"), text_of(ada, "session", session.pk)):
        assert "cancelled" in text
        assert "Snow" in text


def test_calendar_holds_the_days_on_which_one_comes(cast: Cast, ada: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3, 4), title="Range; day, one\nBEGIN:VEVENT " + "é" * 60)
    _first, second = session.meetings.all()
    a_seat(session, cast.person["ada"], days=(second,))
    answer = ada.get(reverse("officer:download_session_calendar", args=[session.pk]))
    lines = answer.content.decode().split("\r\n")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert lines.count("BEGIN:VEVENT") == 1
    assert f"DTSTART:{second.starts_at:%Y%m%dT%H%M%SZ}" in lines
    assert "SUMMARY:Range\\; day\\, one\\nBEGIN:VEVENT ééé" in answer.content.decode()
    assert max(len(line.encode()) for line in lines) <= 75
