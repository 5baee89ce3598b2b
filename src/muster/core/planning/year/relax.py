"""The linear relaxation: the same rows and columns with fractions allowed, solved by HiGHS.

Most of it is left out at first and added as it is needed. *Placements*: of the possible ones most are too dear to
matter, so the program begins with a few for each need, and prices others in with the duals of its rows. *Rows* of
officers and floors, of which most never bind. *Links*, that a placement is made only in a session that runs, and
*windows* (``windows.py``): for whole numbers both follow from the other rows, for fractions they do not, and a bound
without them is too low.

What comes out is a bound that no plan can beat. It is worked out here from the duals alone, over all columns, and not
taken from the solver: whatever the duals are, it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from muster.core.planning.year.model import OPEN, Kind, Matrix, Model, limits
from muster.core.planning.year.options import Floats, Ints
from muster.core.planning.year.windows import Windows

CHEAP, DRAWN = (
    3,
    5,
)  # placements a need begins with: the cheapest, and some drawn so that not all want the same
PRICED_IN = 3  # placements a need may gain in one round
PIVOTS = 10  # steps of the simplex method for each need, and some for any year; the bound gains little after
BREAKS = 1e-6
STILL = 1e-5


@dataclass(frozen=True)
class Relaxed:
    """Values of all columns, what each would cost beyond its worth, and the cents no plan gets under.

    ``fractional`` counts the placements that are neither made nor not; ``columns`` and ``rows`` what was looked at.
    """

    values: Floats
    reduced: Floats
    bound: float
    fractional: int
    rounds: int
    columns: int
    rows: int


def relax(model: Model, seed: int = 0, enough: Callable[[], bool] = lambda: False) -> Relaxed:
    """Solve the relaxation. ``enough`` is asked between rounds: once it says yes, what is there is used."""
    program, windows = _Program(model, seed), Windows(model)
    bounds: list[float] = []
    best, kept, values = -np.inf, np.zeros(len(model.cost)), np.zeros(len(model.cost))
    left = 20_000 + PIVOTS * len(model.year.needs)
    while True:
        left -= program.solve(left)
        reduced, bound = program.prices()
        if program.solved:
            values = program.values
        if bound > best:
            best, kept = bound, reduced
        bounds.append(best)
        added = program.add_broken(windows) + program.add_columns(reduced)
        still = bound == best and len(bounds) > 1 and best - bounds[-2] < STILL * abs(best)
        if not added or still or left <= 0 or enough():
            break
    return program.finished(values, kept, best, len(bounds))


class _Program:
    """The linear program in HiGHS, with the columns and rows it has so far."""

    def __init__(self, model: Model, seed: int) -> None:
        self.model = model
        self.by_row = model.matrix.by_row(len(model.lower))
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in _OPTIONS.items():
            self.solver.setOptionValue(name, value)
        self.inside = np.empty(0, np.int64)  # the model's columns, in the order the program has them
        self.place = np.full(len(model.cost), -1)
        self.row_place = np.full(len(model.lower), -1)
        self.extra = _Extra()
        self.linked = np.zeros(len(model.options), np.bool_)
        self.height = 0
        self._insert(_first_columns(model, seed))
        self._hold(np.flatnonzero(np.isin(model.kind, _AT_ONCE)))

    def solve(self, most: int) -> int:
        """Run HiGHS from where it stood, for so many steps at most; return how many it took."""
        self.solver.setOptionValue("simplex_iteration_limit", most)
        self.solver.run()
        solution = self.solver.getSolution()
        self.values = np.zeros(len(self.model.cost))
        self.values[self.inside] = solution.col_value
        self.duals = np.array(solution.row_dual)
        self.solved = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return int(self.solver.getInfo().simplex_iteration_count)

    def add_broken(self, windows: Windows) -> int:
        """Add the rows, links and windows that the values break; return how many."""
        model = self.model
        sums = model.row_levels(self.values)
        broken = np.flatnonzero((sums > model.upper + BREAKS) & (self.row_place < 0))
        self._hold(broken)
        rows = windows.broken(self.values)
        session = model.options.session
        over = self.values[model.placements] > self.values[model.sessions][session] + BREAKS
        links = np.flatnonzero(over & ~self.linked)
        self.linked[links] = True
        rows += [
            (np.array([session[option], model.placements.start + option]), np.array([1, -1]), 0)
            for option in links
        ]
        self._add_extra(rows)
        return len(broken) + len(rows)

    def _hold(self, rows: Ints) -> None:
        """Take rows of the model into the program."""
        entries, begins = self.by_row.entries_of(rows)
        part = Matrix(begins, self.place[self.by_row.row[entries]], self.by_row.value[entries])
        self.row_place[rows] = self._add_rows(self.model.lower[rows], self.model.upper[rows], part)

    def _add_extra(self, rows: list[tuple[Ints, Ints, int]]) -> None:
        if not rows:
            return
        begins = np.cumsum([0, *(len(columns) for columns, _, _ in rows)])
        columns = np.concatenate([columns for columns, _, _ in rows])
        values = np.concatenate([values for _, values, _ in rows])
        lower = np.array([limit for _, _, limit in rows], np.int64)
        part = Matrix(begins, self.place[columns], values)
        place = self._add_rows(lower, np.full(len(rows), OPEN), part)
        self.extra.add(place, columns, np.repeat(np.arange(len(rows)), np.diff(begins)), values, lower)

    def _add_rows(self, lower: Ints, upper: Ints, part: Matrix) -> Ints:
        """Add rows whose entries name the program's columns (-1: not there yet); return their numbers."""
        there = part.row >= 0
        starts = np.concatenate([[0], np.cumsum(there)])[part.start[:-1]]
        self.solver.addRows(
            len(lower),
            limits(lower),
            limits(upper),
            int(there.sum()),
            starts.astype(np.int32),
            part.row[there].astype(np.int32),
            part.value[there].astype(np.float64),
        )
        self.height += len(lower)
        return np.arange(self.height - len(lower), self.height)

    def _insert(self, columns: Ints) -> None:
        """Take columns of the model into the program."""
        self.place[columns] = len(self.inside) + np.arange(len(columns))
        entries, begins = self.model.matrix.entries_of(columns)
        column, row, value = self.extra.of_columns(self.place, len(self.inside))
        where = np.concatenate([np.repeat(np.arange(len(columns)), np.diff(begins)), column])
        rows = np.concatenate([self.row_place[self.model.matrix.row[entries]], row])
        values = np.concatenate([self.model.matrix.value[entries], value])
        order = np.argsort(where, kind="stable")
        order = order[rows[order] >= 0]
        self.solver.addCols(
            len(columns),
            self.model.cost[columns].astype(np.float64),
            limits(self.model.low[columns]),
            limits(self.model.high[columns]),
            len(order),
            np.searchsorted(where[order], np.arange(len(columns))).astype(np.int32),
            rows[order].astype(np.int32),
            values[order].astype(np.float64),
        )
        self.inside = np.concatenate([self.inside, columns])

    def prices(self) -> tuple[Floats, float]:
        """Return each column's reduced cost under the last duals, and the bound they prove."""
        model = self.model
        held = self.row_place >= 0
        duals = np.zeros(len(model.lower))
        duals[held] = self.duals[self.row_place[held]]
        duals = _signed(duals, model)
        entries = model.matrix.value * duals[model.matrix.row]
        used = np.bincount(model.matrix.column, entries, minlength=len(model.cost))
        reduced = (model.cost - used).astype(np.float64)
        reduced, worth = self.extra.price(self.duals, reduced)
        return reduced, worth + _bound(model, duals, reduced)

    def add_columns(self, reduced: Floats) -> int:
        """Price in placements that would lower the cost, the best of each need; return how many there were."""
        outside = reduced[self.model.placements].copy()
        outside[self.place[self.model.placements] >= 0] = np.inf
        worth = outside < -BREAKS
        if worth.any():
            pairs = self.model.options.meets
            pairs = pairs[worth[pairs[:, 0]]]
            best = best_of_each(pairs[:, 1], outside[pairs[:, 0]], PRICED_IN)
            self._insert(self.model.placements.start + np.unique(pairs[best, 0]))
        return int(worth.sum())

    def finished(self, values: Floats, reduced: Floats, bound: float, rounds: int) -> Relaxed:
        """Return what is known now."""
        taken = values[self.model.placements]
        fractional = int(((taken > BREAKS) & (taken < 1 - BREAKS)).sum())
        return Relaxed(values, reduced, bound, fractional, rounds, len(self.inside), self.height)


