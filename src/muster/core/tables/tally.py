"""Sums by officer and period, for every combination of marks at once.

Each row has a *cell*: the combination of filters it fits, written as bits. One pass over the rows
gives minutes and counts by officer, period and cell; each part of a rule then only adds up the
cells it asks for. That is why a second part, or a cap, costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import Days
from muster.core.tables.rows import PIECE, Rows, pieces

Amounts: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.int64]
Test: TypeAlias = Callable[[Bits], NDArray[np.bool_]]
Cells: TypeAlias = NDArray[np.uint8] | NDArray[np.int32]


def as_cells(numbers: NDArray[np.integer[Any]], cells: int) -> Cells:
    """Return cells in the narrowest form that holds so many; there is one for every row."""
    return numbers.astype(np.uint8) if cells <= 256 else numbers.astype(np.int32)


@dataclass(frozen=True)
class Tally:
    """Rows looked at through windows. ``low`` and ``high`` are days by officer and period, both included.

    A row whose cell has no bits fits nothing and is passed over.
    """

    rows: Rows
    cell: Cells  # by row
    cell_bits: Bits  # by cell
    low: Days  # officers x periods
    high: Days
    exists: NDArray[np.bool_]  # officers x periods: a period that does not exist may come out as anything

    def minutes_where(self, test: Test) -> Amounts:
        """Add up the minutes of the cells that pass: officers x periods."""
        return self._chosen(self._minutes, test)

    def count_where(self, test: Test) -> Amounts:
        """Count the records of the cells that pass: officers x periods."""
        return self._chosen(self._counts, test)

    def rows_where(self, test: Test, period: int) -> NDArray[np.intp]:
        """Return the positions of the rows in a period whose cell passes."""
        passes = test(self.cell_bits)
        window = _Window(self.rows, self.low[:, period], self.high[:, period])
        found = [np.zeros(0, np.intp)]
        for piece in pieces(window.stretch):
            fits = passes[self.cell[piece]]
            inside = window.holds(piece)
            found.append(np.flatnonzero(fits if inside is None else fits & inside) + piece.start)
        return np.concatenate(found)

    def _chosen(self, sums: Amounts, test: Test) -> Amounts:
        chosen = np.flatnonzero(test(self.cell_bits))
        found = sums[chosen[0]].copy() if len(chosen) else np.zeros(sums.shape[1:], np.int64)
        for cell in chosen[1:]:
            found += sums[cell]
        return found

    @cached_property
    def _minutes(self) -> Amounts:
        return self._grouped("worth")

    @cached_property
    def _counts(self) -> Amounts:
        return self._grouped(None)

    def _grouped(self, column: str | None) -> Amounts:
        """Return sums of a column, or the number of rows, by cell, officer and period."""
        if self._is_gapless:
            return self._in_one_pass(column)
        officers, periods = self.low.shape
        found = np.zeros((len(self.cell_bits), periods, officers), np.int64)
        sums = _Sums(found.reshape(-1), officers)
        for period in range(periods):
            window = _Window(self.rows, self.low[:, period], self.high[:, period])
            for piece in pieces(window.stretch):
                place = self.cell[piece] * np.int32(periods) + np.int32(period)
                worth = None if column is None else self.rows.stretch(column, piece)
                sums.add(self.rows.stretch("officer", piece), place, worth, window.holds(piece))
        return found.transpose(0, 2, 1)

    @property
    def _is_gapless(self) -> bool:
        """Whether each period ends where the next begins and the newest is still open, for all who have them."""
        if self.low.shape[1] < 2 or not self.rows.by_day or not len(self.rows) or self._same_for_all:
            return False
        touching = (self.high[:, 1:] + 1 == self.low[:, :-1]) | ~self.exists[:, 1:]
        return bool(touching.all() and (self.high[:, 0] >= self.rows.last_day).all())

    @property
    def _same_for_all(self) -> bool:
        return bool((self.low == self.low[0]).all())

    def _in_one_pass(self, column: str | None) -> Amounts:
        """Place each row by how many of the officer's periods begin after it; the last place is before them all."""
        officers, periods = self.low.shape
        begins = _Begins(self.low)
        found = np.zeros((len(self.cell_bits), periods + 1, officers), np.int64)
        sums = _Sums(found.reshape(-1), officers)
        for piece in pieces(self.rows.positions(int(self.low.min()), int(self.high.max()))):
            day, officer = self.rows.stretch("day", piece), self.rows.stretch("officer", piece)
            worth = None if column is None else self.rows.stretch(column, piece)
            place = self.cell[piece] * np.int32(periods + 1)
            place += begins.after(day, officer)
            sums.add(officer, place, worth, None)
        return found[:, :periods].transpose(0, 2, 1)


