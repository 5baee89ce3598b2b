"""The sorts of record there are, and which of them have a word in a column."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_]


class Kinds:
    """The kinds table with its questions answered as masks, each asked once."""

    def __init__(self, table: pl.DataFrame) -> None:
        self.table = table.sort("kind")
        self.count = table.height
        self.has = cache(self._has)
        # what others asked, by the id of what they asked for, which stands beside its mask so that it lives on
        self.asked: dict[int, tuple[object, Mask]] = {}

    def _has(self, column: str, codes: tuple[str, ...]) -> Mask:
        """Which kinds have one of the codes in a text or list column."""
        values = self.table.get_column(column)
        if values.dtype == pl.List(pl.String):
            found = values.list.eval(pl.element().is_in(codes)).list.any()
        else:
            found = values.is_in(codes)
        return found.fill_null(value=False).to_numpy()

    def certified(self, wanted: bool) -> Mask:
        """Which kinds are of courses certified by the state body, or not."""
        return (self.table.get_column("certified").fill_null(value=False) == wanted).to_numpy()

    @property
    def plain_unit(self) -> Mask:
        """Which kinds are counted in minutes of credit."""
        return self.table.get_column("unit").is_null().to_numpy()

    @property
    def topics_unknown(self) -> Mask:
        """Which kinds nobody has said the topics of."""
        return self.table.get_column("topics").is_null().to_numpy()

    @property
    def course_minutes(self) -> NDArray[np.int64]:
        """The length of each kind's course in minutes; -1 where it is not known."""
        return self.table.get_column("course_minutes").fill_null(-1).cast(pl.Int64).to_numpy()

    def codes(self, column: str) -> NDArray[np.int32]:
        """Number the distinct values of a column; equal values share a number."""
        return self.table.get_column(column).fill_null("").rank("dense").cast(pl.Int32).to_numpy()

    def words(self, column: str) -> list[str | None]:
        """The values of a text column, in the order of the kinds."""
        return self.table.get_column(column).to_list()
