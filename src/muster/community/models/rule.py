"""What an agency asks of itself before a lesson plan is approved."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.ledger.lines import Line
from muster.roster.models import Agency

MOST_AN_HOUR = 300  # comments on one consultation; a starting value of ours


class ConsultationRule(Line):
    """Lesson plans on these subjects are not approved without a consultation, and what belongs to one.

    The numbers that a new rule begins with are starting values of ours, or of a body whose rule is public.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="consultation_rules")
    topics = models.JSONField(_("subjects"), default=list, blank=True)  # none: every subject
    groups = models.JSONField(_("groups to invite"), default=list, blank=True)
    days_open = models.PositiveSmallIntegerField(
        _("days open, at least"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    gatherings = models.PositiveSmallIntegerField(_("gatherings, at least"), default=0)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer, at most"), default=60, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    interim_days = models.PositiveSmallIntegerField(
        _("days that an emergency approval lasts, at most"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
    )
    most_an_hour = models.PositiveSmallIntegerField(
        _("comments an hour, at most"),
        default=MOST_AN_HOUR,
        validators=[MinValueValidator(1)],
        help_text=_("Against floods by machines. Who comes above it is asked to wait, and loses nothing."),
    )
    source = models.CharField(_("where it is written"), max_length=300)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """Days in order, and within a year."""

        verbose_name = _("consultation rule")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="community_consultationrule_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(days_open__gte=1, days_open__lte=365, answer_days__gte=1, answer_days__lte=365),
                name="community_consultationrule_within_a_year",
                violation_error_message=_("Days are 1 to 365."),
            ),
            models.CheckConstraint(
                condition=Q(interim_days__gte=1, interim_days__lte=180),
                name="community_consultationrule_interim_is_short",
                violation_error_message=_("An emergency approval lasts 1 to 180 days."),
            ),
            models.CheckConstraint(
                condition=Q(most_an_hour__gte=1),
                name="community_consultationrule_takes_comments",
                violation_error_message=_("At least one comment an hour must be possible."),
            ),
        )

    def __str__(self) -> str:
        return self.source
