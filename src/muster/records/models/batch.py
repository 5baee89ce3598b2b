"""Imports: one batch, there whole or not at all, that can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.files.models import StoredFile
from muster.records.enums import BatchState
from muster.roster.models import Agency


class Batch(models.Model):
    """One file brought in: what it was, how its columns were read, what became of its rows."""

    class Kind(models.TextChoices):
        """What the file holds."""

        ROSTER = "roster", _("people")
        RECORDS = "records", _("training records")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="batches")
    kind = models.CharField(_("what it holds"), max_length=8, choices=Kind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file name"), max_length=200)
    columns = models.JSONField(
        default=dict, blank=True
    )  # header of the file -> our column, "" to leave it out
    options = models.JSONField(
        default=dict, blank=True
    )  # the other answers of the importer's profile: sheet, order of days ...
    answers = models.JSONField(
        default=dict, blank=True
    )  # who is who: key of a person in the file -> what somebody decided
    findings = models.JSONField(
        default=dict, blank=True
    )  # what the last look at the file found; computed anew with each answer
    made = models.JSONField(
        default=dict, blank=True
    )  # keys of the people, units and roster lines it made, for undoing it
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.PREVIEW)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # old entries need a second person: how many there are, and who said what to them
    late_rows = models.PositiveIntegerField(default=0)
    is_founding = models.BooleanField(
        default=False
    )  # late rows counted at once: nobody else could have been the second person yet
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_reason = models.CharField(_("why it was refused"), max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undo_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True)
    rows = models.PositiveIntegerField(default=0)
    rows_accepted = models.PositiveIntegerField(default=0)

    class Meta:
        """The latest first; what was brought in knows when, what was taken back knows why."""

        verbose_name = _("import")
        ordering = ("-started_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "refused", "accepted", "undone"])
                | Q(accepted_at__isnull=False),
                name="records_batch_accepted_has_moment",
                violation_error_message=_("An import that was brought in needs the moment."),
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | ~Q(undo_reason=""),
                name="records_batch_undone_has_reason",
                violation_error_message=_("Say why it is taken back."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "undone"])
                | Q(late_rows=0)
                | Q(is_founding=True)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("accepted_by"))),
                name="records_batch_late_needs_second_person",
                violation_error_message=_("Old entries count when a second person has confirmed them."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_reason=""),
                name="records_batch_refused_has_reason",
                violation_error_message=_("Say why it is refused."),
            ),
            models.CheckConstraint(
                condition=Q(rows_accepted__lte=F("rows")),
                name="records_batch_no_more_than_came",
                violation_error_message=_("No more rows can be accepted than came."),
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class ImportProfile(models.Model):
    """How one source of an agency is read, kept under a name for its next file."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="import_profiles")
    kind = models.CharField(_("what it holds"), max_length=8, choices=Batch.Kind)
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=dict, blank=True)

    class Meta:
        """One name a kind of file."""

        verbose_name = _("way of reading a file")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "kind", "name"),
                name="records_importprofile_one_per_name",
                violation_error_message=_("There is one of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class SetAside(models.Model):
    """A row that was not accepted, as it stood in the file, and why: the reason's code, and what was found."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="set_aside")
    row = models.PositiveIntegerField()
    content = models.JSONField()
    reason = models.CharField(max_length=300)
    said = models.JSONField(
        default=str, blank=True
    )  # a sentence taken apart (core.errors.sentence.as_plain), to be said in any language

    class Meta:
        """As in the file; a row has one fate."""

        ordering = ("batch", "row")
        constraints = (models.UniqueConstraint(fields=("batch", "row"), name="records_setaside_one_per_row"),)

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"
