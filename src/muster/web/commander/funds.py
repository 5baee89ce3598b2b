"""Funds: what each holds, has promised and spent, how long it runs and what it may pay."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.events.access import funds_visible_to
from muster.events.actions.funds import add_fund, change_fund
from muster.events.enums import CostKind, FundKind
from muster.events.forms.funds import FundForm, agency_of
from muster.events.models import Fund
from muster.events.money import plain_dollars
from muster.events.queries.money import states_of
from muster.roster.access import agencies_where
from muster.web.csv_out import csv_response
from muster.web.forms import done_with, is_outdated
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"name": "name", "kind": "kind", "start": "start", "end": "end", "cents": "cents"}


def funds(request: HttpRequest) -> HttpResponseBase:
    """List the funds with what is promised, spent and left."""
    if not may_anywhere(request.user, P.EVENTS_FUND_READ):
        raise Http404
    found: Any = sorted_by(request, funds_visible_to(request.user).select_related("agency"), COLUMNS, "-end")
    if wants_csv(request):
        rows = list(found)
        states = states_of({fund.pk: fund for fund in rows})
        header = [
            _("Fund"),
            _("Kind"),
            _("Account"),
            _("First day"),
            _("Last day"),
            _("Amount"),
            _("Promised"),
            _("Spent"),
            _("Left"),
        ]
        return csv_response("funds.csv", header, (_line(fund, states[fund.pk]) for fund in rows))
    page = page_of(request, found)
    states = states_of({fund.pk: fund for fund in page.object_list})
    today = timezone.localdate()
    for fund in page.object_list:
        fund.state = states[fund.pk]
        fund.pays = [CostKind(kind).label for kind in fund.allows if kind in CostKind.values]
        fund.is_over = fund.end < today
        fund.lacks = fund.kind in (FundKind.GRANT, FundKind.FORFEITURE) and not fund.not_supplanting.strip()
    writes = agencies_where(request.user, P.EVENTS_FUND_WRITE).exists()
    return render(request, "commander/funds.html", {"page": page, "may_write": writes})


@post_once
def fund_add(request: HttpRequest) -> HttpResponse:
    """Add a fund."""
    agencies = list(agencies_where(request.user, P.EVENTS_FUND_WRITE).order_by("name", "pk"))
    if not agencies:
        raise Http404
    form = FundForm(
        request.POST or None,
        agencies=agencies_where(request.user, P.EVENTS_FUND_WRITE).order_by("name", "pk"),
    )

    def add(**fields: Any) -> Fund:
        for name in ("agency", "edition"):
            fields.pop(name, None)
        return add_fund(agency=agency_of(form, agencies), by=reader(request), **fields)

    if request.method == "POST" and (fund := done_with(form, add)) is not None:
        messages.success(request, _("%(fund)s is there.") % {"fund": fund})
        return redirect("commander:funds")
    return render(request, "commander/fund_form.html", {"form": form})


@post_once
def fund_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a fund. The second of two who do so is told of the first."""
    fund = get_object_or_404(funds_visible_to(request.user, P.EVENTS_FUND_WRITE), pk=pk)
    form = FundForm(request.POST or None, initial=_as_form(fund))

    def change(*, edition: int | None = None, **fields: Any) -> Fund:
        return change_fund(fund=fund, by=reader(request), edition=edition or 0, **fields)

    if request.method == "POST" and done_with(form, change) is not None:
        messages.success(request, _("Changed."))
        return redirect("commander:funds")
    now = Fund.objects.get(pk=pk)
    newer = now if is_outdated(form, now.edition) else None
    return render(request, "commander/fund_form.html", {"form": form, "fund": fund, "newer": newer})


def _as_form(fund: Fund) -> dict[str, Any]:
    return {name: getattr(fund, name) for name in (*FundForm.Meta.fields, "edition")}


def _line(fund: Fund, state: Any) -> list[Any]:
    amounts = (state.cents, state.promised, state.spent, state.left)
    return [
        fund.name,
        fund.get_kind_display(),
        fund.account,
        fund.start,
        fund.end,
        *(plain_dollars(cents) for cents in amounts),
    ]
