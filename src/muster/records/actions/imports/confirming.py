"""The second person for a file with old records: confirms it, and only then is it written; or refuses it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.deeds import lenders_then, write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.ledger.shown import Outdated, mark_of
from muster.records.actions.imports.accepting import keep_look, put_found, save_accepted, write_rows
from muster.records.actions.imports.batches import lock_batch
from muster.records.enums import BatchState
from muster.records.models import Batch
from muster.records.queries.imports.deciding import Decided, decide
from muster.records.queries.imports.reading import read_batch
from muster.roster.access import LENDERS_OWN, own_accounts

P = Permission


def confirm_import(*, batch: Batch, by: User, seen: str | None = None) -> Batch:
    """Write every row of a file that waits, as the one who brought it in would have: it counts from now on.

    The lines are theirs, the entry in the ledger is the second person's. Records about the second person wait for a
    third. The file is read before the transaction begins. Raises Refused where it does not wait any more, for who
    brought it in and for a role lent between the two, and where more or other would come in than was found before, or
    than the mark ``seen`` stands for (Outdated): what the page says is then put right, to be looked at again.
    """
    seen = mark_of(batch.findings) if seen is None else seen
    reading = read_batch(batch, timezone.localdate())
    with transaction.atomic():
        batch = _waiting(batch, by)
        decided = decide(batch, reading, timezone.localdate())
        put_found(batch, decided)
        if seen == mark_of(batch.findings):
            return _confirmed(batch, decided, by)
        keep_look(batch, by, P.RECORDS_RECORD_VERIFY)
    raise Outdated


@transaction.atomic
def refuse_import(*, batch: Batch, by: User, reason: str) -> Batch:
    """Turn a file down that waits; nothing of it was written. Raises Refused as ``confirm_import``, and without a reason."""
    batch = _waiting(batch, by)
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("Say why; who brought the file in reads it."), field="reason")
    batch.state, batch.decision_reason = BatchState.REFUSED, reason
    batch.decided_at, batch.decided_by = timezone.now(), by
    batch.full_clean()
    batch.save()
    write_deed(
        verb=P.RECORDS_RECORD_VERIFY,
        subject=batch,
        by=by,
        agency=batch.agency,
        reason=reason,
        details={"step": "refused", "late": batch.late_rows, "accepted_by": batch.accepted_by_id},
    )
    return batch


def stop_of(batch: Batch, by: User) -> str | Promise | None:
    """Return why somebody cannot be the second person for an import, None where they can.

    In whose place it was brought in is what the ledger says, not who lends what today: it outlives the loan.
    """
    brought = batch.accepted_by
    if brought is None or brought.pk in own_accounts([by.pk]):
        return _("You brought it in: a second person decides.")
    deciding = answerable(by, P.RECORDS_RECORD_VERIFY, batch.agency)
    if brought.pk in own_accounts(deciding):
        return LENDERS_OWN
    lenders = lenders_then(Batch, [batch.pk], (P.RECORDS_IMPORT_RUN,))[batch.pk]
    if own_accounts([by.pk]) & lenders:
        return _("It was brought in in your place, with the role that you lent: somebody else decides.")
    return None


def _waiting(batch: Batch, by: User) -> Batch:
    """Return a batch that waits, locked, for somebody who may decide on it. Raises Refused."""
    batch = lock_batch(batch)
    if batch.state != BatchState.WAITING:
        raise Refused(_("This import does not wait any more. This is how it stands now."))
    stop = stop_of(batch, by)
    if stop:
        raise Refused(str(stop))
    return batch


def _confirmed(batch: Batch, decided: Decided, by: User) -> Batch:
    writer = batch.accepted_by
    if writer is None:  # the database has it so; said for the type checker
        raise Refused(_("This import does not wait any more. This is how it stands now."))
    write_rows(batch, decided, writer=writer, deciding=answerable(by, P.RECORDS_RECORD_VERIFY, batch.agency))
    batch.state, batch.decided_at, batch.decided_by = BatchState.ACCEPTED, timezone.now(), by
    details = {"step": "confirmed", "late": batch.late_rows, "accepted_by": writer.pk}
    return save_accepted(batch, by, P.RECORDS_RECORD_VERIFY, details)
