"""Looks at rows that every sort of import takes: their shape, their officer, their doubles."""

from __future__ import annotations

import polars as pl

from muster.core.importing.columns import normal
from muster.core.importing.grid import RawTable
from muster.core.importing.review import Quoted, Review, look_up
from muster.core.importing.values import id_problem, is_formula


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
        f"the row has more cells than the {len(table.headers)} columns; a delimiter may stand inside a text",
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
    reasons = look_up(ids, lambda text: (id_problem(text) or (None, None))[0], pl.String)
    sentences = look_up(ids, lambda text: (id_problem(text) or (None, None))[1], pl.String)
    for reason in reasons.drop_nulls().unique(maintain_order=True).to_list():
        review.set_aside(reasons == reason, reason, sentences)
    review.doubt(
        ~ids.str.contains(r"\d"),
        "id-without-digit",
        Quoted("the officer id '", ids, "' holds no digit; it may be a name"),
    )


def check_known(ids: pl.Series, known: frozenset[str], review: Review) -> None:
    """Set aside rows about officers whom the folder does not know."""
    review.set_aside(
        ~ids.is_in(list(known)),
        "unknown-officer",
        Quoted("officer ", ids, " is not in officers.csv; add them with --new-officers if they are real"),
    )


def check_text(frame: pl.DataFrame, columns: list[str], review: Review) -> None:
    """Doubt text that a spreadsheet would run as a formula; it is kept as the text it is."""
    for name in columns:
        column = frame[name]
        formula = look_up(column, is_formula, pl.Boolean)
        review.doubt(
            formula, "formula-text", Quoted(f"the {name} '", column, "' begins like a formula; kept as text")
        )


def check_identical(table: RawTable, review: Review) -> pl.Series:
    """Doubt rows that repeat an earlier row cell for cell; return which. Both may be true, so both stay."""
    frame = table.cells.with_columns(review.rows.alias("\0row"))
    first = frame.select(pl.col("\0row").min().over(list(table.headers)))["\0row"]
    later = first != review.rows
    review.doubt(
        later,
        "identical-row",
        Quoted(
            "the same, cell for cell, as row ",
            first,
            "; both are kept, for a person to judge",
        ),
    )
    return later
