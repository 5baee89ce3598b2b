"""What the database refuses of rooms, sessions, their days and seats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.factories.sessions import a_course, a_day, a_room, a_seat, a_session

from muster.curriculum.models import Course
from muster.records.actions.rooms import add_room, change_room
from muster.records.actions.sessions import (
    DayPlan,
    plan_session,
)
from muster.records.models import Enrolment, Meeting, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast: Cast) -> Course:
    return a_course(cast)


def planned(cast: Cast, course: Course, *days: DayPlan, **fields: object) -> Session:
    return plan_session(course=course, days=days or [DayPlan(*a_day(3))], by=cast.user["tara"], **fields)


# ── planning ─────────────────────────────────────────────────────────────────────────────────────


def test_room_names_are_given_once(cast: Cast) -> None:
    room = add_room(agency=cast.millbrook, by=cast.user["tara"], name="Range", seats=8)
    change_room(room=room, by=cast.user["tara"], is_active=False)
    room.refresh_from_db()
    assert not room.is_active
    with pytest.raises(IntegrityError), transaction.atomic():
        a_room(cast.millbrook, "Range")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "closed"},
        {"state": "cancelled"},
        {"state": "reported", "closed_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"seats": 0},
    ],
)
def test_impossible_session_is_refused_by_the_database(
    cast: Cast, course: Course, fields: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(agency=cast.millbrook, course=course, **fields)


def test_impossible_day_is_refused_by_the_database(cast: Cast, course: Course) -> None:
    session = a_session(cast, course)
    begins, ends = a_day(1)
    for wrong in (
        {"starts_at": ends, "ends_at": begins},
        {"starts_at": begins, "ends_at": ends, "began_at": begins},
        {"starts_at": begins, "ends_at": ends, "began_at": ends, "finished_at": begins},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.create(session=session, **wrong)


def test_impossible_seat_is_refused_by_the_database(cast: Cast, course: Course) -> None:
    session = a_session(cast, course)
    a_seat(session, cast.person["ada"])
    for wrong in ({"person": cast.person["ada"]}, {}, {"person": cast.person["ben"], "state": "declined"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrolment.objects.create(session=session, **wrong)
