"""The trainer's pages of sessions: list, plan, steps, timetable, rooms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.factories.sessions import (
    a_course,
    a_day,
    a_plan,
    a_room,
    a_seat,
    a_session,
    an_instructor,
)

from muster.records.models import Room, Session

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


def plan_of(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the form of a plan posts: one day next week with one instructor row left empty."""
    posted: dict[str, Any] = {
        "course": "",
        "title": "",
        "seats": "10",
        "day-TOTAL_FORMS": "2",
        "day-INITIAL_FORMS": "0",
        "day-0-on": "2030-03-04",
        "day-0-begins": "08:00",
        "day-0-ends": "16:30",
        "day-0-break_minutes": "30",
        "post-TOTAL_FORMS": "2",
        "post-INITIAL_FORMS": "0",
        "post-0-role": "lead",
        "post-1-role": "lead",
    }
    return posted | changes


# ── the list ─────────────────────────────────────────────────────────────────────────────────────


def test_list_shows_seats_state_and_the_clock_of_the_report(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), seats=2, report_within_days=30, teacher=an_instructor(cast))
    a_seat(session, cast.person["ada"])
    a_seat(session, cast.person["ben"], "waitlisted")
    text = page(tara, "sessions")
    assert "De-escalation DE-8" in text
    assert "1 / 2" in text
    assert "+1 waiting" in text
    assert "29 days left" in text
    assert "Ian Testcase" in text


def test_list_says_what_to_do_first(cast: Cast, tara: Client) -> None:
    assert "Plan the first one" in page(tara, "sessions")


def test_list_is_filtered_and_comes_as_csv(cast: Cast, tara: Client) -> None:
    a_session(cast, a_course(cast), title="=Night")
    a_session(cast, days=(5,), title="Morning")
    text = page(tara, "sessions", state="coming", format="csv")
    assert "Morning" in text
    assert "Night" not in text
    assert "'=Night" in page(tara, "sessions", q="night", format="csv")


def test_list_costs_the_same_for_one_row_and_for_three(cast: Cast, tara: Client, queries_of: Counted) -> None:
    a_session(cast, a_course(cast), teacher=an_instructor(cast))
    one = queries_of(lambda: page(tara, "sessions"))
    for name in ("sam", "ben"):
        session = a_session(cast, a_course(cast, name), teacher=an_instructor(cast, name))
        a_seat(session, cast.person["ada"])
    assert queries_of(lambda: page(tara, "sessions")) == one


def test_instructor_sees_only_what_he_teaches(cast: Cast, client: Client) -> None:
    a_session(cast, a_course(cast), teacher=an_instructor(cast), title="Mine")
    a_session(cast, title="Theirs")
    client.force_login(cast.user["ian"])
    text = page(client, "sessions")
    assert "Mine" in text
    assert "Theirs" not in text
    assert "Plan a session" not in text


# ── one session ──────────────────────────────────────────────────────────────────────────────────


def test_session_shows_what_its_course_file_lacks(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), teacher=an_instructor(cast, certified=False))
    a_seat(session, cast.person["ada"])
    text = page(tara, "session", session.pk)
    assert "Approve the lesson plan, or say at closing why there was none." in text
    assert "Print the sheet, have it signed, and upload the scan." in text
    assert "no certification" in text
    assert "1 mark is missing" in text


def test_session_costs_the_same_for_one_seat_and_for_four(
    cast: Cast, tara: Client, queries_of: Counted
) -> None:
    session = a_session(cast, a_course(cast), days=(-2, -1), teacher=an_instructor(cast))
    a_plan(cast, session.course, assessments=1)
    a_seat(session, cast.person["ada"])
    one = queries_of(lambda: page(tara, "session", session.pk))
    for name in ("ben", "sam", "tara"):
        a_seat(session, cast.person[name], days=(session.meetings.first(),))
    assert queries_of(lambda: page(tara, "session", session.pk)) == one


