"""Finding events, how full they are, and what our own people brought home from the like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from muster.events.enums import (
    BEEN_THERE,
    GRANTED,
    AttendeeState,
    EventState,
    PracticeState,
    RatingMoment,
    ReportState,
)
from muster.events.models import Attendee, Event, Interest, Practice, Rating, Report
from muster.events.queries.ratings import Rated
from muster.roster.models import Agency


def filter_words(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Keep the events in which every word is found: title, provider, place or number."""
    for word in words.split()[:8]:
        events = events.filter(
            Q(title__icontains=word)
            | Q(provider__name__icontains=word)
            | Q(city__icontains=word)
            | Q(certification_number__icontains=word)
        )
    return events


def filter_topic(events: QuerySet[Event], topic: str) -> QuerySet[Event]:
    """Keep the events of a topic. A list in JSON is a text with quotes around each, on both databases."""
    return events.filter(topics__icontains=f'"{topic}"')


def filter_ahead(events: QuerySet[Event], today: date) -> QuerySet[Event]:
    """Keep what is not over: also what runs now, and what has no days."""
    return events.filter(Q(ends_on__gte=today) | Q(ends_on__isnull=True))


def filter_month(events: QuerySet[Event], first: date) -> QuerySet[Event]:
    """Keep what runs in a month, named by any day of it."""
    start = first.replace(day=1)
    after = date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return events.filter(starts_on__lt=after, ends_on__gte=start)


def filter_near(events: QuerySet[Event], miles: int) -> QuerySet[Event]:
    """Keep what is so near; what is online is everywhere, and what nobody measured is left out."""
    return events.filter(Q(miles__lte=miles) | Q(kind__in=("online_live", "self_paced")))


def annotate_taken(events: QuerySet[Event]) -> QuerySet[Event]:
    """Give each event ``taken``: how many of ours have a promised seat."""
    going = (
        Attendee.objects.filter(request__event=OuterRef("pk"), request__state__in=GRANTED)
        .exclude(state=AttendeeState.STAYS)
        .order_by()
        .values("request__event")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return events.annotate(taken=Coalesce(Subquery(going), 0))


def taken_of(event: Event) -> int:
    """Return how many of ours have a promised seat at an event."""
    going = Attendee.objects.filter(request__event=event, request__state__in=GRANTED)
    return going.exclude(state=AttendeeState.STAYS).count()


def filter_open(events: QuerySet[Event]) -> QuerySet[Event]:
    """Keep what still has a seat, as far as we know, of events that ``annotate_taken`` was asked of."""
    return events.filter(Q(seats__isnull=True) | Q(seats__gt=F("taken"))).exclude(state=EventState.CANCELLED)


@dataclass(frozen=True)
class UnitSeats:
    """Seats that are kept for a unit, and how many of them it uses."""

    unit: str
    seats: int
    used: int


def seats_by_unit(event: Event) -> list[UnitSeats]:
    """Return what is kept for each unit. A unit uses the seats of those who belong to it or to a unit below."""
    kept = list(event.allotments.select_related("unit").order_by("unit__name"))
    if not kept:
        return []
    going = Attendee.objects.filter(request__event=event, request__state__in=GRANTED)
    going = going.exclude(state=AttendeeState.STAYS)
    used = Counter(path or "" for path in going.values_list("request__unit__path", flat=True))
    return [
        UnitSeats(
            line.unit.name,
            line.seats,
            sum(number for path, number in used.items() if path.startswith(line.unit.path)),
        )
        for line in kept
    ]


@dataclass(frozen=True)
class Past:
    """What came of the events of a series or of a provider so far."""

    held: int
    went: int
    reports: int
    adopted: int
    on_return: Rated
    later: Rated
    used: int

    def __bool__(self) -> bool:
        return bool(self.went or self.reports or self.on_return.number or self.later.number)


def past_of(events: QuerySet[Event]) -> Past:
    """Return who went to events and what came of it. Five queries, however many there are."""
    keys = events.order_by().values("pk")
    people = Attendee.objects.filter(request__event__in=keys, request__state__in=BEEN_THERE)
    went = people.filter(state=AttendeeState.ATTENDED)
    given = Rating.objects.filter(event__in=keys).aggregate(
        home_points=Coalesce(Sum("points", filter=Q(moment=RatingMoment.RETURN)), 0),
        home_number=Count("pk", filter=Q(moment=RatingMoment.RETURN)),
        later_points=Coalesce(Sum("points", filter=Q(moment=RatingMoment.THREE_MONTHS)), 0),
        later_number=Count("pk", filter=Q(moment=RatingMoment.THREE_MONTHS)),
        used=Count("pk", filter=Q(moment=RatingMoment.THREE_MONTHS, used=True)),
    )
    return Past(
        held=went.aggregate(number=Count("request__event", distinct=True))["number"],
        went=went.count(),
        reports=Report.objects.filter(request__event__in=keys, state=ReportState.ACCEPTED).count(),
        adopted=Practice.objects.filter(
            report__request__event__in=keys, state__in=(PracticeState.ADOPTED, PracticeState.MEASURED)
        ).count(),
        on_return=Rated(given["home_points"], given["home_number"]),
        later=Rated(given["later_points"], given["later_number"]),
        used=given["used"],
    )


def of_series(event: Event) -> QuerySet[Event]:
    """Return the events of the same series in the same catalogue, itself too."""
    same = Event.objects.filter(agency=event.agency_id)
    return same.filter(series=event.series) if event.series else same.filter(pk=event.pk)


def of_provider(event: Event) -> QuerySet[Event]:
    """Return the events of the same provider; none without one."""
    if event.provider_id is None:
        return Event.objects.none()
    return Event.objects.filter(provider=event.provider_id)


@dataclass(frozen=True)
class Demand:
    """How many people want to hear of a topic or a series."""

    topic: str
    series: str
    people: int


def demand_of(agency: Agency) -> list[Demand]:
    """Return what people of an agency wait for, what most wait for first."""
    rows = (
        Interest.objects.filter(agency=agency)
        .order_by()
        .values("topic", "series")
        .annotate(people=Count("person", distinct=True))
        .order_by("-people", "topic", "series")
    )
    return [Demand(**row) for row in rows]


def waiting_for(event: Event) -> QuerySet[Interest]:
    """Return the wishes that an event answers: of its series, or of one of its topics."""
    wanted = Q(topic__in=event.topics) if event.topics else Q(pk__in=[])
    if event.series:
        wanted |= Q(series=event.series)
    return Interest.objects.filter(wanted, agency=event.agency_id).exclude(topic="", series="")


def regions_of(events: QuerySet[Event]) -> list[str]:
    """Return the states in which events are."""
    found: Any = events.exclude(region="").order_by("region").values_list("region", flat=True).distinct()
    return list(found)
