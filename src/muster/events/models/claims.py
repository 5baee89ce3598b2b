"""Claims with receipts, and agreements to pay back. Every amount is whole cents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.events.enums import ClaimState, CostKind
from muster.events.models.request import Attendee
from muster.files.models import Attachment


class Claim(models.Model):
    """What one attendee advanced or was advanced, and how it is paid back."""

    attendee = models.OneToOneField(Attendee, on_delete=models.PROTECT, related_name="claim")
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.DRAFT, editable=False)
    advance_cents = models.PositiveBigIntegerField(_("advance"), default=0)
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    paid_cents = models.BigIntegerField(null=True, blank=True, editable=False)  # below zero: given back
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """What is paid has a day and an amount."""

        verbose_name = _("claim")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "settled"])
                | Q(paid_on__isnull=False, paid_cents__isnull=False),
                name="events_claim_paid_has_day",
                violation_error_message=_("Give the day and the amount that was paid."),
            ),
        )

    def __str__(self) -> str:
        return str(self.attendee)


class ClaimLine(models.Model):
    """One expense, paid by the attendee or by the agency, with its receipt."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(_("what for"), max_length=14, choices=CostKind)
    text = models.CharField(_("in words"), max_length=300, blank=True)
    day = models.DateField(_("day"))
    cents = models.PositiveBigIntegerField(_("amount"))
    by_agency = models.BooleanField(_("paid by the agency directly"), default=False)
    no_receipt_reason = models.CharField(_("why there is no receipt"), max_length=300, blank=True)
    allowed_cents = models.PositiveBigIntegerField(_("allowed"), null=True, blank=True)
    cut_reason = models.CharField(_("why less is allowed"), max_length=300, blank=True)

    class Meta:
        """Never more is allowed than was claimed, and less only with a reason."""

        ordering = ("day", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(allowed_cents__isnull=True) | Q(allowed_cents__lte=F("cents")),
                name="events_claimline_allowed_at_most_claimed",
                violation_error_message=_("No more can be allowed than was claimed."),
            ),
            models.CheckConstraint(
                condition=Q(allowed_cents__isnull=True) | Q(allowed_cents=F("cents")) | ~Q(cut_reason=""),
                name="events_claimline_cut_has_reason",
                violation_error_message=_("Say why less is allowed."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.cents}"


class Receipt(Attachment):
    """The paper behind an expense."""

    line = models.ForeignKey(ClaimLine, on_delete=models.PROTECT, related_name="receipts")

    def __str__(self) -> str:
        return self.name


class Repayment(models.Model):
    """An agreement to pay back if somebody leaves early, as it was signed. It decides nothing; ask a lawyer."""

    attendee = models.OneToOneField(Attendee, on_delete=models.PROTECT, related_name="repayment")
    cents = models.PositiveBigIntegerField(_("amount"))
    start = models.DateField(_("runs from"))
    # what is still owed from each day on: [["2026-07-01", 120000], ...], as the agreement says
    schedule = models.JSONField(_("schedule"), default=list)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    legal_note = models.TextField(_("what a lawyer said"), max_length=2_000, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.attendee)
