"""Everything a part of a duty needs to be measured: the windows, and the records seen through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER_BEFORE, Days
from muster.core.rules.fitting import kinds_fitting, rows_fitting
from muster.core.rules.language import EVERYTHING, Credit, Filter, filters_of, leaves_of
from muster.core.rules.language.what import ForEach
from muster.core.rules.people import Mask, People
from muster.core.rules.windows import Windows
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import Rows
from muster.core.tables.tally import Amounts, Cells, Tally, as_cells


@dataclass(frozen=True)
class Counting:
    """The records that can earn under one version, and the periods they are counted in.

    Other records may stand among ``rows``; sorts that are not ``earning`` fit no part.
    ``shown`` periods are judged; the windows may reach further back for late and carried hours.
    ``late_to`` is, by officer and period, the last day on which training still serves it.
    """

    people: People
    kinds: Kinds
    earning: Mask  # by sort of record
    credit: Credit
    duty: Any
    windows: Windows
    shown: int
    as_of: int
    judged_on: Days
    late_to: Days
    late_is_shared: Mask  # by officer
    rows: Rows

    @property
    def officers(self) -> int:
        """How many officers there are."""
        return self.people.size

    @property
    def depth(self) -> int:
        """How many periods the windows reach back."""
        return self.windows.depth

    # ── amounts ─────────────────────────────────────────────────────────────────────────────

    def constant(self, amount: int, periods: int | None = None) -> Amounts:
        """Return the same amount for every officer and period."""
        return np.full((self.officers, periods or self.shown), amount, np.int64)

    def scaled(self, minutes: int) -> Amounts:
        """Return an amount of hours with its proration, rounded up to a whole minute, to the full depth."""
        amount = self.constant(minutes, self.depth)
        if self.windows.share is None:
            return amount
        part, whole = self.windows.share
        return -(-amount * part // np.maximum(whole, 1))

    # ── filters as bits ─────────────────────────────────────────────────────────────────────

    @cached_property
    def _filters(self) -> tuple[Filter, ...]:
        asked = [*filters_of(self.duty), *(cap.of for cap in self.credit.caps)]
        for leaf in leaves_of(self.duty):
            if isinstance(leaf, ForEach):
                asked += [
                    Filter(items=(item,), all=(leaf.of,)) for item in self.people.values_of(leaf.for_each)
                ]
        return tuple(dict.fromkeys(asked))

    def bit(self, wanted: Filter) -> int:
        """Return the bit that stands for a filter in every cell."""
        return self._filters.index(wanted)

    @cached_property
    def _cells(self) -> tuple[Cells, NDArray[np.int64]]:
        """Return each row's cell, and the bits of each cell."""
        by_kind = np.zeros(self.kinds.count, np.int64)
        by_row: NDArray[np.int64] | None = None
        for bit, wanted in enumerate(self._filters):
            if wanted.looks_at_rows:
                fits = rows_fitting(wanted, self.kinds, self.rows).astype(np.int64) << bit
                by_row = fits if by_row is None else by_row | fits
            elif wanted == EVERYTHING:
                by_kind |= 1 << bit
            else:
                by_kind |= kinds_fitting(wanted, self.kinds).astype(np.int64) << bit
        by_kind[~self.earning] = 0
        if by_row is None:
            bits, cell_of_kind = np.unique(by_kind, return_inverse=True)
            return self.rows.by_kind(as_cells(cell_of_kind, len(bits))), bits
        by_row = np.where(self.earning[self.rows.kind], by_kind[self.rows.kind] | by_row, 0)
        bits, cell = np.unique(by_row, return_inverse=True)
        return as_cells(cell, len(bits)), bits

    # ── windows ─────────────────────────────────────────────────────────────────────────────

    def _through(self, low: Days, high: Days) -> Tally:
        cell, bits = self._cells
        reach = np.minimum(high, self.as_of).astype(np.int32)
        return Tally(self.rows, cell, bits, low, reach, self.windows.exists)

    def _low(self, looks_in: str | None) -> Days:
        match looks_in:
            case "ever":
                return np.full_like(self.windows.low, NEVER_BEFORE)
            case "this_or_previous":
                before = np.roll(self.windows.low, -1, axis=1)
                length = self.windows.end[:, -1:] - self.windows.start[:, -1:] + 1
                before[:, -1:] = self.windows.low[:, -1:] - length
                return np.minimum(before, self.windows.low).astype(np.int32)
            case _:
                return self.windows.low

    @cached_property
    def in_period(self) -> Tally:
        """The records of each period."""
        return self._through(self.windows.low, self.windows.high)

    @cached_property
    def _late(self) -> Tally:
        return self._through((self.windows.high + np.int32(1)).astype(np.int32), self.late_to)

    def widened(self, part: Any) -> Tally:
        """The records of the part's own window, with those that come late but still in time."""
        looks_in = getattr(part, "looks_in", None)
        return self._through(
            self._low(looks_in), np.maximum(self.windows.high, self.late_to).astype(np.int32)
        )

    # ── late and carried ────────────────────────────────────────────────────────────────────

    def with_late(self, need: Amounts, count: Callable[[Tally], Amounts], looks_in: str | None) -> Amounts:
        """Count a part, late training serving the closed period first: officers x shown periods."""
        return self._settled(need, count, looks_in, carry=0)

    def with_late_and_carried(
        self, need: Amounts, count: Callable[[Tally], Amounts], looks_in: str | None
    ) -> Amounts:
        """Count hours, with late training and what the period before had to spare."""
        carry = self.credit.carry_over.at_most if self.credit.carry_over else 0
        return self._settled(need, count, looks_in, carry)

    def _settled(
        self, need: Amounts, count: Callable[[Tally], Amounts], looks_in: str | None, carry: int
    ) -> Amounts:
        if looks_in not in (None, "period"):
            low, high = self._low(looks_in), np.maximum(self.windows.high, self.late_to).astype(np.int32)
            return count(self._through(low, high))[:, : self.shown]
        own = count(self.in_period)
        late_days = bool((self.late_to > self.windows.high).any())
        if not late_days and not carry:
            return own[:, : self.shown]
        late = count(self._late) if late_days else np.zeros_like(own)
        return self._flowed(own.copy(), late, need, carry)[:, : self.shown]

    def _flowed(self, own: Amounts, late: Amounts, need: Amounts, carry: int) -> Amounts:
        """Go from the oldest period to the newest: what was used late is gone, what was spare is carried."""
        brought = np.zeros(self.officers, np.int64)
        for period in range(self.depth - 1, -1, -1):
            exists = self.windows.exists[:, period]
            spare = np.where(exists, np.clip(own[:, period] - need[:, period], 0, carry), 0)
            have = own[:, period] + brought
            used = np.where(exists, np.minimum(late[:, period], np.maximum(need[:, period] - have, 0)), 0)
            own[:, period] = have + used
            if period:
                own[:, period - 1] -= np.where(self.late_is_shared, 0, used)
            brought = spare
        return own
