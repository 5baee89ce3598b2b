"""Sums by officer and period, for every combination of marks at once.

Each row has a *cell*: the combination of filters it fits, written as bits. One pass over the rows
gives minutes and counts by officer, period and cell; each part of a rule then only adds up the
cells it asks for. That is why a second part, or a cap, costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
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
        officers, periods = self.low.shape
        cells = len(self.cell_bits)
        found = np.zeros((cells, officers, periods), np.int64)
        for period in range(periods):
            stretch, inside = self._inside(period)
            cell, officer = self.cell[stretch], self.rows.officer[stretch]
            weights = None if worth is None else worth[stretch]
            if inside is not None:
                chosen = np.flatnonzero(inside)
                cell, officer = cell[chosen], officer[chosen]
                weights = None if weights is None else weights[chosen]
            key = cell * np.int64(officers)
            key += officer
            # bincount adds in float64, which is exact for whole numbers below 2**53
            sums = np.bincount(key, weights=weights, minlength=officers * cells)
            found[:, :, period] = sums.reshape(cells, officers)
        return found
