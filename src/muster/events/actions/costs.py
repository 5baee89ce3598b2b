"""What a request costs: lines by hand, what was approved, what was paid. Every amount is whole cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.moves import advance_request
from muster.events.actions.tallies import tally_request
from muster.events.actions.turns import lock_request, refuse_never_approved
from muster.events.enums import EDITABLE, REVIEWS, CostStage
from muster.events.guards import may_pay
from muster.events.models import Attendee, CostLine, Fund, Request
from muster.events.queries.money import total_of
from muster.events.queries.promising import lines_to_promise
from muster.ledger.refusals import Refused

P = Permission


@dataclass(frozen=True)
class Amount:
    """One amount as somebody enters it. ``basis`` says how it came about."""

    kind: str
    cents: int
    text: str = ""
    basis: str = ""
    day: date | None = None
    attendee: Attendee | None = None
    fund: Fund | None = None
    is_computed: bool = False


@transaction.atomic
def set_estimate(
    *,
    request: Request,
    amounts: Sequence[Amount],
    by: User,
    edition: int,
    estimated_from: dict[str, Any] | None = None,
) -> Request:
    """Put an estimate in the place of the one there is; the caller checked that ``by`` may change the request.

    ``estimated_from`` is what it was worked out from, kept so that it can be worked out again.

    Raises Refused when the request is not being written any more, ChangedMeanwhile as ``lock_request``.
    """
    current = lock_request(request, edition)
    if current.state not in EDITABLE:
        raise Refused(_("This request is handed in. Ask who decides to send it back, or withdraw it."))
    current.costs.filter(stage=CostStage.ESTIMATED).delete()
    _write(current, CostStage.ESTIMATED, amounts)
    current.estimated_from = estimated_from or {}
    _changed(current, by, P.EVENTS_REQUEST_WRITE, {"estimate": total_of(current, CostStage.ESTIMATED)})
    return current


@transaction.atomic
def choose_funds(*, request: Request, funds: dict[int, Fund | None], by: User, edition: int) -> Request:
    """Say which fund pays which line (by key), while the request waits for a decision.

    The lines are those that an approval would promise: of the estimate, or what came to more where a budget was opened
    again. Raises Refused for a fund that may not pay it (another agency's, other days, another kind of cost) and a line
    that is not there.
    """
    current = lock_request(request, edition)
    if current.state not in (*EDITABLE, *REVIEWS):
        raise Refused(_("The money of this request is decided."))
    lines = {line.pk: line for line in lines_to_promise(current)}
    for key, fund in funds.items():
        if key not in lines:
            raise Refused(_("This cost is not in the estimate any more. Load the page again."))
        refuse_fund(fund, lines[key].kind, current)
        _refuse_other_days(fund, lines[key].kind, current)
        lines[key].fund = fund
        lines[key].save(update_fields=["fund"])
    chosen = {str(key): fund.pk if fund else None for key, fund in funds.items()}
    _changed(current, by, P.EVENTS_REQUEST_REVIEW_BUDGET, {"funds": chosen})
    return current


@transaction.atomic
def write_actual(*, request: Request, amounts: Sequence[Amount], by: User) -> Request:
    """Write down what was paid, beside what was paid before; more than the policy allows opens the budget again.

    Raises Refused where nothing was ever approved. A bill or a refund may come when the request is long over. Nothing
    is taken off: what comes back is a reimbursement.
    """
    current = lock_request(request)
    refuse_never_approved(current)
    for amount in amounts:
        refuse_fund(amount.fund, amount.kind, current)
    _write(current, CostStage.ACTUAL, amounts)
    _changed(current, by, P.EVENTS_REQUEST_HANDLE, {"paid": sum(amount.cents for amount in amounts)})
    return advance_request(request=current)


def refuse_fund(fund: Fund | None, kind: str, request: Request) -> None:
    """Raise Refused for a fund of another agency, and for a kind of cost that a fund may not pay."""
    if fund is None:
        return
    if fund.agency_id != request.agency_id:
        raise Refused(_("Choose one of the funds of this agency."))
    if fund.allows and kind not in fund.allows:
        raise Refused(
            _("%(fund)s may not pay for this kind of cost. Choose another fund.") % {"fund": fund},
            field="fund",
        )


def _refuse_other_days(fund: Fund | None, kind: str, request: Request) -> None:
    """Say at once what would stand in the way of the decision, such as a fund that ends in the middle of the journey."""
    obstacle = may_pay(fund, kind, request) if fund is not None else None
    if obstacle is not None:
        raise Refused(obstacle, field="fund")


def _write(request: Request, stage: str, amounts: Sequence[Amount]) -> None:
    for amount in amounts:
        if amount.fund is not None and amount.fund.agency_id != request.agency_id:
            raise Refused(_("Choose one of the funds of this agency."))
        if amount.attendee is not None and amount.attendee.request_id != request.pk:
            raise Refused(_("This person does not go with this request."))
        line = CostLine(request=request, stage=stage, **vars(amount))
        line.full_clean()
        line.save()


def _changed(request: Request, by: User, verb: Permission, details: dict[str, object]) -> None:
    request.edition += 1
    request.save(update_fields=["edition", "estimated_from"])
    tally_request(request)
    write_deed(verb=verb, subject=request, by=by, agency=request.agency, details=details)
