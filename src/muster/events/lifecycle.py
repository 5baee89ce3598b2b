"""The life of a request as data: from which state to which, by whose power, what must be said, and what must hold.

Where ``target`` is None the policy of the agency says which stage is next (``policy.next_stage``). ``guards`` are
names of functions in ``guards.GUARDS``: each returns what stands in the way, or None. Nobody decides about what is
their own: at the stages marked ``not_own`` the requester, those who are to go and whoever wrote it are refused, and so
is who acts with a role that one of them lent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.permissions import Permission
from muster.events.enums import BEFORE_LEAVING, REVIEWS, SINCE_LEAVING, DecisionOutcome, RequestState

if TYPE_CHECKING:
    from muster.events.models import Request

P = Permission
S = RequestState
O = DecisionOutcome  # noqa: E741 - as short as its neighbours

#: Who decides at which stage.
DECIDES: Final[dict[RequestState, Permission]] = {
    S.SUPERVISOR_REVIEW: P.EVENTS_REQUEST_REVIEW_SUPERVISOR,
    S.TRAINING_REVIEW: P.EVENTS_REQUEST_REVIEW_TRAINING,
    S.STAFFING_REVIEW: P.EVENTS_REQUEST_REVIEW_STAFFING,
    S.BUDGET_REVIEW: P.EVENTS_REQUEST_REVIEW_BUDGET,
    S.COMMAND_REVIEW: P.EVENTS_REQUEST_REVIEW_COMMAND,
}


#: Guards that may be set aside with a reason, which stands in the decision: by whoever makes the step (None), or by
#: those alone who hold a permission.
OVERRIDABLE: Final[dict[str, Permission | None]] = {
    "covered": None,
    "in_time": P.EVENTS_REQUEST_HANDLE,
}


@dataclass(frozen=True)
class Move:
    """One step that a request may take.

    ``permission`` None: Muster makes it by itself, when the guards hold. ``needs`` names what the one who moves must
    say: ``reason_code``, ``reason``, ``cents`` (of a cancellation). ``reopened``: only while a budget that was approved
    is open again (True), or never then (False).
    """

    source: S
    target: S | None
    outcome: O
    label: str | Promise
    permission: P | None
    needs: frozenset[str] = frozenset()
    guards: tuple[str, ...] = ()
    not_own: bool = False
    reopened: bool | None = None

    @property
    def stays(self) -> bool:
        """Whether the request is afterwards where it was before: money is accepted, and nothing else is decided."""
        return self.source == self.target

    @property
    def key(self) -> str:
        """The step's name in an address: ``budget_review-approved``."""
        return f"{self.source}-{self.target or self.outcome}"


_CODE = frozenset({"reason_code", "reason"})
_REASON = frozenset({"reason"})
_CLOSING = ("all_accepted", "all_shared", "settled", "certified", "within_approved")  # rules 3 and 5


def _reviews() -> list[Move]:
    extra = {S.STAFFING_REVIEW: ("covered",), S.BUDGET_REVIEW: ("funded",)}
    moves: list[Move] = []
    for stage, power in DECIDES.items():
        moves += [
            Move(
                stage,
                None,
                O.APPROVED,
                _("Approve"),
                power,
                guards=("event_on", "scored", *extra.get(stage, ())),
                not_own=True,
            ),
            Move(stage, S.RETURNED, O.RETURNED, _("Send back"), power, _CODE, not_own=True),
            Move(stage, S.WAITLISTED, O.WAITLISTED, _("Put on the waiting list"), power, _CODE, not_own=True),
            Move(stage, S.DENIED, O.DENIED, _("Deny"), power, _CODE, not_own=True),
        ]
    return moves


def _withdrawals() -> list[Move]:
    """Once it was approved, places may be booked: then it is cancelled, with the fee, and not withdrawn."""
    sources = (S.DRAFT, S.SUBMITTED, *REVIEWS, S.RETURNED, S.WAITLISTED)
    return [
        Move(source, S.WITHDRAWN, O.WITHDRAWN, _("Withdraw"), P.EVENTS_REQUEST_WRITE, reopened=False)
        for source in sources
    ]


def _cancellations() -> list[Move]:
    needs = frozenset({"reason", "cents"})
    always = [
        Move(source, S.CANCELLED, O.CANCELLED, _("Cancel"), P.EVENTS_REQUEST_HANDLE, needs)
        for source in (S.APPROVED, S.REGISTERED, S.TRAVEL_READY)
    ]
    meanwhile = [
        Move(source, S.CANCELLED, O.CANCELLED, _("Cancel"), P.EVENTS_REQUEST_HANDLE, needs, reopened=True)
        for source in REVIEWS
    ]
    return [*always, *meanwhile]