class _Window:
    """One period of each officer, and the stretch of rows it can hold."""

    def __init__(self, rows: Rows, low: Days, high: Days) -> None:
        self._rows = rows
        self._low, self._high = np.ascontiguousarray(low), np.ascontiguousarray(high)
        self.stretch = rows.positions(int(low.min()), int(high.max())) if len(low) else slice(0, 0)
        # the stretch already keeps to a bound that is the same for all
        self._checks_low = bool(len(low)) and not (rows.by_day and bool((low == low[0]).all()))
        self._checks_high = bool(len(low)) and not (rows.by_day and bool((high == high[0]).all()))

    def holds(self, piece: slice) -> NDArray[np.bool_] | None:
        """Return which rows of a piece of the stretch lie in their officer's window (None: all do)."""
        day, officer = self._rows.stretch("day", piece), self._rows.stretch("officer", piece)
        inside: NDArray[np.bool_] | None = day >= self._low.take(officer) if self._checks_low else None
        if self._checks_high:
            early = day <= self._high.take(officer)
            inside = early if inside is None else inside & early
        return inside


class _Begins:
    """The first days of each officer's periods, the newest first."""

    def __init__(self, low: Days) -> None:
        self._by_period = [np.ascontiguousarray(low[:, period]) for period in range(low.shape[1])]
        self._days = np.unique(low)
        self._stretch, self._by_officer = -1, np.zeros(0, np.int8)

    def after(self, day: Days, officer: NDArray[np.int32]) -> NDArray[np.int8]:
        """Count, for rows that stand by day, the periods of each row's officer that begin after it."""
        first, last = np.searchsorted(self._days, day[[0, -1]], side="right")
        if first == last:  # nobody's period begins between these rows, so the officer alone decides
            if first != self._stretch:
                self._stretch, self._by_officer = int(first), self._counted(day[0], slice(None))
            return self._by_officer.take(officer)
        return self._counted(day, officer)

    def _counted(self, day: Any, officer: Any) -> NDArray[np.int8]:
        found = (day < self._by_period[0][officer]).astype(np.int8)
        for begins in self._by_period[1:]:
            found += day < begins[officer]
        return found


class _Sums:
    """Sums by place and officer, in working arrays that serve piece after piece."""

    def __init__(self, found: Amounts, officers: int) -> None:
        self._found, self._officers = found, np.int64(officers)
        self._key, self._worth = np.empty(PIECE, np.int64), np.empty(PIECE, np.int64)

    def add(
        self,
        officer: NDArray[np.int32],
        place: NDArray[np.int32],
        worth: NDArray[np.int32] | None,
        inside: NDArray[np.bool_] | None,
    ) -> None:
        """Add rows, each its worth (None: one); those that are not inside add nothing."""
        key, amount = self._key[: len(officer)], self._worth[: len(officer)]
        np.multiply(place, self._officers, out=key)
        key += officer
        amount[:] = 1 if worth is None else worth
        if inside is not None:
            amount *= inside
        np.add.at(self._found, key, amount)
