"""Taking over a list that a body kept elsewhere: looked at first, then taken in whole but for what is set aside."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.files.actions import name_for
from muster.files.models import StoredFile
from muster.files.store import open_content
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.oversight.access import may_speak
from muster.oversight.enums import ChangeKind, Side
from muster.oversight.listed import MOST_BYTES, Listed, read_list
from muster.oversight.models import Batch, Change, Issuer, Recommendation

P = Permission


def look_at(batch: Batch) -> Listed:
    """Return what the file of a batch would bring today. Raises Refused as ``read_list``."""
    with open_content(batch.file_id) as content:
        return read_list(content.read(MOST_BYTES + 1), batch.issuer)


@transaction.atomic
def open_batch(*, issuer: Issuer, by: User, stored: StoredFile, name: str) -> Batch:
    """Keep a file to look at; nothing comes in yet. ``stored``: from ``files.actions.store``, called before.

    Raises Refused for who does not speak for the body, and for a file that is no such list.
    """
    take_turn()
    _refuse_others(issuer, by)
    made = Batch(issuer=issuer, file=stored, name=name_for(stored, name), by=by)
    look_at(made)
    made.save()
    _write(made, by, {"file": stored.sha256, "taken": 0})
    return made


@transaction.atomic
def take_batch(*, batch: Batch, by: User) -> Batch:
    """Take in every row of a batch that can be kept, each with a line of history; the others stay with their sentence.

    Raises Refused for who does not speak for the body, where it was taken in already, and where no row can be kept.
    """
    take_turn()
    current = Batch.objects.select_for_update(of=("self",)).select_related("issuer__agency").get(pk=batch.pk)
    _refuse_others(current.issuer, by)
    if current.taken_at is not None:
        raise Refused(_("This list was taken in already."))
    listed = look_at(current)
    if not listed.rows:
        raise Refused(_("No row of this list can come in. Mend the file and bring it again."))
    made = Recommendation.objects.bulk_create([row.asked for row in listed.rows])
    now = timezone.now()
    Change.objects.bulk_create(
        Change(
            recommendation=each,
            kind=ChangeKind.IMPORTED,
            side=Side.ISSUER,
            state=each.state,
            to=each.state,
            words=current.name,
            by=by,
            at=now,
        )
        for each in made
    )
    current.taken_at, current.taken = now, len(made)
    current.set_aside = [[row.number, row.sentence] for row in listed.set_aside]
    current.save()
    numbers = [each.number for each in made]
    _write(current, by, {"file": current.file_id, "taken": len(made), "numbers": numbers[:500]})
    return current


def _refuse_others(issuer: Issuer, by: User) -> None:
    if not may_speak(by, issuer):
        raise Refused(_("Only who speaks for %(issuer)s brings in its list.") % {"issuer": issuer})


def _write(batch: Batch, by: User, details: dict[str, object]) -> None:
    write_deed(
        verb=P.OVERSIGHT_RECOMMENDATION_ISSUE,
        subject=batch,
        by=by,
        agency=batch.issuer.agency,
        details=details,
    )