def _reopenings() -> list[Move]:
    """Rule 3: cost above the approved amount opens the budget again, until they leave.

    After that nobody can be kept at home, and the request goes its way: what it costs above is accepted beside it, by
    who decides about the budget, before the request is closed.
    """
    before = [
        Move(source, S.BUDGET_REVIEW, O.REOPENED, _("Open the budget again"), None, guards=("costs_more",))
        for source in BEFORE_LEAVING
    ]
    power = P.EVENTS_REQUEST_REVIEW_BUDGET
    since = [
        Move(
            source,
            source,
            O.APPROVED,
            _("Accept what it costs"),
            power,
            _REASON,
            guards=("costs_more",),
            not_own=True,
        )
        for source in SINCE_LEAVING
    ]
    return [*before, *since]


MOVES: Final[tuple[Move, ...]] = (
    Move(
        S.DRAFT,
        S.SUBMITTED,
        O.MOVED,
        _("Hand in"),
        P.EVENTS_REQUEST_WRITE,
        guards=("complete", "event_on", "in_time", "not_too_many", "not_all_of_a_unit", "not_all_of_a_skill"),
    ),
    Move(
        S.RETURNED,
        S.SUBMITTED,
        O.MOVED,
        _("Hand in again"),
        P.EVENTS_REQUEST_WRITE,
        guards=("complete", "event_on", "not_too_many", "not_all_of_a_unit", "not_all_of_a_skill"),
    ),
    Move(S.SUBMITTED, None, O.MOVED, _("On to the first stage"), None),
    *_reviews(),
    Move(
        S.WAITLISTED,
        S.SUBMITTED,
        O.REOPENED,
        _("Take it up again"),
        P.EVENTS_REQUEST_REVIEW_TRAINING,
        guards=("complete", "event_on", "not_too_many", "not_all_of_a_unit", "not_all_of_a_skill"),
        not_own=True,
    ),
    *_withdrawals(),
    *_reopenings(),
    Move(
        S.APPROVED,
        S.REGISTERED,
        O.MOVED,
        _("Registered with the provider"),
        P.EVENTS_REQUEST_HANDLE,
        guards=("event_on",),
    ),
    Move(
        S.REGISTERED,
        S.TRAVEL_READY,
        O.MOVED,
        _("Everything is booked"),
        P.EVENTS_REQUEST_HANDLE,
        guards=("event_on", "covered"),
    ),
    Move(
        S.TRAVEL_READY,
        S.ATTENDING,
        O.MOVED,
        _("They have left"),
        P.EVENTS_REQUEST_HANDLE,
        guards=("event_on", "begun"),
    ),
    Move(
        S.ATTENDING, S.ATTENDED, O.MOVED, _("They are back"), P.EVENTS_REQUEST_HANDLE, guards=("each_marked",)
    ),
    Move(
        S.TRAVEL_READY,
        S.NO_SHOW,
        O.MOVED,
        _("Nobody went"),
        P.EVENTS_REQUEST_HANDLE,
        _REASON,
        guards=("begun",),
    ),
    Move(
        S.ATTENDING,
        S.NO_SHOW,
        O.MOVED,
        _("Nobody went"),
        P.EVENTS_REQUEST_HANDLE,
        _REASON,
        guards=("nobody_there",),
    ),
    *_cancellations(),
    Move(S.ATTENDED, S.REPORT_DUE, O.MOVED, _("The report is due"), None),
    Move(S.REPORT_DUE, S.REPORT_SUBMITTED, O.MOVED, _("Reports handed in"), None, guards=("all_reported",)),
    Move(
        S.REPORT_SUBMITTED,
        S.REPORT_DUE,
        O.REOPENED,
        _("A report was sent back"),
        None,
        guards=("report_missing",),
    ),
    Move(
        S.REPORT_SUBMITTED, S.REPORT_ACCEPTED, O.MOVED, _("Reports accepted"), None, guards=("all_accepted",)
    ),
    Move(S.REPORT_ACCEPTED, S.SHARE_DUE, O.MOVED, _("Sharing is due"), None),
    Move(S.SHARE_DUE, S.SHARED, O.MOVED, _("Shared at home"), None, guards=("all_shared",)),
    Move(
        S.SHARED,
        S.CLOSED,
        O.MOVED,
        _("Close"),
        P.EVENTS_REQUEST_HANDLE,
        guards=_CLOSING,
    ),
)


def fits(move: Move, request: Request) -> bool:
    """Return whether a step belongs to a request as it stands, apart from guards and from who makes it."""
    return move.source == request.state and move.reopened in (None, request.is_reopened)


def moves_from(state: str) -> list[Move]:
    """Return the steps that lead on from a state."""
    return [move for move in MOVES if move.source == state]


def move_named(key: str) -> Move | None:
    """Return the step with a key, such as ``budget_review-denied``."""
    return next((move for move in MOVES if move.key == key), None)
