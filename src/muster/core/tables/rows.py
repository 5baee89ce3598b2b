"""The one pass over the records: read what the rules can use, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days
from muster.core.tables.facts import Facts
from muster.core.tables.spells import standing_lines


@dataclass(frozen=True)
class Rows:
    """Records as parallel arrays. ``day`` is NEVER_BEFORE where there is no date; ``score`` is -1 where there is none.

    ``by_day``: the rows stand in the order of their days, so that a stretch of days is a slice.
    """

    officer: NDArray[np.int32]
    kind: NDArray[np.int32]
    day: Days
    minutes: NDArray[np.int32]
    score: NDArray[np.int16]
    by_day: bool = False

    def __len__(self) -> int:
        return len(self.officer)

    def take(self, index: NDArray[np.intp] | slice) -> Rows:
        """Keep the rows at these positions, in this order (rising positions keep ``by_day``)."""
        return Rows(
            self.officer[index],
            self.kind[index],
            self.day[index],
            self.minutes[index],
            self.score[index] if len(self.score) else self.score,
            self.by_day,
        )

    def followed_by(self, other: Rows) -> Rows:
        """Put other rows behind these."""
        return Rows(
            np.concatenate([self.officer, other.officer]),
            np.concatenate([self.kind, other.kind]),
            np.concatenate([self.day, other.day]),
            np.concatenate([self.minutes, other.minutes]),
            np.concatenate([self.score, other.score]),
        )

    def positions(self, low: int, high: int) -> slice:
        """Return a stretch that holds every row of these days: just those where the rows stand by day."""
        if not self.by_day:
            return slice(0, len(self))
        # a plain int would have the whole array copied to the wider type first
        first = np.searchsorted(self.day, np.int32(low))
        return slice(int(first), int(np.searchsorted(self.day, np.int32(high), side="right")))

    def since(self, low: int) -> Rows:
        """Leave out earlier days as far as that costs nothing."""
        found = self.positions(low, int(NEVER))
        return self if found.start == 0 else self.take(found)

    def by_officer(self) -> NDArray[np.int64]:
        """Return the positions in the order of officers and, of one officer, of days."""
        if not self.by_day:
            return np.lexsort((self.day, self.officer))
        # plain numbers sort several times faster than positions: officer above, position below
        key = self.officer.astype(np.int64) << 32
        key |= np.arange(len(self))
        key.sort()
        key &= 0xFFFFFFFF
        return key

    def of(self, kinds: NDArray[np.bool_], low: int) -> Rows:
        """Keep the rows of some kinds from a day on."""
        rows = self.since(low)
        wanted = kinds[rows.kind]
        if not rows.by_day:
            wanted &= rows.day >= low
        return rows.take(np.flatnonzero(wanted))


def usable_rows(facts: Facts, low: Days, as_of: int, known_at: datetime | None, *, with_scores: bool) -> Rows:
    """Read the records any rule can use: ``low`` is, by kind, the first day that matters (NEVER: none does).

    Filters while reading, so what no rule can use is never held in memory.
    """
    day = pl.col("completed_on").to_physical().fill_null(int(NEVER_BEFORE))
    earliest = pl.lit(pl.Series("low", low)).gather(pl.col("kind"))
    usable = standing_lines(known_at) & (day >= earliest) & (day <= as_of)
    if not len(low):
        usable = pl.lit(value=False)
    elif low.min() > NEVER_BEFORE:
        # as a date by itself, so that the reader can skip whole files
        usable = (pl.col("completed_on") >= _first_day(low)) & usable
    columns = [pl.col("officer"), pl.col("kind"), day.alias("day"), pl.col("minutes")]
    if with_scores:
        columns.append(pl.col("score").fill_null(-1).cast(pl.Int16))
    table = facts.records.filter(usable).select(columns).collect()
    days = table.get_column("day").to_numpy()
    return Rows(
        officer=_numbers(table, "officer", facts.first),
        kind=_numbers(table, "kind", 0),
        day=days,
        minutes=table.get_column("minutes").to_numpy(),
        score=table.get_column("score").to_numpy() if with_scores else np.zeros(0, np.int16),
        by_day=in_order(days),
    )


def in_order(values: NDArray[Any]) -> bool:
    """Whether no value is smaller than the one before."""
    return bool((values[1:] >= values[:-1]).all())


def _first_day(low: Days) -> pl.Expr:
    """The first day any kind can be of use, as a date."""
    return pl.lit(max(int(low.min()), -700_000), pl.Int32).cast(pl.Date)


def _numbers(table: pl.DataFrame, column: str, first: int) -> NDArray[np.int32]:
    values = table.get_column(column).to_numpy()
    numbers = values.view(np.int32) if values.dtype == np.uint32 else values.astype(np.int32)
    return numbers - np.int32(first) if first else numbers
