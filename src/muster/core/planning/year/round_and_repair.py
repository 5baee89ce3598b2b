"""From fractions to a plan: round what is nearly whole, solve what is left, then search the neighbourhood.

The relaxation decides nearly everything. Sessions and placements that it makes whole are kept; what remains is a
problem an order of magnitude smaller, and is solved part by part (``part.py``). After that, parts are freed again, a
subject or some weeks at a time, and solved with everything else in place, until a round gains nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from muster.core.planning.year.model import CHEAP_LOAD, Kind, Model
from muster.core.planning.year.options import Flags, Floats, Ints
from muster.core.planning.year.part import solve_part
from muster.core.planning.year.relax import Relaxed, best_of_each

WHOLE = 0.99  # a value from here on is rounded up
NEAR = 8  # placements of a need that are looked at: those whose price is nearest to their worth
TOGETHER = 10_000  # free placements that are solved in one go
SESSIONS_A_PART = 90
AGREED = 0.9
FEW = 400  # so many unmet needs may look at all their placements

Left = Callable[[], float]


class Search:
    """A plan under way: the values of all columns and what they cost."""

    def __init__(self, model: Model, relaxed: Relaxed, left: Left) -> None:
        self.model = model
        self.left = left
        self.fractions = relaxed.values
        self.near = _near(model, relaxed)
        self.values = completed(model, _rounded(model, relaxed))
        self.subject, self.order = _timetable(model)

    @property
    def cost(self) -> int:
        """Cents of the plan as it stands."""
        return int(self.model.cost @ self.values)

    def repair(self) -> None:
        """Solve what rounding left: sessions neither held nor not, and the needs without a placement."""
        model = self.model
        runs = self.fractions[model.sessions]
        open_sessions = (runs > 1 - WHOLE) & (runs < WHOLE) & (model.low[model.sessions] == 0)
        self.values[model.sessions] |= self.fractions[model.sessions] >= WHOLE
        unmet = self._unmet()
        groups = [np.arange(len(open_sessions))]
        if self._options_for(unmet).sum() > TOGETHER:
            groups = [np.flatnonzero(self.subject == each) for each in np.unique(self.subject)]
        for group in groups:
            inside = np.zeros(len(open_sessions), np.bool_)
            inside[group] = True
            held = inside & ((self.values[model.sessions] > 0) | open_sessions)
            self._choose_again(inside & open_sessions, held, self._unmet())

    def polish(self, good_enough: Callable[[int], bool]) -> None:
        """Free part after part and solve it again, until three rounds gain nothing or the plan is good enough."""
        number, idle = 0, 0
        while idle < len(_ROUNDS) and self.left() > 0 and not good_enough(self.cost):
            before = self.cost
            for sessions, needs in _ROUNDS[number % len(_ROUNDS)](self, number):
                if self.left() <= 0 or good_enough(self.cost):
                    return
                self._choose_again(sessions, sessions | (self.values[self.model.sessions] > 0), needs)
            idle = 0 if self.cost < before else idle + 1
            number += 1

    def _doubtful(self, _number: int) -> Iterator[tuple[Flags, Flags]]:
        """Free what the relaxation and the plan do not agree on, some weeks at a time."""
        model = self.model
        option, need = model.options.meets.T
        agreed = (self.values[model.placements] > 0) & (self.fractions[model.placements] > AGREED)
        doubtful = np.ones(len(model.year.needs), np.bool_)
        doubtful[need[agreed[option]]] = False
        runs = self.fractions[model.sessions]
        loose = np.abs(runs - self.values[model.sessions]) > 1 - WHOLE
        for sessions in self._slices(self.order, 0):
            if self._options_for(doubtful).sum() <= TOGETHER:
                sessions = np.ones_like(sessions)
            yield loose & sessions, doubtful & (self._placed_in(sessions) | self._unmet())
            if sessions.all():
                return

    def _weeks(self, number: int) -> Iterator[tuple[Flags, Flags]]:
        """Free the sessions of some weeks, and whom they hold."""
        for sessions in self._slices(self.order, number):
            yield sessions, self._unmet() | self._placed_in(sessions)

    def _subjects(self, number: int) -> Iterator[tuple[Flags, Flags]]:
        """Free the sessions of a subject, and whom they hold."""
        for each in np.unique(self.subject):
            for sessions in self._slices(self.order[self.subject[self.order] == each], number):
                yield sessions, self._unmet() | self._placed_in(sessions)

    def _slices(self, line: Ints, number: int) -> Iterator[Flags]:
        """Cut a line of sessions into parts; from round to round the cuts move."""
        shift = SESSIONS_A_PART // 2 * (number // len(_ROUNDS) % 2)
        for begin in range(-shift, len(line), SESSIONS_A_PART):
            marks = np.zeros(len(self.subject), np.bool_)
            marks[line[max(begin, 0) : begin + SESSIONS_A_PART]] = True
            if marks.any():
                yield marks

    def _choose_again(self, free_sessions: Flags, held: Flags, needs: Flags) -> None:
        """Place these needs again, in the ``held`` sessions, of which the free ones need not be held."""
        model = self.model
        looked_at = self.near | (self.values[model.placements] > 0)
        if self._unmet().sum() <= FEW:
            looked_at |= self._options_for(self._unmet())
        session = model.options.session
        free = np.zeros(len(model.cost), np.bool_)
        free[model.sessions] = free_sessions & (model.low[model.sessions] == 0)
        free[model.placements] = self._options_for(needs) & held[session] & looked_at
        free[model.placements] &= ~model.options.pinned
        free[model.unmet] = needs
        free[model.unmet.stop :] = True
        found = solve_part(model, free, self.values, seconds=self.left())
        chosen = completed(model, found.values)
        if int(model.cost @ chosen) < self.cost:
            self.values = chosen

    def _unmet(self) -> Flags:
        return self.values[self.model.unmet] > 0

    def _placed_in(self, sessions: Flags) -> Flags:
        """Mark the needs that these sessions meet now."""
        option, need = self.model.options.meets.T
        marks = np.zeros(len(self.model.year.needs), np.bool_)
        inside = (self.values[self.model.placements] > 0) & sessions[self.model.options.session]
        marks[need[inside[option]]] = True
        return marks

    def _options_for(self, needs: Flags) -> Flags:
        option, need = self.model.options.meets.T
        marks = np.zeros(len(self.model.options), np.bool_)
        marks[option[needs[need]]] = True
        return marks


#: What is freed, round after round.
_ROUNDS = (Search._doubtful, Search._weeks, Search._subjects)


def _near(model: Model, relaxed: Relaxed) -> Flags:
    option, need = model.options.meets.T
    price = relaxed.reduced[model.placements]
    marks = relaxed.values[model.placements] > 1 - WHOLE
    marks[option[best_of_each(need, price[option], NEAR)]] = True
    return marks


def _timetable(model: Model) -> tuple[Ints, Ints]:
    """Return each session's subject as a number, and the sessions in order of time."""
    subjects = sorted({session.subjects for session in model.year.sessions})
    number = np.array([subjects.index(session.subjects) for session in model.year.sessions], np.int64)
    begins = [min(session.half_days) for session in model.year.sessions]
    return number, np.argsort(np.array(begins, np.int64), kind="stable")


