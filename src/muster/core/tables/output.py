"""Answers as tables: the columns of standing and credit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import BEYOND_THE_PAST, NEVER

_DAY_BITS = 22  # wider than any day

Frame: TypeAlias = pl.DataFrame
Column: TypeAlias = pl.Series


def coded(codes: NDArray[Any], words: Sequence[str]) -> pl.Series:
    """Turn small codes into a column of words without writing each word out; a word may stand for two codes."""
    distinct = list(dict.fromkeys(words))
    if len(distinct) < len(words):
        at = {word: number for number, word in enumerate(distinct)}
        codes = np.array([at[word] for word in words], np.uint32)[codes]
    return pl.Series(np.asarray(codes, _width(len(distinct)))).cat.to(pl.Enum(distinct))


def repeated(words: Sequence[str], times: NDArray[np.int64], known: Iterable[str]) -> pl.Series:
    """Repeat each word so many times; ``known`` are all the words the column can ever hold."""
    distinct = list(dict.fromkeys(known))
    at = {word: number for number, word in enumerate(distinct)}
    codes = np.array([at[word] for word in words], _width(len(distinct)))
    return pl.Series(np.repeat(codes, times)).cat.to(pl.Enum(distinct))


def _width(words: int) -> type[np.unsignedinteger[Any]]:
    """Return the narrowest number the column library takes for so many words."""
    return np.uint8 if words < 255 else np.uint16 if words < 65_535 else np.uint32


def days(values: NDArray[np.int32]) -> pl.Series:
    """Turn days into dates; the ends of time are empty."""
    bare = pl.Series(np.asarray(values, np.int32))
    inside = (bare > BEYOND_THE_PAST) & (bare < int(NEVER))
    return pl.select(pl.when(inside).then(bare).otherwise(None)).to_series().cast(pl.Date)


def amounts(values: NDArray[np.int32], known: NDArray[np.bool_]) -> pl.Series:
    """Turn amounts into whole numbers, empty where nothing is known."""
    bare = pl.Series(values)
    return pl.select(pl.when(pl.Series(known)).then(bare).otherwise(None)).to_series()


def table(columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Put columns side by side."""
    return pl.DataFrame([series.alias(name) for name, series in columns.items()])


def one_after_another(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put tables with the same columns below each other."""
    return pl.concat(tables) if len(tables) > 1 else tables[0]


def one_of_each(which: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Return the position of one row of each number. NumPy finds the first ones too, but sorts several times longer."""
    found = np.empty(count, np.intp)
    found[which] = np.arange(len(which))
    return found


def truths(values: NDArray[np.bool_]) -> pl.Series:
    """Turn truths into a column."""
    return pl.Series(values, dtype=pl.Boolean)


def when_known(column: pl.Series, known: NDArray[np.bool_]) -> pl.Series:
    """Empty a column where nothing is known."""
    return pl.select(pl.when(pl.Series(known, dtype=pl.Boolean)).then(column)).to_series()


def looked_up(words: Sequence[str], index: NDArray[np.integer[Any]]) -> pl.Series:
    """Turn positions into the texts they stand for."""
    return pl.Series(words, dtype=pl.String).gather(pl.Series(index.astype(np.uint32)))


def rows_where(frame: pl.DataFrame, column: str, values: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows whose column has one of the values."""
    return frame.filter(pl.col(column).cast(pl.String).is_in(list(values))).iter_rows(named=True)


def officer_ids(officers: pl.DataFrame, index: NDArray[np.int32]) -> pl.Series:
    """Look up the ids of officers by their position."""
    return officers.get_column("officer_id").gather(pl.Series(index.astype(np.uint32)))


def with_deadline(
    texts: Sequence[str],
    number: NDArray[np.int64],
    due: NDArray[np.int32],
    joined: Sequence[str],
    manner: NDArray[np.uint8],
) -> pl.Series:
    """Complete next steps with their day: ``4 h of driving by 31 Dec 2026``; nothing where the text is empty.

    ``number`` is the position of each row's text, ``manner`` of the words that join text and day. Each
    distinct step is written once.
    """
    told = np.flatnonzero(np.array([bool(text) for text in texts])[number])
    key = ((number[told] * len(joined) + manner[told]) << _DAY_BITS) + due[told]
    distinct, which = np.unique(key, return_inverse=True)
    at = told[one_of_each(which, len(distinct))]
    frame = pl.DataFrame(
        {
            "text": looked_up(texts, number[at]),
            "joined": looked_up(joined, manner[at]),
            "due": days(due[at]),
        },
    )
    day = pl.col("due").dt.to_string("%-d %b %Y")
    dated = frame.select(pl.coalesce(pl.concat_str("text", "joined", day), "text").alias("step")).to_series()
    place = np.zeros(len(number), np.uint32)
    place[told] = which + 1
    steps = pl.concat([pl.Series("step", [None], pl.String), dated], rechunk=True)
    return steps.gather(pl.Series(place))
