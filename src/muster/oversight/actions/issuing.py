"""What the issuer does beside its steps: issue, and change what it asked while nobody has answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.oversight.actions.writing import difference, keep, lock, refuse_other_side, stripped, tell
from muster.oversight.enums import UNANSWERED, ChangeKind, RecommendationState, Side
from muster.oversight.models import Issuer, Recommendation

#: What the issuer says of a recommendation.
SAID: Final = (
    "number",
    "title",
    "issued_on",
    "text",
    "rationale",
    "evidence",
    "kind",
    "priority",
    "addressed_to",
    "respond_by",
)


def new_recommendation(issuer: Issuer, said: dict[str, Any]) -> Recommendation:
    """Return a recommendation that is not saved, its clocks set from the days of the body."""
    issued: date = said["issued_on"]
    respond_by = said.get("respond_by") or issued + timedelta(days=issuer.answer_days)
    acknowledge_by = min(issued + timedelta(days=issuer.acknowledge_days), respond_by)
    return Recommendation(
        issuer=issuer, acknowledge_by=acknowledge_by, **{**stripped(said), "respond_by": respond_by}
    )


@transaction.atomic
def issue_recommendation(*, issuer: Issuer, by: User, **said: Any) -> Recommendation:
    """Issue a recommendation in the name of a body; both clocks begin. ``said`` is named in SAID.

    Raises Refused for who does not speak for the body and for a day to come; ValidationError for a number that is taken.
    """
    take_turn()
    _refuse_future(said["issued_on"])
    made = new_recommendation(issuer, said)
    refuse_other_side(made, by, Side.ISSUER)
    made.full_clean()
    made.save()
    tell(made, by=by, side=Side.ISSUER, kind=ChangeKind.ISSUED, words=made.title)
    return made


@transaction.atomic
def revise_recommendation(
    *, asked: Recommendation, by: User, edition: int, reason: str, **said: Any
) -> Recommendation:
    """Change what the issuer asked: everything until it is acknowledged, then only the day of the answer until it came.

    Raises Refused without a reason, for the other side, and where it was answered; ChangedMeanwhile, ValidationError.
    """
    current = lock(asked, edition)
    refuse_other_side(current, by, Side.ISSUER)
    if current.state not in UNANSWERED:
        raise Refused(_("It was answered, so what was asked stays as it is. Ask for another answer instead."))
    if not reason.strip():
        raise Refused(_("Say why; the reason stays in the history."), field="reason")
    changed = difference(current, said)
    if not changed:
        raise Refused(_("Nothing differs from what it says already."))
    if current.state != RecommendationState.ISSUED and set(changed) != {"respond_by"}:
        raise Refused(
            _(
                "It is acknowledged, so what was asked stays as it is. The day for the answer may still change."
            )
        )
    if "issued_on" in changed:
        _refuse_future(current.issued_on)
        current.acknowledge_by = current.issued_on + timedelta(days=current.issuer.acknowledge_days)
    current.acknowledge_by = min(current.acknowledge_by, current.respond_by)
    keep(current)
    tell(current, by=by, side=Side.ISSUER, kind=ChangeKind.REVISED, words=reason, details=changed)
    return current


def _refuse_future(day: date) -> None:
    if day > timezone.localdate():
        raise Refused(_("It is issued today or was issued before."), field="issued_on")
