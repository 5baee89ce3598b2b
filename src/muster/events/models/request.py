"""A request: who is to go where, why, and everything that was decided about it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.events.enums import (
    REVIEWS,
    AttendeeState,
    Category,
    DecisionOutcome,
    NeedKind,
    ReasonCode,
    RequestState,
    Transport,
)
from muster.events.models.catalogue import Event
from muster.events.models.policy import Policy
from muster.files.models import Attachment
from muster.ledger.appended import Appended, AppendedQuerySet
from muster.roster.models import Agency, Person, Unit

#: Years of journeys, also of old ones that are written down later.
_FIRST_YEAR = 1980
_LAST_YEAR = 2200


class Request(models.Model):
    """Somebody asks for one or several people to go to an event. ``state`` is changed by ``actions.moves`` alone."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="requests", verbose_name=_("event")
    )
    requester = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests_made")
    # the account that wrote it, where a coordinator asks for a group
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("unit")
    )
    state = models.CharField(
        max_length=18, choices=RequestState, default=RequestState.DRAFT, editable=False, db_index=True
    )
    category = models.CharField(_("why"), max_length=12, choices=Category, blank=True)
    is_refresher = models.BooleanField(_("a refresher"), default=False)
    purpose = models.TextField(_("what it is for"), max_length=4_000, blank=True)
    goals = models.TextField(_("what they will bring home"), max_length=4_000, blank=True)
    sharing_plan = models.TextField(_("how it will be shared"), max_length=4_000, blank=True)
    share_by = models.DateField(_("share by"), null=True, blank=True)
    alternatives = models.TextField(_("what else was looked at"), max_length=2_000, blank=True)
    many_reason = models.CharField(_("why so many people"), max_length=500, blank=True)
    on_duty = models.BooleanField(_("in working time"), default=True)
    departs_at = models.DateTimeField(_("departure"), null=True, blank=True)
    returns_at = models.DateTimeField(_("return"), null=True, blank=True)
    transport = models.CharField(_("transport"), max_length=10, choices=Transport, blank=True)
    itinerary = models.TextField(_("itinerary"), max_length=2_000, blank=True)
    lodging_nights = models.PositiveSmallIntegerField(_("nights"), default=0)
    lodging_reason = models.CharField(_("why lodging is needed"), max_length=300, blank=True)
    with_repayment = models.BooleanField(_("with a repayment agreement"), default=False)
    conflicts = models.TextField(_("conflicts of interest"), max_length=1_000, blank=True)
    # the rules of the day it was handed in; empty in a draft
    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # since when it stands where it stands: the clock of reminders
    moved_at = models.DateTimeField(default=timezone.now, editable=False)
    # what the estimate was worked out from (price of a night, hours and so on), so that it can be worked out again
    estimated_from = models.JSONField(default=dict, blank=True, editable=False)
    approved_cents = models.BigIntegerField(null=True, blank=True, editable=False)
    cancellation_cents = models.PositiveBigIntegerField(_("cancellation fee"), default=0, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """The newest first; what is handed in knows its rules; one comes back after one leaves."""

        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("agency", "state", "moved_at"), name="events_request_inbox"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(departs_at__isnull=True)
                | Q(returns_at__isnull=True)
                | Q(returns_at__gt=F("departs_at")),
                name="events_request_returns_after_departure",
                violation_error_message=_("The return must come after the departure."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(policy__isnull=False, submitted_at__isnull=False),
                name="events_request_handed_in_has_rules",
                violation_error_message=_("A request that is handed in keeps to the rules of that day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} · {self.requester}"

    def clean(self) -> None:
        """Refuse a year that nobody means: reckoning on from the ends of the calendar breaks."""
        for name in ("departs_at", "returns_at"):
            moment = getattr(self, name)
            if moment is not None and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
                raise ValidationError({name: _("Nobody travels in that year. Look at it again.")})

    @property
    def is_reopened(self) -> bool:
        """Whether it was approved and its budget is being looked at again: the money stays promised meanwhile."""
        return self.approved_cents is not None and self.state in REVIEWS


class Attendee(models.Model):
    """One person of a request, and how their part of it went."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outside_training")
    state = models.CharField(max_length=10, choices=AttendeeState, default=AttendeeState.GOING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # the training record that came of it; a record is several lines under one key
    record_key = models.UUIDField(null=True, blank=True, editable=False)
    # what their badge or ticket shows, to check in with
    code = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    class Meta:
        """Each person once."""

        verbose_name = _("attendee")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("request", "person"),
                name="events_attendee_once",
                violation_error_message=_("This person is named twice."),
            ),
        )

    def __str__(self) -> str:
        return str(self.person)


class Need(models.Model):
    """One need that the request names: a requirement of the rulebook, a gap, an assignment."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(_("kind of need"), max_length=12, choices=NeedKind)
    requirement = models.CharField(_("requirement"), max_length=120, blank=True)  # its id in the rulebook
    text = models.CharField(_("in words"), max_length=500, blank=True)

    def __str__(self) -> str:
        return self.requirement or self.text


class RequestFile(Attachment):
    """A flyer, an agenda, an agreement."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="files")
    # a certificate, a receipt for the travel desk and so on, in the words of who attached it
    note = models.CharField(_("what it is"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Decision(Appended):
    """One step that a request took: who, when, what, why, and what the cost and the cover were at that moment.

    Appended and never changed; the database refuses. ``state`` is the one it was in, ``to`` the one it went to.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=18, choices=RequestState)
    to = models.CharField(max_length=18, choices=RequestState)
    outcome = models.CharField(max_length=10, choices=DecisionOutcome)
    reason_code = models.CharField(_("reason"), max_length=12, choices=ReasonCode, blank=True)
    reason = models.TextField(_("in words"), max_length=2_000, blank=True)
    conditions = models.TextField(_("conditions"), max_length=1_000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,  # Muster itself, where a rule skips a stage or a day has come
        related_name="+",
    )
    # whose role was used, where it was lent
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    # cost by stage in cents, cover by shift, edition: as they were shown to who decided
    snapshot = models.JSONField(default=dict)

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """In the order they were made; a no has a code, and a skipped stage a rule."""

        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(outcome__in=["denied", "returned", "waitlisted"]) | ~Q(reason_code=""),
                name="events_decision_no_has_code",
                violation_error_message=_("Choose the reason."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="skipped") | ~Q(reason=""),
                name="events_decision_skipped_names_rule",
                violation_error_message=_("A stage is skipped by a rule that is named."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} > {self.to}"
