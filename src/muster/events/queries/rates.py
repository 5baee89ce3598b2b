"""The travel rates of an agency, read back from the tables: only what one journey needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from muster.core.travel.rates import Destination, MealTier, Rate, Rates
from muster.events.models import RateBatch
from muster.roster.models import Agency

#: What the federal files call the rate of every place that is not listed.
STANDARD = 0


def sets_in_use(agency: Agency) -> list[RateBatch]:
    """Return the sets of rates of an agency that were not replaced, the newest days first."""
    return list(agency.rate_batches.filter(replaced_at__isnull=True).order_by("-start"))


def rates_for(agency: Agency, zip_code: str, first: date, last: date) -> Rates | None:
    """Return the rates at a ZIP for the days of a journey, in five queries; None where a day has no rates.

    Where two sets follow each other within the journey, the destination is that of the first of them. Where two sets
    hold on one day, the one that began later does.
    """
    batches = [batch for batch in sets_in_use(agency) if batch.start <= last and batch.end >= first]
    batches.sort(key=lambda batch: batch.start)
    if not batches or not _reach(batches, first, last):
        return None
    begins = [batch for batch in batches if batch.start <= first][-1]
    zips = list(
        begins.zips.filter(zip=zip_code[:5])
        .order_by("destination_id")
        .values_list("destination_id", flat=True)
    )
    wanted = zips or [STANDARD]
    places = begins.places.filter(destination_id__in=wanted).order_by("destination_id")
    return Rates(
        first=first,
        last=last,
        destinations={
            str(place.destination_id): Destination(
                str(place.destination_id), place.name, tuple(place.states), tuple(place.counties)
            )
            for place in places
        },
        by_zip={zip_code[:5]: tuple(str(key) for key in zips)} if zips else {},
        by_destination=_series(batches, wanted, first, last),
        tiers=_tiers(batches),
        source=begins.source,
    )


def _until(batches: Sequence[RateBatch]) -> list[date]:
    """Return up to when each set holds: to its last day, or to the day before the next one begins."""
    begins = [batch.start - timedelta(days=1) for batch in batches[1:]]
    return [min(batch.end, until) for batch, until in zip(batches, [*begins, date.max], strict=True)]


def _reach(batches: Sequence[RateBatch], first: date, last: date) -> bool:
    """Return whether every day from the first to the last lies in one of the sets."""
    reached = first - timedelta(days=1)
    for batch, until in zip(batches, _until(batches), strict=True):
        if batch.start > reached + timedelta(days=1):
            return False
        reached = max(reached, until)
    return reached >= last


def _series(
    batches: Sequence[RateBatch], wanted: Sequence[int], first: date, last: date
) -> dict[str, tuple[Rate, ...]]:
    """Return the rates of each destination in order of their days, each day once."""
    tiers = {
        (batch.pk, tier.mie_cents): tier.first_last_cents for batch in batches for tier in batch.tiers.all()
    }
    found: dict[str, list[Rate]] = {str(key): [] for key in wanted}
    for batch, until in zip(batches, _until(batches), strict=True):
        days = Q(start__lte=min(last, until), end__gte=first)
        for line in batch.rates.filter(days, destination_id__in=wanted).order_by("destination_id", "start"):
            found[str(line.destination_id)].append(
                Rate(
                    str(line.destination_id),
                    line.start,
                    min(line.end, until),
                    line.lodging_cents,
                    line.mie_cents,
                    tiers[batch.pk, line.mie_cents],
                )
            )
    return {key: tuple(rates) for key, rates in found.items()}


def _tiers(batches: Sequence[RateBatch]) -> dict[int, MealTier]:
    return {
        tier.mie_cents: MealTier(
            tier.mie_cents,
            tier.breakfast_cents,
            tier.lunch_cents,
            tier.dinner_cents,
            tier.incidental_cents,
            tier.first_last_cents,
        )
        for batch in batches
        for tier in batch.tiers.all()
    }
