"""Sessions for tests, made straight in the database: Millbrook holds a class of eight hours on one day or more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.cast import Cast

from muster.curriculum.enums import PlanState
from muster.curriculum.models import (
    Assessment,
    Block,
    Course,
    Instructor,
    InstructorCertification,
    LessonPlan,
    Objective,
)
from muster.records.enums import EnrolmentState, Origin, RecordStatus, SessionState
from muster.records.models import Enrolment, Meeting, Record, Room, Session, SessionInstructor
from muster.roster.models import Agency, Person

ZONE = "America/Los_Angeles"


def a_course(cast: Cast, code: str = "DE-8", **fields: Any) -> Course:
    """A course of eight hours."""
    values: dict[str, Any] = {"agency": cast.millbrook, "title": f"De-escalation {code}", "minutes": 480}
    return Course.objects.create(**(values | {"code": code, "topics": ["de-escalation"]} | fields))


def a_plan(cast: Cast, course: Course, *, assessments: int = 0, **fields: Any) -> LessonPlan:
    """A lesson plan in use, with an objective, eight hours of blocks and some assessments with a pass mark of 80.

    It is written as a draft first: the database freezes a plan that is in any other state.
    """
    state = fields.pop("state", PlanState.IN_USE)
    values = {"version": course.plans.count() + 1, "owner": cast.user["tara"]} | fields
    plan = LessonPlan.objects.create(course=course, **values)
    Objective.objects.create(plan=plan, order=1, text="Slow things down.")
    Block.objects.create(plan=plan, order=1, title="Practice", minutes=480, method="practice")
    for number in range(1, assessments + 1):
        Assessment.objects.create(
            plan=plan, order=number, title=f"Test {number}", instrument="written", pass_mark=80, attempts=2
        )
    plan.state = state
    plan.save(update_fields=["state"])
    return plan


def an_instructor(cast: Cast, name: str = "ian", *, certified: bool = True, **fields: Any) -> Instructor:
    """Somebody of the cast as an instructor, certified since 2020 or not at all."""
    values: dict[str, Any] = {
        "agency": cast.millbrook,
        "person": cast.person[name],
        "biography": "Ten years.",
    }
    instructor = Instructor.objects.create(**(values | fields))
    if certified:
        InstructorCertification.lines.create(
            instructor=instructor, title="Instructor", start=date(2020, 1, 1)
        )
    return instructor


def a_room(agency: Agency, name: str = "Room 1", **fields: Any) -> Room:
    """A room."""
    return Room.objects.create(agency=agency, name=name, **fields)


def a_day(days: int = -1, hour: int = 16, minutes: int = 480) -> tuple[datetime, datetime]:
    """From when to when: some days from today; 16 o'clock UTC is in the morning of the same day at Millbrook."""
    begins = datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return begins, begins + timedelta(minutes=minutes)


def a_session(
    cast: Cast,
    course: Course | None = None,
    *,
    days: tuple[int, ...] = (-1,),
    teacher: Instructor | None = None,
    **fields: Any,
) -> Session:
    """A session on some days from today (yesterday), eight hours each, open for enrolment."""
    course = course or Course.objects.filter(agency=cast.millbrook).first() or a_course(cast)
    values = {"agency": course.agency, "state": SessionState.OPEN} | fields
    session = Session.objects.create(course=course, **values)
    for number in days:
        begins, ends = a_day(number)
        Meeting.objects.create(session=session, starts_at=begins, ends_at=ends)
    if teacher is not None:
        SessionInstructor.objects.create(session=session, instructor=teacher)
    return session


def a_seat(
    session: Session,
    person: Person,
    state: str = EnrolmentState.CONFIRMED,
    *,
    days: tuple[Meeting, ...] = (),
    **fields: Any,
) -> Enrolment:
    """A seat, on all days unless some are named."""
    seat = Enrolment.objects.create(session=session, person=person, state=state, **fields)
    seat.meetings.set(days)
    return seat


def a_record(cast: Cast, person: Person, course: Course, on: date, **fields: Any) -> Record:
    """A verified record of a course."""
    values: dict[str, Any] = {"agency": cast.millbrook, "title": course.title, "minutes": course.minutes}
    values |= {"origin": Origin.ENTERED, "status": RecordStatus.VERIFIED, "outcome": "completed"}
    return Record.lines.create(person=person, course=course, completed_on=on, **(values | fields))
