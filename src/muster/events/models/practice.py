"""Practices of others: suggested, tried, adopted or declined, and measured."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.events.enums import EvidenceGrade, PracticeState
from muster.events.models.report import Report
from muster.roster.models import Agency, Person


class Practice(models.Model):
    """Something that others do and that somebody suggests to do here."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="practices")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="practices"
    )
    suggested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="practices_suggested")
    title = models.CharField(_("what"), max_length=300)
    description = models.TextField(_("in words"), max_length=4_000, blank=True)
    from_agency = models.CharField(_("who does it"), max_length=200, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    grade = models.CharField(
        _("what is known of it"), max_length=12, choices=EvidenceGrade, default=EvidenceGrade.NONE
    )
    grade_source = models.CharField(_("where that is written"), max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=PracticeState, default=PracticeState.SUGGESTED, editable=False
    )
    reason = models.TextField(_("why"), max_length=2_000, blank=True)
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="practices_owned",
        verbose_name=_("owner"),
    )
    pilot = models.TextField(_("the pilot"), max_length=2_000, blank=True)
    # the question it will be judged by, written before the data
    measure = models.TextField(_("what it will be judged by"), max_length=2_000, blank=True)
    review_on = models.DateField(_("next look on"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=4_000, blank=True)
    suggested_at = models.DateTimeField(default=timezone.now, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """Who decides on it says why; a pilot has an owner, a measure and a day; what is measured has a result."""

        verbose_name = _("practice")
        ordering = ("-suggested_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "adopted"]) | ~Q(reason=""),
                name="events_practice_decided_has_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["pilot", "adopted"])
                | (Q(owner__isnull=False, review_on__isnull=False) & ~Q(measure="")),
                name="events_practice_tried_has_owner",
                violation_error_message=_(
                    "Name an owner, the day of the next look and what it will be judged by."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="measured") | ~Q(result=""),
                name="events_practice_measured_has_result",
                violation_error_message=_("Write down the result."),
            ),
        )

    def __str__(self) -> str:
        return self.title
