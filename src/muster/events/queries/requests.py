"""Requests with what lists of them show: cost, people, since when they wait. Composable, one query each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from muster.events.enums import CostStage
from muster.events.models import Attendee, CostLine, Request
from muster.events.policy import stages_of
from muster.events.queries.money import COUNTS


def annotate_cost(
    requests: QuerySet[Request], stage: str = CostStage.ESTIMATED, name: str = "cents"
) -> QuerySet[Any]:
    """Add what each request costs at a stage, zero where nothing stands; what is hoped to come back does not count."""
    lines = CostLine.objects.filter(COUNTS, request=OuterRef("pk"), stage=stage).order_by().values("request")
    summed = lines.annotate(sum=Sum("cents")).values("sum")
    return requests.annotate(**{name: Coalesce(Subquery(summed, output_field=IntegerField()), 0)})


def annotate_people(requests: QuerySet[Any]) -> QuerySet[Any]:
    """Add ``people``: how many are to go or went."""
    named = Attendee.objects.filter(request=OuterRef("pk")).order_by().values("request")
    counted = named.annotate(number=Count("pk", filter=~Q(state="stays"))).values("number")
    return requests.annotate(people=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def costs_by_request(keys: Collection[int], stage: str) -> dict[int, int]:
    """Return what each of these requests (by key) costs at a stage, as ``annotate_cost`` counts it; one query."""
    lines = CostLine.objects.filter(COUNTS, request__in=keys, stage=stage).order_by("request")
    return {row["request"]: row["sum"] for row in lines.values("request").annotate(sum=Sum("cents"))}


def people_by_request(keys: Collection[int]) -> dict[int, int]:
    """Return how many people of each of these requests (by key) are to go or went; one query."""
    named = Attendee.objects.filter(request__in=keys).exclude(state="stays").order_by("request")
    return {row["request"]: row["number"] for row in named.values("request").annotate(number=Count("pk"))}


def waits_until(request: Request) -> datetime | None:
    """Return until when a request may wait at its stage by its policy, None where that is not said."""
    if request.policy is None:
        return None
    stage = next((each for each in stages_of(request.policy.stages) if each.stage == request.state), None)
    return (
        request.moved_at + timedelta(days=stage.days)
        if stage is not None and stage.days is not None
        else None
    )
