"""Training records written by hand: entered, corrected, taken back. Each is a line, and one entry in the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.lines import AlreadyReplaced, correct_line, withdraw_line
from muster.ledger.refusals import Refused
from muster.records.actions.holds import refuse_held
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Record
from muster.records.queries.records import first_day_in_time
from muster.roster.access import own_keys
from muster.roster.models import Agency, Appointment, Person

P = Permission
S = RecordStatus

#: What a person says of a record; the rest (agency, session, status ...) follows.
FIELDS: Final = (
    "course",
    "title",
    "completed_on",
    "minutes",
    "outcome",
    "delivery",
    "provider",
    "item",
    "score",
    "expires_on",
)
#: What becomes of the status when a record is corrected. What was reported has to be reported again.
_AFTER_CORRECTION: Final = {S.REPORTED: S.VERIFIED, S.REFUSED: S.PENDING}


def is_late(completed_on: date | None, agency: Agency) -> bool:
    """Return whether an entry written today about that day needs a second person; without a day it does."""
    return completed_on is None or completed_on < first_day_in_time(agency, timezone.localdate())


def is_about(record: Record, user: User, own: frozenset[int] | None = None) -> bool:
    """Return whether a record is about this account's own person, under whichever of their merged entries.

    ``own`` are the keys of these, where the caller knows them already (``roster.access.own_keys``).
    """
    return record.person_id in (own_keys([user.pk]) if own is None else own)


@transaction.atomic
def enter_record(*, person: Person, agency: Agency, by: User, **fields: Any) -> Record:
    """Write a record down for the training unit. Late entries, and those about oneself, wait for a second person.

    Raises Refused for a day to come and for somebody whom the agency never employed; ValidationError.
    """
    refuse_future(fields.get("completed_on"))
    _refuse_stranger(person, agency)
    record = Record(
        person=person, agency=agency, origin=Origin.ENTERED, status=S.VERIFIED, known_by=by, **named(fields)
    )
    if is_late(record.completed_on, agency) or is_about(record, by):
        record.status = S.PENDING
    record.full_clean()
    record.save()
    write_deed(
        verb=P.RECORDS_RECORD_WRITE,
        subject=record,
        by=by,
        agency=agency,
        details={"person": person.pk, "status": record.status, "day": record.completed_on},
    )
    return record


@transaction.atomic
def correct_record(*, record: Record, by: User, reason: str, **changes: Any) -> Record:
    """Append a correction. Pending stays pending, refused waits anew, reported has to be reported again.

    A correction of one's own record waits for a second person. So does, more days after the training than the agency
    allows for entries, one by which the record could count for more: it would be a late entry under another name
    (domain.md section 4, rule 6). While it waits the record counts for nothing. Within these days, and for fewer
    minutes at any time, one person is enough.

    Raises Refused under a hold (naming it), during a dispute, and for a day to come; AlreadyReplaced with the newer
    line for the second of two people.
    """
    take_turn()
    refuse_replaced(record)
    refuse_held(record)
    if record.status == S.DISPUTED:
        raise Refused(
            _("This record is disputed. Answer the dispute; if it is right, that corrects the record.")
        )
    refuse_future(changes.get("completed_on"))
    following = correct_line(
        record, by=by, reason=reason, status=_status_after(record, by, changes), **named(changes)
    )
    write_deed(
        verb=P.RECORDS_RECORD_WRITE,
        subject=following,
        by=by,
        agency=record.agency,
        reason=reason,
        details={"replaces": record.pk, "changed": sorted(changes), "status": following.status},
    )
    return following


@transaction.atomic
def withdraw_record(*, record: Record, by: User, reason: str) -> Record:
    """Take a record back that should never have been written. Raises Refused under a hold and for one's own, AlreadyReplaced."""
    take_turn()
    refuse_replaced(record)
    refuse_held(record)
    if is_about(record, by):
        raise Refused(_("It is about you: somebody else decides."))
    following = withdraw_line(record, by=by, reason=reason)
    write_deed(
        verb=P.RECORDS_RECORD_WRITE,
        subject=following,
        by=by,
        agency=record.agency,
        reason=reason,
        details={"withdraws": record.pk},
    )
    return following


def refuse_replaced(record: Record) -> None:
    """Raise AlreadyReplaced where a newer line stands: before anything is said about a state that is gone."""
    if Record.lines.filter(replaces=record.pk).exists():
        raise AlreadyReplaced(record.history()[-1])


def refuse_future(day: date | None) -> None:
    """Raise Refused for a completion that has not happened yet. A day ahead of UTC is today somewhere."""
    if day is not None and day > timezone.localdate() + timedelta(days=1):
        raise Refused(
            _("This day is still to come. Enter the record when the training is done."), "completed_on"
        )


def _refuse_stranger(person: Person, agency: Agency) -> None:
    mine = Q(person=person) | Q(person__same_as=person)
    if not Appointment.lines.standing().filter(mine, agency=agency).exists():
        raise Refused(_("This person was never appointed here. Add the appointment first."), field="person")


def _status_after(record: Record, by: User, changes: dict[str, Any]) -> str:
    if is_about(record, by):
        return S.PENDING
    days = (record.completed_on, changes.get("completed_on", record.completed_on))
    if _may_count_for_more(record, changes) and any(is_late(day, record.agency) for day in days):
        return S.PENDING
    return _AFTER_CORRECTION.get(S(record.status), record.status)


def _may_count_for_more(record: Record, changes: dict[str, Any]) -> bool:
    """Whether a rule could make more of a record for these changes: any may, but fewer minutes and a course's other title."""
    said = {name for name, value in changes.items() if value != getattr(record, name)}
    if changes.get("minutes", record.minutes) < record.minutes:
        said.discard("minutes")
    if changes.get("course", record.course) is not None:
        said.discard("title")
    return bool(said)


def named(fields: dict[str, Any]) -> dict[str, Any]:
    """Give a record of a known course that course's title where none is typed."""
    course = fields.get("course")
    if course is not None and not fields.get("title"):
        return {**fields, "title": course.title}
    return fields