def _rounded(model: Model, relaxed: Relaxed) -> Ints:
    """Keep what is whole in the relaxation, and give up again what breaks a row it did not look at."""
    values = model.low.copy()
    runs = np.maximum(values[model.sessions], relaxed.values[model.sessions] >= WHOLE)
    values[model.sessions] = runs
    made = (relaxed.values[model.placements] >= WHOLE) & (runs[model.options.session] > 0)
    values[model.placements] = np.maximum(values[model.placements], made)
    return without_breaks(model, values, relaxed.reduced)


def without_breaks(model: Model, values: Ints, price: Floats) -> Ints:
    """Give up placements, the dearest first, and then sessions, until no row is broken. Pinned ones stay."""
    by_row = model.matrix.by_row(len(model.lower))
    held = np.isin(model.kind, [Kind.seats, Kind.officer, Kind.floor, Kind.shared])
    while len(broken := np.flatnonzero(held & (model.row_sums(values) > model.upper))):
        for row in broken:
            entries = slice(by_row.start[row], by_row.start[row + 1])
            columns, weights = by_row.row[entries], by_row.value[entries]
            over = int(weights @ values[columns] - model.upper[row])
            loose = columns[(values[columns] > model.low[columns]) & (weights > 0)]
            order = np.lexsort((-price[loose], loose < model.placements.start))
            values[loose[order[: max(over, 0)]]] = 0
    return values


def completed(model: Model, values: Ints) -> Ints:
    """Set the columns that follow from sessions and placements: needs left unmet, load beyond the free one."""
    values = values.copy()
    option, need = model.options.meets.T
    met = np.zeros(len(model.year.needs), np.bool_)
    met[need[values[model.placements][option] > 0]] = True
    values[model.unmet] = ~met
    steps = (len(model.cost) - model.unmet.stop) // 2
    first = slice(model.unmet.stop, model.unmet.stop + steps)
    second = slice(first.stop, first.stop + steps)
    values[first], values[second] = 0, 0
    counting = np.flatnonzero(model.kind == Kind.load)[:steps]
    beyond = np.maximum(model.row_sums(values)[counting] - model.upper[counting], 0)
    values[first] = np.minimum(beyond, CHEAP_LOAD)
    values[second] = beyond - values[first]
    return values
