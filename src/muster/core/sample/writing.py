"""A sample on disk: plain CSV tables, or the compact Parquet store the engine reads fastest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import IO

import polars as pl

from muster.core.sample.catalogue import Catalogue, make_catalogue
from muster.core.sample.department import (
    Progress,
    SampleTables,
    blocks,
    plain_parts,
)
from muster.core.sample.landing import landing
from muster.core.sample.recipe import Recipe
from muster.core.tables.facts import Facts
from muster.core.tables.schema import COMPACT_RECORDS, SPANS

_ROWS_A_GROUP = 2**18
_MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True)
class Made:
    """What a sample holds, for the person who asked for it."""

    officers: int
    agencies: int
    facts: int
    courses: int
    records: int


def write_csv(tables: SampleTables, folder: Path, *, force: bool = False) -> None:
    """Write the four plain tables as CSV. Raises BadUsage if the folder holds anything (see ``landing``)."""
    with landing(folder, {"officers": tables.officers.height}, force=force) as place:
        _append([tables], place)


def write_plain(
    recipe: Recipe, folder: Path, *, force: bool = False, progress: Progress | None = None
) -> Made:
    """Make a sample of any size and write it as CSV, part by part, so that memory stays flat."""
    catalogue = make_catalogue(recipe)
    with landing(folder, _about(recipe), force=force) as place:
        rows = _append(plain_parts(recipe, catalogue, progress), place)
    return Made(recipe.officers, recipe.agencies, rows["facts"], rows["courses"], rows["records"])


def _about(recipe: Recipe) -> dict[str, object]:
    """Return from what a sample was made, for its marker."""
    return {
        "officers": recipe.officers,
        "seed": recipe.seed,
        "today": recipe.today.isoformat(),
        "years": recipe.years,
    }


def _append(parts: Iterable[SampleTables], place: Path) -> dict[str, int]:
    names = [table.name for table in fields(SampleTables)]
    rows = dict.fromkeys(names, 0)
    for part in parts:
        for name in names:
            table = getattr(part, name)
            with (place / f"{name}.csv").open("ab") as file:
                _add_csv(table, file)
            rows[name] += table.height
    return rows


def _add_csv(table: pl.DataFrame, file: IO[bytes]) -> None:
    table.write_csv(file, include_header=file.tell() == 0, datetime_format=_MOMENT_FORMAT)


def write_store(
    officers: int,
    folder: Path,
    *,
    seed: int,
    today: date,
    years: int = 12,
    records_per_officer: float | None = None,
    record_ids: bool = True,
    force: bool = False,
    progress: Progress | None = None,
) -> Made:
    """Make a sample of any size and write it as a compact store, block by block and year by year.

    Records lie in ``records/year=YYYY/part-NNN.parquet``, a part for each 100,000 officers, ordered by
    day; undated ones in ``records/undated``. Without ``record_ids`` that column is left out, which
    halves the size. Memory does not grow with the number of officers.
    """
    recipe = Recipe(officers, seed, today, years, records_per_officer)
    catalogue = make_catalogue(recipe)
    rows = {"facts": 0, "records": 0}
    with landing(folder, _about(recipe), force=force) as place:
        kinds_table(catalogue).write_parquet(place / "kinds.parquet")
        for number, block in enumerate(blocks(recipe, catalogue, progress)):
            spans = _compact_spans(block.facts)
            _write_part(block.officers, place / "officers", number)
            _write_part(spans, place / "spans", number)
            rows["facts"] += spans.height
            for year, records in block.records:
                rows["records"] += _write_year(
                    records, year, place / "records", number, record_ids=record_ids
                )
        _join_parts(place / "officers")
        _join_parts(place / "spans")
    return Made(recipe.officers, recipe.agencies, rows["facts"], catalogue.courses.height, rows["records"])


def kinds_table(catalogue: Catalogue) -> pl.DataFrame:
    """Describe the kinds exactly as ``Facts`` does, by showing it one record of each."""
    one = pl.DataFrame({"officer_id": ["P000000"]})
    each = catalogue.kind_keys.with_columns(officer_id=pl.lit("P000000"))
    return Facts.from_tables(one, None, catalogue.courses, each).kinds


def _compact_spans(facts: pl.DataFrame) -> pl.DataFrame:
    return facts.filter(~pl.col("withdrawn")).select(list(SPANS))


def _write_year(records: pl.DataFrame, year: int, folder: Path, number: int, *, record_ids: bool) -> int:
    """Write the records of a year, and of the next where seats are booked already."""
    standing = records.filter(~pl.col("withdrawn"))
    columns = [name for name in COMPACT_RECORDS if record_ids or name != "record_id"]
    if record_ids:
        standing = standing.with_columns(
            record_id=pl.concat_str(pl.lit("r"), pl.col("number").cast(pl.String))
        )
    dates = pl.col("completed_on")
    for name, belongs in (
        (str(year), dates.dt.year() == year),
        (str(year + 1), dates.dt.year() > year),
    ):
        _write_part(standing.filter(belongs).select(columns), folder / f"year={name}", number)
    undated = standing.filter(dates.is_null()).select(columns)
    _write_part(undated, folder / "undated", number, f"-{year}")
    return standing.height


def _write_part(table: pl.DataFrame, folder: Path, number: int, suffix: str = "") -> None:
    if table.height:
        folder.mkdir(parents=True, exist_ok=True)
        table.write_parquet(folder / f"part-{number:03d}{suffix}.parquet", row_group_size=_ROWS_A_GROUP)


def _join_parts(folder: Path) -> None:
    """Turn a folder of parts into the one file of its name."""
    parts = sorted(folder.glob("*.parquet"))
    pl.scan_parquet(parts).sink_parquet(folder.with_suffix(".parquet"), row_group_size=_ROWS_A_GROUP)
    for part in parts:
        part.unlink()
    folder.rmdir()
