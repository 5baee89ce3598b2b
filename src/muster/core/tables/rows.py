"""The one pass over the records: read what the rules can use, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days
from muster.core.tables.columns import AsRead, Column, Values
from muster.core.tables.facts import Facts
from muster.core.tables.spells import standing_lines

PIECE = 1 << 16  # rows worked on at a time


def _looked_at(name: str) -> Any:
    return property(lambda rows: rows._columns[name].values)


class Rows:
    """Records as parallel columns. ``day`` is NEVER_BEFORE where there is no date; ``score`` is -1 where there is none.

    ``worth`` is what each record gives in minutes: its length, unless a policy says otherwise.
    ``by_day``: the rows stand in the order of their days, so that a stretch of days is a slice.
    ``kinds``: which kinds may stand among the rows (None: any).
    A selection copies a column when it is first looked at: most rules look at two or three.
    """

    def __init__(
        self,
        officer: Values | Column,
        kind: Values | Column,
        day: Days | Column,
        minutes: Values | Column,
        score: Values | Column | None = None,
        by_day: bool = False,
    ) -> None:
        self.kinds: NDArray[np.bool_] | None = None
        columns = {"officer": officer, "kind": kind, "day": day, "minutes": minutes}
        if score is not None:
            columns["score"] = score
        self._columns = {
            name: values if isinstance(values, Column) else Column(values) for name, values in columns.items()
        }
        self._columns["worth"] = self._columns["minutes"]
        self._length = len(officer)
        self.by_day = by_day

    officer = _looked_at("officer")
    kind = _looked_at("kind")
    day = _looked_at("day")
    minutes = _looked_at("minutes")
    worth = _looked_at("worth")

    @property
    def score(self) -> Values:
        """Hundredths of a percent, by row."""
        found = self._columns.get("score")
        return np.full(len(self), -1, np.int16) if found is None else found.values

    def __len__(self) -> int:
        return self._length

    def stretch(self, name: str, piece: slice) -> Values:
        """Return a column's values in a stretch of rows."""
        return self._columns[name].stretch(piece)

    def _with(self, columns: dict[str, Column], length: int, *, by_day: bool) -> Rows:
        found = copy(self)
        found._columns, found._length, found.by_day = columns, length, by_day
        return found

    def take(self, index: NDArray[np.integer[Any]] | slice) -> Rows:
        """Keep the rows at these positions, in this order (rising positions keep ``by_day``)."""
        if isinstance(index, slice):
            start, stop, _ = index.indices(len(self))
            index = slice(start, max(start, stop))
        picked = {id(column): column.picked(index) for column in self._columns.values()}
        columns = {name: picked[id(column)] for name, column in self._columns.items()}
        return self._with(columns, len(columns["officer"]), by_day=self.by_day)

    def where(self, kept: NDArray[np.bool_]) -> Rows:
        """Keep some rows: these very rows where all are kept."""
        return self if kept.all() else self.take(np.flatnonzero(kept))

    def dated(self, day: Days) -> Rows:
        """Return the same rows with other days."""
        return self._with(self._columns | {"day": Column(day)}, len(self), by_day=False)

    def giving(self, worth: Values) -> Rows:
        """Return the same rows with what each is worth."""
        return self._with(self._columns | {"worth": Column(worth)}, len(self), by_day=self.by_day)

    def followed_by(self, other: Rows) -> Rows:
        """Put other rows behind these."""
        columns = {
            name: Column(np.concatenate([column.values, other._columns[name].values]))
            for name, column in self._columns.items()
        }
        found = self._with(columns, len(self) + len(other), by_day=False)
        found.kinds = None if self.kinds is None or other.kinds is None else self.kinds | other.kinds
        return found

    @property
    def last_day(self) -> int:
        """The day of the last row."""
        return int(self.stretch("day", slice(len(self) - 1, len(self)))[0])

    def positions(self, low: int, high: int) -> slice:
        """Return a stretch that holds every row of these days: just those where the rows stand by day."""
        if not self.by_day:
            return slice(0, len(self))
        day = self._columns["day"]
        return slice(day.first(low, "left"), day.first(high, "right"))

    def since(self, low: int) -> Rows:
        """Leave out earlier days as far as that costs nothing."""
        found = self.positions(low, int(NEVER))
        return self if found.start == 0 else self.take(found)

    def until(self, high: int) -> Rows:
        """Leave out later days."""
        return (
            self.take(self.positions(int(NEVER_BEFORE), high))
            if self.by_day
            else self.where(self.day <= high)
        )

    def by_officer(self) -> Rows:
        """Put the rows in the order of officers and, of one officer, of days."""
        if self.by_day:
            # plain numbers sort several times faster than positions: officer above, position below
            order = self.officer.astype(np.int64) << 32
            order |= np.arange(len(self))
            order.sort()
            order &= 0xFFFFFFFF
        else:
            order = np.lexsort((self.day, self.officer))
        return self._with(self.take(order)._columns, len(self), by_day=False)

    def of(self, kinds: NDArray[np.bool_], low: int) -> Rows:
        """Keep the rows of some kinds from a day on."""
        rows = self.since(low)
        kept = [np.zeros(0, np.intp)]
        for piece in pieces(slice(0, len(rows))):
            wanted = kinds.take(rows.stretch("kind", piece))
            if not rows.by_day:
                wanted &= rows.stretch("day", piece) >= low
            kept.append(np.flatnonzero(wanted) + piece.start)
        return rows._picked(np.concatenate(kept), kinds)

    def marked(self, marks: NDArray[np.uint8], bit: int, kinds: NDArray[np.bool_], low: int) -> Rows:
        """Keep the rows whose mark has the bit that stands for some kinds, from a day on."""
        kept = [np.zeros(0, np.intp)]
        for piece in pieces(self.positions(low, int(NEVER))):
            wanted = (marks[piece] & np.uint8(bit)) != 0
            if not self.by_day:
                wanted &= self.stretch("day", piece) >= low
            kept.append(np.flatnonzero(wanted) + piece.start)
        return self._picked(np.concatenate(kept), kinds)

    def _picked(self, index: NDArray[np.intp], kinds: NDArray[np.bool_]) -> Rows:
        found = self.take(index)
        found.kinds = kinds
        return found

    def by_kind(self, values: Values) -> Values:
        """Look up for each row what holds for its kind."""
        possible = values if self.kinds is None else values[self.kinds]
        if len(possible) and (possible == possible[0]).all():
            return np.full(len(self), possible[0])
        found = np.empty(len(self), values.dtype)
        for piece in pieces(slice(0, len(self))):
            found[piece] = values.take(self.stretch("kind", piece))
        return found


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
    asked = {
        "officer": (pl.col("officer") - facts.first).cast(pl.Int32),
        "kind": pl.col("kind").cast(pl.Int32),
        "day": day,
        "minutes": pl.col("minutes"),
    }
    if with_scores:
        asked["score"] = pl.col("score").fill_null(-1)
    query = facts.records.filter(usable).select(**asked)
    batches = [batch for batch in query.collect_batches(maintain_order=True) if batch.height]
    batches = batches or [query.collect_schema().to_frame()]
    columns = {name: AsRead([batch.get_column(name).to_numpy() for batch in batches]) for name in asked}
    return Rows(**columns, by_day=columns["day"].rises())


def pieces(stretch: slice) -> Iterator[slice]:
    """Cut a stretch of rows into pieces whose working arrays stay in the processor's cache.

    Large working arrays cost more than the work: the system clears their memory anew each time.
    """
    for start in range(stretch.start, stretch.stop, PIECE):
        yield slice(start, min(start + PIECE, stretch.stop))


def _first_day(low: Days) -> pl.Expr:
    """The first day any kind can be of use, as a date."""
    return pl.lit(max(int(low.min()), -700_000), pl.Int32).cast(pl.Date)
