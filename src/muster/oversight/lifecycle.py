"""The life of a recommendation as data: from which state to which, by which side, what must be said, what must hold.

``guards`` are names of functions in ``guards.GUARDS``: each returns what stands in the way, or None. The department
acknowledges, answers and reports; the issuer alone verifies and closes. ``access.side_of`` says on which side somebody
stands, and nobody stands on both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.permissions import Permission
from muster.oversight.enums import JUDGED, UNANSWERED, WORKING, RecommendationState, Side

P = Permission
S = RecommendationState

#: The power that each side needs besides standing on it.
POWERS: Final[dict[Side, Permission]] = {
    Side.ISSUER: P.OVERSIGHT_RECOMMENDATION_ISSUE,
    Side.DEPARTMENT: P.OVERSIGHT_RECOMMENDATION_ANSWER,
}


@dataclass(frozen=True)
class Move:
    """One step. ``needs`` and ``takes`` name what must and what may be said with it (fields of ``moves.Said``)."""

    source: S
    target: S
    side: Side
    label: str | Promise
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    guards: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The step's name in an address: ``issued-acknowledged``."""
        return f"{self.source}-{self.target}"


_WHY = frozenset({"reason"})
_PROMISE = frozenset({"response", "plan", "owner", "finish_by"})


def _answers() -> list[Move]:
    """What is declined may be accepted later; a yes is not taken back, and what became of it is the issuer's to say."""
    partly = _PROMISE | {"decline_reason"}
    declined = frozenset({"response", "decline_reason"})
    found = []
    for source in (S.ACKNOWLEDGED, S.RESPONSE_DUE, S.DECLINED):
        found += [
            Move(source, S.ACCEPTED, Side.DEPARTMENT, _("Accept it"), _PROMISE, guards=("finishes_later",)),
            Move(
                source, S.PARTLY, Side.DEPARTMENT, _("Accept it in part"), partly, guards=("finishes_later",)
            ),
        ]
        if source != S.DECLINED:
            found.append(Move(source, S.DECLINED, Side.DEPARTMENT, _("Decline it"), declined))
    return found


def _judgements() -> list[Move]:
    reported = [
        Move(S.REPORTED_IMPLEMENTED, S.VERIFIED_IMPLEMENTED, Side.ISSUER, _("Verify: implemented"), _WHY),
        Move(S.REPORTED_IMPLEMENTED, S.VERIFIED_PARTIAL, Side.ISSUER, _("Verify: in part"), _WHY),
    ]
    never = [
        Move(source, S.NOT_IMPLEMENTED, Side.ISSUER, _("Find that it is not implemented"), _WHY)
        for source in (S.REPORTED_IMPLEMENTED, *WORKING)
    ]
    return [*reported, *never]


def _closings() -> list[Move]:
    judged = [Move(source, S.CLOSED, Side.ISSUER, _("Close it"), _WHY) for source in (*JUDGED, S.DECLINED)]
    withdrawn = [Move(source, S.CLOSED, Side.ISSUER, _("Withdraw it"), _WHY) for source in UNANSWERED]
    return [*judged, *withdrawn]


MOVES: Final[tuple[Move, ...]] = (
    Move(S.ISSUED, S.ACKNOWLEDGED, Side.DEPARTMENT, _("Acknowledge it"), takes=_WHY),
    Move(
        S.ACKNOWLEDGED,
        S.RESPONSE_DUE,
        Side.DEPARTMENT,
        _("Give it to somebody to answer"),
        frozenset({"owner"}),
    ),
    *_answers(),
    *(
        Move(
            source,
            S.RESPONSE_DUE,
            Side.ISSUER,
            _("Ask for another answer"),
            frozenset({"reason", "respond_by"}),
            guards=("answered_later",),
        )
        for source in (S.PARTLY, S.DECLINED)
    ),
    *(
        Move(source, S.IN_PROGRESS, Side.DEPARTMENT, _("Begin the work"), takes=_WHY)
        for source in (S.ACCEPTED, S.PARTLY)
    ),
    Move(
        S.IN_PROGRESS,
        S.REPORTED_IMPLEMENTED,
        Side.DEPARTMENT,
        _("Report it as implemented"),
        _WHY,
        guards=("evidenced", "milestones_reached"),
    ),
    *(
        Move(
            source,
            S.IN_PROGRESS,
            Side.DEPARTMENT,
            label,
            frozenset({"reason", "plan", "owner", "finish_by"}),
            guards=("finishes_later",),
        )
        for source, label in (
            (S.REPORTED_IMPLEMENTED, _("Take the report back")),
            (S.VERIFIED_PARTIAL, _("Go on with the work")),
            (S.NOT_IMPLEMENTED, _("Go on with the work")),
        )
    ),
    *_judgements(),
    *_closings(),
)


def moves_from(state: str) -> list[Move]:
    """Return the steps that lead on from a state."""
    return [move for move in MOVES if move.source == state]


def move_named(key: str) -> Move | None:
    """Return the step with a key, such as ``declined-closed``."""
    return next((move for move in MOVES if move.key == key), None)
