"""Parquet: columns already named, brought to text so that one path serves every format."""

from __future__ import annotations

import io
import subprocess
import sys

import polars as pl

from muster.core.errors import BadInput, MusterError, Where
from muster.core.importing.grid import Grid, refuse_too_wide

_TRIAL = "import io, sys, polars; polars.read_parquet(io.BytesIO(sys.stdin.buffer.read()))"


def read_parquet(raw: bytes, file: str) -> Grid:
    """Read a Parquet file. Raises BadInput when it is cut off, damaged or holds nested columns."""
    if not raw.endswith(b"PAR1"):
        raise _damaged(file, "its end is missing")
    _try_elsewhere(raw, file)
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


def _try_elsewhere(raw: bytes, file: str) -> None:
    """Read the file in a process of its own first: some damage makes the reader end its process."""
    trial = subprocess.run(  # noqa: S603 - this interpreter, a fixed text, the file on its standard input
        [sys.executable, "-I", "-c", _TRIAL], input=raw, capture_output=True, check=False
    )
    if trial.returncode:
        raise _damaged(file, "reading it fails")


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
            f"the column {nested[0]} holds lists or objects.",
            "Muster reads flat rows; flatten it first.",
            Where(file, key=nested[0]),
        )


def _damaged(file: str, why: str) -> MusterError:
    return BadInput.because(
        "import-damaged", f"the Parquet file is damaged ({why}).", "Export it again.", Where(file)
    )
