"""The report on return: written, handed in, accepted or sent back, with contacts and what it was worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable_at
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.moves import advance_request
from muster.events.actions.shares import owe_shares
from muster.events.actions.turns import ChangedMeanwhile, lock_request
from muster.events.enums import AttendeeState, RatingMoment, ReportState, RequestState
from muster.events.models import Attendee, Contact, Rating, Report, ReportFile, Request
from muster.events.queries.library import later_from
from muster.files.models import StoredFile
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.access import LENDERS_OWN, own_keys

P = Permission
S = RequestState
R = ReportState

#: What the author says; each may be written bit by bit until the report is handed in.
FIELDS: Final = (
    "attended",
    "key_points",
    "change",
    "applies_to",
    "conflicts",
    "recommend",
    "proposed_share",
    "topics",
)
#: Without these a report says nothing to those who stayed.
NEEDED: Final = ("attended", "key_points")
_BACK = (S.ATTENDED, S.REPORT_DUE, S.REPORT_SUBMITTED)
_THERE = (S.ATTENDING, *_BACK)


@transaction.atomic
def write_report(
    *,
    attendee: Attendee,
    by: User,
    edition: int | None = None,
    others: Sequence[Attendee] | None = None,
    **fields: Any,
) -> Report:
    """Write or go on writing the report of somebody who is or was there; ``others`` are those it also stands for.

    ``fields`` are those of ``FIELDS``. Raises Refused before the departure, after it is handed in, for who stands in
    the report of another already, for others who were not there or report themselves; ChangedMeanwhile where
    ``edition`` is not the newest (1: there is none yet).
    """
    request = lock_request(attendee.request)
    attendee = Attendee.objects.get(pk=attendee.pk)
    if request.state not in _THERE or attendee.state not in (AttendeeState.GOING, AttendeeState.ATTENDED):
        raise Refused(_("A report is written by those who were there, once they have left."))
    _refuse_named(request, attendee)
    report = Report.objects.filter(request=request, author=attendee).first() or Report(
        request=request, author=attendee
    )
    if edition is not None and report.edition != edition:
        raise ChangedMeanwhile(report)
    if report.state not in (R.DRAFT, R.RETURNED):
        raise Refused(_("This report is handed in. Ask for it back to change it."))
    for name in FIELDS:
        if name in fields:
            setattr(report, name, fields[name])
    report.edition += 1
    report.full_clean()
    report.save()
    if others is not None:
        _refuse_absent(report, others)
        report.others.set(others)
    _write(report, by, P.EVENTS_REQUEST_WRITE, {"fields": sorted(fields)})
    return report


@transaction.atomic
def hand_in_report(*, report: Report, by: User) -> Report:
    """Hand the report in; from now on it is read by who accepts it.

    Raises Refused where it says nothing yet, and before it is written down that they were there.
    """
    request = lock_request(report.request)
    current = Report.objects.select_related("request", "author").get(pk=report.pk)
    if request.state not in _BACK or current.author.state != AttendeeState.ATTENDED:
        raise Refused(_("A report is handed in once the training unit has written down that you are back."))
    if current.state not in (R.DRAFT, R.RETURNED):
        raise Refused(_("This report is handed in already."))
    for name in NEEDED:
        if not getattr(current, name).strip():
            raise Refused(
                _("Write down what was attended and the key points before you hand it in."), field=name
            )
    current.state, current.submitted_at, current.answer = R.SUBMITTED, timezone.now(), ""
    current.edition += 1
    current.save()
    _write(current, by, P.EVENTS_REQUEST_WRITE, {"state": current.state})
    advance_request(request=current.request)
    return current


@transaction.atomic
def decide_report(*, report: Report, accept: bool, answer: str = "", by: User) -> Report:
    """Accept a report, which makes the sharing due, or send it back with what is missing.

    Raises Refused for one's own (or the lender's), for one that does not wait, and sent back without a word.
    """
    request = lock_request(report.request)
    current = Report.objects.select_related("author__person").get(pk=report.pk)
    if current.state != R.SUBMITTED:
        raise Refused(_("This report does not wait for a decision."))
    _refuse_own(current, by)
    if not accept and not answer.strip():
        raise Refused(_("Say what is missing."), field="answer")
    current.state = R.ACCEPTED if accept else R.RETURNED
    current.answer, current.decided_at, current.decided_by = answer.strip(), timezone.now(), by
    current.edition += 1
    current.save()
    _write(current, by, P.EVENTS_REPORT_DECIDE, {"state": current.state}, answer.strip())
    if accept:
        owe_shares(request, current)
    advance_request(request=request)
    return current


@transaction.atomic
def add_material(*, report: Report, file: StoredFile, name: str, permit: str, by: User) -> ReportFile:
    """Add a hand-out or slides with what its owner allows. Raises Refused once the report is accepted."""
    take_turn()
    if Report.objects.get(pk=report.pk).state == R.ACCEPTED:
        raise Refused(_("This report is accepted; its materials stay as they are."))
    made = ReportFile(report=report, file=file, name=name, permit=permit, added_by=by)
    made.full_clean()
    made.save()
    _write(report, by, P.EVENTS_REQUEST_WRITE, {"file": file.sha256, "permit": permit})
    return made


@transaction.atomic
def permit_material(*, material: ReportFile, permit: str, by: User) -> ReportFile:
    """Write down what the owner of a hand-out allows, also later: they may have been asked only then."""
    take_turn()
    before, material.permit = material.permit, permit
    material.full_clean()
    material.save(update_fields=["permit"])
    _write(material.report, by, P.EVENTS_REQUEST_WRITE, {"file": material.pk, "permit": [before, permit]})
    return material


# ── people met ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def note_contact(*, contact: Contact | None = None, by: User, **fields: Any) -> Contact:
    """Write down somebody who was met, or change what is known of them.

    Raises ValidationError where others are to find them and there is no consent, Refused for who was taken out.
    """
    take_turn()
    made = Contact.objects.get(pk=contact.pk) if contact is not None else Contact()
    if made.removed_at is not None:
        raise Refused(
            _("This person was taken out of the directory. Ask them before you write them down anew.")
        )
    for name, value in fields.items():
        setattr(made, name, value)
    made.full_clean()
    made.save()
    # who it is stays out of the ledger: it can never forget, and a contact may ask to be forgotten
    write_deed(
        verb=P.EVENTS_REQUEST_WRITE,
        subject=made,
        by=by,
        agency=made.agency,
        details={
            "visibility": made.visibility,
            "consented_on": made.consented_on,
            "review_on": made.review_on,
        },
    )
    return made


@transaction.atomic
def forget_contact(*, contact: Contact, by: User) -> Contact:
    """Take somebody out of the directory at their wish: what names them is wiped, that there was an entry stays."""
    take_turn()
    contact.name, contact.organisation, contact.reach = "–", "", ""
    contact.how_met, contact.knows, contact.topics = "", "", []
    contact.removed_at = timezone.now()
    contact.save()
    write_deed(
        verb=P.EVENTS_REQUEST_WRITE, subject=contact, by=by, agency=contact.agency, details={"removed": True}
    )
    return contact


# ── what it was worth ────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def rate_event(
    *, attendee: Attendee, moment: str, points: int, used: bool | None = None, note: str = "", by: User
) -> Rating:
    """Say what an event was worth, on return or three months later. Raises Refused too early, ValidationError twice."""
    take_turn()
    attendee = Attendee.objects.select_related("request__event", "request__agency").get(pk=attendee.pk)
    if attendee.state != AttendeeState.ATTENDED:
        raise Refused(_("Only who was there can say what it was worth."))
    if moment == RatingMoment.THREE_MONTHS and timezone.localdate() < later_from(attendee):
        raise Refused(_("Three months have not passed yet."))
    rating = Rating(
        attendee=attendee,
        event=attendee.request.event,
        moment=moment,
        points=points,
        used=used,
        note=note.strip(),
    )
    rating.full_clean()
    rating.save()
    agency = attendee.request.agency
    write_deed(verb=P.EVENTS_REQUEST_WRITE, subject=rating, by=by, agency=agency, details={"moment": moment})
    return rating


def _refuse_named(request: Request, attendee: Attendee) -> None:
    """Refuse a second report about one person: they stand in the joint report of another."""
    if request.reports.exclude(author=attendee).filter(others=attendee).exists():
        raise Refused(_("You stand in the joint report of somebody else. Ask them to take you out first."))


def _refuse_absent(report: Report, others: Sequence[Attendee]) -> None:
    for other in others:
        if other.request_id != report.request_id or other.state != AttendeeState.ATTENDED:
            raise Refused(_("A joint report stands only for those who were there."), field="others")
    if Report.objects.filter(author__in=[other.pk for other in others]).exists():
        raise Refused(_("Somebody named here writes a report of their own."), field="others")


def _refuse_own(report: Report, by: User) -> None:
    accounts = answerable_at(by, P.EVENTS_REPORT_DECIDE, report.request.agency, report.request.unit)
    authors = {report.author.person_id, *report.others.values_list("person", flat=True)}
    if authors & own_keys([by.pk]):
        raise Refused(_("This report is your own. Somebody else accepts it."))
    if authors & own_keys(accounts):
        raise Refused(LENDERS_OWN)


def _write(report: Report, by: User, verb: Permission, details: dict[str, Any], reason: str = "") -> None:
    write_deed(verb=verb, subject=report, by=by, agency=report.request.agency, reason=reason, details=details)
