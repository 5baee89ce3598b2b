"""Reads of sessions: seats, days, clashes of rooms and instructors, certifications on the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import (
    Count,
    DateTimeField,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.curriculum.models import Course, Instructor, InstructorCertification
from muster.curriculum.queries import covers
from muster.records.enums import CLOSED, EnrolmentState, SessionState
from muster.records.models import Enrolment, Meeting, Session, SessionInstructor
from muster.roster.models import Unit

#: From so many days before the last one on, the clock of the report warns. A starting value of ours.
SOON_DAYS: Final = 7


def annotate_days(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Add ``first_at`` and ``last_at``, the moments between which a session is held, and ``days``."""
    meetings = Meeting.objects.filter(session=OuterRef("pk")).order_by().values("session")
    return sessions.annotate(
        first_at=Subquery(meetings.annotate(x=Min("starts_at")).values("x"), output_field=DateTimeField()),
        last_at=Subquery(meetings.annotate(x=Max("ends_at")).values("x"), output_field=DateTimeField()),
        days=Subquery(meetings.annotate(x=Count("pk")).values("x"), output_field=IntegerField()),
    )


def annotate_seats(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Add ``taken``, ``waiting`` and ``asked``: how many have a seat, wait for one, and ask for one."""
    return sessions.annotate(
        taken=_counted(EnrolmentState.CONFIRMED),
        waiting=_counted(EnrolmentState.WAITLISTED),
        asked=_counted(EnrolmentState.REQUESTED),
    )


def _counted(state: EnrolmentState) -> Coalesce:
    seats = Enrolment.objects.filter(session=OuterRef("pk"), state=state).order_by().values("session")
    return Coalesce(Subquery(seats.annotate(x=Count("pk")).values("x"), output_field=IntegerField()), 0)


def filter_in_unit(sessions: QuerySet[Session], unit: Unit | None) -> QuerySet[Session]:
    """Keep the sessions of a unit and of those below it; None keeps all."""
    return sessions if unit is None else sessions.filter(unit__path__startswith=unit.path)


def filter_sessions(sessions: QuerySet[Session], *, words: str = "", state: str = "") -> QuerySet[Session]:
    """Keep the sessions whose title, number or course holds every word, and that stand at a state.

    The state ``due`` keeps those that were held and have no records yet, ``coming`` those that are not over.
    The caller has annotated the days.
    """
    for word in words.split():
        named = Q(title__icontains=word) | Q(number__icontains=word)
        sessions = sessions.filter(named | Q(course__title__icontains=word) | Q(course__code__icontains=word))
    if state == "due":
        over = Q(last_at__lt=timezone.now())
        return sessions.filter(over).exclude(state__in=[*CLOSED, SessionState.CANCELLED])
    if state == "coming":
        ahead = Q(last_at__gte=timezone.now())
        return sessions.filter(ahead).exclude(state=SessionState.CANCELLED)
    return sessions.filter(state=state) if state in SessionState.values else sessions


def with_teaching(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch course, agency, unit and instructors along."""
    teaching = SessionInstructor.objects.select_related("instructor__person").order_by("pk")
    return sessions.select_related("course", "agency", "unit").prefetch_related(
        Prefetch("teaching", teaching)
    )


def meetings_between(sessions: QuerySet[Session], low: datetime, high: datetime) -> QuerySet[Meeting]:
    """Return the days of sessions that lie in part between two moments, in order; cancelled ones left out."""
    meetings = Meeting.objects.filter(session__in=sessions, starts_at__lt=high, ends_at__gt=low)
    meetings = meetings.exclude(session__state=SessionState.CANCELLED)
    return meetings.select_related("session__course", "session__agency", "room").order_by("starts_at", "pk")


# ── two things at one time ───────────────────────────────────────────────────────────────────────


def room_clash(room_id: int, low: datetime, high: datetime, but: Session | None) -> Meeting | None:
    """Return another session's day in the same room that overlaps, None where the room is free."""
    return _others(low, high, but).filter(room=room_id).first()


def instructor_clash(
    instructor: Instructor, low: datetime, high: datetime, but: Session | None
) -> Meeting | None:
    """Return another session's day, in any agency, at which the same person teaches, None where they are free."""
    same = Q(session__teaching__instructor=instructor.pk)
    if instructor.person_id is not None:
        same |= Q(session__teaching__instructor__person=instructor.person_id)
    return _others(low, high, but).filter(same).first()


def _others(low: datetime, high: datetime, but: Session | None) -> QuerySet[Meeting]:
    found = Meeting.objects.filter(starts_at__lt=high, ends_at__gt=low)
    if but is not None:
        found = found.exclude(session=but.pk)
    found = found.exclude(session__state=SessionState.CANCELLED)
    return found.select_related("session__course", "session__agency").order_by("starts_at", "pk")


# ── certifications ───────────────────────────────────────────────────────────────────────────────


def uncertified_days(instructor: Instructor, course: Course, days: Iterable[date]) -> list[date]:
    """Return the days on which no certification lets somebody teach a course.

    A certification that names no topic covers any; one that names topics covers a course that shares one of
    them, or whose topics nobody has said yet.
    """
    lines = list(InstructorCertification.lines.standing().filter(instructor=instructor))
    fitting = [line for line in lines if covers(line, course)]
    return [day for day in days if not any(_holds(line, day) for line in fitting)]


def _holds(line: InstructorCertification, day: date) -> bool:
    return line.start <= day and (line.end is None or day <= line.end)


# ── days and deadlines ───────────────────────────────────────────────────────────────────────────


def days_of(session: Session, meetings: Sequence[Meeting]) -> list[date]:
    """Return the days of a session where the agency is, in order."""
    return sorted({meeting.day_in(session.agency.time_zone) for meeting in meetings})


def today_at(session: Session) -> date:
    """Return today where the agency of a session is."""
    return Meeting.local(timezone.now(), session.agency.time_zone).date()


def report_due(session: Session, last_day: date | None) -> date | None:
    """Return the last day on which the report to the state is in time, None where none is asked for."""
    if session.report_within_days is None or last_day is None:
        return None
    return last_day + timedelta(days=session.report_within_days)


@dataclass(frozen=True)
class Clock:
    """How the report to the state stands: the last day for it, and how many days are left (below zero: late by)."""

    due: date
    left: int
    reported_on: date | None

    @property
    def tone(self) -> str:
        """Say how urgent it is, in the tones of the pages."""
        if self.reported_on is not None:
            return "good" if self.reported_on <= self.due else "warn"
        if self.left < 0:
            return "bad"
        return "warn" if self.left <= SOON_DAYS else "wait"

    @property
    def words(self) -> str:
        """Say it in words."""
        if self.reported_on is not None:
            return _("reported") if self.reported_on <= self.due else _("reported late")
        if self.left < 0:
            return ngettext("%(number)d day late", "%(number)d days late", -self.left) % {
                "number": -self.left
            }
        return ngettext("%(number)d day left", "%(number)d days left", self.left) % {"number": self.left}


def report_clock(session: Session, last_at: datetime | None, now: datetime) -> Clock | None:
    """Return the clock of the report, None where none is asked for or the session has no day."""
    last_day = Meeting.local(last_at, session.agency.time_zone).date() if last_at else None
    due = report_due(session, last_day)
    if due is None or session.state == SessionState.CANCELLED:
        return None
    today = Meeting.local(now, session.agency.time_zone).date()
    return Clock(due, (due - today).days, session.reported_on)
