"""How the apps above write down what somebody did, also when they did it with a role that was lent to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from muster.accounts.access import acting_for
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.accounts.places import Agency
from muster.ledger.actions import write_down
from muster.ledger.models import Entry

if TYPE_CHECKING:
    from django.db.models import Model


def write_deed(
    *,
    verb: Permission,
    subject: Model,
    by: User | None,
    agency: Agency | None = None,
    on_behalf_of: User | None = None,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one ledger entry about a deed; see ``write_down``. ``by`` is None when Muster itself acts.

    Where only a lent role gave the power, the entry names the lender as well: ``on_behalf_of`` where the caller knows
    better than the agency tells, as for a thing of one unit.
    """
    if on_behalf_of is None and by is not None:
        on_behalf_of = acting_for(by, verb, agency)
    return write_down(
        verb=verb,
        subject=subject,
        actor=by,
        agency=agency,
        on_behalf_of=on_behalf_of,
        reason=reason,
        details=details,
    )


def lenders_then(
    table: type[Model], keys: Collection[int], verbs: Collection[Permission]
) -> dict[int, set[int]]:
    """Return in whose place things were done by these deeds, by key: as the ledger has it, whoever lends what today.

    One query, none without keys.
    """
    found: dict[int, set[int]] = defaultdict(set)
    if keys:
        entries = Entry.objects.filter(
            subject_kind=table._meta.label_lower,
            subject_id__in=[str(key) for key in keys],
            verb__in=[str(verb) for verb in verbs],
            on_behalf_of__isnull=False,
        )
        for subject, lender in entries.values_list("subject_id", "on_behalf_of"):
            found[int(subject)].add(lender)
    return found
