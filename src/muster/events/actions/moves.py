"""How a request moves from draft to closed. The only place that changes ``Request.state``.

Each move writes one ``Decision`` for every step it makes: the one that somebody asked for, a line for each stage that the
policy leaves out, and those that Muster makes by itself because nothing stands in the way any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import lenders_at
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import may_set_aside
from muster.events.actions.committee import refuse_unscored
from muster.events.actions.promises import approve_costs, charge_cancellation
from muster.events.actions.tallies import tally_request
from muster.events.actions.turns import lock_request, refuse_own
from muster.events.enums import BEFORE_LEAVING, AttendeeState, DecisionOutcome, RequestState
from muster.events.guards import obstacle_to
from muster.events.lifecycle import Move, fits, moves_from
from muster.events.models import Decision, Request
from muster.events.queries.policies import policy_on
from muster.events.queries.snapshots import snapshot_of
from muster.events.stages import onward
from muster.ledger.refusals import Refused

P = Permission
S = RequestState


@dataclass(frozen=True)
class Said:
    """What the one who moves says. ``override``: why a shift may stay below its floor; ``cents``: a cancellation fee."""

    reason_code: str = ""
    reason: str = ""
    conditions: str = ""
    override: str = ""
    cents: int | None = None


NOTHING = Said()


@transaction.atomic
def move_request(*, request: Request, move: Move, by: User, edition: int, said: Said = NOTHING) -> Request:
    """Take a request one step further; the caller checked the permission of the move.

    Raises Refused where the request is elsewhere by now, where it is one's own and somebody else must decide, where
    something is not said, and where a guard stands in the way; ChangedMeanwhile where ``edition`` is not the newest.
    What nothing stands in the way of any more, Muster does as well.
    """
    if move.permission is None:
        raise ValueError(f"{move.key} is made by Muster itself, when its guards hold")
    current = lock_request(request, edition)
    if current.state != move.source:
        raise Refused(
            _("This request is %(state)s by now, so that step is not possible. Load the page again.")
            % {"state": current.get_state_display()}
        )
    if not fits(move, current):
        raise Refused(
            _("It was approved once, so it is cancelled and not withdrawn. Ask the training unit.")
            if current.is_reopened
            else _("Nothing is approved yet. Withdraw it instead.")
        )
    if move.not_own:
        refuse_own(current, by, move.permission)
    if move.outcome == DecisionOutcome.APPROVED:
        refuse_unscored(current, by)
    _refuse_unsaid(move, said)
    if move.target == S.SUBMITTED and move.source in (S.DRAFT, S.RETURNED):
        _hand_in(current)
    obstacle = obstacle_to(current, move.guards, set_aside(move, current, by, said.override))
    if obstacle is not None:
        raise Refused(obstacle)
    made = [*_step(current, move, said, by), *_go_on(current)]
    _save(current, has_moved=len(made) > 1 or not move.stays)
    write_deed(
        verb=move.permission,
        subject=current,
        by=by,
        agency=current.agency,
        on_behalf_of=made[0].on_behalf_of,
        reason=said.reason.strip() or said.override.strip(),
        details={"steps": [_told(decision) for decision in made]},
    )
    return current


@transaction.atomic
def advance_request(*, request: Request) -> Request:
    """Make the steps that Muster makes by itself, if nothing stands in their way; else change nothing.

    The actions on reports, sharing and costs call it at their end, as does the daily round.
    """
    current = lock_request(request)
    made = _go_on(current)
    if not made:
        tally_request(current)  # what called this may have changed a cost or who was reached
    else:
        _save(current)
        write_deed(
            verb=P.EVENTS_REQUEST_HANDLE,
            subject=current,
            by=None,
            agency=current.agency,
            details={"steps": [_told(decision) for decision in made]},
        )
    return current


def set_aside(move: Move, request: Request, by: User, override: str) -> frozenset[str]:
    """Return the guards of a step that somebody sets aside with a reason; none without one."""
    if not override.strip():
        return frozenset()
    return frozenset(name for name in move.guards if may_set_aside(by, request, name))


def _hand_in(request: Request) -> None:
    """Pin the rules of today. The guards read them, so this comes before."""
    policy = policy_on(request.agency, timezone.localdate())
    if policy is None:
        raise Refused(
            _(
                "Your agency has not said yet who decides about outside training. Ask command or an administrator to "
                "write the policy down; your draft is kept."
            )
        )
    request.policy = policy
    request.submitted_at = timezone.now()


def _refuse_unsaid(move: Move, said: Said) -> None:
    if "reason_code" in move.needs and not said.reason_code:
        raise Refused(_("Choose the reason."), field="reason_code")
    if "reason" in move.needs and not said.reason.strip():
        raise Refused(_("Say why; those who asked read it."), field="reason")
    if "cents" in move.needs and (said.cents is None or said.cents < 0):
        raise Refused(_("Give the fee, zero if there is none."), field="cents")


def _step(request: Request, move: Move, said: Said, by: User) -> list[Decision]:
    """Make the step that somebody asked for, with the stages that are left out on the way."""
    source = request.state
    made = _skipping(request) if move.target is None else []
    target = _target(request, made[-1][0] if made else None) if move.target is None else move.target
    if target in BEFORE_LEAVING and request.state not in BEFORE_LEAVING:
        obstacle = obstacle_to(request, _asked_again(request))
        if obstacle is not None:
            raise Refused(obstacle)
    main = _decide(request, target, move.outcome, said=said, by=by, permission=move.permission, state=source)
    skipped = [
        _decide(request, stage, DecisionOutcome.SKIPPED, said=Said(reason=str(rule)), state=stage)
        for stage, rule in made[:-1]
    ]
    _arrive(request, target, said)
    return [main, *skipped]


def _asked_again(request: Request) -> tuple[str, ...]:
    """Return what is asked once more when a request is approved in the end, since another may have been before it."""
    return ("promisable",) if request.is_reopened else ("promisable", "not_all_of_a_skill")


def _skipping(request: Request) -> list[tuple[Any, Any]]:
    """Return the stages left out with their rules, and last of all where the request goes."""
    found = onward(request, request.state)
    return [*((skipped.stage, skipped.rule) for skipped in found.skipped), (found.to, "")]


def _target(request: Request, to: RequestState | None) -> RequestState:
    """Return where an approval leads: on, or back to where it stood when its budget was opened again."""
    if to is None:
        raise ValueError("a policy always leads somewhere")
    reopened = _reopening(request)
    return S(reopened.state) if to == S.APPROVED and reopened is not None else to


def _reopening(request: Request) -> Decision | None:
    """Return the decision that opened the budget again, if nothing was approved in the end since."""
    last = request.decisions.filter(outcome=DecisionOutcome.REOPENED, to=S.BUDGET_REVIEW).last()
    if last is None or request.approved_cents is None:
        return None
    since = request.decisions.filter(pk__gt=last.pk, outcome=DecisionOutcome.APPROVED)
    return None if since.filter(to__in=BEFORE_LEAVING).exists() else last


def _arrive(request: Request, target: RequestState, said: Said) -> None:
    """Do what belongs to a state that a request comes to by somebody's decision."""
    if target == S.CANCELLED:
        charge_cancellation(request, said.cents or 0)
    elif target == S.NO_SHOW:
        going = request.attendees.filter(state=AttendeeState.GOING)
        going.update(state=AttendeeState.NO_SHOW, reason=said.reason.strip()[:300])
    elif target in BEFORE_LEAVING and request.state not in BEFORE_LEAVING:
        request.approved_cents = approve_costs(request)
    elif target == request.state:
        request.approved_cents = approve_costs(request)  # they have left, and what it costs is accepted
    elif target in (S.RETURNED, S.WAITLISTED, S.DENIED):
        request.approved_cents = None  # nothing is promised any more, also where a budget was opened again
    request.state = target


