"""Plan again when something changed, and change as little as can be.

First as much need is met as can be, then as few placements change as can be, and only then the cost is looked at: three
problems, each with what the one before reached as a row. A placement that is dropped is a change, and one that is added;
what the cancelled session itself takes away is not.

A small year is solved whole, to the proved best. In a large one everybody else keeps their place at first and only those
who lost theirs are placed again. When that meets every need, no plan changes less; when it leaves no more unmet than the
plan before did, nobody else is moved to do better. Otherwise the others are freed as well.
"""

from __future__ import annotations

import time
from collections.abc import Set
from dataclasses import dataclass, replace

import numpy as np

from muster.core.planning.year.checks import check_pins, check_year
from muster.core.planning.year.model import Model, model_of
from muster.core.planning.year.options import Flags, Ints
from muster.core.planning.year.part import solve_part
from muster.core.planning.year.plan import NO_LIMIT, SMALL, Effort, Plan, plan_of
from muster.core.planning.year.problem import Placement, Year
from muster.core.planning.year.round_and_repair import completed, without_breaks

NODES = 2_000


@dataclass(frozen=True)
class Replanned:
    """The new plan and what changed; ``lost`` are placements whose session is no more. ``proved``: none changes less."""

    plan: Plan
    kept: tuple[Placement, ...]
    lost: tuple[Placement, ...]
    dropped: tuple[Placement, ...]
    added: tuple[Placement, ...]
    proved: bool


def replan(
    year: Year,
    before: Plan,
    cancelled: Set[str] = frozenset(),
    effort: Effort | None = None,
    *,
    small: int = SMALL,
) -> Replanned:
    """Plan again without the cancelled sessions. ``year`` is as things stand now; pins in it are kept.

    Absences, needs and floors that changed in ``year`` count as well: a placement that no longer fits is lost.
    """
    effort = effort or Effort()
    begun = time.monotonic()
    now = without_sessions(year, cancelled)
    check_year(now)
    model = model_of(now)
    check_pins(model)
    again = _Again(model, before, begun + effort.seconds)
    values, proved = again.solve(whole=len(model.options) <= small)
    plan = plan_of(model, values, 0, "best" if proved else "still", time.monotonic() - begun)
    return _compared(now, before, plan, proved)


def without_sessions(year: Year, cancelled: Set[str]) -> Year:
    """Return the year without some sessions, and without the pins to them."""
    return replace(
        year,
        sessions=tuple(session for session in year.sessions if session.id not in cancelled),
        pinned=frozenset(pin for pin in year.pinned if pin.session not in cancelled),
    )


def _compared(now: Year, before: Plan, plan: Plan, proved: bool) -> Replanned:
    old, new = set(before.placements), set(plan.placements)
    there = {session.id for session in now.sessions}
    gone = {placement for placement in old - new if placement.session not in there}
    return Replanned(
        plan=plan,
        kept=tuple(sorted(old & new)),
        lost=tuple(sorted(gone)),
        dropped=tuple(sorted(old - new - gone)),
        added=tuple(sorted(new - old)),
        proved=proved,
    )


class _Again:
    """One model, what it was before, and the three problems one after another."""

    def __init__(self, model: Model, before: Plan, until: float) -> None:
        self.model = model
        self.until = until
        self.before = _as_values(model, before)
        self.start = completed(
            model, without_breaks(model, self.before.copy(), model.cost.astype(np.float64))
        )
        weights = np.array([need.weight for need in model.year.needs], np.int64)
        self.unmet = _only(
            model, model.unmet, weights
        )  # nobody gives up a place for who was denied one before
        self.unmet_before = sum(need.weight for need in before.unmet)
        made = self.before[model.placements]
        self.changes = _only(model, model.placements, np.where(made > 0, -1, 1))

    def solve(self, *, whole: bool) -> tuple[Ints, bool]:
        """Return the new values, and whether they are proved to meet most and then to change least."""
        everything = self.model.low < self.model.high
        if whole:
            return self._in_turn(everything, NO_LIMIT)
        values, proved = self._in_turn(self._only_displaced() & everything, NODES)
        left = int(self.unmet @ values)
        if left <= self.unmet_before:
            return values, proved and left == 0
        self.start = values
        freed, _ = self._in_turn(everything, NODES)
        return freed, False

    def _only_displaced(self) -> Flags:
        """Free the needs without a placement now, and the sessions that are not held."""
        model = self.model
        option, need = model.options.meets.T
        free = np.zeros(len(model.cost), np.bool_)
        free[model.sessions] = self.start[model.sessions] == 0
        waiting = self.start[model.unmet] > 0
        free[model.placements.start + option[waiting[need]]] = True
        free[model.unmet] = waiting
        free[model.unmet.stop :] = True
        return free

    def _in_turn(self, free: Flags, nodes: int) -> tuple[Ints, bool]:
        values, proved = self.start, True
        rows: tuple[tuple[Ints, int], ...] = ()
        for cost in (self.unmet, self.changes, self.model.cost):
            found = solve_part(
                self.model,
                free,
                values,
                seconds=self.until - time.monotonic(),
                nodes=nodes,
                close=0.0,
                cost=cost,
                extra=rows,
            )
            values = found.values
            if cost is not self.model.cost:
                proved &= found.proved
                rows = (*rows, (cost, int(cost @ values)))
        return values, proved


def _only(model: Model, columns: slice, weights: Ints) -> Ints:
    found = np.zeros_like(model.cost)
    found[columns] = weights
    return found


def _as_values(model: Model, before: Plan) -> Ints:
    """Write the old plan in the new model's columns; what no longer exists is left out."""
    values = model.low.copy()
    old = {(placement.officer, placement.session) for placement in before.placements}
    year, options = model.year, model.options
    made = [
        (year.officers[officer].id, year.sessions[session].id) in old
        for officer, session in zip(options.officer, options.session, strict=True)
    ]
    values[model.placements] |= np.array(made, np.int64)
    values[options.session[values[model.placements] > 0]] = 1
    return values
