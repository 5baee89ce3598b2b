"""The one pass over the records: read what the rules can use, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import datetime
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days
from muster.core.tables.facts import Facts
from muster.core.tables.spells import standing_lines

Values: TypeAlias = NDArray[Any]

TYPES = {"officer": np.int32, "kind": np.int32, "day": np.int32, "minutes": np.int32, "score": np.int16}
PIECE = 1 << 16  # rows worked on at a time
BLOCK = 1 << 21  # records put down at a time


class _Column:
    """The values of a column, or where to pick them from."""

    def __init__(
        self,
        values: Values | None = None,
        source: _Column | None = None,
        index: NDArray[np.integer[Any]] | slice | None = None,
    ) -> None:
        self._values, self._source, self._index = values, source, index
        self._lock = Lock()  # several rules may look at once

    @property
    def values(self) -> Values:
        """The values, picked when they are first looked at."""
        with self._lock:
            if self._values is None:
                self._values = self._picked()
            return self._values

    def _picked(self) -> Values:
        assert self._source is not None  # noqa: S101 - without values there is a source
        assert self._index is not None  # noqa: S101 - and with a source an index
        source = self._source.values
        return source[self._index] if isinstance(self._index, slice) else source.take(self._index)


def _looked_at(name: str) -> Any:
    return property(lambda rows: rows._columns[name].values)


class Rows:
    """Records as parallel columns. ``day`` is NEVER_BEFORE where there is no date; ``score`` is -1 where there is none.

    ``worth`` is what each record gives in minutes: its length, unless a policy says otherwise.
    ``by_day``: the rows stand in the order of their days, so that a stretch of days is a slice.
    A selection copies a column when it is first looked at: most rules look at two or three.
    """

    def __init__(
        self,
        officer: Values,
        kind: Values,
        day: Days,
        minutes: Values,
        score: Values | None = None,
        by_day: bool = False,
    ) -> None:
        if score is None:
            score = np.broadcast_to(np.int16(-1), len(officer))
        columns = {"officer": officer, "kind": kind, "day": day, "minutes": minutes, "score": score}
        self._columns = {name: _Column(values) for name, values in columns.items()}
        self._columns["worth"] = self._columns["minutes"]
        self._length = len(officer)
        self.by_day = by_day

    officer = _looked_at("officer")
    kind = _looked_at("kind")
    day = _looked_at("day")
    minutes = _looked_at("minutes")
    score = _looked_at("score")
    worth = _looked_at("worth")

    def __len__(self) -> int:
        return self._length

    def _with(self, columns: dict[str, _Column], length: int, *, by_day: bool) -> Rows:
        found = copy(self)
        found._columns, found._length, found.by_day = columns, length, by_day
        return found

    def take(self, index: NDArray[np.integer[Any]] | slice) -> Rows:
        """Keep the rows at these positions, in this order (rising positions keep ``by_day``)."""
        length = len(range(*index.indices(len(self)))) if isinstance(index, slice) else len(index)
        picked = {id(column): _Column(source=column, index=index) for column in self._columns.values()}
        columns = {name: picked[id(column)] for name, column in self._columns.items()}
        return self._with(columns, length, by_day=self.by_day)

    def dated(self, day: Days) -> Rows:
        """Return the same rows with other days."""
        return self._with(self._columns | {"day": _Column(day)}, len(self), by_day=False)

    def giving(self, worth: Values) -> Rows:
        """Return the same rows with what each is worth."""
        return self._with(self._columns | {"worth": _Column(worth)}, len(self), by_day=self.by_day)

    def followed_by(self, other: Rows) -> Rows:
        """Put other rows behind these."""
        columns = {
            name: _Column(np.concatenate([column.values, other._columns[name].values]))
            for name, column in self._columns.items()
        }
        return self._with(columns, len(self) + len(other), by_day=False)

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
            wanted = kinds.take(rows.kind[piece])
            if not rows.by_day:
                wanted &= rows.day[piece] >= low
            kept.append(np.flatnonzero(wanted) + piece.start)
        return rows.take(np.concatenate(kept))

    def marked(self, marks: NDArray[np.uint8], bit: int, low: int) -> Rows:
        """Keep the rows whose mark has a bit, from a day on."""
        kept = [np.zeros(0, np.intp)]
        for piece in pieces(self.positions(low, int(NEVER))):
            wanted = (marks[piece] & np.uint8(bit)) != 0
            if not self.by_day:
                wanted &= self.day[piece] >= low
            kept.append(np.flatnonzero(wanted) + piece.start)
        return self.take(np.concatenate(kept))

    def by_kind(self, values: Values) -> Values:
        """Look up for each row what holds for its kind."""
        found = np.empty(len(self), values.dtype)
        for piece in pieces(slice(0, len(self))):
            found[piece] = values.take(self.kind[piece])
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
    asked = {"officer": pl.col("officer"), "kind": pl.col("kind"), "day": day, "minutes": pl.col("minutes")}
    if with_scores:
        asked["score"] = pl.col("score").fill_null(-1)
    found = _columns(facts.records.filter(usable).select(**asked))
    found["officer"] -= np.int32(facts.first)
    return Rows(**found, by_day=in_order(found["day"]))


def _columns(query: pl.LazyFrame) -> dict[str, Values]:
    """Read a query's columns batch by batch, so that the reader uses the same little memory all along."""
    blocks = {name: [np.zeros(0, dtype)] for name, dtype in TYPES.items() if name in query.collect_schema()}
    waiting: list[pl.DataFrame] = []

    def put_down() -> None:
        for name, parts in blocks.items():
            values = [batch.get_column(name).to_numpy() for batch in waiting]
            parts.append(np.concatenate(values, dtype=TYPES[name], casting="unsafe"))
        waiting.clear()

    for batch in query.collect_batches(maintain_order=True):
        waiting.append(batch)
        if sum(part.height for part in waiting) >= BLOCK:
            put_down()
    if waiting:
        put_down()
    return {
        name: np.concatenate(blocks.pop(name)) for name in list(blocks)
    }  # lets go of each as it is joined


def pieces(stretch: slice) -> Iterator[slice]:
    """Cut a stretch of rows into pieces whose working arrays stay in the processor's cache.

    Large working arrays cost more than the work: the system clears their memory anew each time.
    """
    for start in range(stretch.start, stretch.stop, PIECE):
        yield slice(start, min(start + PIECE, stretch.stop))


def in_order(values: NDArray[Any]) -> bool:
    """Whether no value is smaller than the one before."""
    return bool((values[1:] >= values[:-1]).all())


def _first_day(low: Days) -> pl.Expr:
    """The first day any kind can be of use, as a date."""
    return pl.lit(max(int(low.min()), -700_000), pl.Int32).cast(pl.Date)