class _Extra:
    """Rows beyond the model's, all of the shape ``sum >= lower``: where they stand in the program, and their entries."""

    def __init__(self) -> None:
        self.place = np.empty(0, np.int64)
        self.lower = np.empty(0, np.int64)
        self.entries = np.empty((3, 0), np.int64)  # column, row, value

    def add(self, place: Ints, columns: Ints, rows: Ints, values: Ints, lower: Ints) -> None:
        """Remember rows."""
        entries = np.stack([columns, rows + len(self.place), values])
        self.entries = np.concatenate([self.entries, entries], axis=1)
        self.place = np.concatenate([self.place, place])
        self.lower = np.concatenate([self.lower, lower])

    def of_columns(self, place: Ints, least: int) -> tuple[Ints, Ints, Ints]:
        """Return the entries of columns whose place is ``least`` or beyond: place less ``least``, row, value."""
        column, row, value = self.entries
        mine = place[column] >= least
        return place[column[mine]] - least, self.place[row[mine]], value[mine]

    def price(self, duals: Floats, reduced: Floats) -> tuple[Floats, float]:
        """Take the rows' duals off the reduced costs, and return what the rows are worth."""
        worth = np.zeros(len(self.place))
        known = self.place < len(duals)
        worth[known] = np.maximum(duals[self.place[known]], 0.0)
        column, row, value = self.entries
        taken = np.bincount(column, value * worth[row], minlength=len(reduced))
        return reduced - taken, float(worth @ self.lower)


_OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
}

#: Rows that hold from the start; those of officers and floors come in when they are broken.
_AT_ONCE = [Kind.need, Kind.seats, Kind.shared, Kind.load]


def _first_columns(model: Model, seed: int) -> Ints:
    """Everything but the placements, and of these the pinned ones, and some of each need."""
    options, sessions = model.options, model.year.sessions
    option, need = options.meets.T
    shares = np.array([held.run_cost / max(held.seats, 1) for held in sessions])
    dear = options.cost + model.year.weights.load * options.load + shares[options.session]
    drawn = np.random.default_rng(seed).random(len(option))
    first = best_of_each(need, dear[option], CHEAP), best_of_each(need, drawn, DRAWN)
    chosen = np.union1d(option[np.concatenate(first)], np.flatnonzero(options.pinned))
    others = np.delete(np.arange(len(model.cost)), model.placements)
    return np.concatenate([others, model.placements.start + chosen])


def best_of_each(group: Ints, price: Floats, count: int) -> Ints:
    """Return the positions of the ``count`` lowest prices in each group."""
    order = np.lexsort((price, group))
    begins = np.searchsorted(group[order], group[order])
    return order[np.arange(len(order)) - begins < count]


def _signed(duals: Floats, model: Model) -> Floats:
    """Rid duals of the wrong sign, which a solver may leave within its tolerance: they would prove nothing."""
    duals = np.where(model.lower <= -OPEN, np.minimum(duals, 0.0), duals)
    return np.where(model.upper >= OPEN, np.maximum(duals, 0.0), duals)


def _bound(model: Model, duals: Floats, reduced: Floats) -> float:
    """Add up what the model's rows are worth and what the columns cost at their better end."""
    rows = np.where(duals > 0, duals * model.lower, np.where(duals < 0, duals * model.upper, 0.0))
    columns = np.where(reduced > 0, reduced * model.low, reduced * model.high)
    return float(rows.sum() + columns.sum())
