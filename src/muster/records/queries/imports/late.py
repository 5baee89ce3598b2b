"""The old records of a file: those about which a second person has to be asked."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from muster.records.models import Batch
from muster.records.queries.imports.deciding import Decided
from muster.records.queries.records import first_day_in_time

_SHOWN: Final = 10


def late_rows(batch: Batch, decided: Decided, today: date) -> pl.DataFrame:
    """Return the rows that come in about a day longer ago than the agency's limit, or about none; the oldest first.

    A roster says what holds, not what somebody did once: none of its rows is late.
    """
    if batch.kind != Batch.Kind.RECORDS:
        return decided.rows.clear()
    in_time = first_day_in_time(batch.agency, today)
    late = decided.rows.filter(pl.col("completed_on").is_null() | (pl.col("completed_on") < in_time))
    return late.sort("completed_on", nulls_last=True, maintain_order=True)


def late_told(batch: Batch, decided: Decided, today: date) -> dict[str, Any]:
    """Return what is told of the old rows, in what JSON can hold: how many, since when, the first as the file writes them."""
    late = late_rows(batch, decided, today)
    if not late.height:
        return {"days": batch.agency.late_days, "rows": 0}
    oldest = late["completed_on"].min()
    return {
        "days": batch.agency.late_days,
        "rows": late.height,
        "undated": late["completed_on"].null_count(),
        "oldest": oldest.isoformat() if isinstance(oldest, date) else None,
        "people": late["who"].n_unique(),
        "sample": as_written(decided, late.head(_SHOWN)),
    }


def as_written(decided: Decided, rows: pl.DataFrame) -> dict[str, Any]:
    """Return rows as the file writes them, each behind its number, under the first dozen of the headers."""
    table = decided.reading.table
    at: list[int] = rows["at"].to_list()
    shown = table.headers[:12]
    cells = (table.cells[at] if at else table.cells.clear()).select(shown)
    numbered = zip(rows["row"].to_list(), cells.rows(), strict=True)
    return {"headers": list(shown), "rows": [[row, *values] for row, values in numbered]}
