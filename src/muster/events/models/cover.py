"""Who works when, how many must be there, and how an absence is covered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.events.enums import CoverKind, FloorSource
from muster.events.models.request import Attendee, Request
from muster.roster.models import Agency, Person, Unit


class ShiftPattern(models.Model):
    """A rotation: what each day of its cycle holds. ``cycle``: a list of null (off) or [start "HH:MM", minutes]."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="shift_patterns")
    name = models.CharField(_("name"), max_length=100)
    cycle = models.JSONField(_("cycle"))

    class Meta:
        """One name a pattern of an agency."""

        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "name"),
                name="events_shiftpattern_once",
                violation_error_message=_("There is a pattern of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Rota(models.Model):
    """A unit, or one person of it, works a pattern from a day on; ``anchor`` is a first day of the cycle."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rotas", verbose_name=_("unit"))
    # empty: everybody of the unit who has no line of their own
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="rotas")
    pattern = models.ForeignKey(
        ShiftPattern, on_delete=models.PROTECT, related_name="rotas", verbose_name=_("pattern")
    )
    anchor = models.DateField(_("a first day of the cycle"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """Days in order."""

        constraints = (
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="events_rota_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.pattern}"


class Floor(models.Model):
    """The fewest people of a unit in a band of the day, with where that is written."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="floors", verbose_name=_("unit"))
    weekdays = models.CharField(_("days of the week"), max_length=7, default="1234567")  # 1 is Monday
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))  # not after the beginning: on the next day
    people = models.PositiveSmallIntegerField(_("people"))
    supervisors = models.PositiveSmallIntegerField(_("of them supervisors"), default=0)
    skill = models.CharField(_("skill"), max_length=60, blank=True)
    skilled = models.PositiveSmallIntegerField(_("of them with the skill"), default=0)
    source = models.CharField(_("source"), max_length=10, choices=FloorSource)
    source_text = models.CharField(_("where it is written"), max_length=300)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """Days in order; supervisors and holders of a skill are people too."""

        ordering = ("unit", "begins", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="events_floor_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(supervisors__lte=F("people")),
                name="events_floor_supervisors_are_people",
                violation_error_message=_("There cannot be more supervisors than people."),
            ),
            models.CheckConstraint(
                condition=Q(skill="", skilled=0)
                | (~Q(skill="") & Q(skilled__gt=0, skilled__lte=F("people"))),
                name="events_floor_skill_has_number",
                violation_error_message=_(
                    "Name the skill and how many of the people must have it, or neither."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.people}"


class Cover(models.Model):
    """One shift of one attendee, and who or what stands in.

    ``starts_at`` and ``minutes`` are what the attendee misses; ``stands_from`` and ``stands_minutes`` what somebody else
    works instead, with ``unit``; ``gives_up_at`` and ``gives_up_minutes`` their own shift that is moved or swapped for
    it. A free seat needs nobody.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="cover")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="cover")
    starts_at = models.DateTimeField(_("from"))
    minutes = models.PositiveIntegerField(_("minutes"))
    kind = models.CharField(_("how"), max_length=20, choices=CoverKind)
    by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who stands in"),
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stands_from = models.DateTimeField(_("stands in from"), null=True, blank=True)
    stands_minutes = models.PositiveIntegerField(_("stands in for, in minutes"), null=True, blank=True)
    gives_up_at = models.DateTimeField(_("the shift given up"), null=True, blank=True)
    gives_up_minutes = models.PositiveIntegerField(null=True, blank=True)
    # an in-house class of theirs is moved to another day; they work their own shift instead
    moves_class = models.BooleanField(_("their class is moved"), default=False)
    # an estimate, payroll decides; empty where their pay is not known
    cents = models.PositiveBigIntegerField(_("cost, an estimate"), null=True, blank=True, default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """A shift is covered once; all but a free seat names who stands in, and when."""

        ordering = ("starts_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("attendee", "starts_at"),
                name="events_cover_once",
                violation_error_message=_("This shift is covered already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="free_seat")
                | Q(by__isnull=False, unit__isnull=False, stands_from__isnull=False, stands_minutes__gt=0),
                name="events_cover_names_somebody",
                violation_error_message=_("Say who stands in."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.attendee} {self.starts_at:%Y-%m-%d}"
