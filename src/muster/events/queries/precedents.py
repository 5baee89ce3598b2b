"""Who went to something like this before, and what came of it: for whoever decides whether somebody goes again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from muster.events.enums import BEEN_THERE, PracticeState, ReportState
from muster.events.models import Event, Practice, Rating, Report, Request, Share
from muster.events.queries.ratings import Rated


@dataclass(frozen=True)
class Precedent:
    """What came of earlier requests for the same series or by the same provider. Numbers, and the latest requests."""

    requests: tuple[Request, ...]  # the latest first, at most five, with event and requester
    went: int  # people who were there
    cents: int  # what was paid
    reports: int  # accepted
    reached: int  # people reached at home
    adopted: int  # practices
    rating: float | None  # mean of the points given on return, where three or more gave some

    @property
    def any(self) -> bool:
        """Whether somebody went before."""
        return bool(self.requests)


def precedent_of(event: Event, without: Request | None = None) -> Precedent:
    """Return what came of sending people to this series, or where it has no name, to this provider."""
    same = _same(event)
    earlier = Request.objects.filter(same, agency=event.agency, state__in=BEEN_THERE)
    if without is not None:
        earlier = earlier.exclude(pk=without.pk)
    keys = earlier.values("pk")
    sums = earlier.aggregate(
        went=Count("attendees", filter=Q(attendees__state="attended"), distinct=True),
    )
    paid = _sum(Request.objects.filter(pk__in=keys).filter(costs__stage="actual"), "costs__cents")
    rated = Rating.objects.filter(attendee__request__in=keys, moment="return")
    given = rated.aggregate(sum=Coalesce(Sum("points"), 0), number=Count("pk"))
    return Precedent(
        requests=tuple(earlier.select_related("event", "requester").order_by("-event__starts_on", "-pk")[:5]),
        went=sums["went"],
        cents=paid,
        reports=Report.objects.filter(request__in=keys, state=ReportState.ACCEPTED).count(),
        reached=_sum(Share.objects.filter(request__in=keys, confirmed_by__isnull=False), "people_reached"),
        adopted=Practice.objects.filter(
            report__request__in=keys, state__in=[PracticeState.ADOPTED, PracticeState.MEASURED]
        ).count(),
        rating=Rated(given["sum"], given["number"]).mean,
    )


def _same(event: Event) -> Q:
    if event.series:
        return Q(event__series=event.series)
    if event.provider_id is not None:
        return Q(event__provider=event.provider_id)
    return Q(event=event.pk)


def _sum(rows: Any, column: str) -> int:
    return rows.aggregate(sum=Sum(column))["sum"] or 0
