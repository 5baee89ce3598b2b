"""Consultations as lists and clocks show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from muster.community.enums import ANSWERED, PUBLIC, TAKING, Audience, ConsultationState
from muster.community.models import Consultation, InvitedGroup
from muster.community.queries.rules import asked_of_course, day_at
from muster.curriculum.enums import PlanState
from muster.curriculum.models import LessonPlan
from muster.roster.models import Agency

S = ConsultationState


@dataclass(frozen=True)
class Clock:
    """What is due next, and how late it is. ``days`` counts down to the day; below nothing it is late."""

    what: str  # comments, answers, or nothing
    day: date | None = None
    days: int = 0

    @property
    def is_late(self) -> bool:
        """Whether the day is past."""
        return self.day is not None and self.days < 0

    @property
    def days_late(self) -> int:
        """Whole days since the day."""
        return max(0, -self.days)


def clock_of(consultation: Consultation) -> Clock:
    """Return what everybody waits for: the last day for comments, then the answers."""
    today = day_at(consultation.agency)
    if consultation.state in TAKING:
        return Clock("comments", consultation.closes_on, (consultation.closes_on - today).days)
    if consultation.state in (S.PLANNED, S.DROPPED):
        return Clock("nothing")
    until = consultation.answers_by
    if consultation.state in ANSWERED and consultation.answered_at is not None:
        answered = day_at(consultation.agency, consultation.answered_at)
        return Clock("answered", answered, min(0, (until - answered).days))
    return Clock("answers", until, (until - today).days)


def takes_comments(consultation: Consultation) -> bool:
    """Return whether anybody may comment on this site now."""
    return consultation.state in TAKING and day_at(consultation.agency) <= consultation.closes_on


def published() -> QuerySet[Consultation]:
    """Return the consultations that were opened, for whoever has their address."""
    return Consultation.objects.filter(state__in=PUBLIC).select_related("agency", "plan__course", "result")


def listed() -> QuerySet[Consultation]:
    """Return those that stand in the public list, the newest first."""
    return published().filter(audience=Audience.EVERYBODY).order_by("-opens_on", "-pk")


def not_heard(consultation: Consultation) -> list[InvitedGroup]:
    """Return the invited groups of which nobody was heard so far."""
    return [group for group in consultation.groups.all() if not group.came]


def owed(agencies: QuerySet[Agency]) -> list[LessonPlan]:
    """Return the lesson plans that are approved for now and on which nobody was asked yet, though a rule wants it."""
    plans = LessonPlan.objects.filter(course__agency__in=agencies, state=PlanState.APPROVED_INTERIM)
    plans = plans.select_related("course__agency").order_by("interim_until", "pk")
    begun = set(
        Consultation.objects.exclude(state=S.DROPPED).filter(plan__in=plans).values_list("plan", flat=True)
    )
    return [
        plan
        for plan in plans
        if plan.pk not in begun and asked_of_course(plan.course, day_at(plan.course.agency))
    ]
