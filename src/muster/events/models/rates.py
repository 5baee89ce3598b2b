"""Federal travel rates as an agency loaded them. Every amount is whole cents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.roster.models import Agency


class RateBatch(models.Model):
    """One set of federal travel rates as an agency loaded it: whole or not at all."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="rate_batches")
    name = models.CharField(_("name"), max_length=100)
    source = models.CharField(_("source"), max_length=300)
    start = models.DateField()
    end = models.DateField()
    sha256 = models.CharField(max_length=64)  # of the three files
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,  # at the server itself
        related_name="+",
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One set for a first day is in use."""

        constraints = (
            models.UniqueConstraint(
                fields=("agency", "start"),
                condition=Q(replaced_at__isnull=True),
                name="events_ratebatch_one_in_use",
                violation_error_message=_("Rates from this day on are in use already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class RatePlace(models.Model):
    """A destination with rates of its own, or the standard rate (0) of every place that is not listed."""

    batch = models.ForeignKey(RateBatch, on_delete=models.CASCADE, related_name="places")
    destination_id = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    states = models.JSONField(default=list)
    counties = models.JSONField(default=list)

    class Meta:
        """Once a set."""

        constraints = (
            models.UniqueConstraint(
                fields=("batch", "destination_id"),
                name="events_rateplace_once",
                violation_error_message=_("This destination is in the set already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Rate(models.Model):
    """Lodging and meals at a destination from one day to another, both included."""

    batch = models.ForeignKey(RateBatch, on_delete=models.CASCADE, related_name="rates")
    destination_id = models.PositiveIntegerField()
    start = models.DateField()
    end = models.DateField()
    lodging_cents = models.PositiveIntegerField()
    mie_cents = models.PositiveIntegerField()

    class Meta:
        """Looked up by destination and day; a day has one rate."""

        constraints = (
            models.UniqueConstraint(
                fields=("batch", "destination_id", "start"),
                name="events_rate_one_from_a_day",
                violation_error_message=_("There is a rate from this day on already."),
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="events_rate_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.destination_id} {self.start}"


class RateZip(models.Model):
    """A ZIP that lies in a destination; some lie in two."""

    batch = models.ForeignKey(RateBatch, on_delete=models.CASCADE, related_name="zips")
    zip = models.CharField(max_length=5)
    destination_id = models.PositiveIntegerField()

    class Meta:
        """Looked up by ZIP."""

        indexes = (models.Index(fields=("batch", "zip"), name="events_ratezip_lookup"),)

    def __str__(self) -> str:
        return self.zip


class MealTier(models.Model):
    """How a day's meal allowance is made up."""

    batch = models.ForeignKey(RateBatch, on_delete=models.CASCADE, related_name="tiers")
    mie_cents = models.PositiveIntegerField()
    breakfast_cents = models.PositiveIntegerField()
    lunch_cents = models.PositiveIntegerField()
    dinner_cents = models.PositiveIntegerField()
    incidental_cents = models.PositiveIntegerField()
    first_last_cents = models.PositiveIntegerField()

    class Meta:
        """The parts make the whole."""

        constraints = (
            models.CheckConstraint(
                condition=Q(
                    mie_cents=F("breakfast_cents")
                    + F("lunch_cents")
                    + F("dinner_cents")
                    + F("incidental_cents")
                ),
                name="events_mealtier_adds_up",
                violation_error_message=_("The meals and the incidentals do not add up to the total."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.mie_cents}"
