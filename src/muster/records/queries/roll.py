"""Reads of the roll and the results."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from muster.curriculum.models import Assessment, LessonPlan
from muster.ledger.lines import on_day
from muster.records.enums import EnrolmentState
from muster.records.models import Attendance, Enrolment, Meeting, Result, Session
from muster.records.queries.enrolment import seats_in
from muster.roster.models import Assignment, Fact, Identifier, Person


@dataclass
class RollRow:
    """One line of the roll: whose, and what it says if anything."""

    seat: Enrolment
    mark: Attendance | None


@dataclass
class SignInRow:
    """One line of the sign-in sheet."""

    seat: Enrolment
    rank: str = ""
    number: str = ""
    unit: str = ""


@dataclass
class ResultRow:
    """One person's results, by assessment (None: the session as a whole)."""

    seat: Enrolment
    attempts: dict[int | None, list[Result]] = field(default_factory=dict)

    def last(self, assessment: int | None) -> Result | None:
        """Return the latest attempt."""
        attempts = self.attempts.get(assessment, [])
        return attempts[-1] if attempts else None


def expected_on(session: Session, meeting: Meeting) -> list[Enrolment]:
    """Return the confirmed seats on one day, by name."""
    seats = seats_in(session).filter(state=EnrolmentState.CONFIRMED)
    coming = [seat for seat in seats if comes_on(seat, meeting)]
    return sorted(coming, key=name_order)


def comes_on(seat: Enrolment, meeting: Meeting) -> bool:
    """Return whether somebody is to come on a day: it is named for them, or none is. Needs ``seats_in``."""
    named = seat.meetings.all()
    return not named or meeting in named


def name_order(seat: Enrolment) -> tuple[str, str]:
    """Return what seats are sorted by: our people by family name, then walk-ins by the name they gave."""
    if seat.person is None:
        return ("\uffff", seat.walk_in_name.casefold())
    return (seat.person.family_name.casefold(), seat.person.given_name.casefold())


def roll_of(session: Session, meeting: Meeting) -> list[RollRow]:
    """Return the roll of one day: everybody who is to come, with the mark if there is one."""
    marks = {mark.enrolment_id: mark for mark in Attendance.objects.filter(meeting=meeting)}
    return [RollRow(seat, marks.get(seat.pk)) for seat in expected_on(session, meeting)]


def unmarked(session: Session) -> list[tuple[Meeting, Enrolment]]:
    """Return every day and seat on which the roll says nothing yet."""
    marked = set(Attendance.objects.filter(meeting__session=session).values_list("meeting", "enrolment"))
    seats = list(seats_in(session).filter(state=EnrolmentState.CONFIRMED))
    return [
        (meeting, seat)
        for meeting in session.meetings.all()
        for seat in seats
        if comes_on(seat, meeting) and (meeting.pk, seat.pk) not in marked
    ]


def sign_in_rows(session: Session, meeting: Meeting) -> list[SignInRow]:
    """Return the lines of the sign-in sheet with rank, number and unit on that day."""
    seats = expected_on(session, meeting)
    people = [seat.person_id for seat in seats if seat.person_id is not None]
    held = on_day(meeting.day_in(session.agency.time_zone))
    ranks = Fact.lines.standing().filter(held, person__in=people, fact="rank")
    numbers = Identifier.lines.standing().filter(person__in=people, kind="agency", agency=session.agency)
    units = Assignment.lines.standing().filter(held, person__in=people)
    rank = dict(ranks.order_by("start").values_list("person", "value"))
    number = dict(numbers.order_by("pk").values_list("person", "value"))
    unit = dict(units.order_by("start").values_list("person", "unit__name"))
    return [
        SignInRow(seat, rank.get(key, ""), number.get(key, ""), unit.get(key, ""))
        for seat in seats
        for key in [seat.person_id or 0]
    ]


def results_of(session: Session) -> list[ResultRow]:
    """Return everybody's results, by name."""
    seats = sorted(seats_in(session).filter(state=EnrolmentState.CONFIRMED), key=name_order)
    rows = {seat.pk: ResultRow(seat) for seat in seats}
    for result in Result.objects.filter(enrolment__in=rows).order_by("attempt"):
        rows[result.enrolment_id].attempts.setdefault(result.assessment_id, []).append(result)
    return list(rows.values())


def assessments_of(plan: LessonPlan | None) -> list[Assessment]:
    """Return what a plan finds out, in order; nothing without a plan."""
    return list(plan.assessments.order_by("order")) if plan else []


def namesakes(seat: Enrolment, people: list[Person]) -> list[Person]:
    """Return those of some people whose full name a walk-in gave, to be offered first."""
    words = set(seat.walk_in_name.casefold().split())
    return [
        person for person in people if {person.given_name.casefold(), person.family_name.casefold()} <= words
    ]


def walk_ins(session: Session) -> Q:
    """Return the condition that a seat is a walk-in's who is not linked to a person yet."""
    return Q(session=session, person__isnull=True, state=EnrolmentState.CONFIRMED)
