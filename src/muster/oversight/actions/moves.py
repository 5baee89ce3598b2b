"""How a recommendation moves from issued to closed. The only place that changes ``Recommendation.state``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.ledger.refusals import Refused
from muster.oversight.actions.writing import difference, keep, lock, refuse_other_side, tell
from muster.oversight.enums import ChangeKind
from muster.oversight.guards import obstacle_to
from muster.oversight.lifecycle import Move
from muster.oversight.models import Recommendation

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Said:
    """What the one who moves says. All but ``reason`` stand on the recommendation afterwards."""

    reason: str = ""
    response: str = ""
    decline_reason: str = ""
    plan: str = ""
    owner: str = ""
    finish_by: date | None = None
    respond_by: date | None = None


NOTHING = Said()

_UNSAID: Final[dict[str, _StrOrPromise]] = {
    "reason": _("Say why, or what was looked at; everybody who reads this sees it."),
    "response": _("Write the answer."),
    "decline_reason": _("Say why it is declined, or which part is. It stays visible."),
    "plan": _("Say what will be done."),
    "owner": _("Name the post that answers for it."),
    "finish_by": _("Say by which day it is to be done."),
    "respond_by": _("Say until when the answer is wanted."),
}


@transaction.atomic
def move_recommendation(
    *, asked: Recommendation, move: Move, by: User, edition: int, said: Said = NOTHING
) -> Recommendation:
    """Take a recommendation one step further.

    Raises Refused where it is elsewhere by now, where the step is the other side's, where something is not said and
    where a guard stands in the way; ChangedMeanwhile where ``edition`` is not the newest. A late answer is taken.
    """
    current = lock(asked, edition)
    if current.state != move.source:
        raise Refused(
            _("This recommendation is %(state)s by now, so that step is not possible. Load the page again.")
            % {"state": current.get_state_display()}
        )
    refuse_other_side(current, by, move.side)
    changed = _take(current, move, said)
    obstacle = obstacle_to(current, move.guards)
    if obstacle is not None:
        raise Refused(obstacle)
    before, current.state = current.state, move.target
    keep(current)
    tell(
        current,
        by=by,
        side=move.side,
        kind=ChangeKind.STEP,
        before=before,
        words=_words(move, said),
        details=changed,
    )
    return current


def _words(move: Move, said: Said) -> str:
    """Return what the history quotes: of what belongs to the step the first that was said."""
    named = [name for name in ("reason", "decline_reason", "response") if name in move.needs | move.takes]
    return next((text for name in named if (text := getattr(said, name).strip())), "")


def _take(asked: Recommendation, move: Move, said: Said) -> dict[str, list[str]]:
    """Put what belongs to the step on the recommendation, and nothing else that came along."""
    told: dict[str, Any] = {}
    for name in sorted(move.needs | move.takes):
        value = getattr(said, name)
        value = value.strip() if isinstance(value, str) else value
        if not value and name in move.needs:
            raise Refused(_UNSAID[name], field=name)
        if name != "reason":
            told[name] = value
    if "response" in told:
        told.setdefault("decline_reason", "")  # what is accepted now is no longer declined
    return difference(asked, told)
