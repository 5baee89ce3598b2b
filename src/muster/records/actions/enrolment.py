"""Seats: given, asked for, decided, waited for, given back.

A seat that falls free goes to whoever asked first and can take it, in the same transaction. The session is locked
meanwhile (``turns.lock_session``), so two seats that fall free at once go to two people, and one goes to one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.records.actions.turns import lock_session, refuse_closed
from muster.records.enums import SEATS_OPEN, EnrolmentState, SessionState
from muster.records.models import Attendance, Enrolment, Meeting, Session
from muster.records.queries.enrolment import ACTIVE, is_free, next_in_line, taken_by_day
from muster.roster.access import own_keys
from muster.roster.models import Person

P = Permission
E = EnrolmentState


@transaction.atomic
def enrol_people(
    *,
    session: Session,
    people: Sequence[Person],
    by: User,
    meetings: Collection[Meeting] = (),
    invite: bool = False,
) -> list[Enrolment]:
    """Give people seats, in the order given; who finds none left waits. One entry in the ledger for all of them.

    With ``invite`` they are asked whether they want to come instead. ``meetings`` are the days they come on, none
    for all. Who has a seat, or waits for one, keeps it as it is; who only asked for one gets it. Returns the seats
    that are new or changed. Warnings (``queries.enrolment.warnings_for``) are the caller's to show; they forbid
    nothing.
    """
    current = lock_session(session)
    _refuse_no_seats(current)
    _refuse_strange_days(current, meetings)
    if not people:
        raise Refused(_("Choose at least one person."), field="people")
    untouched = (E.CONFIRMED, E.WAITLISTED, E.INVITED) if invite else (E.CONFIRMED, E.WAITLISTED)
    seats = [
        _seat(current, person, meetings, state=E.INVITED if invite else None)
        for person in people
        if not _holds(current, person, untouched)
    ]
    write_deed(
        verb=P.RECORDS_SESSION_PLAN,
        subject=current,
        by=by,
        agency=current.agency,
        details={"seats": [[seat.pk, seat.person_id, seat.state] for seat in seats]},
    )
    return seats


@transaction.atomic
def ask_for_seat(
    *, session: Session, person: Person, by: User, meetings: Collection[Meeting] = (), note: str = ""
) -> Enrolment:
    """Ask for a seat in a session that is open. Where seats need approval it waits for that, else it is had at once.

    Raises Refused where enrolment is closed, or they have asked already.
    """
    current = lock_session(session)
    if current.state != SessionState.OPEN:
        raise Refused(_("Enrolment in this session is closed. Ask your training office."))
    _refuse_strange_days(current, meetings)
    if _holds(current, person, ACTIVE):
        raise Refused(_("You have asked for a seat in this session already."))
    seat = _seat(current, person, meetings, state=E.REQUESTED if current.needs_approval else None, note=note)
    _write(seat, by, P.RECORDS_SESSION_ENROL, None)
    return seat


@transaction.atomic
def decide_seat(*, enrolment: Enrolment, approve: bool, by: User, answer: str = "") -> Enrolment:
    """Approve a seat that was asked for (it waits where none is left), or decline it with an answer.

    Raises Refused where it was decided meanwhile, and for one's own seat: nobody approves their own thing.
    """
    session = lock_session(enrolment.session)
    seat = _locked(enrolment)
    refuse_closed(session)
    if seat.state != E.REQUESTED:
        raise Refused(_("This seat was decided already: %(state)s.") % {"state": seat.get_state_display()})
    deciding = answerable(by, P.RECORDS_SESSION_PLAN, session.agency)
    if seat.person_id in own_keys(deciding):
        raise Refused(_("Nobody decides on their own seat. Ask a colleague."))
    if not approve and not answer.strip():
        raise Refused(_("Say why the seat is declined."), field="answer")
    before, seat.answer = seat.state, answer.strip()
    seat.state = _state_for(session, _days(seat)) if approve else E.DECLINED
    seat.save()
    _write(seat, by, P.RECORDS_SESSION_PLAN, before, reason=seat.answer)
    return seat


@transaction.atomic
def answer_invitation(*, enrolment: Enrolment, accept: bool, by: User) -> Enrolment:
    """Accept or decline one's own invitation; who accepts when the seats are gone waits for one."""
    session = lock_session(enrolment.session)
    seat = _locked(enrolment)
    _refuse_no_seats(session)
    if seat.state != E.INVITED:
        raise Refused(_("This invitation was answered already."))
    before, seat.asked_at = seat.state, timezone.now()
    seat.state = _state_for(session, _days(seat)) if accept else E.WITHDRAWN
    seat.save()
    _write(seat, by, P.RECORDS_SESSION_ENROL, before)
    return seat


