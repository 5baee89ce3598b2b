"""Consultations: what is asked about, whom, for how long; and what was done so that they could be heard."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.community.enums import Audience, ConsultationState, Group, Language
from muster.curriculum.models import LessonPlan
from muster.ledger.appended import Appended, AppendedQuerySet
from muster.roster.models import Agency

MOST_LETTERS = 20_000  # of a programme's text, as of one text of a lesson plan
PLAIN_LETTERS = 4_000  # of what is said about it in plain words


def new_word() -> str:
    """Return the word of a consultation's public address, which nobody guesses."""
    return secrets.token_hex(8)


class Consultation(models.Model):
    """People are asked about a version of a lesson plan, or about the text of a programme.

    Its texts are changed while it is planned; from the opening on they stay. ``word`` is its public address.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="consultations")
    plan = models.ForeignKey(
        LessonPlan,
        on_delete=models.PROTECT,  # what was asked about stays readable
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("lesson plan"),
    )
    programme = models.TextField(_("text of the programme"), max_length=MOST_LETTERS, blank=True)
    title = models.CharField(_("title"), max_length=200)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    summary = models.TextField(_("what it is about, in plain words"), max_length=PLAIN_LETTERS, blank=True)
    summary_es = models.TextField(_("the same in Spanish"), max_length=PLAIN_LETTERS, blank=True)
    questions = models.TextField(_("what you want to know, a line each"), max_length=PLAIN_LETTERS)
    questions_es = models.TextField(_("the questions in Spanish"), max_length=PLAIN_LETTERS, blank=True)
    audience = models.CharField(
        _("who is asked"), max_length=10, choices=Audience, default=Audience.EVERYBODY
    )
    word = models.CharField(max_length=16, unique=True, default=new_word, editable=False)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day for comments"))
    answers_by = models.DateField(_("answers by"))
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    state = models.CharField(
        max_length=20, choices=ConsultationState, default=ConsultationState.PLANNED, editable=False
    )
    # one to one: there is a second round, and no third
    second_round_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="second_round"
    )
    # the version that came out of it; it counts as consulted like the one that was asked about
    result = models.ForeignKey(
        LessonPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="consultations_behind",
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """About one thing; the days in order."""

        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ("-closes_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(plan__isnull=False, programme="") | (Q(plan__isnull=True) & ~Q(programme="")),
                name="community_consultation_about_one_thing",
                violation_error_message=_("Choose a lesson plan, or write the text of a programme."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")) & Q(answers_by__gte=F("closes_on")),
                name="community_consultation_days_in_order",
                violation_error_message=_("It opens, then it closes, then it is answered: mend the days."),
            ),
            models.CheckConstraint(
                condition=Q(second_round_of__isnull=True) | ~Q(second_round_of=F("pk")),
                name="community_consultation_not_its_own_round",
                violation_error_message=_("A consultation is not its own second round."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "dropped"]) | Q(opened_at__isnull=False),
                name="community_consultation_open_since",
                violation_error_message=_("What is open was opened at a moment."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Passage(Appended):
    """A paragraph of what is asked about, as it stood when the consultation opened. It can be commented on by itself.

    The words are kept here, so that a comment shows what it was about whatever became of the version.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="passages")
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=20)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """As they follow one another."""

        ordering = ("consultation", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "number"), name="community_passage_one_per_place"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="community_passage_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"


class InvitedGroup(models.Model):
    """A group of the reach plan: how it was invited, how many came, what was done so that they could."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="groups")
    group = models.CharField(_("group"), max_length=20, choices=Group)
    how_invited = models.TextField(_("how they are invited"), max_length=1_000)
    barriers = models.TextField(
        _("what is done so that they can take part"),
        max_length=1_000,
        blank=True,
        help_text=_("An interpreter, child care, an evening, a place that is not a police station."),
    )
    came = models.PositiveIntegerField(_("how many of them were heard"), null=True, blank=True)
    not_heard = models.TextField(_("if nobody was heard, why"), max_length=1_000, blank=True)

    class Meta:
        """Each group once."""

        verbose_name = _("invited group")
        ordering = ("consultation", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "group"),
                name="community_invitedgroup_once",
                violation_error_message=_("This group is in the plan already."),
            ),
        )

    def __str__(self) -> str:
        return self.get_group_display()


class Gathering(models.Model):
    """A meeting at which people were asked in person."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="gatherings")
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    came = models.PositiveIntegerField(_("how many came"))

    class Meta:
        """As they were held."""

        verbose_name = _("gathering")
        ordering = ("consultation", "held_on", "pk")

    def __str__(self) -> str:
        return f"{self.held_on} · {self.place}"


class Step(Appended):
    """One step of a consultation from state to state: who, when, why. Everybody sees it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=20, choices=ConsultationState)
    to_state = models.CharField(max_length=20, choices=ConsultationState)
    reason = models.TextField(_("why"), max_length=1_000, blank=True)

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """As it happened."""

        ordering = ("consultation", "pk")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
