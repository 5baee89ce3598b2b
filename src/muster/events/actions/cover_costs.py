"""What the chosen cover takes, in the estimate of a request. Part of the actions on cover: it writes no entry of its own."""

from __future__ import annotations

from muster.events.enums import (
    BEFORE_LEAVING,
    PAY_KINDS,
    REVIEWS,
    AttendeeState,
    CostStage,
    RequestState,
)
from muster.events.models import CostLine, Request
from muster.events.queries.estimate_lines import first_basis
from muster.events.queries.estimated_pay import backfill_written, pay_of

#: From when covers are chosen until they leave: after that payroll knows better.
_ESTIMATED = (RequestState.SUBMITTED, *REVIEWS, *BEFORE_LEAVING)


def renew_pay(request: Request) -> None:
    """Write the estimated lines of pay anew, from what the estimate rests on and the cover that is chosen now.

    What a person wrote by hand stays, and so does the fund that was chosen for a kind of pay.
    """
    if request.state not in _ESTIMATED:
        return
    chosen = request.costs.filter(kind__in=PAY_KINDS, fund__isnull=False).order_by("pk")
    funds = dict(chosen.values_list("kind", "fund"))
    request.costs.filter(stage=CostStage.ESTIMATED, kind__in=PAY_KINDS, is_computed=True).delete()
    people = list(request.attendees.filter(state=AttendeeState.GOING).select_related("person").order_by("pk"))
    CostLine.objects.bulk_create(
        CostLine(
            request=request,
            attendee=line.attendee,
            stage=CostStage.ESTIMATED,
            kind=line.kind,
            day=line.day,
            cents=line.cents,
            basis=line.basis,
            fund_id=funds.get(line.kind),
            is_computed=True,
        )
        for line in pay_of(request, people, first_basis(request), backfill_written(request))
    )
