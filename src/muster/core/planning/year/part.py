"""Solve a part of the model to whole numbers while everything else stays as it is.

The rows keep the room that the fixed columns leave; those that can no longer be broken are dropped. Each placement is
linked to its session where both are free. HiGHS stops at a number of nodes, not at a time, so that the same part always
gives the same answer; the clock is a last resort (``seconds``).
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from muster.core.planning.year.model import OPEN, Matrix, Model, limits
from muster.core.planning.year.options import Flags, Ints

NODES = 40
CLOSE = 3e-4  # a part is good enough when it is proved to be this close to its best


@dataclass(frozen=True)
class Solved:
    """New values of all columns, and whether the part was solved to the end."""

    values: Ints
    proved: bool


@dataclass(frozen=True)
class _Part:
    """The free columns with what is left of the rows."""

    columns: Ints
    lower: Ints
    upper: Ints
    matrix: Matrix


def solve_part(
    model: Model,
    free: Flags,
    values: Ints,
    *,
    seconds: float,
    nodes: int = NODES,
    close: float = CLOSE,
    links: bool = True,
    cost: Ints | None = None,
    extra: tuple[tuple[Ints, int], ...] = (),
) -> Solved:
    """Choose the free columns again at the least cost; ``values`` must keep every row and are where it starts.

    ``cost`` stands in for the model's. Each of ``extra`` is a row of its own: a weight of every column, and the most
    that their sum over *all* columns may be.
    """
    part = _part_of(model, np.flatnonzero(free), values)
    if not len(part.columns):
        return Solved(values, proved=True)
    solver = _load(part, (model.cost if cost is None else cost)[part.columns])
    _bound(solver, model, part.columns)
    if links:
        _link(solver, model, part.columns)
    for weights, most in extra:
        _limit(solver, weights, most, part.columns, values)
    options = {
        "mip_rel_gap": close,
        "mip_abs_gap": 0.5,
        "mip_max_nodes": nodes,
        "time_limit": max(seconds, 0.1),
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    start = np.arange(len(part.columns), dtype=np.int32)
    solver.setSolution(len(start), start, values[part.columns].astype(np.float64))
    solver.run()
    return _answer(solver, part.columns, values)


def _answer(solver: highspy.Highs, columns: Ints, values: Ints) -> Solved:
    found = np.array(solver.getSolution().col_value)
    if len(found) != len(columns) or not solver.getSolution().value_valid:
        return Solved(values, proved=False)
    chosen = values.copy()
    chosen[columns] = np.rint(found).astype(np.int64)
    return Solved(chosen, solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _part_of(model: Model, columns: Ints, values: Ints) -> _Part:
    entries, begins = model.matrix.entries_of(columns)
    rows, row = np.unique(model.matrix.row[entries], return_inverse=True)
    fixed = values.copy()
    fixed[columns] = 0
    used = model.row_sums(fixed)[rows]
    lower = np.where(model.lower[rows] <= -OPEN, -OPEN, model.lower[rows] - used)
    upper = np.where(model.upper[rows] >= OPEN, OPEN, model.upper[rows] - used)
    column = np.repeat(np.arange(len(columns)), np.diff(begins))
    value = model.matrix.value[entries]
    least, most = _reach(value, model.low[columns][column], model.high[columns][column], row, len(rows))
    binding = (most > upper) | (least < lower)
    kept = binding[row]
    place = np.cumsum(binding) - 1
    start = np.concatenate([[0], np.cumsum(np.bincount(column[kept], minlength=len(columns)))])
    return _Part(columns, lower[binding], upper[binding], Matrix(start, place[row[kept]], value[kept]))


def _reach(value: Ints, low: Ints, high: Ints, row: Ints, height: int) -> tuple[Ints, Ints]:
    """Return the least and the most that each row's free columns can add up to."""
    ends = np.stack([value * low, value * high])
    least = np.bincount(row, ends.min(axis=0), minlength=height)
    most = np.bincount(row, ends.max(axis=0), minlength=height)
    return least.astype(np.int64), most.astype(np.int64)


def _load(part: _Part, cost: Ints) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    none, count = np.empty(0, np.int32), len(part.columns)
    solver.addRows(len(part.lower), limits(part.lower), limits(part.upper), 0, none, none, np.empty(0))
    solver.addCols(
        count,
        cost.astype(np.float64),
        np.zeros(count),
        np.full(count, highspy.kHighsInf),
        len(part.matrix.row),
        part.matrix.start[:-1].astype(np.int32),
        part.matrix.row.astype(np.int32),
        part.matrix.value.astype(np.float64),
    )
    solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.ones(count, np.uint8))
    return solver


def _bound(solver: highspy.Highs, model: Model, columns: Ints) -> None:
    count = len(columns)
    positions = np.arange(count, dtype=np.int32)
    solver.changeColsBounds(count, positions, limits(model.low[columns]), limits(model.high[columns]))


def _link(solver: highspy.Highs, model: Model, columns: Ints) -> None:
    """Hold each free placement to its free session. Whole numbers obey already; the solver's fractions do not."""
    place = np.full(len(model.cost), -1)
    place[columns] = np.arange(len(columns))
    taken = columns[(columns >= model.placements.start) & (columns < model.placements.stop)]
    pairs = np.stack([place[taken], place[model.options.session[taken - model.placements.start]]], axis=1)
    pairs = pairs[pairs[:, 1] >= 0]
    solver.addRows(
        len(pairs),
        np.full(len(pairs), -highspy.kHighsInf),
        np.zeros(len(pairs)),
        2 * len(pairs),
        np.arange(0, 2 * len(pairs), 2, dtype=np.int32),
        pairs.ravel().astype(np.int32),
        np.tile([1.0, -1.0], len(pairs)),
    )


def _limit(solver: highspy.Highs, weights: Ints, most: int, columns: Ints, values: Ints) -> None:
    mine = weights[columns]
    left = most - int(weights @ values) + int(mine @ values[columns])
    there = np.flatnonzero(mine)
    solver.addRow(
        -highspy.kHighsInf, float(left), len(there), there.astype(np.int32), mine[there].astype(np.float64)
    )
