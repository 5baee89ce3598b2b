"""Outside training handed in, and the second pair of eyes: approve, refuse, one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.files.models import StoredFile
from muster.ledger.actions import take_turn
from muster.ledger.lines import correct_line
from muster.ledger.refusals import Refused
from muster.records.actions.records import (
    named,
    refuse_future,
    refuse_replaced,
)
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Evidence, Record
from muster.records.queries.writers import writers_of
from muster.roster.access import LENDERS_OWN, WRITTEN_IN_YOUR_PLACE, own_accounts, own_keys
from muster.roster.models import Agency, Person

P = Permission
S = RecordStatus

#: A stored file and the name it goes by.
Certificate = tuple[StoredFile, str]


@dataclass(frozen=True)
class Obstacle:
    """Why a record cannot be approved by somebody."""

    record: Record
    sentence: str | Promise


@transaction.atomic
def submit_training(
    *, person: Person, agency: Agency, certificates: Sequence[Certificate], by: User, **fields: Any
) -> Record:
    """Hand in training done elsewhere, with its certificate; it waits for approval and counts for nothing till then.

    The caller has stored the files (outside of this transaction). Raises Refused without a certificate and for a
    day to come; ValidationError.
    """
    _refuse_without(certificates)
    refuse_future(fields.get("completed_on"))
    record = Record(
        person=person, agency=agency, origin=Origin.OUTSIDE, status=S.PENDING, known_by=by, **named(fields)
    )
    record.full_clean()
    record.save()
    _attach(record, certificates, by)
    _write(record, by, P.RECORDS_RECORD_SUBMIT, "", {"person": person.pk, "files": _hashes(certificates)})
    return record


@transaction.atomic
def submit_again(
    *, record: Record, by: User, reason: str, certificates: Sequence[Certificate] = (), **changes: Any
) -> Record:
    """Hand in anew what was refused, put right; more certificates may come with it. Raises Refused, AlreadyReplaced."""
    take_turn()
    refuse_replaced(record)
    if record.status != S.REFUSED:
        raise Refused(_("Only what was refused is handed in again."))
    refuse_future(changes.get("completed_on"))
    following = correct_line(record, by=by, reason=reason, status=S.PENDING, **named(changes))
    _attach(following, certificates, by)
    details = {"replaces": record.pk, "changed": sorted(changes), "files": _hashes(certificates)}
    _write(following, by, P.RECORDS_RECORD_SUBMIT, reason, details)
    return following


@transaction.atomic
def verify_record(*, record: Record, by: User, reason: str = "") -> Record:
    """Approve a record; from this line on it counts. Raises Refused for one's own, AlreadyReplaced."""
    take_turn()
    following = _verified(record, by, reason)
    _write(following, by, P.RECORDS_RECORD_VERIFY, reason, {"replaces": record.pk})
    return following


@transaction.atomic
def verify_records(*, records: Iterable[Record], by: User, reason: str = "") -> list[Record]:
    """Approve many, all or none: one entry in the ledger names them. Raises Refused naming the first that cannot be.

    The caller has shown them first (``obstacles``).
    """
    take_turn()
    chosen = list(records)
    if not chosen:
        raise Refused(_("Choose at least one record."))
    done = [_verified(record, by, reason) for record in chosen]
    details = {"records": [line.pk for line in done], "replaces": [line.replaces_id for line in done]}
    _write(done[0], by, P.RECORDS_RECORD_VERIFY, reason, details)
    return done


@transaction.atomic
def refuse_record(*, record: Record, by: User, reason: str) -> Record:
    """Turn down what waits for approval, with a reason that the officer reads. Raises Refused, AlreadyReplaced."""
    take_turn()
    refuse_replaced(record)
    stop = obstacle(record, by)
    if stop:
        raise Refused(str(stop))
    if not reason.strip():
        raise Refused(
            _("Say why it is refused, and what would make it right: the officer reads it."), "reason"
        )
    following = correct_line(record, by=by, reason=reason, status=S.REFUSED)
    _write(following, by, P.RECORDS_RECORD_VERIFY, reason, {"refuses": record.pk})
    return following


def obstacle(record: Record, by: User) -> str | Promise | None:
    """Return why somebody cannot decide on a record, None where they can."""
    return next((stop.sentence for stop in obstacles([record], by)), None)


def obstacles(records: Sequence[Record], by: User) -> list[Obstacle]:
    """Return which of many records somebody cannot decide on, and why. A few queries, however many there are.

    Who stands for what a record says now (``queries.writers``) is the first person, and the second is another.
    """
    wrote, in_place_of = writers_of(records)
    deciding = {
        agency: own_accounts(answerable(by, P.RECORDS_RECORD_VERIFY, agency))
        for agency in {r.agency for r in records}
    }
    mine = own_accounts([by.pk])
    own = {accounts: own_keys(accounts) for accounts in {mine, *deciding.values()}}
    found = []
    for record in records:
        sentence = _stop(record, mine, wrote[record.key], deciding[record.agency], own)
        if sentence is None and mine & in_place_of[record.key]:
            sentence = WRITTEN_IN_YOUR_PLACE
        if sentence:
            found.append(Obstacle(record, sentence))
    return found


def _stop(
    record: Record,
    mine: frozenset[int],
    writers: set[int | None],
    deciding: frozenset[int],
    own: dict[frozenset[int], frozenset[int]],
) -> str | Promise | None:
    if record.status != S.PENDING:
        return _("It does not wait for approval any more.")
    if record.person_id in own[mine]:
        return _("It is about you: somebody else decides.")
    if mine & writers:
        return _("You wrote it: a second person decides.")
    if record.person_id in own[deciding] or deciding & writers:
        return LENDERS_OWN
    return None


def _verified(record: Record, by: User, reason: str) -> Record:
    refuse_replaced(record)
    stop = obstacle(record, by)
    if stop:
        raise Refused(_("%(record)s: %(why)s") % {"record": record, "why": stop})
    return correct_line(record, by=by, reason=reason.strip() or str(_("Verified.")), status=S.VERIFIED)


def _refuse_without(certificates: Sequence[Certificate]) -> None:
    if not certificates:
        raise Refused(_("Add the certificate, or another proof that you were there."), field="file")


def _attach(record: Record, certificates: Sequence[Certificate], by: User) -> None:
    for stored, name in certificates:
        Evidence.objects.create(record=record, file=stored, name=name, added_by=by)


def _hashes(certificates: Sequence[Certificate]) -> list[str]:
    return [stored.sha256 for stored, _name in certificates]


def _write(record: Record, by: User, verb: Permission, reason: str, details: dict[str, Any]) -> None:
    write_deed(verb=verb, subject=record, by=by, agency=record.agency, reason=reason, details=details)