@transaction.atomic
def withdraw_seat(*, enrolment: Enrolment, by: User, reason: str = "", own: bool = False) -> Enrolment:
    """Give a seat back, or take it away; whoever is next in line gets it at once.

    ``own`` says that somebody gives back their own: they may until the class begins. Raises Refused once the roll
    says something of them.
    """
    session = lock_session(enrolment.session)
    seat = _locked(enrolment)
    refuse_closed(session)
    if seat.state not in ACTIVE:
        raise Refused(_("This seat was given back already."))
    if own and session.state in (SessionState.IN_SESSION, SessionState.HELD):
        raise Refused(_("The class has begun. Tell the instructor, who keeps the roll."))
    if Attendance.objects.filter(enrolment=seat).exists():
        raise Refused(
            _("The roll says something of them already. Mark them there as not having come instead.")
        )
    before, seat.state = seat.state, E.WITHDRAWN
    seat.save()
    _write(
        seat, by, P.RECORDS_SESSION_ENROL if own else P.RECORDS_SESSION_PLAN, before, reason=reason.strip()
    )
    if before == E.CONFIRMED:
        promote_waiting(session)
    return seat


@transaction.atomic
def choose_days(*, enrolment: Enrolment, meetings: Collection[Meeting], by: User) -> Enrolment:
    """Say on which days somebody comes (none: on all of them). Raises Refused where one of them is full."""
    session = lock_session(enrolment.session)
    seat = _locked(enrolment)
    refuse_closed(session)
    _refuse_strange_days(session, meetings)
    if Attendance.objects.filter(enrolment=seat).exclude(meeting__in=meetings).exists() and meetings:
        raise Refused(_("The roll of a day they would not come on says something of them already."))
    before = _days(seat)
    seat.meetings.set(meetings)
    if seat.state == E.CONFIRMED and session.seats is not None:
        over = [day for day, taken in taken_by_day(session).items() if taken > session.seats]
        if over:
            raise Refused(_("One of these days is full."), field="meetings")
    write_deed(
        verb=P.RECORDS_SESSION_PLAN,
        subject=seat,
        by=by,
        agency=session.agency,
        details={"days": [before, _days(seat)]},
    )
    promote_waiting(session)
    return seat


def promote_waiting(session: Session) -> list[Enrolment]:
    """Give free seats to those who wait, in the order of asking. Inside the caller's transaction and lock.

    Each gets an entry in the ledger without a person behind it: Muster did it.
    """
    if session.state not in SEATS_OPEN:
        return []
    promoted = next_in_line(session)
    for seat in promoted:
        before, seat.state = seat.state, E.CONFIRMED
        seat.save()
        _write(seat, None, P.RECORDS_SESSION_ENROL, before, agency_of=session)
    return promoted


# ── pieces ───────────────────────────────────────────────────────────────────────────────────────


def _seat(
    session: Session,
    person: Person,
    meetings: Collection[Meeting],
    *,
    state: EnrolmentState | None,
    note: str = "",
) -> Enrolment:
    """Write a seat, taking up again one that was given back or declined. Without ``state`` it depends on the room."""
    seat = Enrolment.objects.filter(session=session, person=person).first()
    if seat is None:
        seat = Enrolment(session=session, person=person)
    elif seat.state not in ACTIVE:
        seat.asked_at = timezone.now()  # who gave a seat back goes to the end of the line
    seat.state = state or _state_for(session, [meeting.pk for meeting in meetings])
    seat.note, seat.answer = note.strip(), ""
    seat.full_clean()
    seat.save()
    seat.meetings.set(meetings)
    return seat


def _state_for(session: Session, days: Collection[int]) -> EnrolmentState:
    return E.CONFIRMED if is_free(session, taken_by_day(session), days) else E.WAITLISTED


def _days(seat: Enrolment) -> list[int]:
    return sorted(seat.meetings.values_list("pk", flat=True))


def _holds(session: Session, person: Person, states: Collection[EnrolmentState]) -> bool:
    return Enrolment.objects.filter(session=session, person=person, state__in=states).exists()


def _locked(enrolment: Enrolment) -> Enrolment:
    seats = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "session__agency")
    return seats.get(pk=enrolment.pk)


def _refuse_no_seats(session: Session) -> None:
    refuse_closed(session)
    if session.state not in SEATS_OPEN:
        raise Refused(_("This class is over. Add who came without a seat on the roll."))


def _refuse_strange_days(session: Session, meetings: Collection[Meeting]) -> None:
    if any(meeting.session_id != session.pk for meeting in meetings):
        raise Refused(_("One of these days belongs to another session."), field="meetings")


def _write(
    seat: Enrolment,
    by: User | None,
    verb: Permission,
    before: str | None,
    *,
    reason: str = "",
    agency_of: Session | None = None,
) -> None:
    session = agency_of or seat.session
    write_deed(
        verb=verb,
        subject=seat,
        by=by,
        agency=session.agency,
        reason=reason,
        details={"session": session.pk, "person": seat.person_id, "state": [before, seat.state]},
    )
