"""The year's plan as rows and columns: what may be chosen, what it costs, and what must hold.

Columns, in this order: does a session run; is a placement made; is a need left unmet; an officer's load beyond the
free one, in two steps. All are whole numbers. A row reads ``lower <= sum(value * column) <= upper``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muster.core.planning.year.options import Floats, Ints, Options, options_of
from muster.core.planning.year.problem import Year

OPEN = np.iinfo(np.int64).max // 4  # no limit on this side
CHEAP_LOAD = 2  # so many half-days beyond the free ones at the single price


class Kind(IntEnum):
    """What a row holds."""

    need = 0  # met or counted as unmet
    seats = 1  # of a session that runs
    officer = 2  # in one place at a time
    floor = 3  # of a group on a half-day
    shared = 4  # an instructor or a room, in one session at a time
    load = 5  # of an officer, beyond the free one


@dataclass(frozen=True)
class Matrix:
    """Columns of entries, one after another (compressed by column)."""

    start: Ints
    row: Ints
    value: Ints

    def entries_of(self, columns: Ints) -> tuple[Ints, Ints]:
        """Return the positions of the columns' entries and where each column's begin."""
        lengths = self.start[columns + 1] - self.start[columns]
        begins = np.concatenate([[0], np.cumsum(lengths)])
        return np.repeat(self.start[columns] - begins[:-1], lengths) + np.arange(begins[-1]), begins

    @cached_property
    def column(self) -> Ints:
        """The column of each entry."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def by_row(self, height: int) -> Matrix:
        """Return the same entries row by row: in the answer ``row`` holds the columns."""
        order = np.argsort(self.row, kind="stable")
        start = np.concatenate([[0], np.cumsum(np.bincount(self.row, minlength=height))])
        return Matrix(start, self.column[order], self.value[order])


@dataclass(frozen=True)
class Model:
    """Costs in cents, limits of columns and rows, entries; ``kind``, ``about`` and ``when`` name each row.

    ``about`` is the number of the need, session, officer or floor, or of the name in ``shared``; ``when`` the number
    of the half-day in ``options.clock``, or -1.
    """

    year: Year
    options: Options
    cost: Ints
    low: Ints
    high: Ints
    matrix: Matrix
    lower: Ints
    upper: Ints
    kind: Ints
    about: Ints
    when: Ints
    shared: tuple[str, ...]

    @property
    def sessions(self) -> slice:
        """The columns that say which sessions run."""
        return slice(0, len(self.year.sessions))

    @property
    def placements(self) -> slice:
        """The columns that say which options are taken."""
        begin = len(self.year.sessions)
        return slice(begin, begin + len(self.options))

    @property
    def unmet(self) -> slice:
        """The columns that say which needs stay unmet."""
        begin = self.placements.stop
        return slice(begin, begin + len(self.year.needs))

    def row_sums(self, values: Ints) -> Ints:
        """Return each row's sum for whole values of the columns."""
        return np.rint(self.row_levels(values.astype(np.float64))).astype(np.int64)

    def row_levels(self, values: Floats) -> Floats:
        """Return each row's sum for fractional values of the columns."""
        weights = self.matrix.value * values[self.matrix.column]
        return np.bincount(self.matrix.row, weights, minlength=len(self.lower)).astype(np.float64)


@dataclass
class _Draft:
    """Rows in the making: entries as three columns, limits and names row by row."""

    entries: list[Ints]
    limits: list[Ints]  # lower, upper, kind, about, when

    @property
    def height(self) -> int:
        return sum(block.shape[1] for block in self.limits)

    def add(
        self,
        kind: Kind,
        about: Ints,
        when: Ints | np.int64,
        lower: Ints,
        upper: Ints | np.int64,
        entries: tuple[Ints, Ints, Ints | np.int64],
    ) -> None:
        """Add a block of rows; entries are (row within the block, column, value)."""
        row, column, value = entries
        values = np.broadcast_to(value, row.shape)
        self.entries.append(np.stack([row + self.height, column, values]))
        parts = np.broadcast_arrays(lower, upper, np.int64(kind), about, when)
        self.limits.append(np.stack(parts).astype(np.int64))


def limits(values: Ints) -> Floats:
    """Whole limits as HiGHS wants them: no limit is infinite there."""
    found = values.astype(np.float64)
    found[values >= OPEN] = np.inf
    found[values <= -OPEN] = -np.inf
    return found


def model_of(year: Year) -> Model:
    """Write a year down as rows and columns."""
    options = options_of(year)
    draft = _Draft([], [])
    first, unmet = len(year.sessions), len(year.sessions) + len(options)
    _add_needs(draft, year, options, first, unmet)
    _add_seats(draft, year, options, first)
    taught = _teaching(year)
    _add_clashes(draft, options, taught, first)
    _add_floors(draft, year, options, taught, first)
    shared = _add_shared(draft, year, options)
    loads = _add_loads(draft, year, options, first, unmet + len(year.needs))
    return _finished(year, options, draft, loads, shared)


