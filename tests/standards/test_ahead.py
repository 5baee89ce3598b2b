"""What people will owe by a day to come, and which course would meet it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.standards.stories import DE_ESCALATION, TODAY, adopt, course, record

from muster.curriculum.models import Course
from muster.roster.models import Person
from muster.standards.ahead import RENEWED_WITHIN, Ahead, look_ahead
from muster.standards.reading import PlannedClass

pytestmark = pytest.mark.django_db
FIRST, LAST = TODAY + timedelta(days=1), date(2027, 11, 20)


def ahead(
    cast: Cast, *courses: Course, first: date = FIRST, last: date = LAST, **more: list[object]
) -> Ahead:
    """Look ahead for Ada alone."""
    ada = Person.objects.filter(pk=cast.person["ada"].pk)
    return look_ahead(cast.millbrook, ada, first, last, courses=courses, **more)  # type: ignore[arg-type]


@pytest.fixture
def taught(cast: Cast) -> Course:
    """A course of de-escalation, which the model asks for each year; Ada took it on 10 December 2025."""
    adopt(cast.millbrook)
    made = course(cast.millbrook)
    record(cast.person["ada"], made, date(2025, 12, 10))
    return made


def test_what_runs_out_until_the_last_day_is_owed_by_that_day(cast: Cast, taught: Course) -> None:
    found = ahead(cast, taught)
    owed = found.owed[0]
    assert (owed.person, owed.requirement, owed.due) == (
        cast.person["ada"].pk,
        DE_ESCALATION,
        date(2026, 12, 10),
    )
    assert owed.earliest == FIRST
    assert not owed.is_late
    assert found.met_by == {owed: {taught.pk}}


@pytest.mark.parametrize(("last", "owes"), [(date(2026, 12, 9), 0), (date(2026, 12, 11), 1)])
def test_what_runs_out_after_the_last_day_is_not(cast: Cast, taught: Course, last: date, owes: int) -> None:
    assert len(ahead(cast, taught, last=last).owed) == owes


def test_what_is_renewed_is_not_planned_sooner_than_half_a_year_before(cast: Cast, taught: Course) -> None:
    record(cast.person["ada"], taught, date(2026, 11, 1))
    owed = ahead(cast, taught).owed[0]
    assert (owed.earliest, owed.due) == (
        date(2027, 11, 1) - timedelta(days=RENEWED_WITHIN),
        date(2027, 11, 1),
    )


def test_what_is_late_already_is_due_on_the_last_day(cast: Cast, taught: Course) -> None:
    owed = ahead(cast, taught, first=date(2027, 1, 1)).owed[0]
    assert owed.is_late
    assert (owed.was_due, owed.earliest, owed.due) == (date(2026, 12, 10), date(2027, 1, 1), LAST)


def test_class_with_a_seat_counts_as_taken(cast: Cast, taught: Course) -> None:
    seat = PlannedClass(cast.person["ada"].pk, taught.pk, date(2026, 12, 5), 240)
    assert ahead(cast, taught, booked=[seat], last=date(2027, 6, 1)).owed == ()


def test_class_with_a_seat_that_comes_too_late_does_not(cast: Cast, taught: Course) -> None:
    late = course(cast.millbrook, "SH-1", topics=["firearms"])
    seat = PlannedClass(cast.person["ada"].pk, late.pk, date(2026, 12, 5), 240)
    assert len(ahead(cast, taught, booked=[seat], last=date(2027, 6, 1)).owed) == 1


def test_course_about_something_else_meets_nothing_and_another_is_tried(cast: Cast, taught: Course) -> None:
    other = course(cast.millbrook, "SH-1", topics=["firearms"])
    assert list(ahead(cast, other).met_by.values()) == [frozenset()]
    assert list(ahead(cast, other, others=[taught]).met_by.values()) == [{taught.pk}]


def test_hours_that_one_class_does_not_have_are_met_by_none(cast: Cast) -> None:
    adopt(cast.millbrook, "us-or/maintenance-84")
    short = course(cast.millbrook, minutes=240)
    found = ahead(cast, short, last=date(2027, 1, 31))
    assert [met for owed, met in found.met_by.items() if owed.requirement == "us-or/maintenance-84"] == [
        frozenset()
    ] * len(found.owed)
