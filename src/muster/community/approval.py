"""A lesson plan on some subjects is approved only after the people it affects were asked and answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from muster.community.enums import ConsultationState
from muster.community.models import Consultation
from muster.community.queries.rules import Asked, asked_of, asked_of_course, day_at
from muster.curriculum.enums import PlanState
from muster.curriculum.lifecycle import Move
from muster.curriculum.models import LessonPlan, Step

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

S = ConsultationState
#: The answers are there, and no second round is under way.
COUNTING = (S.RESPONSES_PUBLISHED, S.DONE)


def stands_in_the_way(plan: LessonPlan, move: Move, until: date | None) -> _StrOrPromise | None:
    """Say what a consultation rule has against approving a version; None where it has nothing."""
    if move.target not in (PlanState.APPROVED, PlanState.APPROVED_INTERIM):
        return None
    today = day_at(plan.course.agency)
    asked = asked_of_course(plan.course, today)
    if asked is None or consulted(plan, asked):
        return None
    if move.target == PlanState.APPROVED:
        return _(
            "A consultation is asked for before this is approved (%(source)s): open for %(days)d days, and answered. "
            "Plan it under Community; in an emergency it can be approved for now."
        ) % {"source": "; ".join(asked.sources), "days": asked.days_open}
    return _emergency(plan, asked, until, today)


def consulted(plan: LessonPlan, asked: Asked) -> bool:
    """Return whether a consultation about a version, or from which it came, was answered and is what is asked for."""
    about = Q(plan=plan) | Q(result=plan)
    found = Consultation.objects.filter(about, state__in=COUNTING).select_related("agency", "plan__course")
    return any(_is_enough(consultation, asked) for consultation in found)


def _is_enough(consultation: Consultation, asked: Asked) -> bool:
    """Return whether it was held under these rules, or under others and is as much all the same."""
    if asked_of(consultation) == asked:
        return True
    first = day_at(consultation.agency, consultation.opened_at)
    groups = set(consultation.groups.values_list("group", flat=True))
    return (
        (consultation.closes_on - first).days + 1 >= asked.days_open
        and asked.groups <= groups
        and consultation.gatherings.count() >= asked.gatherings
    )


def _emergency(plan: LessonPlan, asked: Asked, until: date | None, today: date) -> _StrOrPromise | None:
    """An approval for now lasts some days, and is not followed by another one in place of the consultation."""
    if (
        asked.interim_days is not None
        and until is not None
        and until > today + timedelta(days=asked.interim_days)
    ):
        return _("Without its consultation it can be approved for %(days)d days at most, to %(day)s.") % {
            "days": asked.interim_days,
            "day": today + timedelta(days=asked.interim_days),
        }
    earlier = Step.objects.filter(plan__course=plan.course_id, to_state=PlanState.APPROVED_INTERIM)
    last = earlier.exclude(plan=plan).order_by("-at", "-pk").select_related("plan").first()
    if last is None or consulted(last.plan, asked):
        return None
    return _(
        "Version %(version)d was approved for now, and nobody was asked about it yet. That consultation comes first."
    ) % {"version": last.plan.version}
