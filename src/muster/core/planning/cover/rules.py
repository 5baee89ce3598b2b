"""What a contract and a policy say about standing in for somebody. All of it is the agency's to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from muster.core.errors import BadUsage
from muster.core.planning.cover.work_period import TIME_AND_A_HALF, WorkPeriod

#: In this order they are offered: what costs nothing and asks nobody first, an order last.
Kind = Literal[
    "free_seats",
    "overlap",
    "moved_day",
    "swap",
    "relief",
    "volunteer_overtime",
    "ordered_overtime",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

#: every_extra_minute: the contract pays overtime for all work beyond the pattern. work_period: only beyond 7(k).
OvertimeFrom = Literal["every_extra_minute", "work_period"]
#: seniority: volunteers by the longest service, orders by the shortest. least_overtime: the fewest hours first.
OrderBy = Literal["seniority", "least_overtime"]


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before a change must be told. Later it is not allowed, or costs so many minutes of pay."""

    minutes: int
    penalty_minutes: int | None = None


@dataclass(frozen=True)
class CoverRules:
    """The rules of cover. ``least_rest_minutes`` lie between two stretches of work that do not join;
    ``longest_minutes`` is the most in a row. ``notice`` by kind; a kind that is missing needs none.

    ``protect_leave`` keeps days off next to leave free of orders and moves (whoever volunteers may come).
    ``lends`` are the pairs (from unit, to unit) that may help one another; None: all. ``per_kind`` is how many
    are worked out in full for each kind; the rest is listed by reason. ``source`` is the contract or policy.
    """

    work_period: WorkPeriod
    least_rest_minutes: int
    longest_minutes: int
    notice: Mapping[Kind, Notice] = field(default_factory=dict)
    overtime_from: OvertimeFrom = "every_extra_minute"
    overtime_basis_points: int = TIME_AND_A_HALF
    benefits_basis_points: int = 0
    order_by: OrderBy = "seniority"
    protect_leave: bool = True
    lends: frozenset[tuple[str, str]] | None = None
    per_kind: int = 5
    source: str = ""

    def __post_init__(self) -> None:
        numbers = (self.least_rest_minutes, self.benefits_basis_points, self.overtime_basis_points)
        if min(numbers) < 0 or self.longest_minutes <= 0 or self.per_kind < 1:
            raise BadUsage.because(
                "cover-rules", "a number of the rules of cover is below what it can be.", "Mend the rules."
            )

    def may_lend(self, giver: str, taker: str) -> bool:
        """Whether people of one unit may stand in at another."""
        return giver == taker or self.lends is None or (giver, taker) in self.lends
