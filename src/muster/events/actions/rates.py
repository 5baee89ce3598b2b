"""Federal travel rates into the tables of an agency: the whole set or nothing, and the one before is kept."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.core.travel.load import RateFiles
from muster.core.travel.rates import Rates
from muster.events.models import MealTier, Rate, RateBatch, RatePlace, RateZip
from muster.ledger.actions import take_turn
from muster.roster.models import Agency

P = Permission
_AT_ONCE = 2_000


@transaction.atomic
def keep_rates(*, agency: Agency, rates: Rates, sha256: str, by: User | None) -> RateBatch:
    """Put rates that were read and checked into use; a set from the same first day is replaced, and stays.

    ``sha256`` is that of the three files, see ``hash_of_files``. The caller checked that ``by`` keeps the funds; None
    is somebody at the server itself.
    """
    take_turn()
    replaced = RateBatch.objects.filter(agency=agency, start=rates.first, replaced_at__isnull=True)
    before = list(replaced.values_list("pk", flat=True))
    replaced.update(replaced_at=timezone.now())
    batch = RateBatch(
        agency=agency,
        name=f"{rates.first} – {rates.last}",
        source=rates.source,
        start=rates.first,
        end=rates.last,
        sha256=sha256,
        loaded_by=by,
    )
    batch.full_clean(exclude=["loaded_by"])
    batch.save()
    _fill(batch, rates)
    write_deed(
        verb=P.EVENTS_FUND_WRITE,
        subject=batch,
        by=by,
        agency=agency,
        details={"rates": sha256, "start": rates.first, "end": rates.last, "replaces": before},
    )
    return batch


def hash_of_files(files: RateFiles) -> str:
    """Return one hash of the three files, by which a set is known again."""
    each = (hashlib.sha256(content).digest() for content in (files.rates, files.zips, files.meals))
    return hashlib.sha256(b"".join(each)).hexdigest()


def _fill(batch: RateBatch, rates: Rates) -> None:
    places = [
        RatePlace(
            batch=batch,
            destination_id=int(key),
            name=place.name,
            states=list(place.states),
            counties=list(place.counties),
        )
        for key, place in rates.destinations.items()
    ]
    lines = [
        Rate(
            batch=batch,
            destination_id=int(key),
            start=rate.start,
            end=rate.end,
            lodging_cents=rate.lodging_cents,
            mie_cents=rate.mie_cents,
        )
        for key, series in rates.by_destination.items()
        for rate in series
    ]
    zips = [
        RateZip(batch=batch, zip=zip_code, destination_id=int(key))
        for zip_code, keys in rates.by_zip.items()
        for key in keys
    ]
    tiers = [
        MealTier(
            batch=batch,
            mie_cents=tier.mie_cents,
            breakfast_cents=tier.breakfast_cents,
            lunch_cents=tier.lunch_cents,
            dinner_cents=tier.dinner_cents,
            incidental_cents=tier.incidental_cents,
            first_last_cents=tier.first_last_cents,
        )
        for tier in rates.tiers.values()
    ]
    RatePlace.objects.bulk_create(places, batch_size=_AT_ONCE)
    Rate.objects.bulk_create(lines, batch_size=_AT_ONCE)
    RateZip.objects.bulk_create(zips, batch_size=_AT_ONCE)
    MealTier.objects.bulk_create(tiers, batch_size=_AT_ONCE)
