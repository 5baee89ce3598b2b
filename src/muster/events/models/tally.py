"""What each request comes to, added up beforehand so that a budget of many requests is read at once.

The cost lines are the truth. ``actions.tallies`` writes these rows anew from them whenever a request changes, and a test
compares both after random walks; nothing is decided by them.
"""

from __future__ import annotations

from django.db import models

from muster.events.models.catalogue import Event
from muster.events.models.money import Fund
from muster.events.models.request import Request
from muster.roster.models import Agency, Unit


class Tally(models.Model):
    """The money of one request as it stands, and whom it reached. Every amount is whole cents."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, primary_key=True, related_name="tally")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asked = models.BigIntegerField(default=0)
    promised = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)  # who were there
    reached = models.PositiveIntegerField(default=0)  # by sharing that was confirmed

    # since they left it cost more above the approved amount than the policy allows, and nobody accepted that yet
    over = models.BooleanField(default=False)

    class Meta:
        """Summed by event and by unit, from the index alone; the few that cost too much are found at once."""

        indexes = (
            models.Index(fields=("request",), name="events_tally_over", condition=models.Q(over=True)),
            models.Index(
                fields=("agency", "event", "unit", "asked", "promised", "spent", "people", "reached"),
                name="events_tally_sums",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id}: {self.promised} + {self.spent}"


class FundUse(models.Model):
    """What one request has promised and spent of one fund."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="uses", db_index=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="fund_uses")
    promised = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)

    class Meta:
        """Once a fund and request; summed by fund, from the index alone."""

        indexes = (models.Index(fields=("fund", "promised", "spent"), name="events_funduse_sums"),)
        constraints = (models.UniqueConstraint(fields=("fund", "request"), name="events_funduse_once"),)

    def __str__(self) -> str:
        return f"{self.fund_id}: {self.promised} + {self.spent}"
