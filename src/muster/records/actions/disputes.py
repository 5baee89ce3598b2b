"""The officer says that a record is wrong; somebody else answers, and where they are right the record is corrected."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.lines import correct_line, withdraw_line
from muster.ledger.refusals import Refused
from muster.records.actions.holds import refuse_held
from muster.records.actions.records import is_about, named, refuse_future, refuse_replaced
from muster.records.enums import RecordStatus
from muster.records.models import Dispute, Record
from muster.roster.access import LENDERS_OWN, own_accounts, own_keys

P = Permission
S = RecordStatus


@transaction.atomic
def open_dispute(*, record: Record, by: User, claim: str) -> Dispute:
    """Say what is wrong with a record. It counts on until the dispute is decided: it was proven once.

    Raises Refused without words, for a record that is not verified, and where one is open; AlreadyReplaced.
    """
    take_turn()
    refuse_replaced(record)
    if not claim.strip():
        raise Refused(_("Say what is wrong, and what would be right."), field="claim")
    if record.status == S.DISPUTED:
        raise Refused(_("This record is disputed already."))
    if record.status not in (S.VERIFIED, S.REPORTED):
        raise Refused(_("This record is not verified yet. Tell who is to approve it what is wrong."))
    dispute = Dispute(record=record, opened_by=by, claim=claim.strip())
    dispute.full_clean()
    dispute.save()
    correct_line(record, by=by, reason=str(_("Disputed.")), status=S.DISPUTED)
    write_deed(
        verb=P.RECORDS_RECORD_DISPUTE,
        subject=dispute,
        by=by,
        agency=record.agency,
        reason=dispute.claim,
        details={"record": record.pk},
    )
    return dispute


@transaction.atomic
def answer_dispute(
    *, dispute: Dispute, by: User, answer: str, upheld: bool, withdraw: bool = False, **changes: Any
) -> Record:
    """Answer in words. Upheld: the record is corrected, or taken back; else it stands as it was. Returns its new line.

    However long ago the training was, no third person is asked: the officer says so, and somebody else agrees.

    Raises Refused for who opened it or whom it is about, without words, where it is answered, where it is upheld
    and nothing changes, and, upheld, under a hold.
    """
    take_turn()
    dispute = (
        Dispute.objects.select_for_update(of=("self",)).select_related("record__person").get(pk=dispute.pk)
    )
    _refuse_answer(dispute, by, answer)
    record = Record.lines.standing().select_related("person", "agency").get(key=dispute.record.key)
    if upheld and not (changes or withdraw):
        raise Refused(_("The record was wrong: say what is right, or take the record back."), field="upheld")
    following = _decided(record, dispute, by, answer.strip(), upheld, withdraw, changes)
    dispute.answered_at, dispute.answered_by = timezone.now(), by
    dispute.answer, dispute.upheld = answer.strip(), upheld
    dispute.full_clean()
    dispute.save()
    write_deed(
        verb=P.RECORDS_RECORD_WRITE,
        subject=dispute,
        by=by,
        agency=record.agency,
        reason=dispute.answer,
        details={"record": following.pk, "upheld": upheld, "withdrawn": withdraw, "changed": sorted(changes)},
    )
    return following


def _refuse_answer(dispute: Dispute, by: User, answer: str) -> None:
    if dispute.answered_at is not None:
        raise Refused(_("This dispute was answered already."))
    deciding = answerable(by, P.RECORDS_RECORD_WRITE, dispute.record.agency)
    if dispute.opened_by_id in own_accounts([by.pk]) or is_about(dispute.record, by):
        raise Refused(_("It is about you: somebody else decides."))
    if dispute.opened_by_id in own_accounts(deciding) or dispute.record.person_id in own_keys(deciding):
        raise Refused(LENDERS_OWN)
    if not answer.strip():
        raise Refused(_("Give the answer in words."), field="answer")


def _decided(
    record: Record,
    dispute: Dispute,
    by: User,
    answer: str,
    upheld: bool,
    withdraw: bool,
    changes: dict[str, Any],
) -> Record:
    answer = answer[:500]
    if not upheld:
        return correct_line(record, by=by, reason=answer, status=dispute.record.status)
    refuse_held(record)
    refuse_future(changes.get("completed_on"))
    if withdraw:
        return withdraw_line(record, by=by, reason=answer)
    return correct_line(record, by=by, reason=answer, status=S.VERIFIED, **named(changes))
