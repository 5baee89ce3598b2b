"""What the money could do: requests of a year, or those still open, as ``core.planning.selection`` chooses among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from muster.core.planning.selection import Candidate, Choice, MoreMoney, Purse, selected, with_more
from muster.events.enums import GRANTED, AttendeeState, RequestState
from muster.events.models import Attendee, Fund, Request
from muster.events.queries.asking import Known, known_of
from muster.events.queries.money import states_of
from muster.events.queries.requests import annotate_cost
from muster.events.ranking import STRENGTH, Ranked, Reason, ranked
from muster.ledger.lines import on_day
from muster.roster.models import Agency
from muster.standards.queries import posts_on, today_at


@dataclass(frozen=True)
class Advice:
    """Requests in the order of the ranking, what would be chosen among them, and what was approved."""

    order: list[Ranked]
    requests: Mapping[int, Any]  # with cents
    purse: Purse
    choice: Choice
    more: MoreMoney
    known: Known

    def is_advised(self, key: int) -> bool:
        """Return whether a request is in the advice."""
        return str(key) in self.choice.keys

    @property
    def approved(self) -> list[Any]:
        """The requests that were approved."""
        return [request for request in self.requests.values() if request.state in GRANTED]


def requests_of_year(requests: QuerySet[Request], year: int) -> QuerySet[Any]:
    """Keep what was asked for in a year: events of that year, and training at one's own pace handed in then."""
    handed_in = requests.exclude(state__in=(RequestState.DRAFT, RequestState.WITHDRAWN))
    in_year = Q(event__starts_on__year=year) | Q(event__starts_on__isnull=True, submitted_at__year=year)
    return handed_in.filter(in_year)


def cost_of(request: Any) -> int:
    """Return what a request costs: as approved, or as estimated where nobody has approved it."""
    return max(0, request.approved_cents if request.approved_cents is not None else request.cents)


def left_in_funds(agency: Agency) -> int:
    """Return what can still be promised from the funds that run today."""
    funds = {fund.pk: fund for fund in Fund.objects.filter(on_day(today_at(agency)), agency=agency)}
    return sum(max(0, state.left) for state in states_of(funds).values())


def advised(agency: Agency, requests: QuerySet[Any], *, cents: int, beyond: int, only_open: bool) -> Advice:
    """Choose among requests with so much money. ``only_open``: what was approved in this year counts as gone already."""
    found = annotate_cost(requests).select_related("event", "requester", "unit", "agency").order_by("pk")
    by_key = {request.pk: request for request in found}
    known = known_of(agency, list(by_key.values()))
    order = ranked(known.askings)
    purse = Purse(
        cents=cents,
        candidates=tuple(_candidate(one, by_key[one.asking.request], known) for one in order),
        heads=_heads(agency),
        beyond=beyond,
        went=_went(agency, known) if only_open else {},
    )
    choice = selected(purse)
    return Advice(order, by_key, purse, choice, with_more(purse, choice), known)


def _candidate(one: Ranked, request: Any, known: Known) -> Candidate:
    ground = one.strongest
    return Candidate(
        key=str(request.pk),
        strength=STRENGTH[ground.reason] if ground else len(STRENGTH),
        people=tuple(str(person) for person in known.people[request.pk]),
        unit=str(request.unit_id or ""),
        cents=cost_of(request),
        reached=one.asking.people + one.asking.reached,
        exempt=ground is not None and ground.reason == Reason.DATED_MANDATE,
    )


def _heads(agency: Agency) -> dict[str, int]:
    """Return how many people each unit has today; in one unit alone there is nothing to share."""
    posts = Counter(posts_on(agency, today_at(agency)).values())
    return {str(unit): number for unit, number in sorted(posts.items())} if len(posts) > 1 else {}


def _went(agency: Agency, known: Known) -> dict[str, int]:
    """Return how often each of those who ask was sent in this year, or is promised to go. One query."""
    year = today_at(agency).year
    rows = Attendee.objects.filter(
        request__agency=agency,
        request__state__in=GRANTED,
        request__event__starts_on__year=year,
        state__in=(AttendeeState.GOING, AttendeeState.ATTENDED),
    )
    asking = {person for people in known.people.values() for person in people}
    rows = rows.annotate(shown=Coalesce("person__same_as", "person")).filter(shown__in=asking)
    counted = Counter(rows.values_list("shown", flat=True))
    return {str(person): number for person, number in sorted(counted.items())}
