"""The catalogue: who gives outside training, what they give and when, and how we came to know of it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Course
from muster.events.enums import EventKind, EventState, MatchReason, ProviderKind, SourceKind
from muster.files.models import Attachment
from muster.roster.models import Agency, Person, Unit


class Provider(models.Model):
    """Who gives training outside: an association, an academy, a company."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="providers")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=ProviderKind, default=ProviderKind.OTHER)
    state_number = models.CharField(_("number with the state"), max_length=60, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    contact = models.CharField(_("whom to ask"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), max_length=4_000, blank=True)
    is_active = models.BooleanField(_("still used"), default=True)

    class Meta:
        """One name a provider of an agency's catalogue."""

        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "name"),
                name="events_provider_one_per_name",
                violation_error_message=_("There is a provider of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One outside training that somebody could go to. Its days and times are those of the place it is held."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(_("title"), max_length=300)
    # what it is called every year, so that this year's is found beside last year's
    series = models.CharField(_("name of the series"), max_length=300, blank=True, db_index=True)
    provider = models.ForeignKey(
        Provider,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("provider"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.CLASS)
    state = models.CharField(max_length=10, choices=EventState, default=EventState.CONFIRMED, editable=False)
    # the course in our catalogue that it is, where there is one; else topics and minutes alone say what it counts for
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("our course"),
    )
    topics = models.JSONField(_("topics"), default=list, blank=True)  # codes of the rulebook's vocabulary
    summary = models.TextField(_("what it is about"), max_length=4_000, blank=True)
    agenda = models.TextField(_("agenda"), max_length=20_000, blank=True)
    website = models.URLField(_("website or flyer"), max_length=500, blank=True)
    certification_number = models.CharField(_("certification number"), max_length=60, blank=True)
    minutes = models.PositiveIntegerField(_("hours of instruction, in minutes"), default=0)
    starts_on = models.DateField(
        _("first day"), null=True, blank=True, db_index=True
    )  # empty: at one's own pace
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("state"), max_length=2, blank=True)
    zip = models.CharField(
        _("ZIP"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{5}$", _("A ZIP has five digits."))],
    )
    miles = models.PositiveIntegerField(_("miles from here, one way"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    register_by = models.DateField(_("register by"), null=True, blank=True)
    cancel_by = models.DateField(_("cancel without a fee by"), null=True, blank=True)
    refund_rule = models.CharField(_("refund rule"), max_length=500, blank=True)
    tuition_cents = models.PositiveBigIntegerField(_("tuition"), default=0)
    is_sample = models.BooleanField(_("a sample, not a real event"), default=False, editable=False)
    edition = models.PositiveIntegerField(
        default=1, editable=False
    )  # the second of two who change it is told
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """Days in order, and none of the two alone."""

        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("starts_on", "title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="events_event_ends_after_start",
                violation_error_message=_(
                    "Give the first and the last day, and the last not before the first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) | Q(kind="self_paced"),
                name="events_event_has_days",
                violation_error_message=_("Give the days. Only training at one's own pace has none."),
            ),
            models.CheckConstraint(
                condition=Q(zip="") | Q(Exact(Length("zip"), 5)),
                name="events_event_zip_has_five_digits",
                violation_error_message=_("A ZIP has five digits."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class EventDay(models.Model):
    """One day of an event, on the clocks of its place, and the meals that the fee pays for."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    begins = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)
    breakfast = models.BooleanField(_("breakfast"), default=False)
    lunch = models.BooleanField(_("lunch"), default=False)
    dinner = models.BooleanField(_("dinner"), default=False)

    class Meta:
        """Once a day."""

        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(
                fields=("event", "day"),
                name="events_eventday_once",
                violation_error_message=_("This day is given twice."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day}"


class EventSession(models.Model):
    """One talk or workshop inside an event: what an officer checks in to."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=300)
    day = models.DateField(_("day"))
    begins = models.TimeField(_("from"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    code = models.CharField(_("code shown in the room"), max_length=20, blank=True)

    class Meta:
        """In the order of the agenda."""

        ordering = ("day", "begins", "pk")

    def __str__(self) -> str:
        return self.title


class EventCredit(models.Model):
    """What a jurisdiction gives for an event: its own number and minutes."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="credits")
    jurisdiction = models.CharField(_("jurisdiction"), max_length=20)
    number = models.CharField(_("number there"), max_length=60, blank=True)
    minutes = models.PositiveIntegerField(_("credit there, in minutes"))

    class Meta:
        """Once a jurisdiction."""

        constraints = (
            models.UniqueConstraint(
                fields=("event", "jurisdiction"),
                name="events_eventcredit_once",
                violation_error_message=_("This jurisdiction is named twice."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.minutes}"


class Allotment(models.Model):
    """Seats of an event that are kept for a unit."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="allotments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    seats = models.PositiveIntegerField(_("seats"))

    class Meta:
        """Once a unit."""

        constraints = (
            models.UniqueConstraint(
                fields=("event", "unit"),
                name="events_allotment_once",
                violation_error_message=_("This unit has its seats already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.seats}"


class EventFile(Attachment):
    """A flyer or an agenda."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="files")

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """A calendar that we read again and again."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="feeds")
    name = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("address"), max_length=1_000)
    provider = models.ForeignKey(
        Provider,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name=_("provider"),
    )
    is_active = models.BooleanField(_("read it"), default=True)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    # what the last reading said, in a sentence; empty where all went well
    trouble = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        """An address once an agency."""

        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "url"),
                name="events_feed_once",
                violation_error_message=_("This calendar is read already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class EventSource(models.Model):
    """Where we know an event from. Two sources of one event point at the one event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=12, choices=SourceKind)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, null=True, blank=True, related_name="sources")
    uid = models.CharField(max_length=500, blank=True)  # what the source calls it
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry; a lower one is older news
    url = models.URLField(max_length=1_000, blank=True)
    # what it said last, by the fields of the event: of the next reading only what it says anew is taken over, so that
    # what a person wrote here stays; and an event that is parted again knows which words were whose
    said = models.JSONField(default=dict, blank=True)
    why = models.CharField(
        max_length=16, choices=MatchReason, blank=True
    )  # taken for this event; empty: it made it
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A calendar's entry belongs to one event."""

        constraints = (
            models.UniqueConstraint(
                fields=("feed", "uid"),
                condition=Q(feed__isnull=False),
                name="events_eventsource_one_event_per_entry",
                violation_error_message=_("This entry of the calendar belongs to another event already."),
            ),
        )

    def __str__(self) -> str:
        return self.uid or self.kind


class Interest(models.Model):
    """Somebody wants to hear of a topic or a series when it is offered."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    series = models.CharField(_("name of the series"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In something, once."""

        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "topic", "series"),
                name="events_interest_once",
                violation_error_message=_("You are on this list already."),
            ),
            models.CheckConstraint(
                condition=~Q(topic="") | ~Q(series=""),
                name="events_interest_in_something",
                violation_error_message=_("Choose a topic or a series."),
            ),
        )

    def __str__(self) -> str:
        return self.topic or self.series
