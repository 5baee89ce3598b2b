"""What becomes of each row: accepted, accepted and doubtful, or set aside. No row is ever without a fate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

_SCHEMA = {"row": pl.UInt32, "reason": pl.String, "sentence": pl.String}


@dataclass(frozen=True)
class Quoted:
    """A sentence around the value of each row, long values cut; written out only for the rows it is said of."""

    before: str
    values: pl.Series
    after: str

    def filter(self, mask: pl.Series) -> pl.Series:
        """Write the sentences of the marked rows."""
        said = self.values.filter(mask).cast(pl.String).str.slice(0, 60).fill_null("")
        return pl.select(pl.concat_str(pl.lit(self.before), said, pl.lit(self.after))).to_series()


#: A sentence for all marked rows, or one for each.
Sentence = str | pl.Series | Quoted


class Review:
    """Collects reasons against rows. ``rows`` are the row numbers of the source, in order."""

    def __init__(self, rows: pl.Series) -> None:
        self.rows = rows.rename("row").cast(pl.UInt32)
        self._aside: list[pl.DataFrame] = []
        self._doubts: list[pl.DataFrame] = []
        self.notes: list[str] = []

    def set_aside(self, mask: pl.Series, reason: str, sentence: Sentence) -> None:
        """Set rows aside; the first reason given for a row is the one it keeps."""
        self._add(self._aside, mask, reason, sentence)

    def doubt(self, mask: pl.Series, reason: str, sentence: Sentence) -> None:
        """Mark rows that are kept and that a person should look at; a row may have several doubts."""
        self._add(self._doubts, mask, reason, sentence)

    def _add(self, to: list[pl.DataFrame], mask: pl.Series, reason: str, sentence: Sentence) -> None:
        mask = mask.fill_null(value=False)
        if not mask.any():
            return
        said = pl.lit(sentence, pl.String) if isinstance(sentence, str) else sentence.filter(mask)
        marked = pl.DataFrame({"row": self.rows.filter(mask)})
        to.append(marked.select("row", pl.lit(reason).alias("reason"), said.alias("sentence")).cast(_SCHEMA))  # type: ignore[arg-type]

    def aside(self) -> pl.DataFrame:
        """One line a row set aside: row, reason, sentence."""
        return _together(self._aside).unique("row", keep="first", maintain_order=True).sort("row")

    def doubtful(self) -> pl.DataFrame:
        """One line a doubt about a row that is kept: row, reason, sentence."""
        return (
            _together(self._doubts).join(self.aside(), on="row", how="anti").sort("row", maintain_order=True)
        )

    def kept(self) -> pl.Series:
        """Say for each row whether it is accepted."""
        return ~self.rows.is_in(self.aside()["row"].implode())


def _together(parts: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts) if parts else pl.DataFrame(schema=_SCHEMA)


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
