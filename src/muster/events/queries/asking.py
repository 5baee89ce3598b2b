"""Open requests with all that ``ranking`` and ``selection`` look at. Read set by set, judged once for everybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from muster.core.errors import MusterError
from muster.events.enums import BEEN_THERE, REVIEWS, AttendeeState, RequestState
from muster.events.models import Attendee, Event, Need, Request, Share
from muster.events.queries.benefit import helped_by_event
from muster.events.ranking import Asking, NamedNeed, OpenDuty
from muster.roster.models import Agency, Person
from muster.standards.queries import today_at
from muster.standards.standing import standing_of
from muster.standards.summaries import duties

#: Somebody still has to decide.
UNDECIDED: Final = (RequestState.SUBMITTED, *REVIEWS, RequestState.WAITLISTED)
#: So far back is looked when it is asked who has been away before.
LOOK_BACK: Final = timedelta(days=730)
#: Of so many events it is worked out whom they would help, the next first: each costs a judgement.
MOST_JUDGED: Final = 12

#: (person, requirement): when it is due, and the requirement's title.
Open = Mapping[tuple[int, str], tuple[date | None, str]]


@dataclass(frozen=True)
class Known:
    """What was read of some requests: each as ``ranking`` wants it, who is to go, and what could not be worked out."""

    askings: list[Asking]
    people: Mapping[int, tuple[int, ...]]  # request -> people
    trips: Mapping[int, int]  # person -> journeys of the last two years
    unjudged: Collection[int] = ()  # requests of events beyond MOST_JUDGED
    unreadable: bool = False  # the rules could not be read


def known_of(agency: Agency, requests: Collection[Request]) -> Known:
    """Return what is known of an agency's requests. ``requests`` come with their events.

    The number of queries does not grow with the requests, but for the events of which it is worked out whom they help.
    """
    keys = [request.pk for request in requests]
    going = _going(keys)
    everybody = {person for people in going.values() for person in people}
    needs = _needs(keys)
    reach = _reach({request.event.series for request in requests if request.event.series}, agency)
    trips = _trips(everybody, today_at(agency))
    try:
        open_duties = _open(agency, everybody) if everybody else {}
        waiting = [request for request in requests if request.state in UNDECIDED]
        helped, unjudged = _helped(waiting, going) if open_duties else ({}, frozenset())
    except MusterError:
        open_duties, helped, unjudged = {}, {}, frozenset()
        unreadable = True
    else:
        unreadable = False
    askings = [
        Asking(
            request=request.pk,
            category=request.category,
            event_kind=request.event.kind,
            people=len(going[request.pk]),
            days=days_away(request),
            reached=_expected(reach.get(request.event.series), len(going[request.pk])),
            trips=sum(trips[person] for person in going[request.pk]),
            submitted_at=request.submitted_at,
            needs=needs[request.pk],
            duties=()
            if request.state not in UNDECIDED
            else _duties(going[request.pk], needs[request.pk], helped.get(request.pk, set()), open_duties),
            is_decided=request.state not in UNDECIDED,
        )
        for request in requests
    ]
    return Known(askings, going, trips, unjudged, unreadable)


def days_away(request: Request) -> int:
    """Return how many days a request takes each of its people away: of the journey, or else of the event."""
    if request.departs_at is not None and request.returns_at is not None:
        zone = ZoneInfo(request.agency.time_zone)
        first, last = (moment.astimezone(zone).date() for moment in (request.departs_at, request.returns_at))
        return (last - first).days + 1
    if request.event.starts_on is None or request.event.ends_on is None:
        return 0
    return (request.event.ends_on - request.event.starts_on).days + 1


def _going(keys: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return who is to go with each request, everybody under the entry they are shown as."""
    found: dict[int, list[int]] = {key: [] for key in keys}
    rows = Attendee.objects.filter(request__in=keys).exclude(state=AttendeeState.STAYS).order_by("pk")
    for request, person in rows.values_list("request", Coalesce("person__same_as", "person")):
        found[request].append(person)
    return {request: tuple(people) for request, people in found.items()}


