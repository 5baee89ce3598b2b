"""Answers as tables: the columns of standing and credit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE

Frame: TypeAlias = pl.DataFrame
Column: TypeAlias = pl.Series

STANDING_COLUMNS = (
    "officer_id",
    "requirement",
    "title",
    "headline",
    "period_start",
    "period_end",
    "due",
    "verdict",
    "reason",
    "unit",
    "needed",
    "credited",
    "short",
    "next_step",
    "force",
    "consequence",
    "version",
    "citation",
    "evidence",
)


def coded(codes: NDArray[Any], words: Sequence[str]) -> pl.Series:
    """Turn small codes into a column of words without writing each word out."""
    distinct = list(dict.fromkeys(words))
    if len(distinct) != len(words):
        position = np.array([distinct.index(word) for word in words], np.uint32)
        codes = position[codes]
    width = pl.UInt8 if len(distinct) < 255 else pl.UInt32
    return pl.Series(np.asarray(codes, np.uint32)).cast(width).cat.to(pl.Enum(distinct))


def days(values: NDArray[np.int32]) -> pl.Series:
    """Turn days into dates; the ends of time are empty."""
    bare = pl.Series(np.asarray(values, np.int32))
    inside = (bare > int(NEVER_BEFORE)) & (bare < int(NEVER))
    return pl.select(pl.when(inside).then(bare).otherwise(None)).to_series().cast(pl.Date)


def amounts(values: NDArray[np.int64], known: NDArray[np.bool_]) -> pl.Series:
    """Turn amounts into whole numbers, empty where nothing is known."""
    bare = pl.Series(np.asarray(values, np.int32))
    return pl.select(pl.when(pl.Series(known)).then(bare).otherwise(None)).to_series()


def table(columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Put columns side by side."""
    return pl.DataFrame([series.alias(name) for name, series in columns.items()])


def truths(values: NDArray[np.bool_]) -> pl.Series:
    """Turn truths into a column."""
    return pl.Series(values, dtype=pl.Boolean)


def when_known(column: pl.Series, known: NDArray[np.bool_]) -> pl.Series:
    """Empty a column where nothing is known."""
    return pl.select(pl.when(pl.Series(known, dtype=pl.Boolean)).then(column)).to_series()


def looked_up(words: Sequence[str], index: NDArray[np.int64]) -> pl.Series:
    """Turn positions into the texts they stand for."""
    return pl.Series(words, dtype=pl.String).gather(pl.Series(index.astype(np.uint32)))


def officer_ids(officers: pl.DataFrame, index: NDArray[np.int32]) -> pl.Series:
    """Look up the ids of officers by their position."""
    return officers.get_column("officer_id").gather(pl.Series(index.astype(np.uint32)))


def with_deadline(text: pl.Series, due: pl.Series, verdict: pl.Series) -> pl.Series:
    """Complete a next step with its day: ``4 h of driving by 31 Dec 2026``."""
    frame = pl.DataFrame([text.cast(pl.String).alias("text"), due.alias("due"), verdict.alias("verdict")])
    day = pl.col("due").dt.to_string("%-d %b %Y")
    late = pl.col("verdict").is_in(["overdue", "in_grace"])
    dated = (
        pl.when(pl.col("due").is_null())
        .then(pl.col("text"))
        .when(late)
        .then(pl.concat_str("text", pl.lit(", was due "), day))
        .otherwise(pl.concat_str("text", pl.lit(" by "), day))
    )
    return frame.select(pl.when(pl.col("text") != "").then(dated)).to_series()
