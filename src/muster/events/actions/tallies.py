"""Adding up what requests come to. Part of the actions on money and of every move; it writes no entry of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from muster.events.enums import (
    ENDED,
    REVIEWS,
    SINCE_LEAVING,
    AttendeeState,
    CostKind,
    CostStage,
    RequestState,
)
from muster.events.models import Attendee, CostLine, FundUse, Request, Share, Tally
from muster.roster.models import Agency

#: Handed in and not decided: what these are estimated to cost is asked for.
ASKING = (RequestState.SUBMITTED, *REVIEWS, RequestState.WAITLISTED)
_AT_ONCE = 1_000

Cell = tuple[int | None, str]  # fund, kind of cost


def tally_request(request: Request) -> None:
    """Add up one request again, from its lines."""
    _put([request])


@transaction.atomic
def tally_agency(agency: Agency) -> int:
    """Add up every request of an agency again, and return how many. For rows that were not made by the actions."""
    requests = list(Request.objects.filter(agency=agency).select_related("policy").order_by("pk"))
    for n in range(0, len(requests), _AT_ONCE):
        _put(requests[n : n + _AT_ONCE])
    return len(requests)


def _put(requests: Sequence[Request]) -> None:
    keys = [request.pk for request in requests]
    lines = _lines(keys)
    people = Counter(
        Attendee.objects.filter(request__in=keys, state=AttendeeState.ATTENDED).values_list(
            "request", flat=True
        )
    )
    reached: Counter[int] = Counter()
    told = Share.objects.filter(request__in=keys, confirmed_by__isnull=False, waived_by__isnull=True)
    for key, number in told.values_list("request", "people_reached"):
        reached[key] += number or 0
    tallies, uses = [], []
    for request in requests:
        own = lines[request.pk]
        promised, spent = _promised(request, own), _spent(own)
        tallies.append(
            Tally(
                request=request,
                agency_id=request.agency_id,
                event_id=request.event_id,
                unit_id=request.unit_id,
                asked=_asked(request, own),
                promised=sum(promised.values()),
                spent=sum(spent.values()),
                over=_over(request, own),
                people=people[request.pk],
                reached=reached[request.pk],
            )
        )
        uses += [
            FundUse(fund_id=fund, request=request, promised=promised[fund], spent=spent[fund])
            for fund in sorted(key for key in {*promised, *spent} if key is not None)
        ]
    Tally.objects.filter(pk__in=keys).delete()
    FundUse.objects.filter(request__in=keys).delete()
    Tally.objects.bulk_create(tallies)
    FundUse.objects.bulk_create(uses)


def _lines(keys: Sequence[int]) -> dict[int, list[tuple[str, Cell, int]]]:
    found: defaultdict[int, list[tuple[str, Cell, int]]] = defaultdict(list)
    rows = CostLine.objects.filter(request__in=keys).order_by()
    for key, stage, fund, kind, cents in rows.values_list("request", "stage", "fund", "kind", "cents"):
        found[key].append((stage, (fund, kind), cents))
    return found


def _asked(request: Request, lines: Iterable[tuple[str, Cell, int]]) -> int:
    if request.approved_cents is not None or request.state not in ASKING:
        return 0
    return sum(
        cents
        for stage, (_fund, kind), cents in lines
        if stage == CostStage.ESTIMATED and kind != CostKind.REIMBURSEMENT
    )


def _promised(request: Request, lines: Iterable[tuple[str, Cell, int]]) -> Counter[int | None]:
    """Return what is promised by fund, as ``queries.money.promises`` does: kind by kind, never below zero."""
    found: Counter[int | None] = Counter()
    if request.approved_cents is None or request.state in ENDED:
        return found
    left: Counter[Cell] = Counter()
    for stage, cell, cents in lines:
        if stage != CostStage.ESTIMATED and cell[1] != CostKind.REIMBURSEMENT:
            left[cell] += cents if stage == CostStage.APPROVED else -cents
    for (fund, _kind), cents in left.items():
        if cents > 0:
            found[fund] += cents
    return found


def _over(request: Request, lines: Iterable[tuple[str, Cell, int]]) -> bool:
    """Return whether ``guards.costs_more`` would say of a request on its way or back home that it does."""
    if request.approved_cents is None or request.policy is None or request.state not in SINCE_LEAVING:
        return False
    paid, approved, actual = 0, Counter[str](), Counter[str]()
    for stage, (_fund, kind), cents in lines:
        paid += cents if stage == CostStage.ACTUAL else 0
        if kind != CostKind.REIMBURSEMENT and stage != CostStage.ESTIMATED:
            (actual if stage == CostStage.ACTUAL else approved)[kind] += cents
    projected = paid + (approved - actual).total()
    return projected * 100 > approved.total() * (100 + request.policy.reopen_percent)


def _spent(lines: Iterable[tuple[str, Cell, int]]) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for stage, (fund, _kind), cents in lines:
        if stage == CostStage.ACTUAL:
            found[fund] += cents
    return found
