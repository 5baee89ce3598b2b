"""A plan for a year: who would attend which session. Advice until somebody takes it, and an ordinary row: no fact."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.events.enums import GapKind, SearchEnd, YearPlanState
from muster.records.models import Enrolment, Session
from muster.roster.models import Agency, Person


class YearPlan(models.Model):
    """One plan of an agency between two days, both included. ``edition`` grows with each change.

    Money is whole cents and an estimate. ``cost`` also weighs what stays unmet and whose own time is taken; no plan
    costs less than ``bound``. ``remedies`` and ``change`` are data that pages put into words (``queries.year.notes``);
    ``change`` says what the last planning again kept, dropped and added.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="year_plans")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    state = models.CharField(max_length=8, choices=YearPlanState, default=YearPlanState.DRAFT, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # whoever made it stays known
        null=True,  # made at the server itself
        blank=True,
        related_name="+",
    )
    seconds = models.PositiveSmallIntegerField(_("seconds of search"))
    ended = models.CharField(max_length=8, choices=SearchEnd, editable=False)
    money = models.PositiveBigIntegerField(default=0)
    cost = models.PositiveBigIntegerField(default=0)
    bound = models.BigIntegerField(default=0)
    needs = models.PositiveIntegerField(default=0)  # that a class in the plan's days could meet
    remedies = models.JSONField(default=list, blank=True)
    change = models.JSONField(default=dict, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """Days in order."""

        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="events_yearplan_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first.isoformat()} – {self.last.isoformat()}"

    @property
    def gap_in_thousandths(self) -> int:
        """What a better plan could save of the cost at most, rounded up; of a plan made again nothing is known."""
        return -(-max(self.cost - self.bound, 0) * 1_000 // self.cost) if self.cost else 0


class PlanSeat(models.Model):
    """Somebody's place in a session of a plan, with why. ``enrolment`` is the seat that taking the plan gave them.

    ``cents`` is an estimate; ``own_time`` the half-days of time off it takes. ``needs`` and ``others`` are data that
    pages put into words: what it meets, and what stands against the other sessions.
    """

    plan = models.ForeignKey(YearPlan, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    pinned = models.BooleanField(_("pinned"), default=False)
    is_new = models.BooleanField(default=False)  # added when the plan was made again
    cents = models.PositiveIntegerField(default=0)
    own_time = models.PositiveSmallIntegerField(default=0)
    needs = models.JSONField(default=list, blank=True)
    others = models.JSONField(default=list, blank=True)
    # a seat that is given back stays a row, so this is empty only until the plan is taken
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Once a person and session."""

        constraints = (
            models.UniqueConstraint(
                fields=("plan", "person", "session"),
                name="events_planseat_once",
                violation_error_message=_("They have a place in this session already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.session}"


class PlanGap(models.Model):
    """A requirement that a plan leaves unmet for somebody, with what stands against every session there is."""

    plan = models.ForeignKey(YearPlan, on_delete=models.CASCADE, related_name="gaps")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requirement = models.CharField(_("requirement"), max_length=200)
    due = models.DateField(_("due"))
    kind = models.CharField(max_length=8, choices=GapKind)
    others = models.JSONField(default=list, blank=True)

    class Meta:
        """What is due first."""

        ordering = ("due", "pk")

    def __str__(self) -> str:
        return f"{self.person}: {self.requirement}"
