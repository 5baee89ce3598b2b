"""Bringing it to those who stayed: duties to share, and bulletins to read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import LessonPlan
from muster.events.enums import ShareKind
from muster.events.models.report import Report
from muster.events.models.request import Attendee, Request
from muster.files.models import Attachment
from muster.records.models import Session
from muster.roster.models import Agency, Person, Unit


class Share(models.Model):
    """A duty to bring home what was learned, and what came of it. Done, or waived by somebody with a reason."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="shares")
    attendee = models.ForeignKey(
        Attendee, on_delete=models.PROTECT, null=True, blank=True, related_name="shares"
    )
    kind = models.CharField(_("how"), max_length=14, choices=ShareKind)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    people_reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    note = models.TextField(_("what was done"), max_length=2_000, blank=True)
    # what came of it: the class that a trainer taught, the plan that was written, the bulletin's text
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="shares"
    )
    plan = models.ForeignKey(
        LessonPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="shares"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    # what is missing, where the training unit could not confirm it; empty again once it is done anew
    answer = models.CharField(_("what is missing"), max_length=300, blank=True)
    waived_reason = models.CharField(_("why it is waived"), max_length=300, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    class Meta:
        """What is done has a day and a number; what is waived has a reason and somebody who says so."""

        verbose_name = _("sharing")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(people_reached__isnull=False),
                name="events_share_done_has_number",
                violation_error_message=_("Say how many people were reached."),
            ),
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True) | ~Q(waived_reason=""),
                name="events_share_waived_has_reason",
                violation_error_message=_("Say why it is waived."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} · {self.request}"


class ShareFile(Attachment):
    """Proof of a sharing: a photograph of the board, a sign-in sheet, the memo."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="files")

    def __str__(self) -> str:
        return self.name


class Bulletin(models.Model):
    """A page to read, made from a report, with questions. Who has read it is written down."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="bulletins")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="bulletins"
    )
    share = models.ForeignKey(
        Share, on_delete=models.PROTECT, null=True, blank=True, related_name="bulletins"
    )
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), max_length=20_000)
    # [{"question": ..., "answers": [...], "right": 0}, ...]
    questions = models.JSONField(_("questions"), default=list, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """The newest first."""

        ordering = ("-published_at", "-pk")

    def __str__(self) -> str:
        return self.title


class BulletinReading(models.Model):
    """Somebody read a bulletin and answered its questions."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bulletins_read")
    at = models.DateTimeField(default=timezone.now)
    right = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Once a person."""

        constraints = (
            models.UniqueConstraint(
                fields=("bulletin", "person"),
                name="events_bulletinreading_once",
                violation_error_message=_("You have read this already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}"
