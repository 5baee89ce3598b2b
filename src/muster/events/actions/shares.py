"""Bringing it home: duties to share, done and confirmed, or waived by somebody else with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.moves import advance_request
from muster.events.actions.turns import lock_request, refuse_own
from muster.events.enums import BEEN_THERE, ENDED, AttendeeState, EventKind, ShareKind
from muster.events.models import Attendee, BulletinReading, Report, Request, Share, ShareFile
from muster.events.queries.deadlines import Due, deadlines_of
from muster.files.models import StoredFile
from muster.ledger.refusals import Refused
from muster.records.models import Attendance

P = Permission


def owe_shares(request: Request, report: Report) -> None:
    """Make the duties that an accepted report brings: one to share, and for a trainer one to teach.

    Part of ``decide_report``; writes no entry of its own. What is owed already is not owed twice.
    """
    due = {deadline.what: deadline.on for deadline in deadlines_of(request)}
    default = timezone.localdate() + timedelta(days=request.policy.share_days if request.policy else 60)
    if not request.shares.exclude(kind=ShareKind.TEACH).exists():
        Share.objects.create(
            request=request,
            attendee=report.author,
            kind=ShareKind.ROLL_CALL,
            due_on=due.get(Due.SHARE, default),
        )
    if request.event.kind == EventKind.TRAIN_THE_TRAINER:
        _owe_teaching(request, due.get(Due.TEACH, default))


def _owe_teaching(request: Request, due: date) -> None:
    owing = request.attendees.filter(state=AttendeeState.ATTENDED).exclude(shares__kind=ShareKind.TEACH)
    for attendee in owing:
        Share.objects.create(request=request, attendee=attendee, kind=ShareKind.TEACH, due_on=due)


@transaction.atomic
def plan_share(
    *, request: Request, kind: str, due_on: date, by: User, attendee: Attendee | None = None, **fields: Any
) -> Share:
    """Add a duty to share, or another way to do it."""
    current = lock_request(request)
    if current.state in ENDED:
        raise Refused(_("This request is over."))
    share = Share(request=current, kind=kind, due_on=due_on, attendee=attendee, **fields)
    share.full_clean()
    share.save()
    _write(share, by, P.EVENTS_REQUEST_WRITE, {"kind": kind, "due_on": due_on})
    return share


@transaction.atomic
def do_share(*, share: Share, done_on: date, people_reached: int | None, by: User, **fields: Any) -> Share:
    """Say that it was shared: when, with how many, what came of it. The training unit confirms it.

    ``fields``: kind, audience, note, session, plan. ``people_reached`` None: those on the roll of the class. Of a
    bulletin it is who has read it, whatever is said. Raises Refused for a day to come, when it is confirmed already,
    and without a number; a duty to teach stays one, and needs the class that it led to.
    """
    request = lock_request(share.request)
    current = Share.objects.select_related("request__agency").get(pk=share.pk)
    if current.confirmed_by_id or current.waived_by_id:
        raise Refused(_("This is finished already."))
    if request.state not in BEEN_THERE:
        raise Refused(_("What was learned is shared once they are back."))
    if done_on > timezone.localdate():
        raise Refused(_("This day is still to come."), field="done_on")
    _refuse_another_duty(current, fields)
    for name, value in fields.items():
        setattr(current, name, value)
    _refuse_untaught(current)
    reached = _counted(current, people_reached)
    if reached is None:
        raise Refused(_("Say how many people were reached."), field="people_reached")
    current.done_on, current.people_reached, current.answer = done_on, reached, ""
    current.full_clean()
    current.save()
    _write(current, by, P.EVENTS_REQUEST_WRITE, {"done_on": done_on, "people": reached})
    return current


@transaction.atomic
def confirm_share(*, share: Share, by: User) -> Share:
    """Confirm what somebody else says they shared. Raises Refused for one's own, and for what is not done."""
    request = lock_request(share.request)
    current = Share.objects.get(pk=share.pk)
    if current.done_on is None or current.confirmed_by_id or current.waived_by_id:
        raise Refused(_("There is nothing to confirm here."))
    _refuse_own(request, by)
    current.confirmed_by = by
    current.save(update_fields=["confirmed_by"])
    _write(current, by, P.EVENTS_REPORT_DECIDE, {"confirmed": True})
    advance_request(request=request)
    return current


