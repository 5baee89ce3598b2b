"""Sums by officer and period, for every combination of marks at once.

Each row has a *cell*: the combination of filters it fits, written as bits. One pass over the rows
gives minutes and counts by officer, period and cell; each part of a rule then only adds up the
cells it asks for. That is why a second part, or a cap, costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import Days
from muster.core.tables.rows import Rows

Amounts: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.int64]
Test: TypeAlias = Callable[[Bits], NDArray[np.bool_]]


PIECE = 1 << 19  # rows worked on at a time


@dataclass(frozen=True)
class Tally:
    """Rows looked at through windows. ``low`` and ``high`` are days by officer and period, both included.

    A row whose cell has no bits fits nothing and is passed over.
    """

    rows: Rows
    cell: NDArray[np.int32]  # by row
    cell_bits: Bits  # by cell
    low: Days  # officers x periods
    high: Days
    minutes: NDArray[np.int32]  # what each row is worth
    exists: NDArray[np.bool_]  # officers x periods: a period that does not exist may come out as anything

    def minutes_where(self, test: Test) -> Amounts:
        """Add up the minutes of the cells that pass: officers x periods."""
        return self._chosen(self._minutes, test)

    def count_where(self, test: Test) -> Amounts:
        """Count the records of the cells that pass: officers x periods."""
        return self._chosen(self._counts, test)

    def rows_where(self, test: Test, period: int) -> NDArray[np.intp]:
        """Return the positions of the rows in a period whose cell passes."""
        stretch, inside = self._inside(period)
        found = test(self.cell_bits)[self.cell[stretch]]
        if inside is not None:
            found &= inside
        return np.flatnonzero(found) + stretch.start

    def _chosen(self, sums: Amounts, test: Test) -> Amounts:
        chosen = np.flatnonzero(test(self.cell_bits))
        found = sums[chosen[0]].copy() if len(chosen) else np.zeros(sums.shape[1:], np.int64)
        for cell in chosen[1:]:
            found += sums[cell]
        return found

    @cached_property
    def _minutes(self) -> Amounts:
        return self._grouped(self.minutes)

    @cached_property
    def _counts(self) -> Amounts:
        return self._grouped(None)

    def _inside(self, period: int) -> tuple[slice, NDArray[np.bool_] | None]:
        """Return a stretch of rows, and which of it lie in each officer's own window (None: all do)."""
        low, high = self.low[:, period], self.high[:, period]
        if not len(low):
            return slice(0, 0), None
        first, last = low.min(), high.max()
        stretch = self.rows.positions(int(first), int(last))
        same_low, same_high = bool((low == first).all()), bool((high == last).all())
        if self.rows.by_day and same_low and same_high:
            return stretch, None
        day, officer = self.rows.day[stretch], self.rows.officer[stretch]
        inside = day >= (first if same_low else low[officer])
        if not same_high or not self.rows.by_day:
            inside &= day <= (last if same_high else high[officer])
        return stretch, inside

    def _grouped(self, worth: NDArray[np.int32] | None) -> Amounts:
        """Return sums by cell, officer and period."""
        if self._is_gapless:
            return self._in_one_pass(worth)
        officers, periods = self.low.shape
        cells = len(self.cell_bits)
        found = np.zeros((cells, officers, periods), np.int64)
        for period in range(periods):
            stretch, inside = self._inside(period)
            sums = np.zeros(officers * cells, np.int64)
            for piece in _pieces(stretch):
                cell, officer = self.cell[piece], self.rows.officer[piece]
                weights = None if worth is None else worth[piece]
                if inside is not None:
                    chosen = np.flatnonzero(inside[piece.start - stretch.start : piece.stop - stretch.start])
                    cell, officer = cell[chosen], officer[chosen]
                    weights = None if weights is None else weights[chosen]
                sums += _summed(cell, officer, officers, cells, weights)
            found[:, :, period] = sums.reshape(cells, officers)
        return found

    @property
    def _is_gapless(self) -> bool:
        """Whether each period ends where the next begins and the newest is still open, for all who have them."""
        if self.low.shape[1] < 2 or not self.rows.by_day or not len(self.rows) or self._same_for_all:
            return False
        touching = (self.high[:, 1:] + 1 == self.low[:, :-1]) | ~self.exists[:, 1:]
        return bool(touching.all() and (self.high[:, 0] >= self.rows.day[-1]).all())

    @property
    def _same_for_all(self) -> bool:
        return bool((self.low == self.low[0]).all())

    def _in_one_pass(self, worth: NDArray[np.int32] | None) -> Amounts:
        """Place each row by how many of the officer's periods begin after it; the last place is before them all."""
        officers, periods = self.low.shape
        places = periods + 1
        begins = [np.ascontiguousarray(self.low[:, period]) for period in range(periods)]
        sums = np.zeros(len(self.cell_bits) * places * officers, np.int64)
        for piece in _pieces(self.rows.positions(int(self.low.min()), int(self.high.max()))):
            day, officer = self.rows.day[piece], self.rows.officer[piece]
            place = self.cell[piece] * np.int32(places)
            for begin in begins:
                place += day < begin[officer]
            weights = None if worth is None else worth[piece]
            sums += _summed(place, officer, officers, len(self.cell_bits) * places, weights)
        return sums.reshape(-1, places, officers)[:, :periods].transpose(0, 2, 1)


def _pieces(stretch: slice) -> Iterator[slice]:
    """Cut a stretch of rows into pieces whose working arrays stay in the processor's cache."""
    for start in range(stretch.start, stretch.stop, PIECE):
        yield slice(start, min(start + PIECE, stretch.stop))


def _summed(
    cell: NDArray[np.int32],
    officer: NDArray[np.int32],
    officers: int,
    cells: int,
    weights: NDArray[np.int32] | None,
) -> NDArray[np.int64]:
    """Sum by cell and officer, cell first."""
    key = cell * np.int64(officers)
    key += officer
    # bincount adds in float64, which is exact for whole numbers below 2**53
    return np.bincount(key, weights=weights, minlength=officers * cells).astype(np.int64)
