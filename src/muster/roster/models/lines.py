"""What is known of people, each a line: appended, corrected by a new line, never changed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.ledger.lines import Line
from muster.roster.enums import (
    CREDENTIALS,
    PERSONAL_FACTS,
    SOON_DAYS,
    Employment,
    Ending,
    FactName,
    IdentifierKind,
    Separation,
    Validity,
)
from muster.roster.models.agency import Agency, Unit
from muster.roster.models.person import Person


class Spell(Line):
    """Something true of a person from one day to another, both included; open where there is no last day."""

    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """Spells end after they begin."""

        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        )

    def validity_on(self, day: date) -> Validity:
        """Return whether it holds on a day, and whether it ends soon after."""
        if self.start is not None and day < self.start:
            return Validity.COMING
        if self.end is None:
            return Validity.IN_FORCE
        if day > self.end:
            return Validity.OVER
        return Validity.ENDS_SOON if self.end - day < timedelta(days=SOON_DAYS) else Validity.IN_FORCE


class Identifier(Line):
    """A number somebody is known by. Text: leading zeros are part of it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(_("whose number"), max_length=10, choices=IdentifierKind)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agency"),
    )
    value = models.CharField(_("number"), max_length=60, db_index=True)

    class Meta:
        """An agency's number belongs to an agency."""

        constraints = (
            models.CheckConstraint(
                condition=Q(kind="state") | Q(agency__isnull=False),
                name="roster_identifier_agency_id_has_agency",
                violation_error_message=_("Say which agency gave this number."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class Appointment(Spell):
    """Somebody works for an agency."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("agency")
    )
    employment = models.CharField(
        _("employment"), max_length=12, choices=Employment, default=Employment.FULL_TIME
    )
    sworn = models.BooleanField(_("sworn"), default=True)
    separation = models.CharField(_("why it ended"), max_length=12, choices=Separation, blank=True)

    class Meta(Spell.Meta):
        """What has not ended has not ended for a reason."""

        abstract = False
        constraints = (  # type: ignore[assignment]  # one more than those of every spell
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=Q(separation="") | Q(end__isnull=False),
                name="roster_appointment_separation_has_a_day",
                violation_error_message=_("Say on which day it ended, or leave out why."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.agency}"


class Assignment(Spell):
    """Somebody belongs to a unit."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("unit")
    )

    def __str__(self) -> str:
        return f"{self.person} · {self.unit}"


class Fact(Spell):
    """Anything else a rule may ask for: rank, certificate, licence, leave ... (the rulebook's vocabulary)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts")
    # the agency that wrote it down: it may be corrected there, and seen there
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    fact = models.CharField(_("what"), max_length=60, db_index=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    ending = models.CharField(_("why it ended"), max_length=12, choices=Ending, blank=True)

    class Meta(Spell.Meta):
        """What has not ended has not ended for a reason."""

        abstract = False
        constraints = (  # type: ignore[assignment]  # one more than those of every spell
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ending="") | Q(end__isnull=False),
                name="roster_fact_ending_has_a_day",
                violation_error_message=_("Say on which day it ended, or leave out why."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.value}".strip()

    @property
    def name(self) -> str:
        """What the fact is, in words; the rulebook's own name where the roster has none."""
        return str(_NAMES.get(self.fact, self.fact.replace("-", " ")))

    @property
    def is_credential(self) -> bool:
        """Whether this is a paper with a number and an expiry."""
        return self.fact in CREDENTIALS

    @property
    def is_leave(self) -> bool:
        """Whether this says why somebody is away, which may be medical: not for everybody to know."""
        return self.fact == FactName.LEAVE

    @property
    def is_personal(self) -> bool:
        """Whether this says who somebody is, which is for nobody but them and those who keep the roster."""
        return self.fact in PERSONAL_FACTS


_NAMES = dict(FactName.choices)
