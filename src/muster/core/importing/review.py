"""What becomes of each row: accepted, accepted and doubtful, or set aside. No row is ever without a fate."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter
from typing import Any

import polars as pl

from muster.core.errors.sentence import gaps_of

#: Why rows were set aside or are doubtful. ``form`` and ``values`` are the sentence taken apart (the values in the
#: order of the form's gaps), so that it can be said in another language.
REASONS: dict[str, Any] = {
    "row": pl.UInt32,
    "reason": pl.String,
    "sentence": pl.String,
    "form": pl.String,
    "values": pl.List(pl.String),
}
_LONGEST = 60  # letters of a value that a sentence quotes


class Said:
    """A sentence about rows: its form, and what fills each gap, one value for all or one for each row.

    Written out only for the rows it is said of; long values are cut.
    """

    def __init__(self, form: str, /, **values: object) -> None:
        self.form, self._values = form, values

    def about(self, mask: pl.Series) -> pl.DataFrame:
        """Write the sentences of the marked rows: sentence, form, values."""
        values = {name: _quoted(self._values[name], mask) for name in gaps_of(self.form)}
        frame = pl.DataFrame({"at": range(int(mask.sum()))}).with_columns(**values)
        pieces = [
            piece
            for text, name, _, _ in Formatter().parse(self.form)
            for piece in (pl.lit(text), pl.col(name) if name else pl.lit(""))
        ]
        filled = pl.concat_list(list(values)) if values else pl.lit([], pl.List(pl.String))
        told = frame.with_columns(sentence=pl.concat_str(pieces), form=pl.lit(self.form), values=filled)
        return told.select("sentence", "form", "values")


def _quoted(value: object, mask: pl.Series) -> pl.Series | pl.Expr:
    if not isinstance(value, pl.Series):
        return pl.lit(str(value))
    return value.filter(mask).cast(pl.String).str.slice(0, _LONGEST).fill_null("")


def no_reasons() -> pl.DataFrame:
    """Return a table of reasons without a row."""
    return pl.DataFrame(schema=REASONS)


def reasons(rows: pl.Series, reason: str, said: str | Said) -> pl.DataFrame:
    """Give one reason against some rows. Values that differ from row to row stand in the order of ``rows``."""
    said = Said(said) if isinstance(said, str) else said
    given = said.about(pl.repeat(True, len(rows), dtype=pl.Boolean, eager=True))
    numbered = pl.DataFrame({"row": rows}).with_columns(reason=pl.lit(reason))
    return pl.concat([numbered, given], how="horizontal").cast(pl.Schema(REASONS))


class Review:
    """Collects reasons against rows. ``rows`` are the row numbers of the source, in order."""

    def __init__(self, rows: pl.Series) -> None:
        self.rows = rows.rename("row").cast(pl.UInt32)
        self._aside: list[pl.DataFrame] = []
        self._doubts: list[pl.DataFrame] = []
        self.notes: list[str] = []

    def set_aside(self, mask: pl.Series, reason: str, said: str | Said) -> None:
        """Set rows aside; the first reason given for a row is the one it keeps."""
        self._add(self._aside, mask, reason, said)

    def doubt(self, mask: pl.Series, reason: str, said: str | Said) -> None:
        """Mark rows that are kept and that a person should look at; a row may have several doubts."""
        self._add(self._doubts, mask, reason, said)

    def _add(self, to: list[pl.DataFrame], mask: pl.Series, reason: str, said: str | Said) -> None:
        mask = mask.fill_null(value=False)
        if not mask.any():
            return
        said = Said(said) if isinstance(said, str) else said
        marked = pl.DataFrame({"row": self.rows.filter(mask)}).with_columns(reason=pl.lit(reason))
        to.append(pl.concat([marked, said.about(mask)], how="horizontal").cast(pl.Schema(REASONS)))

    def aside(self) -> pl.DataFrame:
        """One line a row set aside, as ``REASONS`` has it."""
        return _together(self._aside).unique("row", keep="first", maintain_order=True).sort("row")

    def doubtful(self) -> pl.DataFrame:
        """One line a doubt about a row that is kept, as ``REASONS`` has it."""
        return (
            _together(self._doubts).join(self.aside(), on="row", how="anti").sort("row", maintain_order=True)
        )

    def kept(self) -> pl.Series:
        """Say for each row whether it is accepted."""
        return ~self.rows.is_in(self.aside()["row"].implode())


def _together(parts: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts) if parts else pl.DataFrame(schema=REASONS)


def look_up(
    column: pl.Series, read: Callable[[str], object], dtype: pl.DataType | type[pl.DataType]
) -> pl.Series:
    """Read each distinct text once; empty stays empty."""
    distinct = [value for value in column.unique().to_list() if value is not None]
    found = pl.DataFrame(
        {"text": distinct, "found": [read(value) for value in distinct]},
        schema={"text": pl.String, "found": dtype},
        strict=True,
    )
    return column.alias("text").to_frame().join(found, on="text", how="left", maintain_order="left")["found"]
