"""How an agency decides on requests: the stages, their order, and every limit and deadline, as data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.events.enums import MealRule
from muster.ledger.lines import Line
from muster.roster.models import Agency


class Policy(Line):
    """An agency's rules for outside training from a day on. A request keeps to those of the day it was handed in.

    ``stages`` is a list in order; each is a dictionary as ``events.policy.Stage`` reads and checks it.
    The numbers marked * in the field's practice are starting values; every one is the agency's own.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="event_policies")
    start = models.DateField(_("from"))
    stages = models.JSONField(_("stages"), default=list)
    source = models.CharField(_("where this is written"), max_length=300, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("hand in, days before departure"), default=0)
    reopen_percent = models.PositiveSmallIntegerField(
        _("cost above the approved that opens the budget again, in percent"), default=10
    )
    certificate_days = models.PositiveSmallIntegerField(_("certificate within, in days"), default=30)
    report_workdays = models.PositiveSmallIntegerField(_("report within, in working days"), default=10)
    share_days = models.PositiveSmallIntegerField(_("share within, in days"), default=60)
    teach_days = models.PositiveSmallIntegerField(_("train-the-trainer teaches within, in days"), default=120)
    claim_days = models.PositiveSmallIntegerField(_("claim within, in days"), default=90)
    remind_days = models.PositiveSmallIntegerField(_("remind, days before"), default=7)
    escalate_days = models.PositiveSmallIntegerField(_("tell the next above, days after"), default=7)
    most_per_event = models.PositiveSmallIntegerField(
        _("most people to one event without a reason"), null=True, blank=True
    )
    most_per_unit = models.PositiveSmallIntegerField(
        _("most people of one unit away at once"), null=True, blank=True
    )
    lodging_from_miles = models.PositiveIntegerField(
        _("lodging from, in miles one way"), null=True, blank=True
    )
    # tenths of a cent a mile, since federal mileage rates have half cents; empty: no mileage is paid
    mileage_mills = models.PositiveIntegerField(
        _("mileage, in tenths of a cent a mile"), null=True, blank=True
    )
    # read by nothing: the work period is that of ``CoverRules``. Entries of the ledger vouch for the column, so it stays
    work_period_days = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    meals = models.CharField(_("meals"), max_length=8, choices=MealRule, default=MealRule.PER_DIEM)
    flat_meal_cents = models.PositiveIntegerField(_("flat amount for meals a day"), null=True, blank=True)

    class Meta:
        """A policy has at least one stage; flat meals have their amount, and only they."""

        verbose_name = _("policy for outside training")
        constraints = (
            models.CheckConstraint(
                condition=~Q(stages=[]),
                name="events_policy_has_stages",
                violation_error_message=_("Name at least one stage at which somebody decides."),
            ),
            models.CheckConstraint(
                condition=Q(meals="flat", flat_meal_cents__isnull=False)
                | (~Q(meals="flat") & Q(flat_meal_cents__isnull=True)),
                name="events_policy_flat_meals_have_amount",
                violation_error_message=_("Give the flat amount where meals are paid flat, and only there."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} · {self.start}"
