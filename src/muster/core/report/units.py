"""Which unit each officer belongs to on a day."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from muster.core.tables import Facts
from muster.core.tables.spells import standing_lines


def units_of(facts: Facts, as_of: date, known_at: datetime | None = None) -> pl.DataFrame:
    """Return ``officer_id`` and ``unit``, one row an officer who has one; of two at once, the one that began last."""
    day = pl.lit(as_of, pl.Date)
    return (
        facts.spans.lazy()
        .filter((pl.col("fact") == "unit") & pl.col("value").is_not_null() & standing_lines(known_at))
        .filter(pl.col("start").is_null() | (pl.col("start") <= day))
        .filter(pl.col("end").is_null() | (pl.col("end") >= day))
        .sort("start", "value", nulls_last=False)
        .group_by("officer")
        .agg(unit=pl.col("value").last())
        .join(facts.officers.lazy(), on="officer")
        .sort("officer")
        .select("officer_id", "unit")
        .collect()
    )
