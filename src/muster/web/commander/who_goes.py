"""Who gets to go: open requests in the order of their reasons, each with its reasons. Shown, never secret, never a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.events.access import requests_visible_to
from muster.events.models import Request
from muster.events.queries.asking import MOST_JUDGED, known_of, undecided
from muster.events.queries.requests import annotate_cost
from muster.events.ranking import Difference, Ground, Ranked, Reason, ranked, why_before
from muster.roster.access import agencies_visible_to
from muster.roster.models import Agency
from muster.standards.access import agencies_judged_by
from muster.web.csv_out import csv_response
from muster.web.judging import agency_asked
from muster.web.outside.request import tone_of
from muster.web.tables import number_in, page_of, wants_csv

P = Permission


@dataclass(frozen=True)
class Row:
    """A request in its place, as it is shown."""

    ranked: Ranked
    request: Any  # with cents
    tone: str
    before_next: Difference | None
    sees_standing: bool

    @property
    def reasons(self) -> list[tuple[Ground, str]]:
        """Every reason with what it rests on; how people stand is left out for who may not see it."""
        return [(ground, self._about(ground)) for ground in self.ranked.grounds]

    def _about(self, ground: Ground) -> str:
        if ground.people is None:
            return ground.text
        if not self.sees_standing:
            return ""
        told = {"title": ground.text, "number": ground.people}
        return (
            ngettext("%(title)s (%(number)d person)", "%(title)s (%(number)d people)", ground.people) % told
        )

    @property
    def days(self) -> str:
        """Days away for each person reached, with how it came about."""
        asking = self.ranked.asking
        reached = asking.people + asking.reached
        told = {
            "mean": plain(self.ranked.days_per_person),
            "days": asking.days * asking.people,
            "people": reached,
        }
        return (
            ngettext(
                "%(mean)s: %(days)s days of work for %(people)d person",
                "%(mean)s: %(days)s days of work for %(people)d people",
                reached,
            )
            % told
        )


def who_goes(request: HttpRequest) -> HttpResponseBase:
    """List the open requests that the reader may see, those with the strongest reasons first."""
    agency = agency_of(request)
    found = undecided(requests_visible_to(request.user)).filter(agency=agency)
    asked_event = number_in(request, "event")
    if asked_event:
        found = found.filter(event=asked_event)
    requests = list(
        annotate_cost(found).select_related("event", "requester", "unit", "agency").order_by("pk")
    )
    known = known_of(agency, requests)
    sees = agencies_judged_by(request.user).filter(pk=agency.pk).exists()
    rows = _rows(ranked(known.askings), {each.pk: each for each in requests}, sees)
    if wants_csv(request):
        return _as_csv(rows)
    context = {
        "agency": agency,
        "agencies": agencies_visible_to(request.user, P.EVENTS_REQUEST_READ).order_by("name"),
        "event": requests[0].event if asked_event and requests else None,
        "events": _events(requests),
        "page": page_of(request, rows),
        "reasons": Reason.choices,
        "known": known,
        "sees_standing": sees,
        "most_judged": MOST_JUDGED,
    }
    return render(request, "commander/who_goes.html", context)


def agency_of(request: HttpRequest) -> Agency:
    """Return the agency asked about, for who may see requests of others in it. Raises Http404."""
    if not reach_of(request.user, P.EVENTS_REQUEST_READ).of_others:
        raise Http404
    return agency_asked(request, agencies_visible_to(request.user, P.EVENTS_REQUEST_READ))


def plain(number: Fraction) -> str:
    """Say a fraction with one digit behind the point."""
    return str(number_format(float(number), 1))


def _rows(order: list[Ranked], requests: Mapping[int, Request], sees: bool) -> list[Row]:
    after: list[Ranked | None] = [*order[1:], None]
    return [
        Row(
            one,
            made := requests[one.asking.request],
            tone_of(made.state),
            why_before(one, other) if other else None,
            sees,
        )
        for one, other in zip(order, after, strict=False)
    ]


def _events(requests: list[Any]) -> list[tuple[int, str]]:
    """Return the events that are asked for, as choices."""
    return sorted(
        {(each.event_id, str(each.event)) for each in requests}, key=lambda pair: (pair[1], pair[0])
    )


def _as_csv(rows: list[Row]) -> HttpResponseBase:
    header = [
        _("Place"),
        _("Event"),
        _("Who asks"),
        _("Unit"),
        _("State"),
        _("People"),
        _("Reasons"),
        _("Due"),
        _("Days of work"),
        _("People expected to be reached at home"),
        _("Times away in two years"),
        _("Cost in cents"),
    ]
    lines = (
        [
            row.ranked.place,
            row.request.event,
            row.request.requester,
            row.request.unit,
            row.request.get_state_display(),
            row.ranked.asking.people,
            "; ".join(
                f"{ground.reason.label}: {about}" if about else str(ground.reason.label)
                for ground, about in row.reasons
            ),
            row.ranked.strongest.due if row.sees_standing and row.ranked.strongest else None,
            row.ranked.asking.days * row.ranked.asking.people,
            row.ranked.asking.reached,
            row.ranked.asking.trips,
            row.request.cents,
        ]
        for row in rows
    )
    return csv_response("who-goes.csv", header, lines)
