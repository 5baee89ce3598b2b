"""There and back: check-ins, the report on return, contacts met, and what it was worth."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.events.enums import ContactVisibility, RatingMoment, ReportState
from muster.events.models.catalogue import Event, EventSession
from muster.events.models.request import Attendee, Request
from muster.files.models import Attachment
from muster.roster.models import Agency, Person


class CheckIn(models.Model):
    """Somebody was in a room of the event: by the code shown there, or by a photograph."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="check_ins")
    session = models.ForeignKey(
        EventSession, on_delete=models.PROTECT, null=True, blank=True, related_name="check_ins"
    )
    title = models.CharField(_("what it was"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))  # by the phone, which may have been without a network
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    code = models.CharField(_("code shown in the room"), max_length=20, blank=True)
    photo = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # made by the phone, so that what is sent twice is written once
    key = models.UUIDField(unique=True)

    class Meta:
        """In order of the day; to a session once, so that its hours count once."""

        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("attendee", "session"),
                condition=Q(session__isnull=False),
                name="events_checkin_once_a_session",
                violation_error_message=_("You have checked in to this session already."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Report(models.Model):
    """What somebody brings home. A joint report names the others it stands for."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="reports")
    author = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="reports")
    others = models.ManyToManyField(Attendee, blank=True, related_name="+", verbose_name=_("also for"))
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False)
    attended = models.TextField(_("what was attended"), max_length=4_000, blank=True)
    key_points = models.TextField(_("key points"), max_length=8_000, blank=True)
    change = models.TextField(_("what we should change"), max_length=4_000, blank=True)
    applies_to = models.CharField(_("where it applies"), max_length=500, blank=True)
    conflicts = models.TextField(_("where it conflicts with our policy"), max_length=4_000, blank=True)
    recommend = models.BooleanField(_("send people again"), null=True, blank=True)
    proposed_share = models.TextField(_("how to share it"), max_length=2_000, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """One report an author."""

        verbose_name = _("report")
        ordering = ("-submitted_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("request", "author"),
                name="events_report_once",
                violation_error_message=_("There is a report of this person already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(answer=""),
                name="events_report_returned_has_answer",
                violation_error_message=_("Say what is missing."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.request.event} · {self.author}"


class ReportFile(Attachment):
    """A hand-out or slides, with what its owner allows."""

    class Permit(models.TextChoices):
        """What whoever made it allows."""

        UNKNOWN = "unknown", _("not asked")
        OURSELVES = "ourselves", _("inside the agency")
        OTHERS = "others", _("also other agencies")
        ANYBODY = "anybody", _("everybody")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    permit = models.CharField(_("may be shared with"), max_length=10, choices=Permit, default=Permit.UNKNOWN)

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody met outside who knows something. Without consent it is seen by its writer alone."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contacts")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    met_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts_met")
    name = models.CharField(_("name"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    reach = models.CharField(_("e-mail or telephone"), max_length=200, blank=True)
    how_met = models.CharField(_("how you met"), max_length=300, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    knows = models.CharField(_("what they know or run"), max_length=500, blank=True)
    consented_on = models.DateField(_("agreed on to be listed"), null=True, blank=True)
    visibility = models.CharField(
        _("who may find them"), max_length=10, choices=ContactVisibility, default=ContactVisibility.WRITER
    )
    review_on = models.DateField(_("ask again on"))
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """Nobody is listed for others without consent."""

        verbose_name = _("contact")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(visibility="writer") | Q(consented_on__isnull=False),
                name="events_contact_listed_with_consent",
                violation_error_message=_("Give the day they agreed to be listed, or keep them to yourself."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """What somebody who was there says it was worth: on return, and again three months later."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="ratings")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="ratings")
    moment = models.CharField(max_length=12, choices=RatingMoment)
    points = models.PositiveSmallIntegerField(_("points, 1 to 5"))
    used = models.BooleanField(_("used at work since"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Once a moment; 1 to 5."""

        constraints = (
            models.UniqueConstraint(
                fields=("attendee", "moment"),
                name="events_rating_once",
                violation_error_message=_("You have rated this already."),
            ),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=5),
                name="events_rating_one_to_five",
                violation_error_message=_("Points are 1 to 5."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.points}"
