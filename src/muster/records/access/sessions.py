"""Who may see, plan, teach and close which session, and which steps a session may take at all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import Reach, Visitor, reach_of
from muster.accounts.permissions import Permission
from muster.ledger.lines import on_day
from muster.records.enums import SessionState
from muster.records.models import Enrolment, Room, Session, SessionFile, SessionInstructor
from muster.roster.access import (
    agencies_visible_to,
    agencies_where,
    in_agencies,
    own_entries,
    people_in,
    under,
    units_visible_to,
)
from muster.roster.models import Agency, Appointment, Person, Unit

P = Permission
S = SessionState


@dataclass(frozen=True)
class Step:
    """A step a session may take: from which state to which, and what somebody needs to make it."""

    source: SessionState
    target: SessionState
    permission: Permission
    label: Promise
    needs_reason: bool = False


_OPEN = _("Open for enrolment")
_BEGIN = _("Begin the class")
_CANCEL = _("Cancel the session")

#: Every step there is, apart from closing, which makes the records (``actions.closing``).
STEPS: tuple[Step, ...] = (
    Step(S.PLANNED, S.OPEN, P.RECORDS_SESSION_PLAN, _OPEN),
    Step(S.OPEN, S.PLANNED, P.RECORDS_SESSION_PLAN, _("Back to planning")),
    Step(S.OPEN, S.LOCKED, P.RECORDS_SESSION_PLAN, _("Close enrolment")),
    Step(S.LOCKED, S.OPEN, P.RECORDS_SESSION_PLAN, _OPEN),
    Step(S.PLANNED, S.IN_SESSION, P.RECORDS_SESSION_TEACH, _BEGIN),
    Step(S.OPEN, S.IN_SESSION, P.RECORDS_SESSION_TEACH, _BEGIN),
    Step(S.LOCKED, S.IN_SESSION, P.RECORDS_SESSION_TEACH, _BEGIN),
    Step(S.IN_SESSION, S.HELD, P.RECORDS_SESSION_TEACH, _("The class is over")),
    Step(S.HELD, S.IN_SESSION, P.RECORDS_SESSION_TEACH, _("It is not over yet")),
    Step(S.PLANNED, S.CANCELLED, P.RECORDS_SESSION_PLAN, _CANCEL, needs_reason=True),
    Step(S.OPEN, S.CANCELLED, P.RECORDS_SESSION_PLAN, _CANCEL, needs_reason=True),
    Step(S.LOCKED, S.CANCELLED, P.RECORDS_SESSION_PLAN, _CANCEL, needs_reason=True),
    Step(S.IN_SESSION, S.CANCELLED, P.RECORDS_SESSION_PLAN, _CANCEL, needs_reason=True),
    Step(S.CANCELLED, S.PLANNED, P.RECORDS_SESSION_PLAN, _("Plan it again")),
)
#: From these states a session can be closed.
CLOSABLE = (S.IN_SESSION, S.HELD)


def step_between(source: str, target: str) -> Step | None:
    """Return the step from one state to another, None where there is no such step."""
    return next((step for step in STEPS if step.source == source and step.target == target), None)


def steps_open_to(user: Visitor, session: Session) -> list[Step]:
    """Return the steps that somebody may make with a session as it stands."""
    return [
        step for step in STEPS if step.source == session.state and may_with(user, step.permission, session)
    ]


def sessions_in(reach: Reach, user: Visitor) -> Q:
    """Return the condition that a session is within reach; one's own are those one teaches.

    A role in a unit reaches the sessions of that unit and of those below it, and not those of the agency as a whole.
    """
    found = in_agencies(reach)
    if reach.unit_paths:
        found |= under(reach.unit_paths, "unit__path")
    if reach.own:
        mine = Q(instructor__person__in=own_entries([user.pk]))
        found |= Q(pk__in=SessionInstructor.objects.filter(mine).values("session"))
    return found


def sessions_visible_to(
    user: Visitor, permission: Permission = Permission.RECORDS_SESSION_TEACH
) -> QuerySet[Session]:
    """Return the sessions over which somebody holds a permission; by default those whose roll they may keep."""
    return Session.objects.filter(sessions_in(reach_of(user, permission), user))


def course_files_visible_to(user: Visitor) -> QuerySet[Session]:
    """Return the sessions whose course file somebody may read: who keeps it, and who looks over their shoulder."""
    return sessions_visible_to(user, P.RECORDS_FILE_READ)


def hidden_seats(user: Visitor, session: Session) -> frozenset[int]:
    """Return the seats (keys) of protected people in a session whom this reader does not see. Two queries at most.

    Who keeps the roll sees everybody on it. For all others a protected person is no more seen here than on the page
    about people.
    """
    if may_teach(user, session):
        return frozenset()
    protected = Q(person__is_protected=True) | Q(person__same_as__is_protected=True)
    seen = Person.objects.filter(people_in(reach_of(user, P.RECORDS_FILE_READ), user)).order_by().values("pk")
    hidden = Enrolment.objects.filter(protected, session=session)
    hidden = hidden.exclude(person__in=seen).exclude(person__same_as__isnull=False, person__same_as__in=seen)
    return frozenset(hidden.values_list("pk", flat=True))


def may_with(user: Visitor, permission: Permission, session: Session) -> bool:
    """Return whether somebody holds a permission over a session. Asked once of the database for each user object."""
    known: dict[tuple[str, int], bool] = user.__dict__.setdefault("_sessions_allowed", {})
    key = (permission.value, session.pk)
    if key not in known:
        known[key] = sessions_visible_to(user, permission).filter(pk=session.pk).exists()
    return known[key]


def may_plan(user: Visitor, session: Session) -> bool:
    """Return whether somebody may change the plan of a session and enrol people."""
    return may_with(user, P.RECORDS_SESSION_PLAN, session)


def may_teach(user: Visitor, session: Session) -> bool:
    """Return whether somebody may keep the roll of a session."""
    return may_with(user, P.RECORDS_SESSION_TEACH, session)


def may_close(user: Visitor, session: Session) -> bool:
    """Return whether somebody may close a session and say that it was reported."""
    return may_with(user, P.RECORDS_SESSION_CLOSE, session)


def session_files_visible_to(user: Visitor) -> QuerySet[SessionFile]:
    """Return the uploaded files of the course files that somebody may read.

    A signed sheet names everybody, so of a class with somebody protected the files are for those who keep its roll,
    and for those who see protected people there (``may_open_files``).
    """
    return SessionFile.objects.filter(session__in=course_files_visible_to(user))


def may_open_files(user: Visitor, session: Session) -> bool:
    """Return whether the files of a course file may be opened: nobody hidden from the reader can be named in them."""
    return not hidden_seats(user, session)


def agencies_planned_in(user: Visitor) -> QuerySet[Agency]:
    """Return the agencies in which somebody plans sessions, also where only for a unit."""
    return agencies_visible_to(user, P.RECORDS_SESSION_PLAN)


def units_planned_for(user: Visitor, kept: int | None = None) -> QuerySet[Unit]:
    """Return the units for which somebody plans sessions, those there are today, and the one of key ``kept``."""
    there = Q(end__isnull=True) | Q(end__gte=timezone.localdate())
    return units_visible_to(user, P.RECORDS_SESSION_PLAN).filter(there | Q(pk=kept))


def may_plan_for(user: Visitor, agency: Agency, unit: Unit | None) -> bool:
    """Return whether somebody may plan a session of a unit, or (None) of an agency as a whole."""
    return reach_of(user, P.RECORDS_SESSION_PLAN).covers(agency, unit)


def units_of_sessions(user: Visitor) -> QuerySet[Unit]:
    """Return the units whose sessions somebody may see, and those above them, to choose from."""
    paths = (
        sessions_visible_to(user).filter(unit__isnull=False).order_by().values_list("unit__path", flat=True)
    )
    return Unit.objects.filter(
        pk__in={int(key) for path in paths.distinct() for key in path.split("/") if key}
    )


def rooms_visible_to(user: Visitor) -> QuerySet[Room]:
    """Return the rooms of the agencies in which somebody plans sessions: theirs to add and change."""
    return Room.objects.filter(agency__in=agencies_where(user, P.RECORDS_SESSION_PLAN))


def rooms_to_plan_in(user: Visitor) -> QuerySet[Room]:
    """Return the rooms in which somebody may put a session: those of the agency, also for who plans for a unit."""
    return Room.objects.filter(agency__in=agencies_planned_in(user))


# ── an officer's own seats ───────────────────────────────────────────────────────────────────────


def seats_of(user: Visitor) -> QuerySet[Enrolment]:
    """Return the seats somebody has or had, their own alone."""
    if not reach_of(user, P.RECORDS_SESSION_ENROL).own:
        return Enrolment.objects.none()
    mine = Q(person__in=own_entries([user.pk]))
    return Enrolment.objects.filter(mine)


def sessions_to_join(user: Visitor) -> QuerySet[Session]:
    """Return the sessions open for enrolment in the agencies that employ somebody today."""
    if not reach_of(user, P.RECORDS_SESSION_ENROL).own:
        return Session.objects.none()
    mine = Q(person__in=own_entries([user.pk]))
    employers = Appointment.lines.standing().filter(mine, on_day(timezone.localdate()))
    return Session.objects.filter(state=S.OPEN, agency__in=employers.values("agency"))


def sessions_seen_by_officer(user: Visitor) -> QuerySet[Session]:
    """Return the sessions somebody may look at as an officer: those to join, and those with a seat of theirs."""
    return Session.objects.filter(
        Q(pk__in=sessions_to_join(user).values("pk")) | Q(pk__in=seats_of(user).values("session"))
    )
