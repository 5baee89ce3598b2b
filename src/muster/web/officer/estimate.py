"""What a request will cost: worked out from the rates, with lines by hand beside it, and kept with the request."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.events.access import may_edit
from muster.events.actions.costs import Amount, set_estimate
from muster.events.enums import PAY_KINDS, AttendeeState, CostKind, CostStage
from muster.events.forms.estimates import EstimateForm, hand_lines
from muster.events.models import CostLine, Request
from muster.events.queries.estimate_lines import first_basis
from muster.events.queries.estimated_pay import backfill_among
from muster.events.queries.estimates import Worked, by_hand, estimate_of
from muster.events.queries.money import total_of
from muster.web.forms import done_with, is_outdated
from muster.web.once import post_once
from muster.web.outside.request import seen
from muster.web.reader import reader


@post_once
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """Work the estimate out, look at it, and keep it. Nothing is kept before the word to."""
    asked = seen(request, pk)
    if not may_edit(reader(request), asked):
        raise Http404
    people = list(asked.attendees.filter(state=AttendeeState.GOING).select_related("person").order_by("pk"))
    basis = first_basis(asked)
    with timezone.override(asked.agency.time_zone):
        choice = estimate_of(asked, basis).choice
        form = EstimateForm(
            request.POST or None, choice=choice, initial={**vars(basis), "edition": asked.edition}
        )
        lines = hand_lines(request.POST or None, by_hand(asked), people)
        amounts = [] if request.method == "POST" else [_as_amount(line) for line in by_hand(asked)]
        if request.method == "POST" and form.is_valid() and lines.is_valid():
            basis = form.basis()
            amounts = [found for line in lines if (found := line.amount()) is not None]
        worked = estimate_of(asked, basis, backfill_among(amounts))
        if request.POST.get("do") == "keep" and form.is_valid() and lines.is_valid():
            kept = [*(_kept(line, asked) for line in worked.lines), *amounts]

            def keep(*, edition: int, **_said: Any) -> Request:
                return set_estimate(
                    request=asked,
                    amounts=kept,
                    by=reader(request),
                    edition=edition,
                    estimated_from=vars(basis),
                )

            if done_with(form, keep) is not None:
                messages.success(request, _("The estimate is kept."))
                return redirect("request", pk)
        context = {
            "asked": asked,
            "form": form,
            "lines": lines,
            "worked": worked,
            "sheet": _sheet(worked, amounts),
            "newer_cents": _newer(form, asked),
        }
        return render(request, "officer/estimate.html", context)


def _newer(form: EstimateForm, asked: Request) -> int | None:
    """Return what the estimate comes to by now where somebody changed the request since the form was opened."""
    now = Request.objects.get(pk=asked.pk)
    return total_of(now, CostStage.ESTIMATED) if is_outdated(form, now.edition) else None


def _kept(line: Any, asked: Request) -> Amount:
    """Return a line that was worked out as it is kept, with the fund that was chosen for its kind before."""
    return Amount(
        line.kind,
        line.cents,
        basis=line.basis,
        day=line.day,
        attendee=line.attendee,
        fund=_funds_before(asked).get(line.kind),
        is_computed=True,
    )


def _funds_before(asked: Request) -> dict[str, Any]:
    found = getattr(asked, "funds_before", None)
    if found is None:
        lines = asked.costs.filter(stage=CostStage.ESTIMATED, fund__isnull=False).select_related("fund")
        found = asked.funds_before = {line.kind: line.fund for line in lines}  # type: ignore[attr-defined]
    return found


def _as_amount(line: CostLine) -> Amount:
    return Amount(line.kind, line.cents, line.text, attendee=line.attendee)


def _sheet(worked: Worked, amounts: list[Amount]) -> dict[str, Any]:
    """Return the lines person by person with their sums, and the sum in all. What is hoped to come back counts not."""
    people: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in worked.lines:
        people[str(line.attendee)].append(_row(line.kind, line.cents, line.basis, line.day))
    for amount in amounts:
        whom = str(amount.attendee) if amount.attendee else _("All together")
        people[whom].append(_row(amount.kind, amount.cents, amount.text or _("by hand"), amount.day))
    groups = [
        {"name": name, "rows": rows, "total": sum(row["counts"] for row in rows)}
        for name, rows in people.items()
    ]
    return {
        "groups": groups,
        "total": sum(group["total"] for group in groups),
        "pay": sum(row["counts"] for group in groups for row in group["rows"] if row["is_pay"]),
        "back": -sum(
            row["cents"] for group in groups for row in group["rows"] if row["kind"] == CostKind.REIMBURSEMENT
        ),
    }


def _row(kind: str, cents: int, basis: str, day: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "label": CostKind(kind).label,
        "cents": cents,
        "counts": 0 if kind == CostKind.REIMBURSEMENT else cents,
        "basis": basis,
        "day": day,
        "is_pay": kind in PAY_KINDS,
    }
