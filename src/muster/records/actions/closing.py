"""Closing: the roll and the results become records, once, all of them or none."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.models import LessonPlan
from muster.ledger.refusals import Refused
from muster.records.access.sessions import CLOSABLE
from muster.records.actions.records import is_about, is_late
from muster.records.actions.roll import linked, mark_rest
from muster.records.actions.turns import lock_session
from muster.records.enums import (
    CLOSED,
    TEACHING_ROLES,
    Origin,
    Outcome,
    Presence,
    RecordStatus,
    SessionState,
)
from muster.records.models import Enrolment, Meeting, Record, Result, Session
from muster.records.queries.closing import endings_of, plans_in_force, records_made_by
from muster.records.queries.outcomes import Ending
from muster.records.queries.roll import unmarked
from muster.roster.access import own_keys
from muster.roster.models import Person

P = Permission


@transaction.atomic
def close_session(
    *,
    session: Session,
    by: User,
    absent_rest: bool = False,
    plan: LessonPlan | None = None,
    no_plan_reason: str = "",
) -> Session:
    """Close a session: one record for each person who had a seat, one for each instructor, and the plan pinned.

    Outcomes come from ``queries.outcomes``. From then on roll and results are frozen. ``absent_rest`` marks
    everybody of whom the roll says nothing as not having come. ``plan`` is one of the versions in force on the last
    day; without it the first of them is taken. Walk-ins that are not linked get their record when they are. A record
    about the one who closes waits for somebody else's approval, and so do all records of a class that is closed late
    (``actions.records.is_late``).

    Raises Refused where it is closed already, has not ended, the roll has gaps, or no plan was in force and no
    reason says why.
    """
    current = lock_session(session)
    _refuse_not_closable(current)
    meetings = list(current.meetings.order_by("starts_at", "pk"))
    _refuse_not_over(meetings)
    if absent_rest:
        for meeting in meetings:
            mark_rest(meeting=meeting, presence=Presence.NO_SHOW, by=by)
    _refuse_gaps(current)
    _pin_plan(current, plan, no_plan_reason.strip(), meetings[-1])
    current.state, current.closed_at = SessionState.CLOSED, timezone.now()
    current.edition += 1
    current.save()
    made = _records_of_learners(current, meetings, by) + _records_of_instructors(current, meetings, by)
    Record.lines.bulk_create(made)
    write_deed(
        verb=P.RECORDS_SESSION_CLOSE,
        subject=current,
        by=by,
        agency=current.agency,
        reason=current.no_plan_reason,
        details={
            "plan": current.plan_id,
            "records": [[record.pk, record.person_id, record.outcome, record.minutes] for record in made],
        },
    )
    return current


@transaction.atomic
def link_closed_walk_in(*, enrolment: Enrolment, person: Person, by: User) -> Record:
    """Say which of our people a walk-in of a closed session was, and make the record they did not get then."""
    session = lock_session(enrolment.session)
    if session.state not in CLOSED:
        raise Refused(_("This session is not closed. Link the walk-in on the roll."))
    if (
        Record.lines.standing()
        .filter(session=session, person=person)
        .exclude(outcome=Outcome.INSTRUCTED)
        .exists()
    ):
        raise Refused(
            _("%(name)s has a record of this session already. If it is wrong, correct it.")
            % {"name": person},
            field="person",
        )
    seat = linked(enrolment, person)
    meetings = list(session.meetings.order_by("starts_at", "pk"))
    (record,) = [made for made in _records_of_learners(session, meetings, by) if made.person_id == person.pk]
    record.save()
    write_deed(
        verb=P.RECORDS_SESSION_CLOSE,
        subject=record,
        by=by,
        agency=session.agency,
        details={"session": session.pk, "walk_in": seat.pk, "name": seat.walk_in_name},
    )
    return record


# ── what closing asks for ────────────────────────────────────────────────────────────────────────


def _refuse_not_closable(session: Session) -> None:
    if session.state in CLOSED:
        raise Refused(
            _(
                "This session was closed on %(day)s already; its %(number)d records stand. Nothing new was made."
            )
            % {
                "day": date_format(session.closed_at or timezone.now(), "j M Y"),
                "number": records_made_by(session),
            }
        )
    if session.state not in CLOSABLE:
        raise Refused(
            _("A session that is %(state)s cannot be closed. Begin the class and keep its roll first.")
            % {"state": session.get_state_display()}
        )


def _refuse_not_over(meetings: list[Meeting]) -> None:
    if not meetings:
        raise Refused(_("A session has at least one day. Give its date and times."))
    if max(meeting.finished_at or meeting.ends_at for meeting in meetings) > timezone.now():
        raise Refused(_("The last day is not over yet. Close the session after it."))


def _refuse_gaps(session: Session) -> None:
    gaps = unmarked(session)
    if gaps:
        raise Refused(
            _(
                "The roll says nothing of %(names)s. Mark them, or tick that everybody without a mark did not come."
            )
            % {"names": ", ".join(sorted({str(seat) for _meeting, seat in gaps}))},
            field="absent_rest",
        )


def _pin_plan(session: Session, plan: LessonPlan | None, reason: str, last: Meeting) -> None:
    """Pin the version that was taught: a pinned one stays if it was in force, else the one chosen, else the first."""
    in_force = plans_in_force(session.course, last.day_in(session.agency.time_zone))
    if plan is not None and plan not in in_force:
        raise Refused(_("This version was not in force on the day of the class."), field="plan")
    if session.plan is not None and session.plan in in_force:
        if (
            plan is not None
            and plan != session.plan
            and Result.objects.filter(enrolment__session=session).exists()
        ):
            raise Refused(
                _("Results were entered for %(plan)s already.") % {"plan": session.plan}, field="plan"
            )
        session.plan = plan or session.plan
        return
    session.plan = plan or next(iter(in_force), None)
    if session.plan is None and not reason:
        raise Refused(
            _("No lesson plan was in force on the day of the class. Say why it was held without one."),
            field="no_plan_reason",
        )
    session.no_plan_reason = reason if session.plan is None else ""


# ── the records ──────────────────────────────────────────────────────────────────────────────────


def _records_of_learners(session: Session, meetings: list[Meeting], by: User) -> list[Record]:
    own = own_keys([by.pk])
    return [
        _record(session, seat.person, ending, by, own)  # type: ignore[arg-type]  # a seat with a person behind it
        for seat, ending in endings_of(session, meetings).values()
    ]


def _records_of_instructors(session: Session, meetings: list[Meeting], by: User) -> list[Record]:
    """Make a record of teaching for each of our own people who taught: the minutes said, or else the whole class."""
    held = sum(meeting.minutes for meeting in meetings)
    last = meetings[-1].day_in(session.agency.time_zone)
    own = own_keys([by.pk])
    posts = session.teaching.filter(role__in=TEACHING_ROLES, instructor__person__isnull=False)
    return [
        _record(
            session,
            post.instructor.person,  # type: ignore[arg-type]  # asked for just above
            Ending(Outcome.INSTRUCTED, post.minutes if post.minutes is not None else held, last),
            by,
            own,
        )
        for post in posts.select_related("instructor__person__same_as").order_by("pk")
    ]


def _record(session: Session, person: Person, ending: Ending, by: User, own: frozenset[int]) -> Record:
    record = Record(
        agency=session.agency,
        person=person,
        course=session.course,
        title=str(session),
        session=session,
        plan=session.plan,
        origin=Origin.SESSION,
        status=RecordStatus.VERIFIED,
        completed_on=ending.on,
        minutes=ending.minutes,
        outcome=ending.outcome,
        delivery=session.course.delivery,
        provider=session.course.provider,
        score=ending.score,
        known_by=by,
    )
    if is_about(record, by, own) or is_late(ending.on, session.agency):
        record.status = RecordStatus.PENDING
    return record
