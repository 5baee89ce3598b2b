"""One row a content. Who may see it is decided by the thing it is attached to, never by its hash."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from muster.ledger.appended import Appended, AppendedQuerySet


class StoredFile(Appended):
    """A content that lies in the store under its SHA-256. Appended, never changed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()  # bytes
    # what the bytes are, found by looking at them; never what the browser or the name said
    media_type = models.CharField(max_length=100)
    # words of the content, for the search; empty where there are none to read
    text = models.TextField(blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """A hash is 64 hex digits."""

        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = (
            models.CheckConstraint(
                # a pattern would need Django's REGEXP, so that no other program could check or restore the file
                condition=Exact(Length("sha256"), 64),
                name="files_storedfile_hash_is_sha256",
                violation_error_message=_("A file is known by its SHA-256."),
            ),
        )

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(models.Model):
    """A file as somebody handed it in: under a name, with a note. Abstract; each thing has its own table of them."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)  # for the download; no path in it
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """Abstract."""

        abstract = True
