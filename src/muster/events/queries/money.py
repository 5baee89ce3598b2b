"""Sums of money, each whole cents.

What somebody hopes to get back counts nowhere before it is there: of what is estimated and approved a reimbursement is left
out, of what was paid it is taken off.

What a request has promised a fund is, of each kind of cost, what was approved there beyond what was paid of that kind from
the same fund, never below zero, from the approval until the request is over, also while its budget is opened again. What is
spent is what was paid, whatever becomes of the request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from muster.events.enums import BEFORE_LEAVING, ENDED, PAY_KINDS, REVIEWS, CostKind, CostStage
from muster.events.models import CostLine, Fund, Request

#: The lines that count in sums: all that was paid, and all that is to be paid.
COUNTS = Q(stage=CostStage.ACTUAL) | ~Q(kind=CostKind.REIMBURSEMENT)


def total_of(request: Request, stage: str) -> int:
    """Return what a request costs at a stage; what is hoped to come back is not taken off."""
    return request.costs.filter(COUNTS, stage=stage).aggregate(cents=Coalesce(Sum("cents"), 0))["cents"]


def by_kind(request: Request, stage: str) -> dict[str, int]:
    """Return what stands at a stage by kind of cost, also what is hoped to come back."""
    found = request.costs.filter(stage=stage).order_by("kind").values("kind").annotate(cents=Sum("cents"))
    return {row["kind"]: row["cents"] for row in found}


def outgoing(request: Request, stage: str) -> dict[str, int]:
    """Return what a request costs at a stage by kind of cost; what comes back is not among it."""
    return {kind: cents for kind, cents in by_kind(request, stage).items() if kind != CostKind.REIMBURSEMENT}


def projected(request: Request) -> int:
    """Return what a request will cost by what is known now.

    Of each kind that is what was approved, or what was paid where that is more: what was paid so far may be a part only,
    while one of several claims is there. Until they leave it is of pay what the cover is estimated to take by now, where
    that is more. Of a request that is over it is what was paid.
    """
    paid = total_of(request, CostStage.ACTUAL)
    if request.state in ENDED:
        return paid
    actual = outgoing(request, CostStage.ACTUAL)
    expected = Counter(outgoing(request, CostStage.APPROVED)) | pay_by_now(request)
    return paid + sum(max(0, cents - actual.get(kind, 0)) for kind, cents in expected.items())


def pay_by_now(request: Request) -> Counter[str]:
    """Return what pay is estimated to come to by kind, of a request that was approved, until they leave; then nothing."""
    if request.approved_cents is None or request.state not in (*REVIEWS, *BEFORE_LEAVING):
        return Counter()
    estimated = outgoing(request, CostStage.ESTIMATED)
    return Counter({kind: cents for kind, cents in estimated.items() if kind in PAY_KINDS})


@dataclass(frozen=True)
class FundState:
    """What a fund holds, has promised and has spent. ``left`` may be below zero where more was spent than promised."""

    cents: int
    promised: int
    spent: int

    @property
    def left(self) -> int:
        """What can still be promised."""
        return self.cents - self.promised - self.spent


def states_of(funds: Mapping[int, Fund], without: Request | None = None) -> dict[int, FundState]:
    """Return what each fund (by key) holds, in two queries; ``without`` leaves one request's promise out."""
    lines = CostLine.objects.filter(fund__in=list(funds))
    spent = _sums(lines.filter(stage=CostStage.ACTUAL))
    promising = promising_lines(lines)
    if without is not None:
        promising = promising.exclude(request=without)
    promised: dict[int, int] = {}
    for row in promises(promising):
        promised[row["fund"]] = promised.get(row["fund"], 0) + row["promised"]
    return {
        key: FundState(fund.cents, promised.get(key, 0), spent.get(key, 0)) for key, fund in funds.items()
    }


def promising_lines(lines: QuerySet[CostLine]) -> QuerySet[CostLine]:
    """Return the lines of requests that are approved and not over, without what is only estimated."""
    counting = lines.exclude(stage=CostStage.ESTIMATED).exclude(kind=CostKind.REIMBURSEMENT)
    return counting.filter(request__approved_cents__isnull=False).exclude(request__state__in=ENDED)


def promises(lines: QuerySet[CostLine], *also: str) -> list[dict[str, Any]]:
    """Return what is still promised by fund, request and kind, and by what else a row is to name."""
    keys = ("fund", "request", "kind", *also)
    rows = (
        lines.order_by(*keys)
        .values(*keys)
        .annotate(
            approved=Coalesce(Sum("cents", filter=Q(stage=CostStage.APPROVED)), 0),
            actual=Coalesce(Sum("cents", filter=Q(stage=CostStage.ACTUAL)), 0),
        )
    )
    return [
        {**row, "promised": row["approved"] - row["actual"]}
        for row in rows
        if row["approved"] > row["actual"]
    ]


def _sums(lines: QuerySet[CostLine]) -> dict[int, int]:
    rows = lines.order_by("fund").values("fund").annotate(cents=Sum("cents"))
    return {row["fund"]: row["cents"] for row in rows}
