"""The kinds of array a sample is made of, and how days and moments become Polars columns."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE
from muster.core.tables.schema import MOMENT

Ints: TypeAlias = NDArray[np.integer[Any]]
Flags: TypeAlias = NDArray[np.bool_]
Random: TypeAlias = np.random.Generator

HOUR = 3_600_000
DAY = 24 * HOUR

#: Stands for "no moment" in an array of milliseconds.
NO_MOMENT = np.iinfo(np.int64).min


def days_column(days: Ints) -> pl.Series:
    """Days since 1970-01-01 as dates; the two ends of time become empty."""
    return _emptied(days.astype(np.int32), (days >= NEVER) | (days <= NEVER_BEFORE)).cast(pl.Date)


def moments_column(moments: Ints) -> pl.Series:
    """Milliseconds since 1970-01-01 as moments; ``NO_MOMENT`` becomes empty."""
    return _emptied(moments, moments == NO_MOMENT).cast(MOMENT)


def numbers_column(numbers: Ints, dtype: type[pl.DataType] = pl.Int64) -> pl.Series:
    """Whole numbers, -1 as empty."""
    return _emptied(numbers, numbers == -1).cast(dtype)


def _emptied(values: Ints, empty: Flags) -> pl.Series:
    column = pl.Series(values)
    if not empty.any():
        return column
    return pl.select(pl.when(pl.Series(~empty)).then(column)).to_series()
