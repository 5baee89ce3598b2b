"""Bodies that recommend, with their clocks, and who speaks for them."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.oversight.enums import IssuerKind
from muster.roster.models import Agency

_MOST_DAYS = 3_650


class Issuer(models.Model):
    """A board, a council, an auditor: who looks over one department's shoulder and recommends.

    The days within which the department acknowledges and answers are this body's own, by its charter or its order.
    """

    agency = models.ForeignKey(  # a register outlives the wish to be rid of it
        Agency, on_delete=models.PROTECT, related_name="issuers", verbose_name=_("department it oversees")
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=IssuerKind)
    acknowledge_days = models.PositiveSmallIntegerField(_("acknowledge within, in days"), default=10)
    answer_days = models.PositiveSmallIntegerField(_("answer within, in days"), default=60)
    source = models.CharField(_("where this is written"), max_length=300, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """A name once a department; nobody answers before they acknowledge."""

        verbose_name = _("issuer")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "name"),
                name="oversight_issuer_once",
                violation_error_message=_("A body of this name is in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(acknowledge_days__lte=F("answer_days")),
                name="oversight_issuer_acknowledges_first",
                violation_error_message=_("The answer is due no earlier than the acknowledgement."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse more days than any charter gives: the clocks reckon on from them."""
        try:
            MaxValueValidator(_MOST_DAYS)(self.answer_days or 0)
        except ValidationError as error:
            raise ValidationError({"answer_days": error}) from error


class Seat(models.Model):
    """Somebody speaks for a body from one day to another: issues, verifies and closes in its name."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # what was verified stays verified by somebody
        related_name="seats",
        verbose_name=_("account"),
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    # the moment somebody ended it early; from then on it gives nothing
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """The latest first; it does not end before it begins, and nobody seats themselves."""

        verbose_name = _("seat")
        ordering = ("-start", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="oversight_seat_ends_after_start",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("given_by")),
                name="oversight_seat_given_by_another",
                violation_error_message=_("Somebody else says that you speak for this body."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.issuer}"