def _add_needs(draft: _Draft, year: Year, options: Options, first: int, unmet: int) -> None:
    needs = np.arange(len(year.needs))
    option, need = options.meets.T
    rows, columns = np.concatenate([need, needs]), np.concatenate([first + option, unmet + needs])
    draft.add(Kind.need, needs, _NONE, np.ones_like(needs), _FREE, (rows, columns, _ONE))


def _add_seats(draft: _Draft, year: Year, options: Options, first: int) -> None:
    sessions, taken = np.arange(len(year.sessions)), np.arange(len(options))
    seats = np.array([session.seats for session in year.sessions], np.int64)
    entries = (
        np.concatenate([options.session, sessions]),
        np.concatenate([first + taken, sessions]),
        np.concatenate([np.ones_like(taken), -seats]),
    )
    draft.add(Kind.seats, sessions, _NONE, np.full_like(sessions, -OPEN), np.int64(0), entries)


def _teaching(year: Year) -> Ints:
    """Pairs (session, officer) of officers who teach."""
    number = {officer.id: position for position, officer in enumerate(year.officers)}
    pairs = [
        (position, number[name])
        for position, session in enumerate(year.sessions)
        for name in session.instructors
        if name in number
    ]
    return np.array(pairs, np.int64).reshape(-1, 2)


def _spread(options: Options, taught: Ints, first: int) -> tuple[Ints, Ints, Ints]:
    """Return column, officer and half-day of everything that takes an officer's time."""
    halves = options.clock.of_session
    lengths = np.array([len(mine) for mine in halves], np.int64)
    session = np.concatenate([options.session, taught[:, 0]])
    officer = np.concatenate([options.officer, taught[:, 1]])
    column = np.concatenate([first + np.arange(len(options)), taught[:, 0]])
    times = lengths[session]
    when = [halves[each] for each in session.tolist()]
    return (
        np.repeat(column, times),
        np.repeat(officer, times),
        np.concatenate([np.empty(0, np.int64), *when]),
    )


def _add_clashes(draft: _Draft, options: Options, taught: Ints, first: int) -> None:
    """Nobody in two places at once."""
    column, officer, when = _spread(options, taught, first)
    width = max(len(options.clock.half_days), 1)
    key = officer * width + when
    _add_at_most(draft, Kind.officer, key, width, column, lambda about: np.ones_like(about))


def _add_floors(draft: _Draft, year: Year, options: Options, taught: Ints, first: int) -> None:
    """No more of a group away at once than its floor lets go. Time off is nobody's absence."""
    column, officer, when = _spread(options, taught, first)
    working = options.clock.duty[officer, when]
    column, officer, when = column[working], officer[working], when[working]
    most = np.array([floor.most_away for floor in year.floors], np.int64)
    width = max(len(options.clock.half_days), 1)
    counted, floors = _floors_of_officers(year)
    times = np.diff(counted)[officer]
    pairs, _ = Matrix(counted, counted, counted).entries_of(officer)
    column, when, about = np.repeat(column, times), np.repeat(when, times), floors[pairs]
    holds = _holding(year, options)[about, when] if len(year.floors) else np.zeros(0, np.bool_)
    key = about[holds] * width + when[holds]
    _add_at_most(draft, Kind.floor, key, width, column[holds], lambda about: most[about])


def _floors_of_officers(year: Year) -> tuple[Ints, Ints]:
    """Return where each officer's floors begin, and the floors one officer after another."""
    of_group: dict[str, list[int]] = defaultdict(list)
    for position, floor in enumerate(year.floors):
        of_group[floor.group].append(position)
    lists = [
        [floor for group in officer.groups for floor in of_group.get(group, ())] for officer in year.officers
    ]
    starts = np.cumsum([0, *(len(found) for found in lists)])
    return starts, np.array([floor for found in lists for floor in found], np.int64)


def _holding(year: Year, options: Options) -> NDArray[np.bool_]:
    """Say on which half-days each floor holds."""
    used = options.clock.half_days
    every = np.ones(len(used), np.bool_)
    return np.array(
        [every if floor.half_days is None else np.isin(used, list(floor.half_days)) for floor in year.floors]
    )


def _add_at_most(
    draft: _Draft, kind: Kind, key: Ints, width: int, column: Ints, most: Callable[[Ints], Ints]
) -> None:
    """Add a row for each key under which more could be chosen than is allowed; rows that say the same, once."""
    keys, row, count = np.unique(key, return_inverse=True, return_counts=True)
    about, when = np.divmod(keys, width)
    upper = most(about)
    kept = _first_of_each(row, column, len(keys), upper) & (count > upper)
    number = np.cumsum(kept) - 1
    entries = kept[row]
    draft.add(
        kind,
        about[kept],
        when[kept],
        np.full(int(kept.sum()), -OPEN),
        upper[kept],
        (number[row[entries]], column[entries], _ONE),
    )


