"""What the members of a committee gave a request, each by themselves, before the stage decides."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.events.models.request import Decision, Request
from muster.ledger.appended import Appended, AppendedQuerySet


class Scoring(Appended):
    """One member's word on a request. Appended and never changed, so that nobody moves toward the others afterwards.

    ``arrival`` is the step by which the request came to the stage: where it comes there again, it is scored anew.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="scorings")
    arrival = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="scorings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(_("comment"), max_length=2_000)
    at = models.DateTimeField(default=timezone.now)

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """Once a member and round, and never without a word of why."""

        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("arrival", "by"),
                name="events_scoring_once",
                violation_error_message=_("You have scored this already."),
            ),
            models.CheckConstraint(
                condition=~Q(comment=""),
                name="events_scoring_says_why",
                violation_error_message=_("Say what your scores rest on."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id}: {self.by}"


class Score(Appended):
    """The points of one member under one criterion."""

    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="scores")
    criterion = models.CharField(_("criterion"), max_length=100)
    points = models.PositiveSmallIntegerField(_("points, 1 to 5"))

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """Each criterion once; 1 to 5."""

        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("scoring", "criterion"),
                name="events_score_once",
                violation_error_message=_("A criterion is scored once."),
            ),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=5),
                name="events_score_one_to_five",
                violation_error_message=_("Points are 1 to 5."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