@transaction.atomic
def send_back_share(*, share: Share, answer: str, by: User) -> Share:
    """Say that a sharing cannot be confirmed as it is, and what is missing: it is due again. Raises Refused."""
    request = lock_request(share.request)
    current = Share.objects.get(pk=share.pk)
    if current.done_on is None or current.confirmed_by_id or current.waived_by_id:
        raise Refused(_("There is nothing to confirm here."))
    if not answer.strip():
        raise Refused(_("Say what is missing."), field="answer")
    _refuse_own(request, by)
    current.done_on, current.people_reached, current.answer = None, None, answer.strip()
    current.full_clean()
    current.save()
    _write(current, by, P.EVENTS_REPORT_DECIDE, {"sent_back": True}, answer.strip())
    return current


@transaction.atomic
def waive_share(*, share: Share, reason: str, by: User) -> Share:
    """Release from a duty to share, with the reason. Raises Refused for one's own, and without a reason."""
    request = lock_request(share.request)
    current = Share.objects.get(pk=share.pk)
    if current.confirmed_by_id or current.waived_by_id:
        raise Refused(_("This is finished already."))
    if not reason.strip():
        raise Refused(_("Say why it is waived."), field="waived_reason")
    _refuse_own(request, by)
    current.waived_by, current.waived_reason = by, reason.strip()
    current.full_clean()
    current.save()
    _write(current, by, P.EVENTS_REPORT_DECIDE, {"waived": True}, reason.strip())
    advance_request(request=request)
    return current


@transaction.atomic
def prove_share(*, share: Share, file: StoredFile, name: str, by: User) -> ShareFile:
    """Hang a proof on a sharing: a sign-in sheet, a photograph of the board, the memo."""
    lock_request(share.request)
    made = ShareFile(share=share, file=file, name=name, added_by=by)
    made.full_clean()
    made.save()
    _write(share, by, P.EVENTS_REQUEST_WRITE, {"file": file.sha256})
    return made


def readers_of(share: Share) -> int:
    """Return how many people have read the bulletins of a sharing, each once."""
    readings = BulletinReading.objects.filter(bulletin__share=share)
    return readings.values("person").distinct().count()


def _counted(share: Share, said: int | None) -> int | None:
    """Return how many were reached: those who read, those on the roll where nothing is said, or what is said."""
    if share.kind == ShareKind.BULLETIN and share.bulletins.exists():
        return readers_of(share)
    if said is None and share.session is not None:
        there = Attendance.objects.filter(enrolment__session=share.session, minutes__gt=0)
        return there.values("enrolment").distinct().count() or None
    return said


def _refuse_another_duty(share: Share, fields: dict[str, Any]) -> None:
    """A duty to teach is not done by something lighter; who cannot teach is released from it."""
    kind = fields.get("kind", share.kind)
    if (share.kind == ShareKind.TEACH) != (kind == ShareKind.TEACH):
        raise Refused(_("A duty to teach stays one. Ask to be released from it."), field="kind")


def _refuse_untaught(share: Share) -> None:
    if share.session is not None and share.session.agency_id != share.request.agency_id:
        raise Refused(_("This class is of another agency."), field="session")
    if share.kind == ShareKind.TEACH and share.session is None:
        raise Refused(_("Name the class that you taught."), field="session")


def _refuse_own(request: Request, by: User) -> None:
    refuse_own(request, by, P.EVENTS_REPORT_DECIDE)


def _write(share: Share, by: User, verb: Permission, details: dict[str, Any], reason: str = "") -> None:
    write_deed(verb=verb, subject=share, by=by, agency=share.request.agency, reason=reason, details=details)