def test_name_with_markup_is_shown_as_it_is(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), title="<script>alert(1)</script>")
    session.enrolments.create(walk_in_name="<b>Pat</b>")
    text = page(tara, "session", session.pk)
    assert "<script>alert" not in text
    assert "&lt;b&gt;Pat&lt;/b&gt;" in text


# ── planning ─────────────────────────────────────────────────────────────────────────────────────


def test_plan_is_made_with_days_room_and_instructor(cast: Cast, tara: Client) -> None:
    course, ian, room = a_course(cast), an_instructor(cast), a_room(cast.millbrook)
    posted = plan_of(cast, course=course.pk) | {"post-0-instructor": ian.pk, "day-0-room": room.pk}
    answer = tara.post(reverse("trainer:add_session"), posted)
    session = Session.objects.get()
    (day,) = session.meetings.all()
    assert answer.headers["Location"] == reverse("trainer:session", args=[session.pk])
    assert (session.seats, session.state, day.minutes, day.room) == (10, "planned", 480, room)
    assert day.starts_at.isoformat() == "2030-03-04T16:00:00+00:00"  # 8 o'clock in Los Angeles
    assert [post.instructor for post in session.teaching.all()] == [ian]
    assert "<time" in page(tara, "session", session.pk)


def test_class_that_ends_past_midnight_ends_on_the_next_day(cast: Cast, tara: Client) -> None:
    posted = plan_of(cast, course=a_course(cast).pk) | {"day-0-begins": "22:00", "day-0-ends": "02:00"}
    tara.post(reverse("trainer:add_session"), posted)
    assert Session.objects.get().meetings.get().minutes == 4 * 60 - 30


def test_form_posted_twice_plans_one_session(cast: Cast, tara: Client) -> None:
    posted = plan_of(cast, course=a_course(cast).pk, once="token-of-this-form")
    first = tara.post(reverse("trainer:add_session"), posted)
    second = tara.post(reverse("trainer:add_session"), posted)
    assert Session.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_refused_plan_says_why_and_keeps_what_was_typed(cast: Cast, tara: Client) -> None:
    course, ian = a_course(cast), an_instructor(cast, certified=False)
    posted = plan_of(cast, course=course.pk, title="Kept") | {"post-0-instructor": ian.pk}
    answer = tara.post(reverse("trainer:add_session"), posted)
    assert "No certification of Ian Testcase covers this course on 4 Mar 2030" in answer.content.decode()
    assert 'value="Kept"' in answer.content.decode()
    assert not Session.objects.exists()


def test_course_of_another_agency_cannot_be_chosen(cast: Cast, tara: Client) -> None:
    posted = plan_of(cast, course=a_course(cast, "OAK", agency=cast.oakford).pk)
    answer = tara.post(reverse("trainer:add_session"), posted)
    assert answer.status_code == 200
    assert not Session.objects.exists()


def changed_plan(session: Session, **changes: Any) -> dict[str, Any]:
    (day,) = session.meetings.all()
    return plan_of(
        None,  # type: ignore[arg-type]  # the cast is not looked at
        **{
            "course": session.course_id,
            "edition": session.edition,
            "day-INITIAL_FORMS": "1",
            "day-0-key": day.pk,
        }
        | changes,
    )


def test_plan_is_changed_and_the_second_planner_sees_the_difference(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,))
    url = reverse("trainer:change_session", args=[session.pk])
    assert tara.post(url, changed_plan(session, title="First")).status_code == 302
    answer = tara.post(url, changed_plan(session, title="Second"))  # with the edition of before
    text = answer.content.decode()
    assert "Somebody changed this session while you were working on it" in text
    assert "<td>Second</td><td>First</td>" in text
    assert 'name="edition" value="2"' in text
    session.refresh_from_db()
    assert (session.title, session.meetings.get().minutes) == ("First", 480)


