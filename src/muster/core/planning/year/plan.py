"""Make the year's plan: who attends which session, what it costs, and how far from the best it can be at most."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from muster.core.planning.year.checks import check_pins, check_year
from muster.core.planning.year.model import Model, model_of
from muster.core.planning.year.options import Ints
from muster.core.planning.year.part import solve_part
from muster.core.planning.year.problem import Need, Placement, Year
from muster.core.planning.year.relax import relax
from muster.core.planning.year.round_and_repair import Search, completed

SMALL = 2_000  # so many possible placements are solved whole, to the proved best
NO_LIMIT = 2_000_000_000

#: Told while a plan is made: seconds gone, cents of the plan so far, the bound in cents.
Hear = Callable[[float, int, float], None]


@dataclass(frozen=True)
class Effort:
    """How long to look: until the gap is small enough, nothing is gained any more, or the time is up.

    The same year, seed and gap give the same plan, unless the clock stops the search (``Plan.stopped``).
    """

    seconds: float = 60.0
    gap: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Plan:
    """A plan and what is known of it. Cents: ``money`` is what it costs to pay, ``cost`` also weighs unmet needs and load.

    No plan costs less than ``bound``. ``stopped`` says why the search ended: ``best`` (proved), ``close`` (the gap asked
    for), ``still`` (nothing more was gained) or ``time``.
    """

    placements: tuple[Placement, ...]
    running: tuple[str, ...]
    unmet: tuple[Need, ...]
    cost: int
    money: int
    bound: int
    seconds: float
    stopped: str

    @property
    def gap(self) -> float:
        """The share of the cost that a better plan could save at most."""
        return max(self.cost - self.bound, 0) / self.cost if self.cost else 0.0


def plan_year(
    year: Year, effort: Effort | None = None, *, small: int = SMALL, hear: Hear | None = None
) -> Plan:
    """Plan a year. Raises BadInput where the year contradicts itself, with a sentence for each contradiction.

    A need that cannot be met does not stop the plan: it is left in ``Plan.unmet`` (``reasons.py`` says why,
    ``remedies.py`` what would do).
    """
    effort = effort or Effort()
    begun = time.monotonic()
    check_year(year)
    model = model_of(year)
    check_pins(model)
    values, bound, stopped = _solve(model, effort, begun, small, hear)
    plan = plan_of(model, values, bound, stopped, time.monotonic() - begun)
    if hear:
        hear(plan.seconds, plan.cost, plan.bound)
    return plan


def _solve(
    model: Model, effort: Effort, begun: float, small: int, hear: Hear | None
) -> tuple[Ints, float, str]:
    def left() -> float:
        return effort.seconds - (time.monotonic() - begun)

    if len(model.options) <= small:
        whole = solve_whole(model, left())
        if whole is not None:
            return whole, float(model.cost @ whole), "best"
    relaxed = relax(model, effort.seed, lambda: left() < effort.seconds / 2)
    search = Search(model, relaxed, left)
    bound = np.ceil(relaxed.bound - 1e-3)  # costs are whole cents

    def close(cost: int) -> bool:
        if hear:
            hear(time.monotonic() - begun, cost, bound)
        return cost - bound <= effort.gap * cost

    search.repair()
    search.polish(close)
    stopped = (
        "best"
        if search.cost <= bound
        else "close"
        if close(search.cost)
        else "time"
        if left() <= 0
        else "still"
    )
    return search.values, bound, stopped


def solve_whole(model: Model, seconds: float) -> Ints | None:
    """Solve a small model to the proved best; None if the time was too short."""
    start = completed(model, model.low)
    free = model.low < model.high
    found = solve_part(model, free, start, seconds=seconds, nodes=NO_LIMIT, close=0.0)
    return completed(model, found.values) if found.proved else None


def plan_of(model: Model, values: Ints, bound: float, stopped: str, seconds: float) -> Plan:
    """Turn values of columns into a plan. A placement that meets nothing the others do not meet is left out."""
    values = _needed(model, values)
    year, options = model.year, model.options
    taken = np.flatnonzero(values[model.placements])
    runs = np.flatnonzero(values[model.sessions])
    placements = [
        Placement(year.officers[options.officer[each]].id, year.sessions[options.session[each]].id)
        for each in taken
    ]
    return Plan(
        placements=tuple(sorted(placements)),
        running=tuple(year.sessions[each].id for each in runs),
        unmet=tuple(year.needs[each] for each in np.flatnonzero(values[model.unmet])),
        cost=int(model.cost @ values),
        money=int(model.cost[: model.placements.stop] @ values[: model.placements.stop]),
        bound=int(bound),
        seconds=seconds,
        stopped=stopped,
    )


def _needed(model: Model, values: Ints) -> Ints:
    """Drop placements that meet no need alone, and sessions nobody attends; pins and sessions that must run stay."""
    values = values.copy()
    option, need = model.options.meets.T
    made = values[model.placements]
    met = np.bincount(need[made[option] > 0], minlength=len(model.year.needs))
    for each in np.flatnonzero((made > 0) & ~model.options.pinned):
        mine = need[np.searchsorted(option, each) : np.searchsorted(option, each, side="right")]
        if (met[mine] > 1).all():
            met[mine] -= 1
            values[model.placements.start + each] = 0
    attended = np.bincount(
        model.options.session, values[model.placements], minlength=len(model.year.sessions)
    )
    values[model.sessions] = np.maximum(model.low[model.sessions], attended > 0)
    return completed(model, values)
