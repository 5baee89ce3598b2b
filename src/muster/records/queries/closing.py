"""Reads for closing a session: which lesson plan was in force, and what the course file still lacks."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from muster.curriculum.enums import TEACHABLE, PlanState
from muster.curriculum.models import Course, LessonPlan
from muster.records.enums import EnrolmentState, Outcome, Presence, RecordStatus
from muster.records.models import Attendance, Enrolment, Meeting, Record, Result, Session
from muster.records.queries.enrolment import seats_in
from muster.records.queries.outcomes import Attempt, Day, Ending, Mark, Part, outcomes
from muster.records.queries.roll import comes_on

#: Which of several versions in force is taken first.
_PREFERRED = (PlanState.IN_USE, PlanState.REVIEW, PlanState.APPROVED, PlanState.APPROVED_INTERIM)


def plans_in_force(course: Course, day: date) -> list[LessonPlan]:
    """Return the versions of a lesson plan that could be taught on a day, the one to take first of all.

    Asked from the steps that each version went through, so that a class is closed with the plan of its day also
    when a newer version was taken into use since.
    """
    close_of_day = datetime.combine(day, time.max, ZoneInfo(course.agency.time_zone))
    found = []
    for plan in course.plans.prefetch_related("steps"):
        state = state_at(plan, close_of_day)
        if state in TEACHABLE and _runs_on(plan, state, day):
            found.append((_PREFERRED.index(PlanState(state)), -plan.version, plan))
    return [plan for _rank, _version, plan in sorted(found, key=lambda row: row[:2])]


def plan_in_force(course: Course, day: date) -> LessonPlan | None:
    """Return the lesson plan that is taken for a class on a day, None where there was none in force."""
    return next(iter(plans_in_force(course, day)), None)


def state_at(plan: LessonPlan, moment: datetime) -> str:
    """Return where a version stood at a moment. Needs the steps fetched."""
    steps = sorted(plan.steps.all(), key=lambda step: (step.at, step.pk))
    before = [step.to_state for step in steps if step.at <= moment]
    if before:
        return before[-1]
    return steps[0].from_state if steps else plan.state


def _runs_on(plan: LessonPlan, state: str, day: date) -> bool:
    begun = plan.effective is None or plan.effective <= day
    over = state == PlanState.APPROVED_INTERIM and plan.interim_until is not None and plan.interim_until < day
    return begun and not over


def plan_taught(session: Session, day: date) -> LessonPlan | None:
    """Return the version a session pins, or else the one in force on its day."""
    return session.plan if session.plan_id is not None else plan_in_force(session.course, day)


def records_made_by(session: Session) -> int:
    """Return how many records a session has."""
    return Record.lines.standing().filter(session=session).count()


def unreported(session: Session) -> QuerySet[Record]:
    """Return the verified records of a session that no report to the state told of, as they stand."""
    return Record.lines.standing().filter(session=session, status=RecordStatus.VERIFIED)


def endings_of(session: Session, meetings: list[Meeting]) -> dict[int, tuple[Enrolment, Ending]]:
    """Return how a session ended for each seat with a person behind it, by the person's key.

    The session has its plan, and the roll no gap (``queries.roll.unmarked``).
    """
    zone = session.agency.time_zone
    days = {m.pk: Day(m.pk, m.day_in(zone), m.minutes) for m in meetings}
    seats = seats_in(session).filter(state=EnrolmentState.CONFIRMED, person__isnull=False)
    by_key = {seat.pk: seat for seat in seats}
    marks: dict[int, dict[int, Mark]] = {key: {} for key in by_key}
    for mark in Attendance.objects.filter(enrolment__in=by_key):
        marks[mark.enrolment_id][mark.meeting_id] = Mark(Presence(mark.presence), mark.minutes)
    attempts: dict[int, list[Attempt]] = {key: [] for key in by_key}
    for result in Result.objects.filter(enrolment__in=by_key):
        attempt = Attempt(result.assessment_id, result.attempt, Outcome(result.outcome), result.score)
        attempts[result.enrolment_id].append(attempt)
    assessments = session.plan.assessments.values_list("pk", flat=True) if session.plan else []
    parts = [
        Part(key, [days[m.pk] for m in meetings if comes_on(seat, m)], marks[key], attempts[key])
        for key, seat in by_key.items()
    ]
    found = outcomes(parts, assessments=list(assessments), credit=session.course.minutes)
    return {by_key[key].person_id: (by_key[key], ending) for key, ending in found.items()}  # type: ignore[misc]
