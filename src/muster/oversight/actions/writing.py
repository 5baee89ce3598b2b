"""How every deed on a recommendation begins and ends: its turn, its edition, its line of history, its entry."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import lenders_at
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.oversight.access import side_of
from muster.oversight.enums import ChangeKind, Side
from muster.oversight.lifecycle import POWERS
from muster.oversight.models import Change, Recommendation


class ChangedMeanwhile(Refused):
    """Somebody else changed the recommendation since the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this while you were working on it. Nothing of yours was saved, and it still stands here. "
                "Look at what it says now, and send this form once more if it is still right."
            )
        )


def lock(asked: Recommendation, edition: int | None = None) -> Recommendation:
    """Take the turn of the writers, and return the recommendation as it is now, locked until the transaction ends.

    Raises ChangedMeanwhile where ``edition`` is given and not the newest.
    """
    take_turn()
    locked = Recommendation.objects.select_for_update(of=("self",)).select_related("issuer__agency")
    current = locked.get(pk=asked.pk)
    if edition is not None and edition != current.edition:
        raise ChangedMeanwhile
    return current


def refuse_other_side(asked: Recommendation, by: User, side: Side) -> None:
    """Raise Refused where somebody would do what belongs to the side on which they do not stand."""
    if side_of(by, asked.issuer) == side:
        return
    if side == Side.ISSUER:
        raise Refused(
            _(
                "Only who speaks for %(issuer)s does this, and nobody who answers for the department or is employed by it."
            )
            % {"issuer": asked.issuer}
        )
    raise Refused(
        _("The department does this, and nobody who sits in %(issuer)s.") % {"issuer": asked.issuer}
    )


def keep(asked: Recommendation) -> None:
    """Save a changed recommendation under its next edition. Raises ValidationError for what the model refuses."""
    asked.edition += 1
    asked.full_clean()
    asked.save()


def tell(
    asked: Recommendation,
    *,
    by: User,
    side: Side,
    kind: ChangeKind,
    before: str = "",
    words: str = "",
    details: dict[str, Any] | None = None,
) -> Change:
    """Append the line of history and the ledger's entry, the last things of a deed. ``before``: the state it left."""
    power = POWERS[side]
    lenders = lenders_at(by, power, asked.issuer.agency)
    change = Change(
        recommendation=asked,
        kind=kind,
        side=side,
        state=before or asked.state,
        to=asked.state,
        words=words.strip(),
        details=details or {},
        by=by,
        on_behalf_of=lenders[0] if lenders else None,
        at=timezone.now(),
    )
    change.full_clean(exclude=["by", "on_behalf_of", "details"])
    change.save(force_insert=True)
    write_deed(
        verb=power,
        subject=asked,
        by=by,
        agency=asked.issuer.agency,
        on_behalf_of=change.on_behalf_of,
        reason=words.strip(),
        details={"kind": str(kind), "state": [change.state, change.to], **change.details},
    )
    return change


def difference(thing: Model, said: dict[str, Any]) -> dict[str, list[str]]:
    """Set what is said on a thing; return what differs, as it was and as it is, in text."""
    found: dict[str, list[str]] = {}
    for name, value in stripped(said).items():
        was = getattr(thing, name)
        if was != value:
            found[name] = [_text(was), _text(value)]
            setattr(thing, name, value)
    return found


def stripped(said: dict[str, Any]) -> dict[str, Any]:
    """Return what is said without blanks around it, so that blanks alone say nothing."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
