"""Plain tables as people keep them: read from files, given their columns and types, or refused with the row."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import polars as pl

from muster.core.errors import BadFact, BadInput, Where
from muster.core.tables.schema import PLAIN, REQUIRED

EARLIEST, LATEST = 1800, 2299  # the years a day of these tables can lie in


def read_plain(folder: Path, name: str) -> pl.DataFrame | None:
    """Read one plain table from its file, or from every file in a folder of its name; None if absent."""
    files = [folder / f"{name}.csv", folder / f"{name}.parquet"]
    inside = folder / name
    if inside.is_dir():
        files += sorted(path for path in inside.iterdir() if path.suffix in (".csv", ".parquet"))
    frames = [conform(read_file(file), name, file) for file in files if file.exists() or file.is_symlink()]
    return pl.concat(frames) if frames else None


def read_file(file: Path) -> pl.DataFrame:
    """Read one CSV or Parquet file as it is. Raises BadInput for anything that is not one."""
    if not file.is_file():
        raise unreadable(file, "it is no ordinary file")
    try:
        # the open file, not its name: a name with brackets would be read as a pattern
        with file.open("rb") as opened:
            if file.suffix == ".parquet":
                return pl.read_parquet(opened)
            _refuse_bare_returns(file)
            return pl.read_csv(opened, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError, ValueError, MemoryError) as error:
        raise unreadable(file, str(error).splitlines()[0] if str(error) else type(error).__name__) from None


def unreadable(file: Path, why: str) -> BadInput:
    """Return the error for a file that is no table."""
    do = "Bring files of other systems in with `muster import`."
    return BadInput.because(
        "facts-unreadable", f"the file cannot be read as a table ({why}).", do, Where(str(file))
    )  # type: ignore[return-value]


def _refuse_bare_returns(file: Path) -> None:
    """Refuse line ends that the reader would take for part of one long line."""
    with file.open("rb") as opened:
        start = opened.read(65_536)
    if b"\r" in start.replace(b"\r\n", b""):
        raise unreadable(file, "its lines end in a way only old systems write")


def conform(table: pl.DataFrame | None, name: str, file: Path | None = None) -> pl.DataFrame:
    """Give a plain table its columns and types; a value that does not fit is refused with its row.

    ``name`` is one of officers, facts, courses, records. Raises BadFact.
    """
    schema = PLAIN[name]
    if table is None:
        return pl.DataFrame(schema=schema)
    where = Where(str(file) if file else name)
    for column in REQUIRED[name]:
        if column not in table.columns:
            raise BadFact.because(
                "missing-column",
                f"the table of {name} has no column {column}.",
                f"It has: {', '.join(table.columns[:12]) or 'none'}.",
                where,
            )
    _refuse_misspelt_columns(table, name, where)
    cast = table.select(
        (_cast(table, column, dtype) if column in table.columns else pl.lit(None, dtype)).alias(column)
        for column, dtype in schema.items()
    )
    for column in schema:
        if column in table.columns:
            _refuse_lost_values(table, cast, column, name, where)
    _refuse_days_out_of_range(cast, name, where)
    for column in REQUIRED[name]:
        empty = cast.get_column(column).is_null().arg_true()
        if len(empty):
            raise BadFact.because(
                "empty-id", f"row {empty[0] + 1} of {name} has no {column}.", "Every row needs one.", where
            )
    return cast


def _cast(table: pl.DataFrame, column: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    value = pl.col(column)
    if table.schema[column] == pl.String:
        value = value.str.strip_chars().replace("", None)
        if dtype == pl.Boolean:
            return value.str.to_lowercase().replace_strict(
                {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False},
                default=None,
                return_dtype=pl.Boolean,
            )
        if dtype == pl.Date:
            return value.str.to_date("%Y-%m-%d", strict=False)
        if dtype == pl.Datetime("ms"):
            return pl.coalesce(
                value.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms", strict=False),
                value.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="ms", strict=False),
                value.str.to_date("%Y-%m-%d", strict=False).cast(dtype),
            )
    return value.cast(dtype, strict=False)


def _refuse_lost_values(
    table: pl.DataFrame, cast: pl.DataFrame, column: str, name: str, where: Where
) -> None:
    before, after = table.get_column(column), cast.get_column(column)
    if before.dtype == pl.String:
        before = before.str.strip_chars().replace("", None)
    gone = before.is_not_null() & after.is_null()
    if before.dtype.is_float() and after.dtype.is_integer():
        gone |= before != after.cast(before.dtype)  # 90.5 minutes are refused, not cut
    lost = gone.arg_true()
    if len(lost):
        raise BadFact.because(
            "bad-value",
            f"row {lost[0] + 1} of {name} has {column} {before[lost[0]]!r}, which is no {_kind_of(cast.schema[column])}.",
            "Days are written 2026-12-31, moments 2026-12-31T14:00:00, minutes as whole numbers, yes/no as true or false.",
            where,
        )


def _kind_of(dtype: pl.DataType) -> str:
    names = {pl.Date: "day", pl.Boolean: "yes or no", pl.Int32: "whole number", pl.Float64: "number"}
    return names.get(type(dtype), "moment" if isinstance(dtype, pl.Datetime) else "text")


def _refuse_misspelt_columns(table: pl.DataFrame, name: str, where: Where) -> None:
    """Refuse a column that is nearly one of ours: read as a stranger, all it holds would be lost without a word."""
    missing = [column for column in PLAIN[name] if column not in table.columns]
    for column in table.columns:
        close = (
            get_close_matches(column.strip().lower(), missing, n=1, cutoff=0.85)
            if column not in PLAIN[name]
            else []
        )
        if close:
            what = f"the table of {name} has a column {column!r}, which Muster does not read (did you mean {close[0]}?)."
            raise BadFact.because(
                "misspelt-column", what, "Rename it, or take it out if it means something else.", where
            )


def _refuse_days_out_of_range(cast: pl.DataFrame, name: str, where: Where) -> None:
    for column, dtype in cast.schema.items():
        if dtype == pl.Date:
            year = cast.get_column(column).dt.year()
            latest = (
                9999 if column == "end" else LATEST
            )  # many systems write the last day there is for "still"
            odd = (year.is_not_null() & ~year.is_between(EARLIEST, latest)).arg_true()
            if len(odd):
                day = cast.get_column(column)[odd[0]]
                what = f"row {odd[0] + 1} of {name} has {column} {day}, which is no day of a working life."
                raise BadFact.because("out-of-range", what, "Write days like 2026-12-31.", where)
