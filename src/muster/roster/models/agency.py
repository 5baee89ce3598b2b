"""Agencies, and their units as a tree."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.roster.enums import AgencyKind


class Agency(models.Model):
    """A department, or a body over departments. A role held in a commission reaches its agencies too."""

    ori = models.CharField(
        _("ORI"),
        max_length=9,
        unique=True,
        help_text=_("The nine-character code of the agency, such as OR0260200."),
        validators=[RegexValidator(r"^[A-Z0-9]{9}$", _("An ORI has nine capital letters and digits."))],
        error_messages={"unique": _("There is an agency with this ORI already.")},
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=AgencyKind, default=AgencyKind.DEPARTMENT)
    # the folder of the rulebook that holds the state's law; other rules are adopted in `standards`
    jurisdiction = models.CharField(_("jurisdiction"), max_length=20, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="America/Los_Angeles")
    # domain rule 4; 30 is a starting value of ours. Changed by `actions.set_late_days`, which the ledger tells of
    late_days = models.PositiveSmallIntegerField(
        _("days after which an entry is late"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    commission = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,  # a commission with agencies stays
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("commission"),
    )

    class Meta:
        """Alphabetical; nobody oversees themselves."""

        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(commission__isnull=True) | ~Q(commission=F("pk")),
                name="roster_agency_not_its_own_commission",
                violation_error_message=_("An agency cannot be its own commission."),
            ),
            models.CheckConstraint(
                condition=Q(late_days__gte=1) & Q(late_days__lte=365),
                name="roster_agency_late_within_a_year",
                violation_error_message=_("An entry is late after 1 to 365 days."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A division, a precinct, a squad. ``path`` names all units above it and itself: "/3/17/"."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="units", verbose_name=_("agency")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,  # a unit with units below it stays
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    path = models.CharField(max_length=500, editable=False, db_index=True)
    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """In the order of the tree; one code a unit of an agency."""

        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("agency", "path")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "code"),
                name="roster_unit_one_per_code",
                violation_error_message=_("This agency has a unit with this code already."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="roster_unit_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How many units stand above this one."""
        return self.path.count("/") - 2
