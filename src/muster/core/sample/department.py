"""The sample put together: blocks of officers, their facts, and their records year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from muster.core.sample.careers import Careers, make_careers
from muster.core.sample.catalogue import Catalogue, make_catalogue
from muster.core.sample.dated_facts import facts_of
from muster.core.sample.paperwork import filed
from muster.core.sample.recipe import RECORDS_A_YEAR, Recipe
from muster.core.sample.streams import PLANNED_A_YEAR, year_of_training
from muster.core.sample.training import Year, days_served
from muster.core.tables.schema import DATED_FACTS, OFFICERS, RECORDS

#: Planned training fills at most this share of the records asked for; the rest is roll calls and electives.
PLANNED_SHARE = 0.75

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SampleTables:
    """The plain tables of a sample (``muster.core.tables.schema.PLAIN``), or of one part of it."""

    officers: pl.DataFrame
    facts: pl.DataFrame
    courses: pl.DataFrame
    records: pl.DataFrame


@dataclass(frozen=True)
class Block:
    """One block of officers: ids and facts at once, records drawn a year at a time."""

    officers: pl.DataFrame  # officer, officer_id
    facts: pl.DataFrame
    records: Iterator[tuple[int, pl.DataFrame]]  # the year, and its records as ``filed`` gives them


def make_department(
    officers: int, seed: int, today: date, years: int = 12, records_per_officer: float | None = None
) -> SampleTables:
    """Make a whole sample in memory, as plain tables.

    ``records_per_officer`` is the average over all years; None gives about 20 a year of service.
    For more than some ten thousand officers write a store instead. Raises BadUsage for numbers that
    make no sample.
    """
    recipe = Recipe(officers, seed, today, years, records_per_officer)
    catalogue = make_catalogue(recipe)
    parts = list(plain_parts(recipe, catalogue))
    return SampleTables(
        officers=pl.concat([part.officers for part in parts]),
        facts=pl.concat([part.facts for part in parts]),
        courses=catalogue.courses,
        records=pl.concat([part.records for part in parts]),
    )


def plain_parts(
    recipe: Recipe, catalogue: Catalogue, progress: Progress | None = None
) -> Iterator[SampleTables]:
    """Give the plain tables in parts that fit in memory; only the first has the courses."""
    courses = catalogue.courses
    for block in blocks(recipe, catalogue, progress):
        officers, facts = block.officers.select(list(OFFICERS)), plain_facts(block.facts)
        for _, records in block.records:
            yield SampleTables(officers, facts, courses, plain_records(records, catalogue))
            officers, facts, courses = officers.clear(), facts.clear(), courses.clear()


def blocks(recipe: Recipe, catalogue: Catalogue, progress: Progress | None = None) -> Iterator[Block]:
    """Make the sample block by block; facts and records are numbered through from 1.

    Draw all records of a block before the next one. ``progress`` hears years done and years in all.
    """
    counted = _Counted(recipe, progress)
    fact = 1
    for numbers in recipe.blocks():
        careers = make_careers(recipe, numbers)
        facts = facts_of(careers, recipe, fact)
        fact += facts.height
        yield Block(_ids(numbers), facts, _records(careers, catalogue, recipe, counted))


@dataclass
class _Counted:
    """What is numbered through from block to block."""

    recipe: Recipe
    progress: Progress | None
    record: int = 1
    years: int = 0

    def step(self, records: int) -> None:
        self.record += records
        self.years += 1
        if self.progress:
            self.progress(self.years, self.recipe.years * len(list(self.recipe.blocks())))


def _ids(numbers: range) -> pl.DataFrame:
    officer = pl.int_range(numbers.start, numbers.stop, dtype=pl.UInt32)
    named = pl.concat_str(pl.lit("P"), pl.col("officer").cast(pl.String).str.zfill(6))
    return pl.select(officer=officer).with_columns(officer_id=named)


def _records(
    careers: Careers, catalogue: Catalogue, recipe: Recipe, counted: _Counted
) -> Iterator[tuple[int, pl.DataFrame]]:
    rate = _rate(careers, recipe)
    keep = min(1.0, PLANNED_SHARE * rate / PLANNED_A_YEAR)
    for number in recipe.calendar_years:
        random = recipe.random(30, careers.first, number)
        year = Year(careers, catalogue, recipe, number, random, rate, keep)
        records = filed(year, year_of_training(year)).with_columns(
            number=pl.int_range(pl.len(), dtype=pl.Int64) + counted.record,
            supersedes=pl.col("supersedes") + counted.record,
        )
        yield number, records
        counted.step(records.height)


def _rate(careers: Careers, recipe: Recipe) -> float:
    """Records per officer and year of service that reach the average asked for."""
    if recipe.records_per_officer is None:
        return RECORDS_A_YEAR
    first = np.datetime64(date(recipe.calendar_years.start, 1, 1), "D").astype(int)
    served = days_served(careers, int(first), recipe.now).sum() / 365.25
    return recipe.records_per_officer * careers.size / max(float(served), 1.0)


def plain_facts(facts: pl.DataFrame) -> pl.DataFrame:
    """Write the facts of a block as an agency would keep them."""
    return (
        facts.select(
            officer_id=_officer_id(),
            fact="fact",
            value="value",
            start="start",
            end="end",
            recorded_at="known_from",
            fact_id=_numbered("f", "number"),
            supersedes=_numbered("f", "supersedes"),
            withdrawn=_only_true("withdrawn"),
        )
        .select(list(DATED_FACTS))
        .cast(pl.Schema(DATED_FACTS))
    )


def plain_records(records: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Write records as an agency would keep them: the kind spelt out, text ids."""
    kinds = catalogue.kind_keys.with_row_index("kind")
    spelt = records.join(kinds, on="kind", how="left", maintain_order="left").with_columns(
        record_id=_numbered("r", "number"),
        officer_id=_officer_id(),
        provider=pl.lit(None, pl.String),
        score=pl.col("score") / 100,
        recorded_at="known_from",
        supersedes=_numbered("r", "supersedes"),
        withdrawn=_only_true("withdrawn"),
    )
    return spelt.select(pl.col(name).cast(dtype) for name, dtype in RECORDS.items())


def _officer_id() -> pl.Expr:
    return pl.concat_str(pl.lit("P"), pl.col("officer").cast(pl.String).str.zfill(6))


def _numbered(letter: str, column: str) -> pl.Expr:
    return pl.concat_str(pl.lit(letter), pl.col(column).cast(pl.String))


def _only_true(column: str) -> pl.Expr:
    return pl.when(pl.col(column)).then(pl.lit(value=True))
