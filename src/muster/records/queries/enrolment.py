"""Reads of seats: who has one, whose turn is next, and what speaks against giving somebody one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from muster.core.periods import add_months, as_date, as_day
from muster.curriculum.enums import PlanState
from muster.curriculum.models import Course, LessonPlan
from muster.records.enums import COUNTING, EnrolmentState, Outcome, SessionState
from muster.records.models import Enrolment, Meeting, Record, Session
from muster.roster.models import Person

E = EnrolmentState
#: Without a refresh in the lesson plan a course is taken for known this long. A starting value of ours.
KNOWN_FOR_MONTHS = 24
#: Outcomes that show that somebody knows what a course teaches.
KNOWS = (Outcome.ATTENDED, Outcome.COMPLETED, Outcome.PASSED, Outcome.EQUIVALENCY, Outcome.INSTRUCTED)
#: Seats that are asked for, waited for or had.
ACTIVE = (E.INVITED, E.REQUESTED, E.CONFIRMED, E.WAITLISTED)


@dataclass
class Warnings:
    """What speaks against a seat for somebody. None of it forbids one."""

    has_already: Record | None = None
    lacks: list[Course] = field(default_factory=list)
    elsewhere: Enrolment | None = None

    def __bool__(self) -> bool:
        return bool(self.has_already or self.lacks or self.elsewhere)


# ── seats ────────────────────────────────────────────────────────────────────────────────────────


def seats_in(session: Session) -> QuerySet[Enrolment]:
    """Return the seats of a session with who has them and on which days, in the order they were asked for."""
    days = Prefetch("meetings", Meeting.objects.order_by("starts_at", "pk"))
    seats = Enrolment.objects.filter(session=session).select_related("person__same_as")
    return seats.prefetch_related(days).order_by("asked_at", "pk")


def taken_by_day(session: Session) -> Counter[int]:
    """Return how many have a seat on each day of a session (by the key of the meeting)."""
    every_day = [meeting.pk for meeting in session.meetings.all()]
    taken: Counter[int] = Counter(dict.fromkeys(every_day, 0))
    for seat in seats_in(session).filter(state=E.CONFIRMED):
        taken.update([meeting.pk for meeting in seat.meetings.all()] or every_day)
    return taken


def is_free(session: Session, taken: Counter[int], days: Iterable[int] = ()) -> bool:
    """Return whether there is a seat on each of some days (none named: on all of them)."""
    if session.seats is None:
        return True
    return all(taken[day] < session.seats for day in (list(days) or taken))


def next_in_line(session: Session) -> list[Enrolment]:
    """Return those on the waiting list who can have a seat now, in the order of asking.

    Who comes on other days than the one that fell free keeps their place and waits on.
    """
    taken = taken_by_day(session)
    promoted = []
    for seat in seats_in(session).filter(state=E.WAITLISTED):
        days = [meeting.pk for meeting in seat.meetings.all()]
        if is_free(session, taken, days):
            promoted.append(seat)
            taken.update(days or list(taken))
    return promoted


# ── warnings ─────────────────────────────────────────────────────────────────────────────────────


def warnings_for(session: Session, people: Collection[Person], last_day: date) -> dict[int, Warnings]:
    """Return what speaks against a seat for each of some people, by their key. The same queries for any number."""
    found = {person.pk: Warnings() for person in people}
    for key, record in already_has(session.course, found, last_day).items():
        found[key].has_already = record
    for key, courses in missing_prerequisites(session.course, found, last_day).items():
        found[key].lacks = courses
    for key, seat in seats_elsewhere(session, found).items():
        found[key].elsewhere = seat
    return found


def already_has(course: Course, people: Iterable[int], day: date) -> dict[int, Record]:
    """Return the latest record by which each person knows a course on a day, by the person's key.

    A record that says until when it is valid counts until then; any other one for the refresh interval of the
    lesson plan in use, or for 24 months.
    """
    since = as_date(int(add_months(np.array([as_day(day)], dtype=np.int32), -_known_for(course))[0]))
    valid = Q(expires_on__gte=day) | Q(expires_on__isnull=True, completed_on__gte=since)
    records = _known(people).filter(valid, course=course, completed_on__lte=day)
    return {record.whose: record for record in records.order_by("completed_on", "pk")}  # type: ignore[attr-defined]


def missing_prerequisites(course: Course, people: Iterable[int], day: date) -> dict[int, list[Course]]:
    """Return the courses that should come first and that each person has no valid record of, by the person's key."""
    needed = list(course.prerequisites.all())
    if not needed:
        return {}
    keys = list(people)
    valid = Q(expires_on__isnull=True) | Q(expires_on__gte=day)
    records = _known(keys).filter(valid, course__in=needed)
    done = {(record.whose, record.course_id) for record in records}  # type: ignore[attr-defined]  # annotated
    lacking = {key: [course for course in needed if (key, course.pk) not in done] for key in keys}
    return {key: courses for key, courses in lacking.items() if courses}


def seats_elsewhere(session: Session, people: Iterable[int]) -> dict[int, Enrolment]:
    """Return the seat each person has in another session on the same hours, by the person's key."""
    meetings = list(session.meetings.all())
    if not meetings:
        return {}
    same_hours = Q()
    for meeting in meetings:
        same_hours |= Q(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
    others = Meeting.objects.filter(same_hours).exclude(session=session.pk)
    others = others.exclude(session__state=SessionState.CANCELLED)
    seats = Enrolment.objects.filter(session__meetings__in=others, state__in=[E.INVITED, E.CONFIRMED])
    seats = seats.filter(Q(person__in=list(people)))
    seats = seats.filter(Q(meetings__isnull=True) | Q(meetings__in=others))
    return {seat.person_id: seat for seat in seats.select_related("session__course")}  # type: ignore[misc]


def _known(people: Iterable[int]) -> QuerySet[Record]:
    """Return the standing records that show what people know; ``whose`` is the entry a person is shown under."""
    records = Record.lines.standing().annotate(whose=Coalesce("person__same_as", "person"))
    return records.filter(Q(whose__in=list(people)), outcome__in=KNOWS, status__in=COUNTING)


def _known_for(course: Course) -> int:
    plans = LessonPlan.objects.filter(course=course, state__in=[PlanState.IN_USE, PlanState.REVIEW])
    return plans.values_list("refresh_after_months", flat=True).first() or KNOWN_FOR_MONTHS
