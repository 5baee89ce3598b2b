"""Which rules for outside training an agency has on a day, and what a change of them would mean."""

from __future__ import annotations

from datetime import date
from typing import Final

from muster.events.enums import REVIEWS, RequestState
from muster.events.models import Policy, Request
from muster.events.policy import Stage
from muster.roster.models import Agency

#: What Muster offers where an agency has said nothing yet: every stage in the order that departments use, staffing only
#: where somebody is missed at work. The numbers beside it are the field's starting values, which the model's columns hold.
STARTING_STAGES: Final = tuple(
    Stage(stage, on_duty=stage == RequestState.STAFFING_REVIEW, days=5) for stage in REVIEWS
)


def policy_on(agency: Agency, day: date) -> Policy | None:
    """Return the policy of an agency that is in force on a day, None where it has said nothing yet."""
    return Policy.lines.standing().filter(agency=agency, start__lte=day).order_by("-start", "-pk").first()


def policies_of(agency: Agency) -> list[Policy]:
    """Return the rules of an agency as they stand, from the latest day to the first."""
    return list(
        Policy.lines.standing().filter(agency=agency).select_related("known_by").order_by("-start", "-pk")
    )


def being_decided(agency: Agency) -> int:
    """Return how many requests are being decided, which keep the rules of the day they were handed in."""
    return Request.objects.filter(agency=agency, state__in=[RequestState.SUBMITTED, *REVIEWS]).count()


def to_be_handed_in(agency: Agency) -> int:
    """Return how many requests are being written or were sent back, which will meet the rules of their day."""
    return Request.objects.filter(
        agency=agency, state__in=[RequestState.DRAFT, RequestState.RETURNED]
    ).count()