def _needs(keys: Collection[int]) -> dict[int, tuple[NamedNeed, ...]]:
    found: dict[int, list[NamedNeed]] = defaultdict(list)
    rows = Need.objects.filter(request__in=keys).order_by("pk")
    for request, kind, text, requirement in rows.values_list("request", "kind", "text", "requirement"):
        found[request].append(NamedNeed(kind, text, requirement))
    return defaultdict(tuple, {request: tuple(named) for request, named in found.items()})


def _expected(before: tuple[int, int] | None, people: int) -> int:
    """Return how many people at home some will reach, if they do as those who went to the series before."""
    if before is None:
        return 0
    reached, went = before
    return reached * people // went


def _reach(series: Collection[str], agency: Agency) -> dict[str, tuple[int, int]]:
    """Return of each series how many people at home were reached so far, by how many who went. Two queries."""
    before = Request.objects.filter(agency=agency, event__series__in=series, state__in=BEEN_THERE)
    went = dict(
        Attendee.objects.filter(request__in=before, state=AttendeeState.ATTENDED)
        .order_by()
        .values_list("request__event__series")
        .annotate(number=Count("pk"))
    )
    reached: Iterable[tuple[str, int | None]] = (
        Share.objects.filter(request__in=before, confirmed_by__isnull=False)
        .order_by()
        .values_list("request__event__series")
        .annotate(number=Sum("people_reached"))
    )
    return {name: (number or 0, went[name]) for name, number in reached if went.get(name)}


def _trips(people: Collection[int], today: date) -> Counter[int]:
    """Return how often somebody was away for outside training in the last two years."""
    rows = Attendee.objects.filter(
        state=AttendeeState.ATTENDED,
        request__state__in=BEEN_THERE,
        request__event__starts_on__gte=today - LOOK_BACK,
    ).annotate(shown=Coalesce("person__same_as", "person"))
    return Counter(rows.filter(shown__in=people).values_list("shown", flat=True))


def _open(agency: Agency, people: Collection[int]) -> Open:
    """Return what some people have not in order today, with the day it is due. One judgement."""
    judgement = standing_of(agency, today_at(agency), people=Person.objects.filter(pk__in=people))
    found: dict[tuple[int, str], tuple[date | None, str]] = {}
    for duty in duties(judgement):  # what is due first comes first
        found.setdefault((duty.person, duty.requirement), (duty.due, duty.title))
    return found


def _helped(
    requests: Collection[Request], going: Mapping[int, tuple[int, ...]]
) -> tuple[dict[int, set[tuple[int, str]]], frozenset[int]]:
    """Work out which requirements of its people each event would meet: for the next events only."""
    by_event: dict[Event, list[Request]] = defaultdict(list)
    for request in requests:
        by_event[request.event].append(request)
    order = sorted(by_event, key=lambda event: (event.starts_on or date.max, event.pk))
    found: dict[int, set[tuple[int, str]]] = {}
    for event in order[:MOST_JUDGED]:
        people = {person for request in by_event[event] for person in going[request.pk]}
        changes = helped_by_event(event, Person.objects.filter(pk__in=people))
        for request in by_event[event]:
            theirs = going[request.pk]
            found[request.pk] = {(c.person, c.requirement) for c in changes if c.person in theirs}
    beyond = (request.pk for event in order[MOST_JUDGED:] for request in by_event[event])
    return found, frozenset(beyond)


def _duties(
    people: Collection[int],
    needs: Collection[NamedNeed],
    helped: Collection[tuple[int, str]],
    open_duties: Open,
) -> tuple[OpenDuty, ...]:
    """Return the open requirements of those who are to go that the event meets, or that the request names."""
    named = {need.requirement for need in needs if need.requirement}
    wanted = [
        (person, requirement, due, title)
        for (person, requirement), (due, title) in open_duties.items()
        if person in people and (requirement in named or (person, requirement) in helped)
    ]
    found = []
    for requirement, title in sorted({(requirement, title) for _p, requirement, _d, title in wanted}):
        dues = [due for _person, each, due, _title in wanted if each == requirement]
        known = [due for due in dues if due is not None]
        found.append(OpenDuty(requirement, title, len(dues), min(known, default=None)))
    return tuple(found)


def undecided(requests: QuerySet[Request]) -> QuerySet[Any]:
    """Keep the requests about which somebody still has to decide."""
    return requests.filter(state__in=UNDECIDED)
