"""Courses, and the numbers that states know them by."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.curriculum.lessons import a_course

from muster.curriculum.actions.courses import (
    add_code,
    correct_code,
    course_values,
    edit_course,
    withdraw_code,
)
from muster.curriculum.content import seen
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import Course, CourseCode
from muster.curriculum.queries import codes_of, filter_courses, filter_topic
from muster.ledger.lines import AlreadyReplaced
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db


def edited(cast: Cast, course: Course, shown: str, **fields: object) -> Course:
    return edit_course(course=course, seen_before=shown, by=cast.user["tara"], **fields)  # type: ignore[arg-type]


def test_agency_has_one_course_for_a_code(cast: Cast) -> None:
    a_course(cast, code="DT-1")
    with pytest.raises(ValidationError, match="has a course with this code already"):
        a_course(cast, code="DT-1")
    assert a_course(cast, code="DT-1", agency=cast.oakford).agency == cast.oakford


def test_second_editor_of_a_course_is_told(cast: Cast) -> None:
    course = a_course(cast)
    shown = seen(course_values(course))
    edited(cast, course, shown, title="Holds")
    with pytest.raises(EditedMeanwhile) as told:
        edited(cast, course, shown, title="Arrest and control")
    assert told.value.newer["title"] == "Holds"


def test_course_is_not_needed_before_itself(cast: Cast) -> None:
    basic, more = a_course(cast, code="A"), a_course(cast, code="B")
    edited(cast, more, seen(course_values(more)), prerequisites=[basic])
    with pytest.raises(Refused, match="before itself") as refused:
        edited(cast, basic, seen(course_values(basic)), prerequisites=[more])
    assert refused.value.field == "prerequisites"
    with pytest.raises(Refused, match="before itself"):
        edited(cast, basic, seen(course_values(basic)), prerequisites=[basic])


def test_change_is_one_entry_that_names_what_changed(cast: Cast) -> None:
    course = a_course(cast)
    before = Entry.objects.count()
    edited(cast, course, seen(course_values(course)), minutes=90)
    assert Entry.objects.count() == before + 1
    assert '"changed":["minutes"]' in Entry.objects.last().details


def test_number_is_corrected_by_a_new_line(cast: Cast) -> None:
    course = a_course(cast)
    line = add_code(course=course, jurisdiction="us-tx", code="2095", by=cast.user["tara"], minutes=480)
    newer = correct_code(line=line, by=cast.user["dina"], reason="Typing error", code="2096")
    assert [code.code for code in codes_of(course)] == ["2096"]
    assert [code.code for code in newer.history()] == ["2095", "2096"]
    with pytest.raises(AlreadyReplaced):
        correct_code(line=line, by=cast.user["tara"], reason="x", code="2097")


def test_number_can_be_taken_back(cast: Cast) -> None:
    course = a_course(cast)
    line = add_code(course=course, jurisdiction="us-tx", code="2095", by=cast.user["tara"])
    withdraw_code(line=line, by=cast.user["tara"], reason="Not ours")
    assert not codes_of(course).exists()
    assert CourseCode.lines.count() == 2


def test_same_number_twice_on_one_day_is_refused(cast: Cast) -> None:
    course = a_course(cast)
    days = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}
    add_code(course=course, jurisdiction="us-tx", code="2095", by=cast.user["tara"], **days)
    with pytest.raises(Refused, match="already"):
        add_code(
            course=course, jurisdiction="us-tx", code="2095", by=cast.user["tara"], start=date(2025, 12, 31)
        )
    add_code(course=course, jurisdiction="us-tx", code="2095", by=cast.user["tara"], start=date(2026, 1, 1))
    assert codes_of(course).count() == 2


def test_courses_are_found_by_title_code_and_number(cast: Cast) -> None:
    course = a_course(cast)
    a_course(cast, code="FA-1", title="First aid")
    add_code(course=course, jurisdiction="us-tx", code="2095", by=cast.user["tara"])
    for words in ("defensive", "dt-1", "2095", "tactics 2095"):
        assert list(filter_courses(Course.objects.all(), words)) == [course], words
    assert not filter_courses(Course.objects.all(), "defensive aid").exists()


def test_courses_are_found_by_topic(cast: Cast) -> None:
    first = a_course(cast, code="1", topics=["first-aid"])
    a_course(cast, code="2", topics=["first-aid-cpr"])
    a_course(cast, code="3", topics=None)
    assert list(filter_topic(Course.objects.all(), "first-aid")) == [first]


def test_pass_mark_is_a_percentage(cast: Cast) -> None:
    course = a_course(cast)
    with pytest.raises(IntegrityError, match="curriculum_course_pass_mark_is_percent"), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(pass_mark=101)


def test_number_ends_after_it_begins(cast: Cast) -> None:
    course = a_course(cast)
    days = {"start": date(2025, 1, 2), "end": date(2025, 1, 1)}
    with pytest.raises(ValidationError, match="must not be before the first"):
        add_code(course=course, jurisdiction="us-tx", code="1", by=cast.user["tara"], **days)
    with pytest.raises(IntegrityError, match="curriculum_coursecode_ends_after_start"), transaction.atomic():
        CourseCode.lines.create(course=course, jurisdiction="us-tx", code="1", **days)
