"""What an agency decided about rules. A standing has no table: it is computed whenever somebody asks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Course
from muster.ledger.appended import Vouched, VouchedQuerySet
from muster.ledger.lines import Line
from muster.roster.models import Agency, Person
from muster.standards.enums import Basis, Decision, ExceptionKind


class Adoption(Line):
    """From a day on an agency is judged by a rule set of the rulebook (``us-or``, ``model``) or one requirement."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="adoptions")
    rules = models.CharField(_("rules"), max_length=120)  # "us-or" or "us-or/maintenance-84"
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """An adoption ends after it begins."""

        constraints = (
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="standards_adoption_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        )

    def __str__(self) -> str:
        return self.rules


class CourseApproval(Line):
    """For some days a course counts as being about topics, and has marks. Added to what the course says of itself."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="course_approvals")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="approvals")
    basis = models.CharField(_("rests on"), max_length=12, choices=Basis)
    topics = models.JSONField(_("counts for"), default=list)
    marks = models.JSONField(_("marks"), default=list, blank=True)
    equivalent_to = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("equivalent to"),
    )
    authority = models.CharField(_("letter or decision"), max_length=200, blank=True)
    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """An approval ends after it begins; an equivalence names the other course."""

        constraints = (
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="standards_courseapproval_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(basis="equivalent") | Q(equivalent_to__isnull=False),
                name="standards_courseapproval_equivalent_to_what",
                violation_error_message=_("Say to which course it is equivalent."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.course}: {', '.join(self.topics)}"


class Excuse(Vouched):
    """A waiver or an extension: one person proposes, another decides."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="excuses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="excuses")
    kind = models.CharField(_("kind"), max_length=10, choices=ExceptionKind)
    requirement = models.CharField(_("requirement"), max_length=120)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))  # for an extension: the new deadline
    reason = models.TextField(_("reason"))
    proposed_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.TextField(_("why it was decided so"), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VouchedQuerySet.as_manager()

    class Meta:
        """Two people; days in order."""

        verbose_name = _("waiver or extension")
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="standards_excuse_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="standards_excuse_decided_by_another",
                violation_error_message=_("Nobody decides on what they proposed themselves."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.requirement}"
