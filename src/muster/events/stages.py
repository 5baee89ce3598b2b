"""Which stage of an agency's policy a request comes to next, and which are left out by which rule."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.events.enums import RequestState
from muster.events.models import Request
from muster.events.policy import Stage, stages_of
from muster.events.queries.promising import weight_of


@dataclass(frozen=True)
class Skipped:
    """A stage that does not take place, and the rule that says so."""

    stage: RequestState
    rule: str | Promise


@dataclass(frozen=True)
class Onward:
    """Where a request goes: the next stage, or approved where none is left, and what was left out on the way."""

    to: RequestState
    skipped: tuple[Skipped, ...]


def onward(request: Request, after: str) -> Onward:
    """Return where a request goes from a stage (or from being handed in), by the policy it keeps to."""
    if request.policy is None:
        raise ValueError("a request that is not handed in has no policy yet")
    stages = stages_of(request.policy.stages)
    rest = _following(stages, after)
    cents = weight_of(request)
    skipped: list[Skipped] = []
    for stage in rest:
        rule = _left_out(stage, request, cents)
        if rule is None:
            return Onward(stage.stage, tuple(skipped))
        skipped.append(Skipped(stage.stage, rule))
    return Onward(RequestState.APPROVED, tuple(skipped))


def _following(stages: tuple[Stage, ...], after: str) -> tuple[Stage, ...]:
    """Return the stages after one. A budget that was opened again need not be a stage of the policy: none follow."""
    names = [str(stage.stage) for stage in stages]
    if after in names:
        return stages[names.index(after) + 1 :]
    return stages if after == RequestState.SUBMITTED else ()


def _left_out(stage: Stage, request: Request, cents: int) -> str | Promise | None:
    """Return the rule by which a stage does not take place, None where it does.

    A distance that is not known does not leave a stage out: the careful answer is to ask.
    """
    miles = request.event.miles
    if stage.over_cents is not None and cents <= stage.over_cents:
        return _("the cost is not above the limit of this stage")
    if stage.over_miles is not None and miles is not None and miles <= stage.over_miles:
        return _("the place is not farther away than the limit of this stage")
    if stage.overnight and not request.lodging_nights:
        return _("nobody stays overnight")
    if stage.on_duty and not request.on_duty:
        return _("it is not in working time")
    if stage.categories and request.category not in stage.categories:
        return _("this stage is for other reasons to go")
    return None
