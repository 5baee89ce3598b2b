"""Claims with their sums, and where the claim of each who goes stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from muster.accounts.models import User
from muster.events.access_money import claims_seen_by
from muster.events.enums import AttendeeState, CostKind, CostStage, MealRule
from muster.events.models import Attendee, Claim, ClaimLine, Repayment, Request


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


def meals_by_policy(attendee: Attendee) -> dict[date, int]:
    """Return what the policy gives one who goes for meals, by day, as it was approved; nothing where that was not worked out."""
    lines = attendee.costs.filter(stage=CostStage.APPROVED, kind=CostKind.MEALS, is_computed=True)
    rows = lines.filter(day__isnull=False).order_by("day").values_list("day")
    return dict(rows.annotate(cents=Sum("cents")))


def meals_to_claim(attendee: Attendee) -> dict[date, int]:
    """Return the meals that one who goes may still claim by the day, without receipts; none where the policy wants these."""
    if meal_rule_of(attendee) == MealRule.RECEIPTS:
        return {}
    written = ClaimLine.objects.filter(claim__attendee=attendee, kind=CostKind.MEALS)
    days = set(written.values_list("day", flat=True))
    return {day: cents for day, cents in meals_by_policy(attendee).items() if cents and day not in days}


def meal_rule_of(attendee: Attendee) -> str:
    """Return how meals of a journey are paid, by the rules that its request keeps to."""
    policy = attendee.request.policy
    return policy.meals if policy is not None else MealRule.PER_DIEM


def most_for_meals(attendee: Attendee, lines: Sequence[ClaimLine]) -> dict[int, int]:
    """Return of each expense for meals (by key) how much lies within what the policy gives on its day, the first first."""
    left = meals_by_policy(attendee)
    if not left:
        return {}
    found: dict[int, int] = {}
    for line in lines:
        if line.kind == CostKind.MEALS and not line.by_agency:
            found[line.pk] = min(line.cents, left.get(line.day, 0))
            left[line.day] = left.get(line.day, 0) - found[line.pk]
    return found


def with_sums(claims: QuerySet[Claim]) -> QuerySet[Any]:
    """Add ``claimed`` and ``allowed``, both of what the claimant paid, and the number of expenses."""
    own = Q(lines__by_agency=False)
    return claims.annotate(
        claimed=Coalesce(Sum("lines__cents", filter=own), 0),
        allowed=Coalesce(Sum("lines__allowed_cents", filter=own), 0),
        expenses=Count("lines"),
    )
