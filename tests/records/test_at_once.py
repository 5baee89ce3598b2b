"""Everybody at once: who changes, who does not and why, and the way back."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from tests.cast import Cast
from tests.factories.sessions import a_course, a_plan, a_seat, a_session

from muster.curriculum.models import Assessment
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.at_once import attend_everybody, pass_everybody, undo_step
from muster.records.actions.closing import close_session
from muster.records.actions.roll import RollMark, enter_result, mark_roll
from muster.records.models import Attendance, Enrolment, Result, Session
from muster.records.queries.at_once import Preview, attending, passing, steps_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast: Cast) -> Session:
    """Yesterday's class with two assessments: Ada came, Ben did not, of Sam the roll says nothing."""
    session = a_session(cast, a_course(cast))
    a_plan(cast, session.course, assessments=2)
    ada, ben, _sam = (a_seat(session, cast.person[name]) for name in ("ada", "ben", "sam"))
    marks = {ada.pk: RollMark("late", 400), ben.pk: RollMark("no_show")}
    mark_roll(meeting=session.meetings.get(), marks=marks, by=cast.user["ian"])
    session.refresh_from_db()
    return session


@pytest.fixture
def tests_of_it(session: Session) -> list[Assessment]:
    """The two assessments."""
    return list(session.course.plans.get().assessments.order_by("order"))


def seat_of(session: Session, cast: Cast, name: str) -> Enrolment:
    """Somebody's seat."""
    return Enrolment.objects.get(session=session, person=cast.person[name])


def told(preview: Preview) -> tuple[dict[str, int], dict[str, str]]:
    """How many things change for whom; and who stays as they are, and why."""
    changes = {seat.person.given_name.lower(): len(whats) for seat, whats in preview.changes}
    return changes, {seat.person.given_name.lower(): str(why) for seat, why in preview.left}


def passed(cast: Cast, session: Session, assessments: list[Assessment | None]) -> int:
    """Let everybody pass who is shown to."""
    seen = passing(session, assessments).token
    return pass_everybody(session=session, assessments=assessments, seen=seen, by=cast.user["ian"])


# ── passed ─────────────────────────────────────────────────────────────────────────────────────


def test_who_was_there_and_has_no_result_would_pass_and_each_other_has_a_reason(
    session: Session, tests_of_it: list[Assessment]
) -> None:
    assert told(passing(session, tests_of_it)) == (
        {"ada": 2},
        {"ben": "did not come", "sam": "the roll says nothing yet"},
    )


def test_all_pass_in_one_step_with_one_entry_and_without_a_percentage(
    cast: Cast, session: Session, tests_of_it: list[Assessment]
) -> None:
    before = Entry.objects.count()
    assert passed(cast, session, tests_of_it) == 1
    assert list(Result.objects.values_list("outcome", "score", "entered_by")) == [
        ("passed", None, cast.user["ian"].pk)
    ] * len(tests_of_it)
    assert Entry.objects.count() == before + 1
    session.refresh_from_db()
    assert session.plan == session.course.plans.get()


def test_result_that_somebody_entered_is_left_as_it_is(
    cast: Cast, session: Session, tests_of_it: list[Assessment]
) -> None:
    ada, first = seat_of(session, cast, "ada"), tests_of_it[0]
    enter_result(enrolment=ada, assessment=first, outcome="failed", by=cast.user["ian"])
    passed(cast, session, tests_of_it)
    assert list(Result.objects.order_by("assessment").values_list("outcome", flat=True)) == [
        "failed",
        "passed",
    ]
    assert told(passing(session, tests_of_it))[1]["ada"] == "has a result already"


def test_class_without_assessments_is_passed_as_a_whole(cast: Cast) -> None:
    session = a_session(cast, a_course(cast, "X"))
    seat = a_seat(session, cast.person["ada"])
    mark_roll(meeting=session.meetings.get(), marks={seat.pk: RollMark("present")}, by=cast.user["ian"])
    passed(cast, session, [None])
    assert Result.objects.get().assessment is None


def test_others_than_were_seen_are_not_changed(
    cast: Cast, session: Session, tests_of_it: list[Assessment]
) -> None:
    seen = passing(session, tests_of_it).token
    sam = seat_of(session, cast, "sam")
    mark_roll(meeting=session.meetings.get(), marks={sam.pk: RollMark("present")}, by=cast.user["ian"])
    with pytest.raises(Refused, match="Look again"):
        pass_everybody(session=session, assessments=tests_of_it, seen=seen, by=cast.user["ian"])
    assert not Result.objects.exists()


