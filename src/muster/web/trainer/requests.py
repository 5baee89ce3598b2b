"""All requests for outside training that the reader may see, by state, unit, event, fund, month and words."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.events.access import funds_visible_to, requests_visible_to
from muster.events.enums import GRANTED, REVIEWS, CostStage, RequestState
from muster.events.models import Request
from muster.events.queries.requests import costs_by_request, people_by_request
from muster.roster.access import units_visible_to
from muster.web.csv_out import csv_response
from muster.web.outside.request import tone_of
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
S = RequestState
COLUMNS = {
    "event": "event__title",
    "day": "event__starts_on",
    "who": "requester__family_name",
    "state": "state",
    "asked": "made_at",
}
#: Where requests stand, in the words of those who handle them.
GROUPS: Final = {
    "deciding": (gettext_lazy("being decided"), (S.SUBMITTED, *REVIEWS)),
    "booking": (gettext_lazy("approved, to be booked"), (S.APPROVED, S.REGISTERED, S.TRAVEL_READY)),
    "away": (gettext_lazy("away"), (S.ATTENDING,)),
    "home": (gettext_lazy("back, not closed"), GRANTED[4:-1]),
}


def requests(request: HttpRequest) -> HttpResponseBase:
    """List the requests, the latest first."""
    if not reach_of(request.user, P.EVENTS_REQUEST_READ).of_others:
        raise Http404
    found = _filtered(request, requests_visible_to(request.user))
    found = found.select_related("event", "requester", "unit")
    found = sorted_by(request, found, COLUMNS, "-asked")
    if wants_csv(request):
        return _as_csv(list(found))
    page = page_of(request, found)
    rows = list(page.object_list)
    _decorate(rows)
    page.object_list = rows
    context = {
        "page": page,
        "states": [
            *((name, label) for name, (label, _states) in GROUPS.items()),
            *((state.value, state.label) for state in S if state != S.DRAFT),
        ],
        "units": units_visible_to(request.user, P.EVENTS_REQUEST_READ).order_by("path"),
        "funds": funds_visible_to(request.user).order_by("name", "-start"),
        "filtered": any(request.GET.get(name) for name in ("q", "state", "unit", "fund", "month", "event")),
    }
    return render(request, "trainer/requests.html", context)


def _filtered(request: HttpRequest, found: QuerySet[Request]) -> QuerySet[Request]:
    for word in request.GET.get("q", "").split():
        found = found.filter(
            Q(event__title__icontains=word)
            | Q(event__city__icontains=word)
            | Q(requester__family_name__icontains=word)
            | Q(requester__given_name__icontains=word)
            | Q(purpose__icontains=word)
        )
    state = request.GET.get("state", "")
    if state in GROUPS:
        found = found.filter(state__in=GROUPS[state][1])
    elif state in S.values:
        found = found.filter(state=state)
    if unit := number_in(request, "unit"):
        path = (
            units_visible_to(request.user, P.EVENTS_REQUEST_READ)
            .filter(pk=unit)
            .values_list("path", flat=True)
        )
        found = found.filter(unit__path__startswith=path.first() or "-")
    if fund := number_in(request, "fund"):
        found = found.filter(Q(pk__in=Request.objects.filter(costs__fund=fund).values("pk")))
    if event := number_in(request, "event"):
        found = found.filter(event=event)
    month = _month(request.GET.get("month", ""))
    if month is not None:
        found = found.filter(event__starts_on__year=month.year, event__starts_on__month=month.month)
    return found


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _decorate(rows: list[Request]) -> None:
    """Put cost, people and tone on each row: two queries, however many rows."""
    keys = [row.pk for row in rows]
    estimated = costs_by_request(keys, CostStage.ESTIMATED)
    people = people_by_request(keys)
    for row in rows:
        shown: Any = row
        shown.cents = row.approved_cents if row.approved_cents is not None else estimated.get(row.pk, 0)
        shown.people = people.get(row.pk, 0)
        shown.tone = tone_of(row.state)


def _as_csv(rows: list[Request]) -> HttpResponseBase:
    _decorate(rows)
    header = [
        _("Event"),
        _("First day"),
        _("Who asks"),
        _("Unit"),
        _("State"),
        _("People"),
        _("Cost in cents"),
        _("Asked on"),
    ]
    lines = (
        [
            row.event,
            row.event.starts_on,
            row.requester,
            row.unit,
            row.get_state_display(),
            getattr(row, "people"),  # noqa: B009 - put there above
            getattr(row, "cents"),  # noqa: B009
            row.made_at.date(),
        ]
        for row in rows
    )
    return csv_response("requests.csv", header, lines)
