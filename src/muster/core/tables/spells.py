"""Dated facts as arrays: one table of spells a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days
from muster.core.tables.facts import Facts


@dataclass(frozen=True)
class Spells:
    """Spells of one fact, in no particular order. ``value`` holds positions in ``words``; officers count from 0."""

    officer: NDArray[np.int32]
    value: NDArray[np.int32]
    start: Days
    end: Days
    words: tuple[str, ...] = ()

    @classmethod
    def none(cls) -> Spells:
        """No spell at all."""
        empty = np.zeros(0, np.int32)
        return cls(empty, empty, empty, empty)

    def where(self, kept: NDArray[np.bool_]) -> Spells:
        """Keep some spells."""
        return Spells(self.officer[kept], self.value[kept], self.start[kept], self.end[kept], self.words)

    def merged(self) -> Spells:
        """Join spells of one officer that overlap or touch, so that no day counts twice."""
        if len(self.officer) == 0:
            return self
        order = np.lexsort((self.start, self.officer))
        officer, start, end = self.officer[order], self.start[order], self.end[order]
        far = np.int64(4_000_000)
        reach = np.maximum.accumulate(end + officer.astype(np.int64) * far)
        fresh = np.ones(len(officer), bool)
        fresh[1:] = (officer[1:] != officer[:-1]) | (start[1:] + officer[1:] * far > reach[:-1] + 1)
        first = np.flatnonzero(fresh)
        last = np.append(first[1:], len(officer)) - 1
        ends = (reach[last] - officer[last].astype(np.int64) * far).astype(np.int32)
        return Spells(officer[first], np.zeros(len(first), np.int32), start[first], ends)


class SpellBook:
    """The spells known at a moment, read fact by fact when a rule first asks."""

    def __init__(self, facts: Facts, known_at: datetime | None) -> None:
        self._facts = facts
        self._known_at = known_at
        self._read: dict[str, Spells] = {}

    def __getitem__(self, fact: str) -> Spells:
        """Return the spells of a fact; none where nobody has it."""
        if fact not in self._read:
            self._read[fact] = self._spells(fact)
        return self._read[fact]

    def names(self) -> list[str]:
        """Return the names of all facts there are."""
        return self._facts.spans.get_column("fact").unique().drop_nulls().to_list()

    def _spells(self, fact: str) -> Spells:
        spans = self._facts.spans.lazy()
        told = spans.filter((pl.col("fact") == fact) & standing_lines(self._known_at))
        part = told.select("officer", "value", "start", "end").collect()
        if not part.height:
            return Spells.none()
        value = part.get_column("value").fill_null("")
        words = value.unique().sort()
        officer = part.get_column("officer").cast(pl.Int64) - self._facts.first
        return Spells(
            officer=officer.cast(pl.Int32).to_numpy(),
            value=value.cast(pl.Enum(words)).to_physical().cast(pl.Int32).to_numpy(),
            start=_days(part, "start", int(NEVER_BEFORE)),
            end=_days(part, "end", int(NEVER)),
            words=tuple(words),
        )


def standing_lines(known_at: datetime | None) -> pl.Expr:
    """Return the condition that a line was written by the moment and not yet replaced."""
    if known_at is None:
        return pl.col("known_until").is_null()
    moment = pl.lit(known_at, pl.Datetime("ms"))
    written = pl.col("known_from").is_null() | (pl.col("known_from") <= moment)
    return written & (pl.col("known_until").is_null() | (pl.col("known_until") > moment))


def _days(part: pl.DataFrame, column: str, empty: int) -> Days:
    return part.get_column(column).to_physical().fill_null(empty).cast(pl.Int32).to_numpy()
