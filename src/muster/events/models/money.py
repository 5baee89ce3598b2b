"""Funds, and what a request costs at each stage. Every amount is whole cents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.events.enums import CostKind, CostStage, FundKind
from muster.events.models.request import Attendee, Request
from muster.roster.models import Agency


class Fund(models.Model):
    """Money for outside training, for a time, with what it may be used for."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="funds")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=FundKind, default=FundKind.GENERAL)
    account = models.CharField(_("account"), max_length=60, blank=True)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    cents = models.PositiveBigIntegerField(_("amount"))
    # kinds of cost it may pay; empty: all of them
    allows = models.JSONField(_("what it may pay"), default=list, blank=True)
    match_percent = models.PositiveSmallIntegerField(_("match we owe, in percent"), default=0)
    # money of this kind must add to the budget and not replace it: what was said about that
    not_supplanting = models.TextField(
        _("statement that it adds and does not replace"), max_length=2_000, blank=True
    )
    notes = models.TextField(_("notes"), max_length=2_000, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """A period in order; one name a fund of an agency and first day."""

        verbose_name = _("fund")
        ordering = ("-start", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="events_fund_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.UniqueConstraint(
                fields=("agency", "name", "start"),
                name="events_fund_once",
                violation_error_message=_("There is a fund of this name from this day on already."),
            ),
            models.CheckConstraint(
                condition=Q(match_percent__lte=100),
                name="events_fund_match_is_percent",
                violation_error_message=_("The match is a percentage, 0 to 100."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class CostLine(models.Model):
    """One amount of a request at one stage. A reimbursement is negative, all else is not."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="costs")
    attendee = models.ForeignKey(
        Attendee, on_delete=models.CASCADE, null=True, blank=True, related_name="costs"
    )
    stage = models.CharField(max_length=10, choices=CostStage)
    kind = models.CharField(_("what for"), max_length=14, choices=CostKind)
    text = models.CharField(_("in words"), max_length=300, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    cents = models.BigIntegerField(_("amount"))
    # how the amount came about, with its source: "75 % of 6800 (first day), GSA FY 2026"
    basis = models.CharField(max_length=500, blank=True)
    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="costs", verbose_name=_("fund")
    )
    # written by the estimate, which may write it anew; by hand: only a person changes it
    is_computed = models.BooleanField(default=False, editable=False)

    class Meta:
        """Only what comes back is negative."""

        ordering = ("stage", "pk")
        # the amounts stand in the indexes, so that sums over all requests are read from them alone
        indexes = (
            models.Index(fields=("fund", "stage", "cents"), name="events_costline_of_fund"),
            models.Index(
                fields=("request", "kind", "fund", "stage", "cents"), name="events_costline_of_request"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="reimbursement", cents__lte=0)
                | (~Q(kind="reimbursement") & Q(cents__gte=0)),
                name="events_costline_sign",
                violation_error_message=_("Costs are not below zero; what comes back is not above it."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.cents}"
