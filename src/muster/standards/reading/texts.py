"""Days and moments out of the texts in which both databases give them."""

from __future__ import annotations

import polars as pl

from muster.core.tables.schema import MOMENT


def day_of(column: str) -> pl.Expr:
    """Read a day; nothing where the text is empty."""
    return pl.col(column).str.to_date("%Y-%m-%d", strict=False)


def moment_of(column: str) -> pl.Expr:
    """Read a moment of the world's clock, as either database writes it; nothing where the text is empty."""
    text = pl.col(column).str.strip_suffix("+00")
    return text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False, time_unit="us").cast(MOMENT)
