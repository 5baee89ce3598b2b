"""The life of a consultation as data: from which state to which, by whose power, what must be said, and what must hold.

``guards`` are names of functions in ``guards.GUARDS``: each returns what stands in the way, or None. The answers are
published by somebody else than who handed them in (``not_own``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.permissions import Permission
from muster.community.enums import ConsultationState

P = Permission
S = ConsultationState


@dataclass(frozen=True)
class Move:
    """One step that a consultation may take. ``needs`` names what the one who moves must say: reason, closes_on."""

    source: S
    target: S
    label: str | Promise
    permission: P = P.COMMUNITY_CONSULTATION_MANAGE
    needs: frozenset[str] = frozenset()
    guards: tuple[str, ...] = ()
    not_own: bool = False

    @property
    def key(self) -> str:
        """The step's name in an address: ``open-extended``."""
        return f"{self.source}-{self.target}"


_REASON = frozenset({"reason"})
_LONGER = frozenset({"reason", "closes_on"})
_HEARD = ("over", "gathered", "heard_or_said")
_ANSWERED = ("all_screened", "all_coded", "all_answered", "changes_hold")

MOVES: Final[tuple[Move, ...]] = (
    Move(
        S.PLANNED,
        S.OPEN,
        _("Open it"),
        guards=("complete", "text_ready", "may_be_shown", "long_enough", "groups_invited"),
    ),
    Move(S.PLANNED, S.DROPPED, _("Give it up"), needs=_REASON),
    Move(S.OPEN, S.EXTENDED, _("Leave it open for longer"), needs=_LONGER),
    Move(S.EXTENDED, S.EXTENDED, _("Leave it open for even longer"), needs=_LONGER),
    Move(S.OPEN, S.CLOSED, _("Close it"), guards=_HEARD),
    Move(S.EXTENDED, S.CLOSED, _("Close it"), guards=_HEARD),
    Move(S.CLOSED, S.CODING, _("Go on to sorting and answering"), guards=("all_screened",)),
    Move(S.CODING, S.RESPONSES_DRAFTED, _("Hand in the answers"), guards=_ANSWERED),
    Move(S.RESPONSES_DRAFTED, S.CODING, _("Send the answers back"), needs=_REASON),
    Move(
        S.RESPONSES_DRAFTED,
        S.RESPONSES_PUBLISHED,
        _("Publish the answers"),
        P.COMMUNITY_ANSWER_PUBLISH,
        guards=_ANSWERED,
        not_own=True,
    ),
    Move(S.RESPONSES_PUBLISHED, S.SECOND_ROUND, _("Go on to the second round"), guards=("round_planned",)),
    Move(S.RESPONSES_PUBLISHED, S.DONE, _("It is done"), guards=("no_round",)),
    Move(S.SECOND_ROUND, S.DONE, _("It is done"), guards=("round_answered",)),
)


def moves_from(state: str) -> list[Move]:
    """Return the steps that lead on from a state."""
    return [move for move in MOVES if move.source == state]


def move_named(key: str) -> Move | None:
    """Return the step with a key, such as ``open-closed``."""
    return next((move for move in MOVES if move.key == key), None)