def _go_on(request: Request) -> list[Decision]:
    """Make every step that Muster makes by itself, one after the other, until something stands in the way."""
    made: list[Decision] = []
    while (move := _open_by_itself(request)) is not None:
        if move.target is None:
            source = request.state
            *skipped, (target, _rule) = _skipping(request)
            made.append(_decide(request, target, move.outcome, state=source))
            made += [
                _decide(request, stage, DecisionOutcome.SKIPPED, said=Said(reason=str(rule)), state=stage)
                for stage, rule in skipped
            ]
        else:
            target = move.target
            made.append(_decide(request, target, move.outcome, state=request.state))
        _arrive(request, S(target), NOTHING)
    return made


def _open_by_itself(request: Request) -> Move | None:
    for move in moves_from(request.state):
        if move.permission is None and obstacle_to(request, move.guards) is None:
            return move
    return None


def _decide(
    request: Request,
    to: str,
    outcome: str,
    *,
    state: str,
    said: Said = NOTHING,
    by: User | None = None,
    permission: Permission | None = None,
) -> Decision:
    lenders = (
        lenders_at(by, permission, request.agency, request.unit) if by is not None and permission else []
    )
    words = said.reason.strip()
    if said.override.strip():
        words = f"{words}\n{said.override.strip()}".strip()
    decision = Decision(
        request=request,
        state=state,
        to=to,
        outcome=outcome,
        reason_code=said.reason_code,
        reason=words,
        conditions=said.conditions.strip(),
        by=by,
        on_behalf_of=lenders[0] if lenders else None,
        snapshot=snapshot_of(request),
    )
    decision.full_clean(exclude=["by", "on_behalf_of"])
    decision.save(force_insert=True)
    return decision


def _save(request: Request, *, has_moved: bool = True) -> None:
    if has_moved:
        request.moved_at = timezone.now()
    request.edition += 1
    request.save()
    tally_request(request)


def _told(decision: Decision) -> dict[str, Any]:
    return {
        "state": [decision.state, decision.to],
        "outcome": decision.outcome,
        "reason_code": decision.reason_code,
        "conditions": decision.conditions,
        "costs": decision.snapshot.get("costs", {}),
    }
