"""A file as rows of text, before anyone knows what the columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from muster.core.errors import BadInput, Where
from muster.core.errors.sentence import sentence

#: More columns than any training export has. A wider file is a mistake or an attack.
MAX_COLUMNS = 500

Row = Sequence[str | None]


@dataclass(frozen=True)
class Grid:
    """One table or sheet: its rows as text, in the order of the source.

    ``first_row`` is the number the source itself gives the first row (1 in a spreadsheet). ``headers`` is
    set only where the format names its columns (JSON, Parquet); elsewhere the header is one of the rows.
    """

    name: str
    rows: Sequence[Row]
    headers: tuple[str, ...] | None = None
    first_row: int = 1
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """A file with its header found. ``cells`` holds text columns named as ``headers``, beside ``numbers``.

    ``numbers`` are the row numbers of the source, ``preamble`` what stood above the header as key and
    value, ``surplus`` the numbers of rows with more cells than the header has columns.
    """

    headers: tuple[str, ...]
    cells: pl.DataFrame
    numbers: pl.Series
    has_header: bool
    preamble: dict[str, str] = field(default_factory=dict)
    surplus: pl.Series = field(default_factory=lambda: pl.Series("surplus", [], pl.UInt32))
    missing: pl.Series = field(default_factory=lambda: pl.Series("missing", [], pl.UInt32))
    notes: tuple[str, ...] = ()


def tidy(cell: str | None) -> str | None:
    """Strip a cell; one with nothing in it is None."""
    if cell is None:
        return None
    return cell.strip().strip("\ufeff").strip() or None


def is_blank(row: Row) -> bool:
    """Say whether a row holds nothing at all."""
    return all(tidy(cell) is None for cell in row)


def refuse_too_wide(width: int, file: str) -> None:
    """Raise BadInput for a table with more columns than ``MAX_COLUMNS``."""
    if width > MAX_COLUMNS:
        raise BadInput.because(
            "import-too-wide",
            sentence(
                "the table has {width:,} columns; Muster reads at most {most}.", width=width, most=MAX_COLUMNS
            ),
            "Export only the columns about the officer, the course, the day, the hours and the outcome.",
            Where(file),
        )
