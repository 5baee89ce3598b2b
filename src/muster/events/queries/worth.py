"""What came of outside training: who was sent, what it cost, what was brought home. Added up by event, never stored.

The same queries whatever is asked about, each once for all events; series, providers, topics and years are folded
from the events. Every figure is one that a reader can count again on the pages it comes from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from muster.core.money import each_of
from muster.events.enums import (
    BEEN_THERE,
    PAY_KINDS,
    AttendeeState,
    CostStage,
    PracticeState,
    RatingMoment,
    ReportState,
    RequestState,
)
from muster.events.models import Attendee, CostLine, Event, Practice, Rating, Report, Request, Share
from muster.events.queries.money import COUNTS
from muster.events.queries.ratings import Rated
from muster.events.small_groups import FEWEST


class Basis(models.TextChoices):
    """What the rows of the table stand for."""

    EVENT = "event", _("event")
    SERIES = "series", _("series")
    PROVIDER = "provider", _("provider")
    TOPIC = "topic", _("topic")
    YEAR = "year", _("year")


@dataclass(frozen=True)
class Worth:
    """What came of some events. Every amount is whole cents.

    ``people`` counts those who were there, once a journey. ``open_cents`` is the part of ``cents`` that is approved and
    not yet written down as paid. ``used`` of ``later`` say three months later that they used it at work.
    """

    requests: int = 0
    people: int = 0
    cents: int = 0
    open_cents: int = 0
    reports: int = 0
    reached: int = 0
    adopted: int = 0
    on_return: Rated = field(default_factory=Rated)
    later: Rated = field(default_factory=Rated)
    used: int = 0

    def __add__(self, other: Worth) -> Worth:
        return Worth(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__}
        )

    def __bool__(self) -> bool:
        return self != NOTHING

    @property
    def used_percent(self) -> int | None:
        """How many of a hundred answers say that it was used, to the nearest ten; None for fewer than five."""
        if self.later.number < FEWEST:
            return None
        return (20 * self.used + self.later.number) // (2 * self.later.number) * 10

    @property
    def all_reached(self) -> int:
        """Those who were there, and those at home to whom they brought it."""
        return self.people + self.reached

    @property
    def cents_each(self) -> int | None:
        """Net cost per person reached, rounded to the cent; None where nobody was."""
        return each_of(self.cents, self.all_reached)


NOTHING: Final = Worth()


def worth_by_event(events: QuerySet[Event]) -> dict[int, Worth]:
    """Return what came of each event (by key) where anything did. Eight queries, however many events there are."""
    keys = events.order_by().values("pk")
    found: dict[int, dict[str, Any]] = {}

    def note(rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            values = dict(row)
            found.setdefault(values.pop("of"), {}).update({k: v for k, v in values.items() if v})

    requests = Request.objects.filter(event__in=keys, state__in=BEEN_THERE)
    note(_each(requests, "event").annotate(requests=Count("pk")))
    there = Attendee.objects.filter(
        request__event__in=keys, request__state__in=BEEN_THERE, state=AttendeeState.ATTENDED
    )
    note(_each(there, "request__event").annotate(people=Count("pk")))
    note(_costs(keys))
    reports = Report.objects.filter(request__event__in=keys, state=ReportState.ACCEPTED)
    note(_each(reports, "request__event").annotate(reports=Count("pk")))
    shares = Share.objects.filter(request__event__in=keys, confirmed_by__isnull=False)
    note(_each(shares, "request__event").annotate(reached=Sum("people_reached")))
    note(_each(adopted_from(events), "report__request__event").annotate(adopted=Count("pk")))
    note(_ratings(keys))
    return {key: Worth(**_rated(values)) for key, values in found.items()}


def adopted_from(events: QuerySet[Event]) -> QuerySet[Practice]:
    """Return the practices that reports about events brought, and that are in use here."""
    return Practice.objects.filter(
        report__request__event__in=events.order_by().values("pk"),
        state__in=(PracticeState.ADOPTED, PracticeState.MEASURED),
    )


def _each(rows: QuerySet[Any], event: str) -> Any:
    return rows.order_by().values(of=models.F(event))


def _costs(keys: Any) -> list[dict[str, Any]]:
    """Return what each event cost: what was paid, and what was approved beyond that, by request and kind of cost.

    A request that is closed and has paid amounts is over: what was approved and never paid was not spent; only pay,
    which payroll knows better, stays as estimated. What a reimbursement is expected to bring is left out until it came.
    The database adds up by event; request by request only what was approved and paid as well comes here.
    """
    paid = CostLine.objects.filter(stage=CostStage.ACTUAL).order_by().values("request")
    over = Q(request__state=RequestState.CLOSED, request__in=paid) & ~Q(kind__in=PAY_KINDS)
    still = Q(stage=CostStage.APPROVED, request__state__in=BEEN_THERE) & COUNTS & ~over
    lines = CostLine.objects.filter(Q(stage=CostStage.ACTUAL) | still, request__event__in=keys).order_by()
    sums = {
        "actual": Coalesce(Sum("cents", filter=Q(stage=CostStage.ACTUAL)), 0),
        "approved": Coalesce(Sum("cents", filter=Q(stage=CostStage.APPROVED)), 0),
    }
    both: Any = lines.filter(request__in=paid).values_list("request__event", "request", "kind")
    twice: Counter[int] = Counter()  # what came back is below zero, and takes nothing off what is open
    for event, _request, _kind, actual, approved in both.annotate(**sums).filter(
        actual__gt=0, approved__gt=0
    ):
        twice[event] += min(actual, approved)
    return [
        {"of": event, "total": actual + approved - twice[event], "open_cents": approved - twice[event]}
        for event, actual, approved in lines.values_list("request__event").annotate(**sums)
    ]


def _ratings(keys: Any) -> Any:
    rows = Rating.objects.filter(event__in=keys, attendee__state=AttendeeState.ATTENDED)
    home, later = Q(moment=RatingMoment.RETURN), Q(moment=RatingMoment.THREE_MONTHS)
    return _each(rows, "event").annotate(
        home_points=Sum("points", filter=home),
        home_number=Count("pk", filter=home),
        later_points=Sum("points", filter=later),
        later_number=Count("pk", filter=later),
        used=Count("pk", filter=later & Q(used=True)),
    )


def _rated(values: dict[str, Any]) -> dict[str, Any]:
    """Turn the columns of the database into the fields of ``Worth``."""
    take = values.pop
    return {
        "cents": take("total", 0),
        "on_return": Rated(take("home_points", 0), take("home_number", 0)),
        "later": Rated(take("later_points", 0), take("later_number", 0)),
        **values,
    }


def total(worths: Iterable[Worth]) -> Worth:
    """Add up."""
    return sum(worths, NOTHING)


#: How a row of the table is told apart: by a key, with a name for people.
Group = tuple[str, str]


def groups_of(event: Event, basis: str) -> list[Group]:
    """Return the rows an event belongs to: one, but of topics as many as it has. An empty key: none is known."""
    if basis == Basis.SERIES:
        return [(event.series, event.series)]
    if basis == Basis.PROVIDER:
        return [(str(event.provider_id or ""), event.provider.name if event.provider else "")]
    if basis == Basis.TOPIC:
        return [(code, code) for code in event.topics] or [("", "")]
    if basis == Basis.YEAR:
        year = str(event.starts_on.year) if event.starts_on else ""
        return [(year, year)]
    return [(str(event.pk), event.title)]


@dataclass(frozen=True)
class Row:
    """One row of the table: what it stands for, the events in it, and what came of them."""

    key: str
    name: str
    events: tuple[int, ...]
    worth: Worth


def rows_of(events: Iterable[Event], worths: Mapping[int, Worth], basis: str) -> list[Row]:
    """Fold events into rows, the dearest first. Events of which nothing came and which cost nothing are left out."""
    members: dict[Group, list[int]] = {}
    for event in events:
        if worths.get(event.pk):
            for group in groups_of(event, basis):
                members.setdefault(group, []).append(event.pk)
    rows = [
        Row(key, name, tuple(keys), total(worths[each] for each in keys))
        for (key, name), keys in members.items()
    ]
    return sorted(rows, key=lambda row: (-row.worth.cents, row.name, row.key))
