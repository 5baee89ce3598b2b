"""How long an agency keeps its records by its own word."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.roster.models import Agency


class OwnPeriod(models.Model):
    """A period that an agency set for itself, longer than the law's. A setting: the ledger tells its changes."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="own_period")
    # None: set once, and given up since
    years = models.PositiveSmallIntegerField(
        _("years"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    reason = models.CharField(_("reason"), max_length=300)
    set_at = models.DateTimeField(auto_now=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A period is 1 to 200 years and has a reason."""

        verbose_name = _("own period of keeping")
        constraints = (
            models.CheckConstraint(
                condition=Q(years__isnull=True) | (Q(years__gte=1) & Q(years__lte=200)),
                name="records_ownperiod_years_possible",
                violation_error_message=_("A period is 1 to 200 years."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="records_ownperiod_has_reason",
                violation_error_message=_("Say why the agency keeps its records so long."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency}: {self.years}"