def _first_of_each(row: Ints, column: Ints, height: int, upper: Ints) -> NDArray[np.bool_]:
    """Mark one of the rows that hold the same columns (a class of a whole day makes two) to the same limit."""
    tags = np.random.default_rng(0).integers(1, 2**40, size=int(column.max(initial=0)) + 1)
    sums = np.zeros(height, np.int64)
    np.add.at(sums, row, tags[column])
    _, first = np.unique(np.stack([sums, upper]), axis=1, return_index=True)
    marks = np.zeros(height, np.bool_)
    marks[first] = True
    return marks


def _add_shared(draft: _Draft, year: Year, options: Options) -> tuple[str, ...]:
    """No instructor and no room in two sessions at once."""
    names = sorted({name for session in year.sessions for name in _wanted(session.instructors, session.room)})
    place = {name: position for position, name in enumerate(names)}
    width = max(len(options.clock.half_days), 1)
    key, column = [], []
    for position, session in enumerate(year.sessions):
        for name in _wanted(session.instructors, session.room):
            for when in options.clock.of_session[position].tolist():
                key.append(place[name] * width + when)
                column.append(position)
    parts = np.array(key, np.int64), np.array(column, np.int64)
    _add_at_most(draft, Kind.shared, parts[0], width, parts[1], lambda about: np.ones_like(about))
    return tuple(names)


def _wanted(instructors: tuple[str, ...], room: str) -> list[str]:
    return [*(f"instructor {name}" for name in instructors), *([f"room {room}"] if room else [])]


def _add_loads(draft: _Draft, year: Year, options: Options, first: int, beyond: int) -> Ints:
    """Count each officer's load beyond the free one; return the greatest load of those who can have any."""
    free = np.array([max(year.weights.load_free - officer.carried, 0) for officer in year.officers], np.int64)
    most = np.bincount(options.officer, options.load, minlength=len(free)).astype(np.int64)
    loaded = np.flatnonzero(most > free) if year.weights.load else np.empty(0, np.int64)
    row = np.full(len(free), -1)
    row[loaded] = np.arange(len(loaded))
    low_steps, high_steps = beyond + np.arange(2 * len(loaded)).reshape(2, -1)
    mine = row[options.officer]
    alone = np.maximum(
        options.load - free[options.officer], 0
    )  # what the placement adds if it is the only one
    for steps, weight, limit in (
        ((low_steps, high_steps), options.load, free[loaded]),
        ((low_steps, high_steps), alone, np.int64(0)),
        ((high_steps,), np.maximum(alone - CHEAP_LOAD, 0), np.int64(0)),
    ):
        _add_load_rows(draft, loaded, (mine, first, weight), steps, limit)
    return most[loaded]


def _add_load_rows(
    draft: _Draft,
    loaded: Ints,
    options: tuple[Ints, int, Ints],
    steps: tuple[Ints, ...],
    limit: Ints | np.int64,
) -> None:
    """Add ``weight of the placements - steps <= limit`` for each officer.

    Only the first block of these is needed for whole numbers. The others say of each placement alone what it adds,
    which half a placement would not pay for: with one half-day free, half of a two-day class would cost nothing.
    """
    mine, first, weight = options
    counts = np.flatnonzero((mine >= 0) & (weight > 0))
    entries = (
        np.concatenate([mine[counts], np.tile(np.arange(len(loaded)), len(steps))]),
        np.concatenate([first + counts, *steps]),
        np.concatenate([weight[counts], np.full(len(loaded) * len(steps), -1)]),
    )
    draft.add(Kind.load, loaded, _NONE, np.full(len(loaded), -OPEN), limit, entries)


def _finished(year: Year, options: Options, draft: _Draft, loads: Ints, shared: tuple[str, ...]) -> Model:
    cost, low, high = _columns(year, options, loads)
    row, column, value = np.concatenate(draft.entries, axis=1)
    order = np.lexsort((row, column))
    start = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=len(cost)))])
    lower, upper, kind, about, when = np.concatenate(draft.limits, axis=1)
    matrix = Matrix(start, row[order], value[order])
    return Model(year, options, cost, low, high, matrix, lower, upper, kind, about, when, shared)


def _columns(year: Year, options: Options, loads: Ints) -> tuple[Ints, Ints, Ints]:
    """Return cost, least and greatest value of each column. What is pinned or must run is so from the start."""
    weights, loaded = year.weights, len(loads)
    denied = {officer.id: officer.denied for officer in year.officers}
    runs = np.array([session.must_run for session in year.sessions], np.bool_)
    runs[options.session[options.pinned]] = True
    unmet = [weights.unmet * need.weight + weights.denied * denied[need.officer] for need in year.needs]
    prices = [[session.run_cost for session in year.sessions], options.cost, unmet]
    prices += [np.full(loaded, weights.load), np.full(loaded, 2 * weights.load)]
    cost = np.concatenate([np.asarray(part, np.int64) for part in prices])
    low, high = np.zeros_like(cost), np.ones_like(cost)
    low[: len(runs)] = runs
    low[len(runs) : len(runs) + len(options)] = options.pinned
    high[len(cost) - 2 * loaded : len(cost) - loaded] = CHEAP_LOAD
    high[len(cost) - loaded :] = loads
    return cost, low, high


_ONE, _NONE, _FREE = np.int64(1), np.int64(-1), np.int64(OPEN)
