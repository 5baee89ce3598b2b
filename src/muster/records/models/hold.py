"""Orders to keep records as they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Course
from muster.records.enums import HoldKind
from muster.records.models.session import Session
from muster.roster.models import Agency, Person


class Hold(models.Model):
    """While it stands, nothing it covers may be corrected, withdrawn or destroyed. Released by a second person."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(_("kind"), max_length=16, choices=HoldKind)
    reason = models.CharField(_("matter"), max_length=300)
    # what it covers: everything that is named; nothing named is the whole agency
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="holds"
    )
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    release_reason = models.CharField(_("why it is released"), max_length=300, blank=True)

    class Meta:
        """Two people: who set a hold does not release it."""

        verbose_name = _("hold")
        ordering = ("-set_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("set_by")),
                name="records_hold_released_by_another",
                violation_error_message=_("A hold is released by somebody other than who set it."),
            ),
        )

    def __str__(self) -> str:
        return self.reason
