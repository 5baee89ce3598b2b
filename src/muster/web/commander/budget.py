"""The money of outside training for a period: funds, months, topics, units; and sending compared with hosting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.events.forms.budget import HostingForm, PeriodForm
from muster.events.money import plain_dollars
from muster.events.queries.budget import Budget, Line, budget_of
from muster.roster.access import agencies_where
from muster.standards.rulebook import whole_rulebook
from muster.web.csv_out import csv_response
from muster.web.judging import agency_asked
from muster.web.tables import wants_csv

P = Permission
#: The picture, in its own units: one month a column.
COLUMN, BAR, HEIGHT = 40, 26, 120


def budget(request: HttpRequest) -> HttpResponseBase:
    """Show plan, promised and spent, by fund, month, topic and unit, and what each person reached cost."""
    agency = agency_asked(request, agencies_where(request.user, P.EVENTS_FUND_READ))
    today = timezone.localdate()
    period = PeriodForm(request.GET if "first" in request.GET else None)
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    if period.is_valid():
        first, last = period.cleaned_data["first"], period.cleaned_data["last"]
    elif not period.is_bound:
        period = PeriodForm(initial={"first": first, "last": last})
    found = budget_of(agency, first, last)
    found.topics = _named(found.topics)
    if wants_csv(request):
        header = [
            _("Table"),
            _("Name"),
            _("Amount"),
            _("Asked for"),
            _("Promised"),
            _("Spent"),
            _("Left"),
            _("Went"),
            _("Reached"),
        ]
        return csv_response(f"budget-{first}-{last}.csv", header, _rows(found))
    hosting = HostingForm(request.GET if "people" in request.GET else None)
    held = sum(state.cents for _fund, state in found.funds)
    context = {
        "agency": agency,
        "agencies": agencies_where(request.user, P.EVENTS_FUND_READ).order_by("name", "pk"),
        "period": period,
        "first": first,
        "last": last,
        "budget": found,
        "held": held,
        "left": sum(state.left for _fund, state in found.funds),
        "picture": _picture(found.months),
        "hosting": hosting,
        "compared": hosting.hosting() if hosting.is_valid() else None,
    }
    return render(request, "commander/budget.html", context)


def _named(topics: list[tuple[str, Line]]) -> list[tuple[str, Line]]:
    """Name topics as the rulebook does; those that it does not know keep their own word."""
    names = whole_rulebook().vocabulary.topics
    return [(str(names.get(code, code)) if code else _("no topic"), line) for code, line in topics]


def _picture(months: list[tuple[date, Line]]) -> dict[str, Any]:
    """Return the bars of the months: what was spent below, what is promised above it, to one scale."""
    most = max((line.spent + line.promised for _month, line in months), default=0)
    bars = []
    for n, (month, line) in enumerate(months):
        spent, promised = (max(0, part) * HEIGHT // max(most, 1) for part in (line.spent, line.promised))
        bars.append(
            {
                "x": n * COLUMN + (COLUMN - BAR) // 2,
                "middle": n * COLUMN + COLUMN // 2,
                "spent_y": HEIGHT - spent,
                "spent": spent,
                "promised_y": HEIGHT - spent - promised,
                "promised": promised,
                "label": date_format(month, "M"),
            }
        )
    return {"bars": bars, "width": COLUMN * max(len(bars), 1), "most": most, "bar": BAR}


def _rows(found: Budget) -> Iterator[list[Any]]:
    """Yield every table, one below the other, its name in the first column."""
    for fund, state in found.funds:
        held = (state.cents, None, state.promised, state.spent, state.left)
        yield [_("Fund"), fund.name, *map(plain_dollars, held), None, None]
    months = [(date_format(month, "Y-m"), line) for month, line in found.months]
    for table, lines in ((_("Month"), months), (_("Topic"), found.topics), (_("Unit"), found.units)):
        for name, line in lines:
            amounts = (None, line.asked, line.promised, line.spent, None)
            yield [table, name, *map(plain_dollars, amounts), line.people, line.reached]