def test_day_is_taken_away_by_its_tick(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), days=(3,))
    posted = changed_plan(session, **{"day-0-DELETE": "on"})
    posted |= {"day-1-on": "2030-05-06", "day-1-begins": "08:00", "day-1-ends": "12:00"}
    tara.post(reverse("trainer:change_session", args=[session.pk]), posted)
    assert session.meetings.get().starts_at.date() == date(2030, 5, 6)


def test_session_is_held_again(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), title="Again")
    tara.post(reverse("trainer:clone_session", args=[session.pk]), {"first_day": "2030-01-07"})
    copy = Session.objects.exclude(pk=session.pk).get()
    assert (copy.title, copy.meetings.get().day_in("America/Los_Angeles")) == ("Again", date(2030, 1, 7))


# ── steps ────────────────────────────────────────────────────────────────────────────────────────


def test_session_is_opened_and_cancelled_with_a_reason(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), state="planned")
    tara.post(reverse("trainer:move_session", args=[session.pk, "open"]))
    session.refresh_from_db()
    assert session.state == "open"
    cancel = reverse("trainer:move_session", args=[session.pk, "cancelled"])
    assert "This field is required" in tara.post(cancel, {"reason": ""}).content.decode()
    tara.post(cancel, {"reason": "Snow"})
    session.refresh_from_db()
    assert (session.state, session.cancelled_reason) == ("cancelled", "Snow")


def test_instructor_cannot_open_his_session(cast: Cast, client: Client) -> None:
    session = a_session(cast, a_course(cast), state="planned", teacher=an_instructor(cast))
    client.force_login(cast.user["ian"])
    assert client.post(reverse("trainer:move_session", args=[session.pk, "open"])).status_code == 404
    session.refresh_from_db()
    assert session.state == "planned"


# ── timetable and rooms ──────────────────────────────────────────────────────────────────────────


def test_timetable_shows_the_week_by_room_and_the_month_by_day(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), days=(), title="Range day")
    begins, ends = a_day(0)
    session.meetings.create(starts_at=begins, ends_at=ends, room=a_room(cast.millbrook, "Range"))
    cancelled = a_session(cast, days=(0,), title="Gone", state="cancelled", cancelled_reason="Snow")
    assert cancelled.meetings.exists()
    for view in ("", "month"):
        text = page(tara, "timetable", view=view)
        assert "Range day" in text
        assert "Gone" not in text
    assert "Nothing on in these days" in page(tara, "timetable", day="2019-05-05")
    assert "Range day" in page(tara, "timetable", format="csv")


def test_timetable_bears_any_day(cast: Cast, tara: Client) -> None:
    assert "Timetable" in page(tara, "timetable", day="yesterday")


def test_timetable_costs_the_same_for_one_and_for_three(
    cast: Cast, tara: Client, queries_of: Counted
) -> None:
    a_session(cast, a_course(cast), days=(0,))
    one = queries_of(lambda: page(tara, "timetable"))
    for code in ("X", "Y"):
        a_session(cast, a_course(cast, code), days=(0,))
    assert queries_of(lambda: page(tara, "timetable")) == one


def test_room_is_added_and_taken_out_of_use(cast: Cast, tara: Client) -> None:
    assert "Add the places where classes are held" in page(tara, "rooms")
    posted = {"agency": cast.millbrook.pk, "name": "Range", "seats": "8", "is_active": "on"}
    tara.post(reverse("trainer:add_room"), posted)
    room = Room.objects.get()
    again = tara.post(reverse("trainer:add_room"), posted)
    assert "This agency has a room of this name already." in again.content.decode()
    tara.post(reverse("trainer:change_room", args=[room.pk]), {"name": "Range", "seats": "8"})
    assert "not in use" in page(tara, "rooms")


def test_room_list_costs_the_same_for_one_and_for_three(
    cast: Cast, tara: Client, queries_of: Counted
) -> None:
    a_room(cast.millbrook)
    one = queries_of(lambda: page(tara, "rooms"))
    for name in ("Room 2", "Room 3"):
        a_room(cast.millbrook, name)
    assert queries_of(lambda: page(tara, "rooms")) == one