def test_assessment_of_another_plan_is_refused(cast: Cast, session: Session) -> None:
    other = a_plan(cast, a_course(cast, "X"), assessments=1).assessments.get()
    with pytest.raises(Refused, match="another lesson plan"):
        pass_everybody(session=session, assessments=[other], seen="", by=cast.user["ian"])


# ── attended ───────────────────────────────────────────────────────────────────────────────────


def test_of_whom_the_roll_says_nothing_was_present_on_each_day_that_has_come(cast: Cast) -> None:
    session = a_session(cast, a_course(cast), days=(-2, -1, 3))
    ada = a_seat(session, cast.person["ada"])
    first = session.meetings.order_by("starts_at").first()
    mark_roll(meeting=first, marks={ada.pk: RollMark("late", 100)}, by=cast.user["ian"])
    a_seat(session, cast.person["ben"])
    preview = attending(session)
    assert told(preview) == ({"ada": 1, "ben": 2}, {})
    assert attend_everybody(session=session, seen=preview.token, by=cast.user["ian"]) == 2
    assert Attendance.objects.filter(presence="present", minutes=480).count() == 3
    session.refresh_from_db()
    assert session.state == "in_session"


def test_nobody_to_change_is_said(cast: Cast, session: Session) -> None:
    sam = seat_of(session, cast, "sam")
    mark_roll(meeting=session.meetings.get(), marks={sam.pk: RollMark("present")}, by=cast.user["ian"])
    preview = attending(session)
    assert told(preview)[1] == dict.fromkeys(["ada", "ben", "sam"], "is marked already")
    with pytest.raises(Refused, match="nobody for whom"):
        attend_everybody(session=session, seen=preview.token, by=cast.user["ian"])


# ── the way back ───────────────────────────────────────────────────────────────────────────────


def test_step_is_undone_but_for_what_somebody_changed_since(
    cast: Cast, session: Session, tests_of_it: list[Assessment]
) -> None:
    passed(cast, session, tests_of_it)
    ada = seat_of(session, cast, "ada")
    enter_result(enrolment=ada, assessment=tests_of_it[0], score=91, attempt=1, by=cast.user["ian"])
    (step,) = steps_of(session)
    assert (step.marks, step.results) == (0, 1)
    assert undo_step(session=session, step=step.key, by=cast.user["ian"]) == 1
    assert [result.score for result in Result.objects.all()] == [91]
    assert Entry.objects.order_by("number").last().told["undone"] == str(step.key)
    assert steps_of(session) == []


def test_undone_marks_leave_the_others(cast: Cast, session: Session) -> None:
    attend_everybody(session=session, seen=attending(session).token, by=cast.user["ian"])
    (step,) = steps_of(session)
    undo_step(session=session, step=step.key, by=cast.user["ian"])
    assert set(Attendance.objects.values_list("presence", flat=True)) == {"late", "no_show"}


def test_step_of_another_session_is_not_undone_from_here(cast: Cast, session: Session) -> None:
    attend_everybody(session=session, seen=attending(session).token, by=cast.user["ian"])
    (step,) = steps_of(session)
    with pytest.raises(Refused, match="Nothing of this step"):
        undo_step(session=a_session(cast, session.course), step=step.key, by=cast.user["ian"])
    with pytest.raises(Refused, match="Nothing of this step"):
        undo_step(session=session, step=uuid4(), by=cast.user["ian"])


def test_after_closing_nothing_is_written_or_undone(
    cast: Cast, session: Session, tests_of_it: list[Assessment]
) -> None:
    attend_everybody(session=session, seen=attending(session).token, by=cast.user["ian"])
    (step,) = steps_of(session)
    close_session(session=session, by=cast.user["tara"])
    for deed in (
        lambda: undo_step(session=session, step=step.key, by=cast.user["ian"]),
        lambda: passed(cast, session, tests_of_it),
        lambda: attend_everybody(session=session, seen="", by=cast.user["ian"]),
    ):
        with pytest.raises(Refused, match="closed"):
            deed()


def test_preview_costs_the_same_for_one_person_and_for_three(
    cast: Cast, session: Session, tests_of_it: list[Assessment], queries_of
) -> None:
    small = a_session(cast, session.course)
    a_seat(small, cast.person["ada"])
    for look in (attending, lambda it: passing(it, tests_of_it)):
        one, three = (Session.objects.select_related("agency").get(pk=it.pk) for it in (small, session))
        assert queries_of(partial(look, one)) == queries_of(partial(look, three))
