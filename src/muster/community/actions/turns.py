"""The turn and the lock that every action on a consultation takes."""

from __future__ import annotations

from typing import Any

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.community.models import Consultation
from muster.events.actions.turns import ChangedMeanwhile
from muster.ledger.actions import take_turn


def lock_consultation(consultation: Consultation, edition: int | None = None) -> Consultation:
    """Take the turn of the writers, and return the consultation as it is now, locked until the transaction ends.

    Raises ChangedMeanwhile where ``edition`` is given and not the newest.
    """
    take_turn()
    locked = Consultation.objects.select_for_update(of=("self",))
    current = locked.select_related("agency", "plan__course", "result").get(pk=consultation.pk)
    if edition is not None and edition != current.edition:
        raise ChangedMeanwhile(current)
    return current


def write_about(
    consultation: Consultation, by: User, details: dict[str, Any], *, verb: Permission, reason: str = ""
) -> None:
    """Write the one entry of a deed on a consultation."""
    write_deed(
        verb=verb, subject=consultation, by=by, agency=consultation.agency, reason=reason, details=details
    )
