"""The stages of an agency's policy, read and checked: who decides, in which order, and when a stage is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from muster.events.enums import REVIEWS, Category, RequestState
from muster.ledger.refusals import Refused

#: What of a stage is a whole number, where it is set.
_NUMBERS: Final = ("over_cents", "over_miles", "days", "scores")
#: As many criteria as somebody weighs one by one, in words that fit into the head of a table.
MOST_CRITERIA: Final = 10
LONGEST_CRITERION: Final = 100


@dataclass(frozen=True)
class Stage:
    """One stage. It is left out where one of its conditions does not hold; without conditions it always takes place.

    ``over_cents``: only if the estimate is above; ``over_miles``: only if the event is farther away;
    ``overnight``: only if there are nights; ``on_duty``: only if in working time; ``categories``: only for these;
    ``days``: how long it may wait here before the next above is told.

    ``scores``: so many members of the committee score a request by each of ``criteria`` before this stage approves it;
    None where there is no committee.
    """

    stage: RequestState
    over_cents: int | None = None
    over_miles: int | None = None
    overnight: bool = False
    on_duty: bool = False
    categories: tuple[Category, ...] = ()
    days: int | None = None
    scores: int | None = None
    criteria: tuple[str, ...] = ()

    @property
    def is_conditional(self) -> bool:
        """Whether some requests pass it by."""
        limits = (self.over_cents, self.over_miles)
        return (
            any(limit is not None for limit in limits)
            or self.overnight
            or self.on_duty
            or bool(self.categories)
        )

    def as_written(self) -> dict[str, Any]:
        """Return it as the policy keeps it: conditions that are not set are left out."""
        written: dict[str, Any] = {"stage": str(self.stage)}
        for name in _NUMBERS:
            if getattr(self, name) is not None:
                written[name] = getattr(self, name)
        for name in ("overnight", "on_duty"):
            if getattr(self, name):
                written[name] = True
        if self.categories:
            written["categories"] = [str(category) for category in self.categories]
        if self.criteria:
            written["criteria"] = list(self.criteria)
        return written


def stages_of(written: Any) -> tuple[Stage, ...]:
    """Read the stages of a policy in their order.

    Raises Refused for an unknown, doubled or missing one, and where none takes place for every request.
    """
    if not isinstance(written, list) or not written:
        raise Refused(_("Name at least one stage at which somebody decides."), field="stages")
    stages = tuple(_stage_of(entry) for entry in written)
    if len({stage.stage for stage in stages}) < len(stages):
        raise Refused(_("A stage is named twice."), field="stages")
    if all(stage.is_conditional for stage in stages):
        raise Refused(
            _(
                "Every stage has a condition, so some requests would be approved by nobody. Leave one stage without "
                "conditions."
            ),
            field="stages",
        )
    return stages


def _stage_of(entry: Any) -> Stage:
    known = set(Stage.__dataclass_fields__)
    if not isinstance(entry, dict) or set(entry) - known or entry.get("stage") not in REVIEWS:
        raise Refused(
            _("A stage of the policy is written in a way that Muster does not know."), field="stages"
        )
    numbers = {name: entry.get(name) for name in _NUMBERS}
    if any(type(value) not in (int, type(None)) or (value or 0) < 0 for value in numbers.values()):
        raise Refused(_("A limit of a stage is a whole number, not below zero."), field="stages")
    if not set(entry.get("categories", [])) <= set(Category.values):
        raise Refused(_("A stage names a reason that Muster does not know."), field="stages")
    criteria = entry.get("criteria", [])
    _refuse_criteria(criteria, entry.get("scores"))
    return Stage(
        RequestState(entry["stage"]),
        overnight=bool(entry.get("overnight")),
        on_duty=bool(entry.get("on_duty")),
        categories=tuple(Category(name) for name in entry.get("categories", [])),
        criteria=tuple(criteria),
        **numbers,
    )


def _refuse_criteria(criteria: Any, scores: int | None) -> None:
    """Raise Refused where a committee has nothing to score by, or criteria have nobody who scores."""
    fits = isinstance(criteria, list) and all(
        isinstance(each, str) and each.strip() and len(each) <= LONGEST_CRITERION for each in criteria
    )
    if not fits or len(set(criteria)) < len(criteria) or len(criteria) > MOST_CRITERIA:
        raise Refused(
            _("Criteria are up to %(most)d different lines of at most %(long)d characters.")
            % {"most": MOST_CRITERIA, "long": LONGEST_CRITERION},
            field="stages",
        )
    if bool(criteria) != bool(scores):
        raise Refused(
            _("A committee needs both: how many members score, and at least one criterion."), field="stages"
        )
