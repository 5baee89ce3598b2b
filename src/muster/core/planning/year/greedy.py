"""The yardstick: need after need, the one due first, each to the cheapest session that still takes it.

That is how a year is planned by hand. It never takes back what it decided.
"""

from __future__ import annotations

import time

import numpy as np

from muster.core.planning.year.checks import check_pins, check_year
from muster.core.planning.year.model import Model, model_of
from muster.core.planning.year.options import Floats, Ints
from muster.core.planning.year.plan import Plan, plan_of
from muster.core.planning.year.problem import Year
from muster.core.planning.year.round_and_repair import completed


def plan_greedily(year: Year) -> Plan:
    """Plan a year the simple way. Raises BadInput as ``plan_year`` does."""
    begun = time.monotonic()
    check_year(year)
    model = model_of(year)
    check_pins(model)
    return plan_of(model, greedy_values(model), 0, "still", time.monotonic() - begun)


def greedy_values(model: Model) -> Ints:
    """Return the values of a greedy plan's columns."""
    assignment = _Assignment(model)
    option, need = model.options.meets.T
    order = np.argsort(need, kind="stable")
    begins = np.searchsorted(need[order], np.arange(len(model.year.needs) + 1))
    urgent = sorted(
        range(len(model.year.needs)),
        key=lambda each: (model.year.needs[each].due, begins[each + 1] - begins[each], each),
    )
    for each in urgent:
        mine = option[order[begins[each] : begins[each + 1]]]
        if not assignment.values[model.placements.start + mine].any():
            assignment.place(mine)
    return completed(model, assignment.values)


class _Assignment:
    """Placements made so far and the room that is left in each row."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.values = model.low.copy()
        self.room = model.upper - model.row_sums(self.values)
        self.price: Floats = model.options.cost + float(model.year.weights.load) * model.options.load
        self.limited = np.isin(model.kind, (1, 2, 3, 4))  # seats, officer, floor, shared

    def place(self, options: Ints) -> None:
        """Take the cheapest of the options that fits, opening its session if need be."""
        sessions = self.model.options.session[options]
        opening = (self.values[sessions] == 0) * self.model.cost[sessions]
        for each in np.argsort(self.price[options] + opening, kind="stable"):
            columns = [self.model.placements.start + int(options[each])]
            if not self.values[sessions[each]]:
                columns.insert(0, int(sessions[each]))
            if self._fits(columns):
                return

    def _fits(self, columns: list[int]) -> bool:
        """Take columns if every row has room for them, and leave all as it was if not."""
        entries, _ = self.model.matrix.entries_of(np.array(columns))
        rows, row = np.unique(self.model.matrix.row[entries], return_inverse=True)
        used = np.bincount(row, self.model.matrix.value[entries]).astype(np.int64)
        if (self.room[rows] < used)[self.limited[rows]].any():
            return False
        self.room[rows] -= used
        self.values[columns] = 1
        return True
