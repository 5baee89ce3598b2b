"""Looks at rows that every sort of import takes: their shape, their officer, their doubles."""

from __future__ import annotations

import polars as pl

from muster.core.importing.columns import normal
from muster.core.importing.grid import RawTable
from muster.core.importing.review import Review, Said, look_up
from muster.core.importing.values import ID_PROBLEMS, id_problem, is_formula


def check_shape(table: RawTable, review: Review) -> None:
    """Set aside blank rows, repeated headers and rows with too many cells; doubt rows that are too short."""
    cells = table.cells
    blank = cells.select(pl.all_horizontal(pl.all().is_null()).alias("blank"))["blank"]
    review.set_aside(blank, "blank-row", "the row is empty")
    if table.has_header:
        review.set_aside(_repeats_header(table), "repeated-header", "the row repeats the header")
    review.set_aside(
        review.rows.is_in(table.surplus.implode()),
        "too-many-cells",
        Said(
            "the row has more cells than the {columns} columns; a delimiter may stand inside a text",
            columns=len(table.headers),
        ),
    )
    review.doubt(
        review.rows.is_in(table.missing.implode()),
        "short-row",
        "the row has fewer cells than the header has columns",
    )


def _repeats_header(table: RawTable) -> pl.Series:
    """Say which rows hold the header again: each column leaves fewer rows for the next to look at."""
    named = [name for name in table.headers if normal(name) and not normal(name).startswith("col")]
    rows = pl.Series(range(table.cells.height if named else 0), dtype=pl.UInt32)
    for header in named:
        rows = rows.filter(table.cells[header].gather(rows).str.to_lowercase() == header.lower())
    return pl.Series(range(table.cells.height), dtype=pl.UInt32).is_in(rows.implode())


def check_officers(ids: pl.Series, review: Review) -> None:
    """Set aside rows without an officer id, or with one that is a name or a formula."""
    review.set_aside(ids.is_null(), "no-officer-id", "the row has no officer id")
    reasons = look_up(ids, id_problem, pl.String)
    for reason, form in ID_PROBLEMS.items():
        review.set_aside(reasons == reason, reason, Said(form, id=ids))
    review.doubt(
        ~ids.str.contains(r"\d"),
        "id-without-digit",
        Said("the officer id '{id}' holds no digit; it may be a name", id=ids),
    )


def check_known(ids: pl.Series, known: frozenset[str], review: Review) -> None:
    """Set aside rows about officers whom the folder does not know."""
    review.set_aside(
        ~ids.is_in(list(known)),
        "unknown-officer",
        Said("officer {id} is not in officers.csv; add them with --new-officers if they are real", id=ids),
    )


def check_text(frame: pl.DataFrame, columns: list[str], review: Review) -> None:
    """Doubt text that a spreadsheet would run as a formula; it is kept as the text it is."""
    for name in columns:
        column = frame[name]
        formula = look_up(column, is_formula, pl.Boolean)
        said = Said("the {column} '{text}' begins like a formula; kept as text", column=name, text=column)
        review.doubt(formula, "formula-text", said)


def check_identical(table: RawTable, review: Review) -> pl.Series:
    """Doubt rows that repeat an earlier row cell for cell; return which. Both may be true, so both stay."""
    frame = table.cells.with_columns(review.rows.alias("\0row"))
    first = frame.select(pl.col("\0row").min().over(list(table.headers)))["\0row"]
    later = first != review.rows
    review.doubt(
        later,
        "identical-row",
        Said("the same, cell for cell, as row {first}; both are kept, for a person to judge", first=first),
    )
    return later
