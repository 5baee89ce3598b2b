"""The course titles of a folder of facts, or of a plain list."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from muster.core.errors import BadInput, MusterError, Where
from muster.core.tables import read_plain

_TITLE_COLUMNS = ("title", "name", "course", "course title", "course name")
_COUNT_COLUMNS = ("records", "count", "n")
_SCHEMA = {"course": pl.String, "title": pl.String, "records": pl.Int64}


def read_titles(source: Path) -> pl.DataFrame:
    """Return ``course``, ``title`` and ``records`` (how many) for a folder of facts or a list in a file.

    A list is a CSV with a column title, name or course (and a count in records), or one title a line.
    Raises BadInput.
    """
    if source.is_dir():
        return _of_folder(source)
    if not source.is_file():
        raise _unreadable(source, "there is no such folder or file")
    return _of_list(source)


def known_courses(source: Path) -> frozenset[str]:
    """Return the courses whose topics a folder of facts knows already; a plain list knows none."""
    if not source.is_dir():
        return frozenset()
    if (source / "kinds.parquet").exists():
        courses: pl.DataFrame | None = pl.read_parquet(
            source / "kinds.parquet", columns=["course", "topics"], glob=False
        )
    else:
        courses = read_plain(source, "courses")
    if courses is None or "topics" not in courses.columns:
        return frozenset()
    return frozenset(courses.drop_nulls(["course", "topics"])["course"])


def _of_folder(folder: Path) -> pl.DataFrame:
    if (folder / "kinds.parquet").exists():
        return _of_store(folder)
    records, courses = read_plain(folder, "records"), read_plain(folder, "courses")
    if records is None and courses is None:
        raise _unreadable(folder, "it holds neither records nor courses")
    parts = [] if records is None else [records.group_by("course").agg(records=pl.len().cast(pl.Int64))]
    counts = pl.concat(
        [*parts, *([courses.select("course", records=pl.lit(0, pl.Int64))] if courses is not None else [])]
    )
    counts = counts.group_by("course").agg(pl.col("records").sum())
    named = [pl.read_parquet(file, glob=False) for file in sorted((folder / "titles").glob("*.parquet"))]
    if courses is not None:
        named.append(courses.select("course", "title").drop_nulls())
    names = pl.concat([pl.DataFrame(schema={"course": pl.String, "title": pl.String}), *named]).unique()
    return counts.join(names, on="course", how="left").select(list(_SCHEMA)).sort("course", "title")


def _of_store(folder: Path) -> pl.DataFrame:
    kinds = pl.read_parquet(folder / "kinds.parquet", columns=["kind", "course", "title"], glob=False)
    records = pl.scan_parquet(
        sorted((folder / "records").rglob("*.parquet")), hive_partitioning=False, glob=False
    )
    counts = records.group_by("kind").agg(records=pl.len().cast(pl.Int64)).collect()
    joined = kinds.join(counts, on="kind", how="left")
    return (
        joined.group_by("course", "title")
        .agg(pl.col("records").sum())
        .select(list(_SCHEMA))
        .sort("course", "title")
    )


def _of_list(file: Path) -> pl.DataFrame:
    try:
        text = file.read_text("utf-8-sig")
        table = pl.read_csv(io.StringIO(text), infer_schema=False) if "," in text.split("\n", 1)[0] else None
    except (UnicodeError, OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(file, str(error).splitlines()[0]) from None
    if table is None:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        lines = lines[1:] if lines and lines[0].casefold() in _TITLE_COLUMNS else lines
        return pl.DataFrame({"course": lines, "title": lines, "records": [0] * len(lines)}, schema=_SCHEMA)
    names = {name.strip().casefold(): name for name in table.columns}
    titled = next((names[name] for name in _TITLE_COLUMNS if name in names), None)
    if titled is None:
        raise _unreadable(file, f"no column is called {', '.join(_TITLE_COLUMNS[:3])}")
    counted = next((names[name] for name in _COUNT_COLUMNS if name in names), None)
    count = pl.col(counted).cast(pl.Int64, strict=False).fill_null(0) if counted else pl.lit(0, pl.Int64)
    numbered = pl.col(names["course"]) if "course" in names else pl.col(titled)
    kept = table.select(numbered.alias("course"), pl.col(titled).alias("title"), count.alias("records"))
    return kept.drop_nulls(["course", "title"])


def _unreadable(source: Path, why: str) -> MusterError:
    return BadInput.because(
        "crosswalk-titles",
        f"no course titles can be read here ({why}).",
        "Name a folder made by `muster import`, or a CSV with a column title.",
        Where(str(source)),
    )
