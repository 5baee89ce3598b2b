"""What an approval would promise, and what a policy's limits are held against. Every amount is whole cents."""

from __future__ import annotations

from collections import Counter

from muster.events.enums import CostKind, CostStage
from muster.events.models import CostLine, Request
from muster.events.queries.money import outgoing, pay_by_now, projected, total_of


def weight_of(request: Request) -> int:
    """Return the cost that a policy's limits are held against: the estimate, or what it came to since if that is more.

    A reimbursement that is hoped for takes no request past anybody's desk.
    """
    return max(total_of(request, CostStage.ESTIMATED), projected(request))


def lines_to_promise(request: Request) -> list[CostLine]:
    """Return the lines that an approval promises: those of the estimate.

    Where a budget was opened again: of each kind what was approved before, what was paid, or of pay what it is
    estimated to come to by now; the most of these.
    """
    lines = list(request.costs.select_related("fund").order_by("pk"))
    if request.approved_cents is None:
        return [line for line in lines if line.stage == CostStage.ESTIMATED]
    sums = {
        CostStage.APPROVED: outgoing(request, CostStage.APPROVED),
        CostStage.ACTUAL: outgoing(request, CostStage.ACTUAL),
        CostStage.ESTIMATED: pay_by_now(request),
    }

    def most(kind: str) -> CostStage:
        # of equal ones the first; what is hoped for is in none of them, and stays noted as it was approved
        return max(sums, key=lambda stage: sums[stage].get(kind, 0))

    return [line for line in lines if line.stage == most(line.kind)]


def still_to_promise(request: Request) -> dict[int, int]:
    """Return what an approval would promise each fund (by key) beyond what it has paid already, kind by kind."""
    wanted: Counter[tuple[int, str]] = Counter()
    for line in lines_to_promise(request):
        if line.fund_id is not None and line.kind != CostKind.REIMBURSEMENT:
            wanted[line.fund_id, line.kind] += line.cents
    for line in request.costs.filter(stage=CostStage.ACTUAL):
        if line.fund_id is not None:
            wanted[line.fund_id, line.kind] -= line.cents
    promised: Counter[int] = Counter()
    for (fund, _kind), cents in wanted.items():
        promised[fund] += max(0, cents)
    return dict(promised)
