"""Lesson plans. A plan is one version of what a course teaches; from approval on it is frozen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.curriculum.enums import (
    Instrument,
    Method,
    ObjectiveKind,
    PlanState,
    ReferenceKind,
    ReleaseClass,
    Rights,
)
from muster.curriculum.models.course import Course
from muster.files.models import Attachment
from muster.ledger.appended import Appended, AppendedQuerySet

MOST_LETTERS = 20_000  # of one text: some eight printed pages


class LessonPlan(models.Model):
    """One version of a course's lesson plan. ``version`` counts 1, 2, 3 within the course."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField(_("version"), editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=PlanState, default=PlanState.DRAFT, editable=False
    )
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="successors"
    )
    change_note = models.TextField(
        _("what is new in this version, and why"), max_length=MOST_LETTERS, blank=True
    )
    goal = models.TextField(_("goal"), max_length=MOST_LETTERS, blank=True)
    audience = models.TextField(_("for whom"), max_length=MOST_LETTERS, blank=True)
    prerequisites = models.TextField(_("what learners bring"), max_length=MOST_LETTERS, blank=True)
    room = models.TextField(_("room and equipment"), max_length=MOST_LETTERS, blank=True)
    learners_per_instructor = models.PositiveSmallIntegerField(
        _("learners per instructor"), null=True, blank=True
    )
    safety_plan = models.TextField(_("safety plan"), max_length=MOST_LETTERS, blank=True)
    accommodation = models.TextField(_("accommodation"), max_length=MOST_LETTERS, blank=True)
    evaluation_plan = models.TextField(_("how the course is evaluated"), max_length=MOST_LETTERS, blank=True)
    community_contributors = models.TextField(
        _("who from the community helped"), max_length=MOST_LETTERS, blank=True
    )
    refresh_after_months = models.PositiveSmallIntegerField(
        _("refresh after, in months"), null=True, blank=True
    )
    release_class = models.CharField(
        _("who may see it"), max_length=12, choices=ReleaseClass, default=ReleaseClass.AGENCY
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    # everybody who wrote on this version; none of them approves it
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("written by"))
    created_at = models.DateTimeField(auto_now_add=True)
    # raised by every change of a draft, so that two people do not write over each other
    edition = models.PositiveIntegerField(default=1, editable=False)
    effective = models.DateField(_("in use from"), null=True, blank=True)
    interim_until = models.DateField(_("approved for now until"), null=True, blank=True)
    next_review = models.DateField(_("next review"), null=True, blank=True)
    review_trigger = models.CharField(_("why it is under review"), max_length=200, blank=True)

    class Meta:
        """Versions count; one of them is in use."""

        verbose_name = _("lesson plan")
        verbose_name_plural = _("lesson plans")
        ordering = ("course", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("course", "version"), name="curriculum_lessonplan_one_per_version"
            ),
            models.UniqueConstraint(
                fields=("course",),
                condition=Q(state__in=["in_use", "review"]),
                name="curriculum_lessonplan_one_in_use",
                violation_error_message=_("Another version of this lesson plan is in use."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.course} v{self.version}"


class Objective(models.Model):
    """What a learner can do afterwards: task, condition, standard. ``enabling`` ones lead to a terminal one."""

    plan = models.ForeignKey(
        LessonPlan, on_delete=models.CASCADE, related_name="objectives"
    )  # part of its plan
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=ObjectiveKind, default=ObjectiveKind.KNOWLEDGE)
    text = models.TextField(_("objective"), max_length=MOST_LETTERS)
    source = models.CharField(_("where it comes from"), max_length=300, blank=True)
    leads_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="enabling"
    )

    class Meta:
        """In order."""

        ordering = ("plan", "order")
        constraints = (
            models.UniqueConstraint(fields=("plan", "order"), name="curriculum_objective_one_per_place"),
        )

    def __str__(self) -> str:
        return self.text


class Block(models.Model):
    """A stretch of the class: what is done, how, for how many minutes, towards which objectives."""

    plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="blocks")
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    method = models.CharField(_("method"), max_length=14, choices=Method)
    content = models.TextField(_("content"), max_length=MOST_LETTERS, blank=True)
    key_points = models.TextField(_("key points"), max_length=MOST_LETTERS, blank=True)
    objectives = models.ManyToManyField(Objective, blank=True, related_name="blocks")

    class Meta:
        """In order; a block takes time."""

        ordering = ("plan", "order")
        constraints = (
            models.UniqueConstraint(fields=("plan", "order"), name="curriculum_block_one_per_place"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0),
                name="curriculum_block_takes_time",
                violation_error_message=_("A block takes at least one minute."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """How it is found out whether objectives were reached."""

    plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="assessments")
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    instrument = models.CharField(_("instrument"), max_length=14, choices=Instrument)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark, in percent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=2)
    remediation = models.TextField(_("what happens after failing"), max_length=MOST_LETTERS, blank=True)
    objectives = models.ManyToManyField(Objective, blank=True, related_name="assessments")

    class Meta:
        """In order; marks are percent."""

        ordering = ("plan", "order")
        constraints = (
            models.UniqueConstraint(fields=("plan", "order"), name="curriculum_assessment_one_per_place"),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__lte=100),
                name="curriculum_assessment_pass_mark_is_percent",
                violation_error_message=_("A pass mark is a percentage, 0 to 100."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Reference(models.Model):
    """A law, a decision, a policy, a study that the plan rests on."""

    plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="references")
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=ReferenceKind)
    title = models.CharField(_("title"), max_length=300)
    link = models.URLField(_("link"), blank=True)
    dated = models.DateField(_("as of"), null=True, blank=True)

    class Meta:
        """In order."""

        ordering = ("plan", "order")
        constraints = (
            models.UniqueConstraint(fields=("plan", "order"), name="curriculum_reference_one_per_place"),
        )

    def __str__(self) -> str:
        return self.title


class Material(Attachment):
    """A file of a plan: slides, hand-outs, tests. The same file may serve several versions of the plan.

    A material has versions too: a newer file ``replaces`` the older one, which stays readable.
    """

    plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=200)
    rights = models.CharField(_("whose work"), max_length=14, choices=Rights, default=Rights.UNKNOWN)
    release_class = models.CharField(
        _("who may see it"), max_length=12, choices=ReleaseClass, default=ReleaseClass.AGENCY
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    # one to one: a file is replaced once, so that two people never replace it by two others
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )

    class Meta:
        """By title."""

        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ("plan", "title", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(version__gte=1), name="curriculum_material_counts_from_one"),
        )

    def __str__(self) -> str:
        return self.title


class Step(Appended):
    """One step a plan took from state to state: who decided, when, why. Appended, never changed."""

    plan = models.ForeignKey(LessonPlan, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=20, choices=PlanState)
    to_state = models.CharField(max_length=20, choices=PlanState)
    note = models.TextField(_("note"), max_length=MOST_LETTERS, blank=True)
    # of a version that may not be written on any more: what it said then (``proving``)
    content = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """As it happened."""

        ordering = ("plan", "at", "pk")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
