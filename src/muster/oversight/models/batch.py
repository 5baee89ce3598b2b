"""A list of recommendations that somebody brought in a file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.files.models import StoredFile
from muster.oversight.models.issuer import Issuer


class Batch(models.Model):
    """A file as it was handed in, and what became of it. It is kept, so that no row is lost.

    ``taken_at`` empty: it was looked at and nothing came in yet.
    """

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="batches")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, editable=False)
    taken = models.PositiveIntegerField(default=0, editable=False)
    # [[row, sentence], ...] of what could not come in
    set_aside = models.JSONField(default=list, editable=False)

    class Meta:
        """The latest first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name
