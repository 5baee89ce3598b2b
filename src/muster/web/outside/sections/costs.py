"""What a request costs: estimated, approved, paid, by kind of cost, and from which funds."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import may_decide, may_edit, requests_visible_to
from muster.events.enums import PAY_KINDS, REVIEWS, CostKind, CostStage
from muster.events.forms.funds import FundsForm
from muster.events.guards import costs_more
from muster.events.models import CostLine, Request
from muster.events.queries.claims import claims_of
from muster.events.queries.money import projected
from muster.events.queries.promising import lines_to_promise

P = Permission
STAGES = (CostStage.ESTIMATED, CostStage.APPROVED, CostStage.ACTUAL)


def costs_section(asked: Request, user: User) -> dict[str, Any] | None:
    """Return the sums by kind and stage, what it will come to, and what this reader may do about it."""
    lines = list(asked.costs.select_related("fund"))
    edits = may_edit(user, asked)
    if not lines and not edits:
        return None
    handles = requests_visible_to(user, P.EVENTS_REQUEST_HANDLE).filter(pk=asked.pk).exists()
    approved = asked.approved_cents is not None
    return {
        "asked": asked,
        "rows": _rows(lines),
        "totals": [_sum([line for line in lines if _counts(line)], stage) for stage in STAGES],
        "projected": projected(asked) if approved else None,
        "over": approved and costs_more(asked) is None,
        "may_edit": edits,
        "may_write_paid": handles and approved,
        "funds_form": _funds_form(asked, user),
        "claims": claims_of(asked, user),
        "has_pay": any(line.kind in PAY_KINDS for line in lines),
        "hopes": any(
            line.kind == CostKind.REIMBURSEMENT and line.stage != CostStage.ACTUAL for line in lines
        ),
    }


def _funds_form(asked: Request, user: User) -> FundsForm | None:
    """Return the choice of funds, for whoever decides about the money while it waits for that."""
    if asked.state not in REVIEWS or not may_decide(user, asked, P.EVENTS_REQUEST_REVIEW_BUDGET):
        return None
    # its fields are told from those of the decision, which may stand on the same page
    return FundsForm(asked=asked, lines=lines_to_promise(asked), auto_id="funds-%s")


def _rows(lines: list[CostLine]) -> list[dict[str, Any]]:
    by_kind: defaultdict[str, list[CostLine]] = defaultdict(list)
    for line in lines:
        by_kind[line.kind].append(line)
    return [
        {
            "label": kind.label,
            "is_pay": kind in PAY_KINDS,
            "is_back": kind == CostKind.REIMBURSEMENT,
            "cents": [_sum(by_kind[kind], stage) for stage in STAGES],
            "funds": sorted({str(line.fund) for line in by_kind[kind] if line.fund is not None}),
        }
        for kind in CostKind
        if by_kind[kind]
    ]


def _sum(lines: list[CostLine], stage: str) -> int | None:
    """Return the sum at a stage, None where nothing stands there."""
    found = [line.cents for line in lines if line.stage == stage]
    return sum(found) if found else None


def _counts(line: CostLine) -> bool:
    return line.kind != CostKind.REIMBURSEMENT or line.stage == CostStage.ACTUAL
