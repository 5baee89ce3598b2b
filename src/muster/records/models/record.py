"""Training records: one person's part in one training on one day. Lines: appended, corrected, never changed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.curriculum.enums import Delivery
from muster.curriculum.models import Course, LessonPlan
from muster.files.models import Attachment
from muster.ledger.lines import Line
from muster.records.enums import Origin, Outcome, RecordStatus
from muster.records.models.batch import Batch
from muster.records.models.session import Session
from muster.roster.models import Agency, Person


class Record(Line):
    """What somebody did, when, for how long. Approval is a new line too, so it counts from that moment on."""

    # the same in every line of one record: evidence, disputes and other systems hold on to it
    key = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="records")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="records")
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("course"),
    )
    # the words of the source; where no course is known they are all there is
    title = models.CharField(_("title"), max_length=300)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="records", editable=False
    )
    plan = models.ForeignKey(
        LessonPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="records", editable=False
    )
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="records", editable=False
    )
    row = models.PositiveIntegerField(null=True, blank=True, editable=False)  # of the file it came from
    origin = models.CharField(max_length=10, choices=Origin, editable=False)
    status = models.CharField(max_length=10, choices=RecordStatus, editable=False)
    # empty: held, but no dated cycle can use it
    completed_on = models.DateField(_("completed on"), null=True, blank=True, db_index=True)
    minutes = models.PositiveIntegerField(_("credit, in minutes"), default=0)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.COMPLETED)
    delivery = models.CharField(_("how it was given"), max_length=12, choices=Delivery, blank=True)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    # empty: minutes of credit; else what 60 stands for one of, such as semester-credit
    unit = models.CharField(_("counted in"), max_length=30, blank=True)
    item = models.CharField(_("qualified with"), max_length=60, blank=True)
    marks = models.JSONField(_("marks"), default=list, blank=True)
    score = models.DecimalField(_("score, in percent"), max_digits=5, decimal_places=2, null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        """Scores are percent; no record is longer than 600,000 minutes, as in the engine."""

        verbose_name = _("training record")
        verbose_name_plural = _("training records")
        indexes = (models.Index(fields=("person", "-completed_on"), name="records_record_of_person"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__lte=600_000),
                name="records_record_minutes_possible",
                violation_error_message=_("Minutes of one record are 0 to 600,000."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | (Q(score__gte=0) & Q(score__lte=100)),
                name="records_record_score_is_percent",
                violation_error_message=_("A score is a percentage, 0 to 100."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} · {self.completed_on or _('no date')}"


class Evidence(Attachment):
    """A certificate or another proof. It hangs on the line it came with and serves every line of the same key."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="evidence")

    def __str__(self) -> str:
        return self.name


class Dispute(models.Model):
    """Somebody says that a record about them is wrong; somebody else answers."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="disputes")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    claim = models.TextField(_("what is wrong"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("answer"), blank=True)
    upheld = models.BooleanField(_("the record was wrong"), null=True, blank=True)

    class Meta:
        """One open dispute a record; an answer has words."""

        constraints = (
            models.UniqueConstraint(
                fields=("record",),
                condition=Q(answered_at__isnull=True),
                name="records_dispute_one_open",
                violation_error_message=_("This record is disputed already."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
                name="records_dispute_answered_in_words",
                violation_error_message=_("Give the answer in words."),
            ),
        )

    def __str__(self) -> str:
        return self.claim[:60]
