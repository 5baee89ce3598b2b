"""What an approval promises, and what a cancellation costs. Parts of ``move_request``: they write no entry of their own."""

from __future__ import annotations

from muster.events.enums import CostKind, CostStage
from muster.events.models import CostLine, Request
from muster.events.queries.money import total_of
from muster.events.queries.promising import lines_to_promise


def approve_costs(request: Request) -> int:
    """Make the approved lines of a request and return their sum: those of ``lines_to_promise``."""
    promised = lines_to_promise(request)
    request.costs.filter(stage=CostStage.APPROVED).delete()
    for line in promised:
        line.pk = None
        line._state.adding = True
        line.stage = CostStage.APPROVED
        line.save(force_insert=True)
    return total_of(request, CostStage.APPROVED)


def charge_cancellation(request: Request, cents: int) -> None:
    """Write down the fee of a cancellation as paid, from the fund that was to pay the tuition."""
    request.cancellation_cents = cents
    if not cents:
        return
    first = request.costs.filter(stage=CostStage.APPROVED, fund__isnull=False).order_by("kind", "pk")
    tuition = first.filter(kind=CostKind.TUITION).first() or first.first()
    fund = tuition.fund if tuition else None
    CostLine.objects.create(
        request=request, stage=CostStage.ACTUAL, kind=CostKind.CANCELLATION, cents=cents, fund=fund
    )
