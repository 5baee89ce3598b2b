"""What a contract and a policy say about standing in for somebody, and who may be asked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.events.enums import OvertimeFrom, OvertimeOrder
from muster.ledger.lines import Line
from muster.roster.models import Agency, Person


def supervising_ranks() -> list[str]:
    """Return the ranks that count as supervisors until an agency says otherwise: sergeant and above."""
    return [
        "sergeant",
        "lieutenant",
        "captain",
        "commander",
        "deputy-chief",
        "chief",
        "sheriff",
    ]


class CoverRules(Line):
    """An agency's rules of cover from a day on.

    Apart from ``Policy``, which a request keeps from the day it was handed in: these come from a contract, change with
    it, and hold for everybody from their day.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cover_rules")
    start = models.DateField(_("from"))
    source = models.CharField(_("where this is written"), max_length=300, blank=True)
    work_period_days = models.PositiveSmallIntegerField(_("7(k) work period, in days"), default=28)
    work_period_start = models.DateField(_("a first day of a work period"))
    least_rest_minutes = models.PositiveSmallIntegerField(
        _("least rest between two stretches of work, in minutes"), default=480
    )
    longest_minutes = models.PositiveSmallIntegerField(_("most work in a row, in minutes"), default=960)
    # by kind of cover: the minutes of notice it needs, and the minutes of pay that later notice costs (null: it is refused)
    notice = models.JSONField(_("notice"), default=dict, blank=True)
    overtime_from = models.CharField(
        _("overtime is paid"), max_length=20, choices=OvertimeFrom, default=OvertimeFrom.EVERY_EXTRA_MINUTE
    )
    overtime_percent = models.PositiveSmallIntegerField(_("overtime pay, in percent"), default=150)
    benefits_percent = models.PositiveSmallIntegerField(_("benefits on top, in percent"), default=0)
    order_by = models.CharField(
        _("who is asked first"), max_length=20, choices=OvertimeOrder, default=OvertimeOrder.SENIORITY
    )
    protect_leave = models.BooleanField(
        _("days off next to leave are free of orders and moves"), default=True
    )
    lends = models.BooleanField(_("units help one another"), default=True)
    supervisor_ranks = models.JSONField(_("ranks of supervisors"), default=supervising_ranks, blank=True)

    class Meta:
        """A work period under section 7(k) has 7 to 28 days; a row of work has a length."""

        verbose_name = _("rules of cover")
        constraints = (
            models.CheckConstraint(
                condition=Q(work_period_days__gte=7, work_period_days__lte=28),
                name="events_coverrules_work_period",
                violation_error_message=_("A work period under section 7(k) has 7 to 28 days."),
            ),
            models.CheckConstraint(
                condition=Q(longest_minutes__gt=0, overtime_percent__gte=100),
                name="events_coverrules_amounts",
                violation_error_message=_(
                    "Give the most work in a row, and overtime of at least 100 percent."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} · {self.start}"


class StandIn(models.Model):
    """What counts of one person when somebody is looked for who stands in. Who has no line neither volunteers nor is relief."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="stand_ins")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="stand_ins", verbose_name=_("person")
    )
    volunteers = models.BooleanField(_("on the list of volunteers for overtime"), default=False)
    is_relief = models.BooleanField(_("relief officer: fills gaps and counts for no floor"), default=False)
    overtime_minutes = models.PositiveIntegerField(_("overtime so far, in minutes"), default=0)
    cents_an_hour = models.PositiveIntegerField(_("pay an hour"), null=True, blank=True)

    class Meta:
        """Each person once."""

        constraints = (
            models.UniqueConstraint(
                fields=("agency", "person"),
                name="events_standin_once",
                violation_error_message=_("This person has a line already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.person)
