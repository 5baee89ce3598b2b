"""On the way and back: who was there, check-ins from a phone, and the certificate that becomes a record."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.tallies import tally_request
from muster.events.actions.turns import lock_request
from muster.events.enums import GRANTED, AttendeeState, RequestState
from muster.events.models import Attendee, CheckIn, EventSession
from muster.files.models import StoredFile
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.records.actions.verification import submit_training
from muster.records.models import Record
from muster.roster.access import own_keys

P = Permission
S = RequestState
MARKABLE = (S.REGISTERED, S.TRAVEL_READY, S.ATTENDING)
_BACK = (S.ATTENDING, S.ATTENDED, S.REPORT_DUE, S.REPORT_SUBMITTED, S.REPORT_ACCEPTED, S.SHARE_DUE, S.SHARED)
#: A phone's clock may run ahead of ours by this much.
_AHEAD = timedelta(hours=1)


@transaction.atomic
def mark_attendee(*, attendee: Attendee, state: str, reason: str = "", by: User) -> Attendee:
    """Say of somebody whether they were there, stayed at home, or did not turn up; the last two with a reason.

    Raises Refused when the request is not under way, before they left, of oneself, and without a reason.
    """
    request = lock_request(attendee.request)
    if request.state not in MARKABLE:
        raise Refused(_("Who was there is said while the request is under way."))
    if state in (AttendeeState.ATTENDED, AttendeeState.NO_SHOW):
        if request.state != S.ATTENDING:
            raise Refused(_("Who was there is said once they have left."))
        if attendee.person_id in own_keys([by.pk]):
            raise Refused(_("Somebody else says whether you were there."))
    if state in (AttendeeState.STAYS, AttendeeState.NO_SHOW) and not reason.strip():
        raise Refused(_("Say why."), field="reason")
    current = Attendee.objects.get(pk=attendee.pk)
    before, current.state, current.reason = current.state, state, reason.strip()
    current.full_clean()
    current.save()
    request.edition += 1
    request.save(update_fields=["edition"])
    tally_request(request)
    write_deed(
        verb=P.EVENTS_REQUEST_HANDLE,
        subject=current,
        by=by,
        agency=request.agency,
        reason=reason.strip(),
        details={"state": [before, state], "request": request.pk},
    )
    return current


@dataclass(frozen=True)
class Seen:
    """What a phone sends: its own key, so that what is sent twice is written once, and when it was, by its clock."""

    key: uuid.UUID
    at: datetime
    session: EventSession | None = None
    title: str = ""
    code: str = ""
    photo: StoredFile | None = None


@transaction.atomic
def check_in(*, attendee: Attendee, seen: Seen, by: User) -> CheckIn:
    """Write down that somebody was in a room of the event. What was written before is returned, and written once.

    That is what has the same key, and the same session again. Raises Refused for a wrong code, another event's
    session, a day outside the event, without code and photograph, and for who does not go.
    """
    take_turn()
    known = CheckIn.objects.filter(key=seen.key).first()
    if known is not None:
        if known.attendee_id != attendee.pk:
            raise Refused(_("This check-in belongs to somebody else."))
        return known
    if seen.session is not None:
        again = attendee.check_ins.filter(session=seen.session).first()
        if again is not None:
            return again
    attendee = Attendee.objects.select_related("request__event", "request__agency").get(pk=attendee.pk)
    _refuse_unseen(attendee, seen)
    session = seen.session
    made = CheckIn(
        attendee=attendee,
        session=session,
        title=seen.title.strip() or (session.title if session else ""),
        minutes=session.minutes if session else 0,
        at=seen.at,
        code=seen.code.strip(),
        photo=seen.photo,
        key=seen.key,
    )
    made.full_clean()
    made.save()
    write_deed(
        verb=P.EVENTS_REQUEST_WRITE,
        subject=made,
        by=by,
        agency=attendee.request.agency,
        details={"at": seen.at, "session": session.pk if session else None},
    )
    return made


def _refuse_unseen(attendee: Attendee, seen: Seen) -> None:
    request, session = attendee.request, seen.session
    event = request.event
    if request.state not in GRANTED or attendee.state in (AttendeeState.STAYS, AttendeeState.NO_SHOW):
        raise Refused(_("Only who goes to this event checks in there."))
    if session is not None and session.event_id != event.pk:
        raise Refused(_("This is a session of another event."))
    code = seen.code.strip()
    if session is not None and session.code and code and code.casefold() != session.code.casefold():
        raise Refused(
            _("This is not the code shown in the room. Type it again, or take a photograph."), field="code"
        )
    if not code and seen.photo is None:
        raise Refused(_("Type the code shown in the room, or take a photograph of your badge."), field="code")
    if seen.at > timezone.now() + _AHEAD:
        raise Refused(_("The clock of your phone is ahead. Set it and check in again."))
    if session is None and not seen.title.strip():
        raise Refused(_("Choose the session, or say what it was."), field="title")
    if event.starts_on and event.ends_on:
        day = seen.at.astimezone(ZoneInfo(event.time_zone or request.agency.time_zone)).date()
        if not event.starts_on - timedelta(days=1) <= day <= event.ends_on + timedelta(days=1):
            raise Refused(_("The event is not on this day."))


@transaction.atomic
def hand_in_certificate(
    *, attendee: Attendee, file: StoredFile, name: str, completed_on: date, minutes: int, by: User
) -> Record:
    """Make the training record of somebody's part, with its certificate; the training unit verifies it as any other.

    Raises Refused before they were there, and where the record is there already.
    """
    request = lock_request(attendee.request)
    current = Attendee.objects.select_related("person").get(pk=attendee.pk)
    if request.state not in _BACK or current.state != AttendeeState.ATTENDED:
        raise Refused(_("A certificate is handed in once it is written down that somebody was there."))
    if current.record_key is not None:
        raise Refused(_("The record of this training is there already. Correct it in your file."))
    event = request.event
    record = submit_training(
        person=current.person,
        agency=request.agency,
        certificates=[(file, name)],
        by=by,
        course=event.course,
        title=event.title,
        completed_on=completed_on,
        minutes=minutes,
        provider=str(event.provider or ""),
        outcome="completed",
    )
    current.record_key = record.key
    current.save(update_fields=["record_key"])
    return record
