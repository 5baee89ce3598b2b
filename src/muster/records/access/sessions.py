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
from muster.roster.access import agencies_where, in_agencies, own_entries
from muster.roster.models import Appointment

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
    """Return the condition that a session is within reach; one's own are those one teaches."""
    found = in_agencies(reach)
    if reach.own:
        mine = Q(instructor__person__in=own_entries([user.pk]))
        found |= Q(pk__in=SessionInstructor.objects.filter(mine).values("session"))
    return found


def sessions_visible_to(
    user: Visitor, permission: Permission = Permission.RECORDS_SESSION_TEACH
) -> QuerySet[Session]:
    """Return the sessions over which somebody holds a permission; by default those whose roll they may keep."""
    return Session.objects.filter(sessions_in(reach_of(user, permission), user))


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
    """Return the files of the sessions whose roll somebody may keep."""
    return SessionFile.objects.filter(session__in=sessions_visible_to(user))


def rooms_visible_to(user: Visitor) -> QuerySet[Room]:
    """Return the rooms of the agencies in which somebody plans sessions."""
    return Room.objects.filter(agency__in=agencies_where(user, P.RECORDS_SESSION_PLAN))


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
