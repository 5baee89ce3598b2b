"""A recommendation: what the issuer asks, what the department answers, and every change of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Course, LessonPlan
from muster.events.models import Practice
from muster.files.models import Attachment
from muster.ledger.appended import Appended, AppendedQuerySet
from muster.oversight.enums import (
    ChangeKind,
    Priority,
    RecommendationKind,
    RecommendationState,
    Side,
)
from muster.oversight.models.issuer import Issuer


class Recommendation(models.Model):
    """One recommendation of one body. ``state`` is changed by ``actions.moves`` alone; overdue is never stored.

    The first half is the issuer's and the department cannot change it; the answer is the department's.
    """

    issuer = models.ForeignKey(
        Issuer, on_delete=models.PROTECT, related_name="recommendations", verbose_name=_("issuer")
    )
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    issued_on = models.DateField(_("issued on"))
    text = models.TextField(_("recommendation"), max_length=8_000)
    rationale = models.TextField(_("why"), max_length=8_000, blank=True)
    evidence = models.TextField(_("what was found"), max_length=8_000, blank=True)
    kind = models.CharField(
        _("type"), max_length=12, choices=RecommendationKind, default=RecommendationKind.TRAINING
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.MEDIUM)
    addressed_to = models.CharField(_("addressed to"), max_length=200, blank=True)
    state = models.CharField(
        max_length=20,
        choices=RecommendationState,
        default=RecommendationState.ISSUED,
        editable=False,
        db_index=True,
    )
    # the two clocks of the answer, set when it is issued from the days of the body; only the issuer moves them
    acknowledge_by = models.DateField(_("acknowledge by"))
    respond_by = models.DateField(_("answer by"))
    response = models.TextField(_("answer"), max_length=8_000, blank=True, editable=False)
    decline_reason = models.TextField(_("reason"), max_length=4_000, blank=True, editable=False)
    plan = models.TextField(_("plan"), max_length=8_000, blank=True)
    # a post rather than a person, so that it outlives a transfer and names nobody to the public
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    finish_by = models.DateField(_("done by"), null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """A number once a body; a no has its reason, a yes its plan, owner and day."""

        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ("-issued_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("issuer", "number"),
                name="oversight_recommendation_number_once",
                violation_error_message=_("This body has a recommendation of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(acknowledge_by__gte=F("issued_on"), respond_by__gte=F("acknowledge_by")),
                name="oversight_recommendation_clocks_in_order",
                violation_error_message=_(
                    "The days must follow one another: issued, to be acknowledged, to be answered."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["partly", "declined"]) | ~Q(decline_reason=""),
                name="oversight_recommendation_no_has_reason",
                violation_error_message=_("Say why it is declined, or which part is."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "partly", "in_progress"])
                | (~Q(plan="") & ~Q(owner="") & Q(finish_by__isnull=False)),
                name="oversight_recommendation_yes_has_plan",
                violation_error_message=_("What is accepted has a plan, an owner and a day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Milestone(models.Model):
    """A step of the plan that others can see: what, until when, and when it was reached."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("until"))
    done_on = models.DateField(_("reached on"), null=True, blank=True, editable=False)
    note = models.TextField(_("how one sees it"), max_length=2_000, blank=True, editable=False)

    class Meta:
        """In the order in which they are due."""

        verbose_name = _("milestone")
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.title


class RecommendationFile(Attachment):
    """What the issuer based it on, or evidence of what the department did: ``side`` says whose it is."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="files")
    side = models.CharField(max_length=10, choices=Side, editable=False)
    note = models.CharField(_("what it shows"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """What a recommendation is about or was met by: a course, a lesson plan, a practice, or a policy by its name."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="links")
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("course"),
    )
    lesson_plan = models.ForeignKey(
        LessonPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lesson plan"),
    )
    practice = models.ForeignKey(
        Practice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("practice"),
    )
    policy = models.CharField(_("policy, by number and name"), max_length=200, blank=True)

    class Meta:
        """One thing a link."""

        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(course__isnull=False, lesson_plan__isnull=True, practice__isnull=True, policy="")
                    | Q(course__isnull=True, lesson_plan__isnull=False, practice__isnull=True, policy="")
                    | Q(course__isnull=True, lesson_plan__isnull=True, practice__isnull=False, policy="")
                    | (
                        Q(course__isnull=True, lesson_plan__isnull=True, practice__isnull=True)
                        & ~Q(policy="")
                    )
                ),
                name="oversight_link_names_one",
                violation_error_message=_("Name one thing: a course, a lesson plan, a practice or a policy."),
            ),
        )

    def __str__(self) -> str:
        return str(self.course or self.lesson_plan or self.practice or self.policy)


class Change(Appended):
    """One line of a recommendation's history: who did what to it, when and why. The database keeps it as it is.

    ``state`` and ``to`` are the same where it stayed where it was. ``words`` are shown to every reader.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    side = models.CharField(max_length=10, choices=Side)
    state = models.CharField(max_length=20, choices=RecommendationState)
    to = models.CharField(max_length=20, choices=RecommendationState)
    words = models.TextField(blank=True)
    # what was said or changed, field by field: {"finish_by": ["2027-01-31", "2027-03-31"]}
    details = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # whose role was used, where it was lent
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """In the order they were made; what is the issuer's is set by the issuer."""

        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=F("to"))
                | Q(side="issuer")
                | ~Q(to__in=["verified_implemented", "verified_partial", "not_implemented", "closed"]),
                name="oversight_change_judged_by_issuer",
                violation_error_message=_("Only the issuer verifies and closes."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} > {self.to}"

    @property
    def title(self) -> str:
        """What happened in a word or two: the state it came to, or what was done to it."""
        if self.kind in (ChangeKind.STEP, ChangeKind.ISSUED):
            return str(self.get_to_display())
        return str(self.get_kind_display())
