"""Who was told that something is due from them, so that nobody is told twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.events.enums import ReminderStep
from muster.events.models.request import Request


class Reminder(models.Model):
    """Somebody was told of one thing that is due. ``what``: as ``queries.deadlines.Due`` names it, or ``decision``."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=12)
    step = models.CharField(max_length=6, choices=ReminderStep)
    due_on = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """Once a thing, day, step and account."""

        ordering = ("-told_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("request", "what", "step", "due_on", "user"),
                name="events_reminder_once",
                violation_error_message=_("This account was told of this already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.step} {self.due_on}"
