"""Who was sent so far, compared with their share of the department."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.events.models import Event
from muster.events.queries.distribution import PERSONAL, Group, Table
from muster.events.queries.distribution import distribution as counted
from muster.events.small_groups import FEWEST
from muster.roster.access import agencies_where
from muster.standards.queries import today_at
from muster.web.csv_out import csv_response
from muster.web.judging import agency_asked
from muster.web.tables import number_in, wants_csv

P = Permission


def distribution(request: HttpRequest) -> HttpResponseBase:
    """Show who was sent in a year by rank, unit, shift, gender and race: for those who see all requests of an agency."""
    agencies = agencies_where(request.user, P.EVENTS_REQUEST_READ)
    if not agencies.exists():
        raise Http404
    agency = agency_asked(request, agencies)
    this = today_at(agency).year
    past = {day.year for day in Event.objects.filter(agency=agency).dates("starts_on", "year")}
    years = sorted({year for year in past if year <= this} | {this}, reverse=True)
    year = number_in(request, "year")
    year = year if year in years else this
    tables = counted(agency, year)
    if wants_csv(request):
        return _as_csv(tables)
    context = {
        "agency": agency,
        "agencies": agencies.order_by("name"),
        "year": year,
        "years": years,
        "tables": [_shown(table) for table in tables],
        "people": tables[0].people,
        "sent": tables[0].sent,
        "fewest": FEWEST,
    }
    return render(request, "commander/distribution.html", context)


def _shown(table: Table) -> dict[str, Any]:
    return {
        "table": table,
        "is_personal": table.trait in PERSONAL,
        "rows": [(group, table.share(group), table.sent_share(group)) for group in table.groups],
    }


def _as_csv(tables: list[Table]) -> HttpResponseBase:
    header = [
        _("By"),
        _("Group"),
        _("People"),
        _("Percent of the department"),
        _("Sent"),
        _("Percent of those sent"),
    ]
    return csv_response("who-was-sent.csv", header, _lines(tables))


def _lines(tables: list[Table]) -> Iterator[list[Any]]:
    for table in tables:
        for group in table.groups:
            yield _line(table, group)


def _line(table: Table, group: Group) -> list[Any]:
    return [
        table.trait.label,
        group.name or _("not said"),
        _("hidden") if group.people is None else group.people,
        table.share(group),
        _("hidden") if group.sent is None else group.sent,
        table.sent_share(group),
    ]
