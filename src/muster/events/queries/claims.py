"""Claims with their sums, and where the claim of each who goes stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from muster.accounts.models import User
from muster.events.access_money import claims_seen_by
from muster.events.enums import AttendeeState
from muster.events.models import Attendee, Claim, Repayment, Request


@dataclass(frozen=True)
class ClaimOf:
    """One who goes, with their claim and their agreement to pay back, where there are any."""

    attendee: Attendee
    claim: Claim | None
    repayment: Repayment | None


def claims_of(request: Request, user: User) -> list[ClaimOf]:
    """Return those of a request whose claim somebody may see, once it was approved. Three queries."""
    if request.approved_cents is None:
        return []
    people = claims_seen_by(user).filter(request=request).exclude(state=AttendeeState.STAYS)
    claims = {claim.attendee_id: claim for claim in Claim.objects.filter(attendee__request=request)}
    agreed = {each.attendee_id: each for each in Repayment.objects.filter(attendee__request=request)}
    return [
        ClaimOf(each, claims.get(each.pk), agreed.get(each.pk))
        for each in people.select_related("person").order_by("pk")
    ]


def with_sums(claims: QuerySet[Claim]) -> QuerySet[Any]:
    """Add ``claimed`` and ``allowed``, both of what the claimant paid, and the number of expenses."""
    own = Q(lines__by_agency=False)
    return claims.annotate(
        claimed=Coalesce(Sum("lines__cents", filter=own), 0),
        allowed=Coalesce(Sum("lines__allowed_cents", filter=own), 0),
        expenses=Count("lines"),
    )
