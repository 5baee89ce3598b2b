"""Courses, and the codes by which each jurisdiction knows them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.curriculum.enums import Delivery
from muster.ledger.appended import Vouched, VouchedQuerySet
from muster.ledger.lines import Line
from muster.roster.models import Agency


class Course(Vouched):
    """What is taught. Which rules it serves is a claim kept in ``standards``; here stand only topics and credit."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="courses", verbose_name=_("agency")
    )
    code = models.CharField(_("our code"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in two sentences"), max_length=2_000, blank=True)
    # codes of the rulebook's vocabulary; null: nobody has said yet, which is not the same as none
    topics = models.JSONField(_("topics"), null=True, blank=True)
    delivery = models.CharField(_("how it is given"), max_length=12, choices=Delivery, blank=True)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    minutes = models.PositiveIntegerField(_("credit, in minutes"))
    certified = models.BooleanField(_("certified by the state"), null=True, blank=True)
    is_hazardous = models.BooleanField(_("can hurt somebody"), default=False)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark, in percent"), null=True, blank=True)
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="opens", verbose_name=_("needed before")
    )
    is_retired = models.BooleanField(_("no longer taught"), default=False)

    objects = VouchedQuerySet.as_manager()

    class Meta:
        """One code a course of an agency."""

        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "code"),
                name="curriculum_course_one_per_code",
                violation_error_message=_("This agency has a course with this code already."),
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__lte=100),
                name="curriculum_course_pass_mark_is_percent",
                violation_error_message=_("A pass mark is a percentage, 0 to 100."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class CourseCode(Line):
    """The number a state knows a course by, and the days on which it may be used."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="codes")
    jurisdiction = models.CharField(_("jurisdiction"), max_length=20)
    code = models.CharField(_("number"), max_length=60)
    minutes = models.PositiveIntegerField(_("credit there, in minutes"), null=True, blank=True)
    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """A number's days are in order."""

        constraints = (
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="curriculum_coursecode_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.code}"
