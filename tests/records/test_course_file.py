"""The course file's audit of itself: what is there, what is missing, what can only come later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.factories.sessions import a_course, a_plan, a_seat, a_session, an_instructor

from muster.curriculum.models import Course
from muster.records.models import Session
from muster.records.queries.course_file import CHECKS, Answer, audit, course_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast: Cast) -> Course:
    return a_course(cast)


def found(session: Session) -> dict[str, Answer]:
    file = course_file(session, date.today() + timedelta(days=1))  # noqa: DTZ011 - far enough from midnight
    return {check.code: finding.answer for check, finding in audit(file)}


def test_course_file_of_a_bare_class_misses_what_auditors_ask(cast: Cast, course: Course) -> None:
    answers = found(a_session(cast, course))
    missing = {code for code, answer in answers.items() if answer == Answer.MISSING}
    asked_later = {"safety", "ratio", "times", "results", "report"}
    assert missing == {check.code for check in CHECKS} - asked_later - {"walk_ins"}


def test_course_file_of_a_class_to_come_owes_nothing_that_cannot_be_yet(cast: Cast, course: Course) -> None:
    a_plan(cast, course, assessments=1)
    answers = found(a_session(cast, course, days=(9,), teacher=an_instructor(cast)))
    assert Answer.MISSING not in answers.values()
    assert answers["sign_in"] == answers["roll"] == answers["results"] == Answer.LATER


def test_course_file_finds_too_many_learners_and_wrong_times(cast: Cast, course: Course) -> None:
    a_plan(cast, course, learners_per_instructor=1)
    session = a_session(cast, course, days=(-2, -1), teacher=an_instructor(cast))
    for name in ("ada", "ben"):
        a_seat(session, cast.person[name])
    answers = found(session)  # 960 minutes held, 480 in the plan; two learners, one instructor with one each
    assert (answers["ratio"], answers["times"]) == (Answer.MISSING, Answer.MISSING)


def test_course_file_asks_for_a_safety_plan_where_somebody_can_be_hurt(cast: Cast) -> None:
    course = a_course(cast, is_hazardous=True)
    assert found(a_session(cast, course))["safety"] == Answer.MISSING
    a_plan(cast, course, safety_plan="Eyes and ears.")
    assert found(a_session(cast, course))["safety"] == Answer.MET


def test_course_file_costs_the_same_for_one_and_for_many(
    cast: Cast, course: Course, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    a_plan(cast, course)
    session = a_session(cast, course, teacher=an_instructor(cast))
    a_seat(session, cast.person["ada"])
    one = queries_of(lambda: course_file(Session.objects.get(pk=session.pk), date.today()))  # noqa: DTZ011 - any day
    for name in ("ben", "sam", "tara"):
        a_seat(session, cast.person[name])
    four = queries_of(lambda: course_file(Session.objects.get(pk=session.pk), date.today()))  # noqa: DTZ011 - any day
    assert one == four
