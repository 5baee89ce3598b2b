"""Parquet: columns already named, brought to text so that one path serves every format."""

from __future__ import annotations

import io

import polars as pl

from muster.core.errors import BadInput, MusterError, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.apart import read_apart
from muster.core.importing.grid import Grid, refuse_too_wide

MAX_ROWS = 5_000_000
MAX_TEXT = 1_000_000_000  # bytes of text, however small the file packs it

#: Rows from the metadata first; only if they are few enough, everything, and how much text it is.
_TRIAL = f"""
import polars as pl
rows = pl.scan_parquet(io.BytesIO(raw)).select(pl.len()).collect().item()
size = 0
if rows <= {MAX_ROWS}:
    texts = pl.read_parquet(io.BytesIO(raw)).select(pl.col(pl.String).str.len_bytes().cast(pl.Int64).sum())
    size = sum(texts.row(0)) if texts.width else 0
print(rows, size)
"""


def read_parquet(raw: bytes, file: str) -> Grid:
    """Read a Parquet file. Raises BadInput when it is cut off, damaged or holds nested columns."""
    if not raw.endswith(b"PAR1"):
        raise _damaged(file, "its end is missing")
    _try_apart(raw, file)
    try:
        schema = pl.read_parquet_schema(io.BytesIO(raw))
        refuse_too_wide(len(schema), file)
        _refuse_nested(dict(schema), file)
        frame = pl.read_parquet(io.BytesIO(raw)).select(
            _as_text(name, dtype) for name, dtype in schema.items()
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise _damaged(file, str(error).splitlines()[0] if str(error) else "unreadable") from None
    return Grid(file, frame.rows(), headers=tuple(frame.columns))


def _try_apart(raw: bytes, file: str) -> None:
    """Read the file in a process of its own first: some damage makes the reader end its process."""
    found = read_apart(_TRIAL, raw)
    if found is None:
        raise _damaged(file, "reading it fails")
    rows, size = map(int, found.split())
    if rows > MAX_ROWS or size > MAX_TEXT:
        raise BadInput.because(
            "import-too-large",
            sentence(
                "the file unpacks to {rows:,} rows and {size:,} bytes of text; at most {most:,} rows are read.",
                rows=rows,
                size=size,
                most=MAX_ROWS,
            ),
            "Bring it one year at a time.",
            Where(file),
        )


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.Binary:
        return column.bin.encode("hex")
    if isinstance(dtype, pl.Datetime):
        return column.dt.to_string("%Y-%m-%dT%H:%M:%S")
    return column.cast(pl.String)


def _refuse_nested(schema: dict[str, pl.DataType], file: str) -> None:
    nested = [name for name, dtype in schema.items() if dtype.is_nested() or dtype == pl.Object]
    if nested:
        raise BadInput.because(
            "import-nested",
            sentence("the column {column} holds lists or objects.", column=nested[0]),
            "Muster reads flat rows; flatten it first.",
            Where(file, key=nested[0]),
        )


def _damaged(file: str, why: str) -> MusterError:
    return BadInput.because(
        "import-damaged",
        sentence("the Parquet file is damaged ({why}).", why=why),
        "Export it again.",
        Where(file),
    )
