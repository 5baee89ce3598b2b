"""The roll as an instructor keeps it, with and without JavaScript; the sheet; the results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories.sessions import a_course, a_plan, a_seat, a_session, an_instructor

from muster.records.models import Attendance, Meeting, Record, Result, Session

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


@pytest.fixture
def ian(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["ian"])
    return client


@pytest.fixture
def session(cast: Cast) -> Session:
    return a_session(cast, a_course(cast), teacher=an_instructor(cast))


def url_of(session: Session, name: str = "roll") -> str:
    return reverse(f"trainer:{name}", args=[session.pk, session.meetings.get().pk])


def row(seat: Any, presence: str = "", minutes: str = "", reason: str = "") -> dict[str, str]:
    prefix = f"seat{seat.pk}"
    return {f"{prefix}-presence": presence, f"{prefix}-minutes": minutes, f"{prefix}-reason": reason}


def test_whole_roll_is_saved_as_one_form(cast: Cast, ian: Client, session: Session) -> None:
    ada, ben, sam = (a_seat(session, cast.person[name]) for name in ("ada", "ben", "sam"))
    posted = row(ada, "late", "400", "Traffic") | row(ben, "excused", "", "Sick") | row(sam)
    answer = ian.post(url_of(session), posted | {"rest": "present"}, follow=True)
    assert "3 marks were saved." in answer.content.decode()
    found = Attendance.objects.order_by("enrolment").values_list("presence", "minutes", "reason")
    assert list(found) == [("late", 400, "Traffic"), ("excused", 0, "Sick"), ("present", 480, "")]
    assert "3 of 3 marked" in answer.content.decode()


def test_wrong_row_says_so_and_nothing_is_saved(cast: Cast, ian: Client, session: Session) -> None:
    ada, ben = (a_seat(session, cast.person[name]) for name in ("ada", "ben"))
    answer = ian.post(url_of(session), row(ada, "present") | row(ben, "late"))
    text = answer.content.decode()
    assert "Say how many minutes Ben Testcase was there, from 1 to 480." in text
    assert "Nothing was saved yet" in text
    assert not Attendance.objects.exists()


def test_touched_row_is_saved_alone(cast: Cast, ian: Client, session: Session) -> None:
    ada, ben = (a_seat(session, cast.person[name]) for name in ("ada", "ben"))
    posted = row(ada, "present") | row(ben, "present")
    answer = ian.post(f"{url_of(session)}?row={ada.pk}", posted, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert [mark.enrolment for mark in Attendance.objects.all()] == [ada]
    assert text.count("<li") == 1
    assert "saved" in text
    assert "<html" not in text


def test_touched_row_that_needs_minutes_asks_for_them(cast: Cast, ian: Client, session: Session) -> None:
    ada = a_seat(session, cast.person["ada"])
    answer = ian.post(f"{url_of(session)}?row={ada.pk}", row(ada, "late"), headers={"HX-Request": "true"})
    assert "Say how many minutes" in answer.content.decode()
    assert '<details class="usa-form-group" open>' in answer.content.decode()
    assert not Attendance.objects.exists()


def test_walk_in_is_added_at_the_door_and_linked(cast: Cast, ian: Client, session: Session) -> None:
    ian.post(url_of(session, "add_at_door"), {"name": "Ada Testcase", "agency_name": "Here"})
    seat = session.enrolments.get()
    assert "walk-in" in ian.get(url_of(session)).content.decode()
    link = reverse("trainer:link_walk_in", args=[session.pk, seat.pk])
    assert ian.get(link).context["form"]["person"].value() == cast.person["ada"].pk  # the namesake is offered
    ian.post(link, {"person": cast.person["ada"].pk})
    seat.refresh_from_db()
    assert seat.person == cast.person["ada"]


def test_protected_officer_is_offered_only_to_who_may_see_people(
    cast: Cast, ian: Client, session: Session
) -> None:
    type(cast.person["ada"]).objects.filter(pk=cast.person["ada"].pk).update(is_protected=True)
    assert "Ada Testcase" not in ian.get(url_of(session)).content.decode()
    ian.force_login(cast.user["tara"])
    assert "Ada Testcase" in ian.get(url_of(session)).content.decode()


def test_walk_in_is_linked_after_closing_and_gets_a_record(cast: Cast, ian: Client) -> None:
    closed = a_session(
        cast, a_course(cast), teacher=an_instructor(cast), state="closed", closed_at=timezone.now()
    )
    seat = closed.enrolments.create(walk_in_name="Ada")
    Attendance.objects.create(
        meeting=closed.meetings.get(),
        enrolment=seat,
        presence="present",
        minutes=480,
        marked_by=cast.user["ian"],
    )
    ian.post(reverse("trainer:link_walk_in", args=[closed.pk, seat.pk]), {"person": cast.person["ada"].pk})
    assert Record.lines.get().person == cast.person["ada"]


def test_real_times_are_read_on_the_clocks_of_the_agency(cast: Cast, ian: Client, session: Session) -> None:
    day = session.meetings.get()
    local = Meeting.local(day.starts_at, "America/Los_Angeles")
    late, end = local + timedelta(minutes=30), Meeting.local(day.ends_at, "America/Los_Angeles")
    ian.post(url_of(session, "real_times"), {"began": f"{late:%H:%M}", "finished": f"{end:%H:%M}"})
    day.refresh_from_db()
    assert (day.began_at, day.minutes) == (day.starts_at + timedelta(minutes=30), 450)


def test_closed_roll_can_be_read_and_not_changed(cast: Cast, ian: Client) -> None:
    closed = a_session(
        cast, a_course(cast), teacher=an_instructor(cast), state="closed", closed_at=timezone.now()
    )
    seat = a_seat(closed, cast.person["ada"])
    text = ian.get(url_of(closed)).content.decode()
    assert "Save the roll" not in text
    ian.post(url_of(closed), row(seat, "present"))
    assert not Attendance.objects.exists()


def test_roll_costs_the_same_for_one_and_for_four(
    cast: Cast, ian: Client, session: Session, queries_of: Counted
) -> None:
    a_seat(session, cast.person["ada"])
    one = queries_of(lambda: ian.get(url_of(session)))
    for name in ("ben", "sam", "tara"):
        a_seat(session, cast.person[name])
    assert queries_of(lambda: ian.get(url_of(session))) == one


def test_sheet_has_a_line_for_everybody_and_some_for_walk_ins(
    cast: Cast, ian: Client, session: Session
) -> None:
    a_seat(session, cast.person["ada"])
    answer = ian.get(url_of(session, "sign_in_sheet"))
    text = answer.content.decode()
    assert "Ada Testcase" in text
    assert text.count("<tr><td>") == 1 + 6


def test_results_are_entered_and_a_second_attempt_is_added(cast: Cast, ian: Client, session: Session) -> None:
    test = a_plan(cast, session.course, assessments=1).assessments.get()
    ada, ben = (a_seat(session, cast.person[name]) for name in ("ada", "ben"))
    url = reverse("trainer:results", args=[session.pk])
    ian.post(url, {f"seat{ada.pk}-{test.pk}-score": "70", f"seat{ben.pk}-{test.pk}-outcome": "passed"})
    found = Result.objects.order_by("enrolment").values_list("enrolment", "outcome", "score")
    assert list(found) == [(ada.pk, "failed", Decimal(70)), (ben.pk, "passed", None)]
    assert "1. failed, 70.00 %" in ian.get(url).content.decode()
    ian.post(url, {f"seat{ada.pk}-{test.pk}-attempt": "2", f"seat{ada.pk}-{test.pk}-score": "85"})
    assert Result.objects.filter(enrolment=ada, attempt=2, outcome="passed").exists()


def test_wrong_result_stands_beside_its_field(cast: Cast, ian: Client, session: Session) -> None:
    test = a_plan(cast, session.course, assessments=1).assessments.get()
    ada = a_seat(session, cast.person["ada"])
    prefix = f"seat{ada.pk}-{test.pk}"
    url = reverse("trainer:results", args=[session.pk])
    answer = ian.post(url, {f"{prefix}-score": "70", f"{prefix}-outcome": "passed"})
    assert "The pass mark is 80 percent, so this score says: failed." in answer.content.decode()
    assert not Result.objects.exists()


def test_results_cost_the_same_for_one_and_for_four(
    cast: Cast, ian: Client, session: Session, queries_of: Counted
) -> None:
    a_plan(cast, session.course, assessments=2)
    a_seat(session, cast.person["ada"])
    url = reverse("trainer:results", args=[session.pk])
    one = queries_of(lambda: ian.get(url))
    for name in ("ben", "sam", "tara"):
        a_seat(session, cast.person[name])
    assert queries_of(lambda: ian.get(url)) == one
