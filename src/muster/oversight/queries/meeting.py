"""What a body wants to know at its meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from muster.oversight.enums import RecommendationState
from muster.oversight.models import Recommendation
from muster.oversight.queries.register import Changed, changed_since, counts_by_state, overdue


@dataclass(frozen=True)
class Meeting:
    """What changed since a day, what is late today, and what waits for the body's own word."""

    since: date
    changed: Sequence[Changed]
    overdue: Sequence[Recommendation]
    waiting: Sequence[Recommendation]
    counts: dict[str, int]


def meeting_of(found: QuerySet[Recommendation], since: date) -> Meeting:
    """Return it for some recommendations; five queries however many there are."""
    waiting = found.filter(state=RecommendationState.REPORTED_IMPLEMENTED).select_related("issuer")
    return Meeting(
        since=since,
        changed=changed_since(found, since),
        overdue=list(overdue(found)),
        waiting=list(waiting.order_by("issuer__name", "number", "pk")),
        counts=counts_by_state(found),
    )
