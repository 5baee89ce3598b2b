"""Facts: who, which spells of rank and post and leave, and which training, ready for the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from muster.core.errors import BadFact, BadInput, Where
from muster.core.tables import refusals
from muster.core.tables.plain import conform, read_plain, unreadable
from muster.core.tables.schema import COMPACT_OFFICERS, COMPACT_RECORDS, KINDS, PLAIN, SPANS

STORE = {"officers": COMPACT_OFFICERS, "spans": SPANS, "kinds": KINDS}


@dataclass(frozen=True)
class Facts:
    """The compact tables. Officers are numbered 0..n-1 in the order of ``officers``.

    ``spans`` are dated facts, ``kinds`` what many records share, ``records`` the training itself
    (lazy, so that a nation's worth need never be in memory at once).
    """

    officers: pl.DataFrame
    spans: pl.DataFrame
    kinds: pl.DataFrame
    records: pl.LazyFrame
    first: int = 0  # the number of the first officer here, where this is one part of more

    @property
    def size(self) -> int:
        """How many officers there are."""
        return self.officers.height

    @classmethod
    def from_tables(
        cls,
        officers: pl.DataFrame,
        facts: pl.DataFrame | None = None,
        courses: pl.DataFrame | None = None,
        records: pl.DataFrame | None = None,
    ) -> Facts:
        """Build facts from plain tables (``muster.core.tables.schema``).

        Officers who only appear in ``facts`` or ``records`` are refused, not invented. Raises BadFact.
        """
        people = conform(officers, "officers").with_row_index("officer")
        dated = conform(facts, "facts")
        taught = conform(courses, "courses")
        training = conform(records, "records")
        refusals.refuse_doubles(people)
        refusals.refuse_unknown_officers(people, dated, "facts")
        refusals.refuse_unknown_officers(people, training, "records")
        refusals.refuse_backward_spans(dated)
        refusals.refuse_unknown_outcomes(training)
        refusals.refuse_out_of_range(
            training, "minutes", 0, refusals.MOST_MINUTES, "Minutes of one record are 0 to 600,000."
        )
        refusals.refuse_out_of_range(training, "score", 0, 100, "Scores are percent, 0 to 100.")
        refusals.refuse_bad_corrections(dated, "facts", "fact_id")
        refusals.refuse_bad_corrections(training, "records", "record_id")
        training, kinds = _number_kinds(_with_known_until(training, "record_id"), taught)
        return cls(
            officers=people.select(list(COMPACT_OFFICERS)),
            spans=_spans(_with_known_until(dated, "fact_id"), people),
            kinds=kinds,
            records=_compact_records(training, people).lazy(),
        )

    @classmethod
    def read(cls, folder: Path) -> Facts:
        """Read a folder of plain tables (CSV or Parquet) or a compact store (``kinds.parquet`` in it)."""
        if not folder.is_dir():
            raise BadInput.because(
                "facts-no-folder",
                f"there is no folder {folder}.",
                "Name a folder with officers and records in it; `muster sample` makes one to try.",
            )
        if (folder / "kinds.parquet").exists():
            return cls._read_store(folder)
        tables = {name: read_plain(folder, name) for name in PLAIN}
        if tables["officers"] is None:
            raise BadInput.because(
                "facts-no-officers",
                f"{folder} holds no officers.csv or officers.parquet.",
                "It needs one line an officer with the column officer_id.",
                Where(str(folder)),
            )
        return cls.from_tables(tables["officers"], tables["facts"], tables["courses"], tables["records"])

    @classmethod
    def _read_store(cls, folder: Path) -> Facts:
        tables = {}
        for name, schema in STORE.items():
            file = folder / f"{name}.parquet"
            try:
                tables[name] = pl.read_parquet(file, glob=False).select(list(schema))
            except (pl.exceptions.PolarsError, OSError) as error:
                raise unreadable(file, str(error).splitlines()[0]) from None
        parts = sorted((folder / "records").rglob("*.parquet"))
        if not parts:
            raise unreadable(
                folder / "records", "a store keeps its records in Parquet files there, and there are none"
            )
        records = pl.scan_parquet(parts, glob=False, hive_partitioning=False)
        return cls(tables["officers"], tables["spans"], tables["kinds"], records)

    def write_store(self, folder: Path) -> None:
        """Write the compact store, records in one Parquet file a year."""
        (folder / "records").mkdir(parents=True, exist_ok=True)
        self.officers.write_parquet(folder / "officers.parquet")
        self.spans.write_parquet(folder / "spans.parquet")
        self.kinds.write_parquet(folder / "kinds.parquet")
        records = self.records.collect()
        years = records.get_column("completed_on").dt.year()
        for year in years.drop_nulls().unique().sort():
            records.filter(years == year).write_parquet(folder / "records" / f"year={year}.parquet")
        # the name sorts before the years, so that reading them all keeps the order of days
        records.filter(years.is_null()).write_parquet(folder / "records" / "undated.parquet")

    def only(self, officer_ids: list[str]) -> Facts:
        """Return the facts of these officers alone, renumbered. Raises BadFact for one nobody knows."""
        found = self.officers.filter(pl.col("officer_id").is_in(officer_ids))
        missing = sorted(set(officer_ids) - set(found["officer_id"]))
        if missing:
            raise BadFact.because(
                "unknown-officer",
                f"there is no officer {', '.join(missing)}.",
                "Officers are named by their officer_id, as in the officers table.",
            )
        numbers = found.select("officer", new=pl.int_range(pl.len(), dtype=pl.UInt32))
        lazy = numbers.lazy()

        def renumber(frame: pl.LazyFrame) -> pl.LazyFrame:
            columns = frame.collect_schema().names()
            kept = frame.join(lazy, on="officer", maintain_order="left")
            return kept.with_columns(officer="new").select(columns)

        return replace(
            self,
            officers=renumber(found.lazy()).collect(),
            spans=renumber(self.spans.lazy()).collect(),
            records=renumber(self.records),
            first=0,
        )

    def split(self, size: int) -> Iterator[Facts]:
        """Cut into parts of at most ``size`` officers; together they are the whole."""
        for low in range(0, max(self.size, 1), size):
            high = min(low + size, self.size)
            mine = (pl.col("officer") >= low + self.first) & (pl.col("officer") < high + self.first)
            yield replace(
                self,
                officers=self.officers.filter(mine),
                spans=self.spans.filter(mine),
                records=self.records.filter(mine),
                first=low + self.first,
            )


def _with_known_until(table: pl.DataFrame, key: str) -> pl.DataFrame:
    """Add ``known_until``: the earliest moment at which a later line replaced each line.

    A correction without a moment of its own has always stood, so what it replaces never did.
    """
    always = pl.lit(None, pl.Datetime("ms"))
    replaced = (
        table.filter(pl.col("supersedes").is_not_null())
        .group_by("supersedes")
        .agg(
            pl.when(pl.col("recorded_at").is_null().any())
            .then(pl.date(1, 1, 1).cast(pl.Datetime("ms")))
            .otherwise(pl.col("recorded_at").min())
            .alias("known_until")
        )
        .rename({"supersedes": key})
    )
    if not replaced.height:
        return table.with_columns(always.alias("known_until")).filter(
            ~pl.col("withdrawn").fill_null(value=False)
        )
    return table.join(replaced, on=key, how="left", maintain_order="left").filter(
        ~pl.col("withdrawn").fill_null(value=False)
    )


def _spans(facts: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    return (
        facts.join(people, on="officer_id", maintain_order="left")
        .rename({"recorded_at": "known_from"})
        .select(pl.col(name).cast(dtype) for name, dtype in SPANS.items())
    )


_KIND_KEYS = ("course", "provider", "delivery", "outcome", "unit", "item", "marks")


def _number_kinds(records: pl.DataFrame, courses: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give each distinct sort of record a number; the course fills in what the record leaves empty."""
    records = records.with_columns(pl.col("outcome").fill_null("completed"))
    doubled = courses.filter(pl.col("course").is_duplicated())
    if doubled.height:
        raise BadFact.because(
            "course-twice",
            f"course {doubled['course'][0]} stands in the courses table twice.",
            "Keep one line a course.",
        )
    kinds = records.select(_KIND_KEYS).unique(maintain_order=True).with_row_index("kind")
    numbered = records.join(kinds, on=_KIND_KEYS, nulls_equal=True, maintain_order="left")
    known = courses.rename(
        {"minutes": "course_minutes", **{c: f"course_{c}" for c in ("provider", "delivery", "marks")}}
    )
    described = kinds.join(known, on="course", how="left", maintain_order="left").with_columns(
        title=pl.coalesce("title", "course"),
        topics=_codes("topics", unknown_when_empty=True),
        provider=pl.coalesce("provider", "course_provider"),
        delivery=pl.coalesce("delivery", "course_delivery"),
        marks=pl.concat_list(_codes("marks"), _codes("course_marks")),
    )
    return numbered, described.select(pl.col(name).cast(dtype) for name, dtype in KINDS.items())


def _codes(column: str, *, unknown_when_empty: bool = False) -> pl.Expr:
    """Split ``a;b`` into a list; empty is unknown or nothing, ``none`` is nothing."""
    text = pl.col(column)
    codes = text.str.split(";").list.eval(
        pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != "")
    )
    nothing = pl.lit([], pl.List(pl.String))
    when_empty = pl.lit(None, pl.List(pl.String)) if unknown_when_empty else nothing
    return pl.when(text.is_null()).then(when_empty).when(text == "none").then(nothing).otherwise(codes)


def _compact_records(records: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    return (
        records.join(people, on="officer_id", maintain_order="left")
        .with_columns(
            score=(pl.col("score") * 100).round(),
            known_from=pl.col("recorded_at"),
            minutes=pl.col("minutes").fill_null(0),
            record_id=pl.coalesce("record_id", pl.concat_str(pl.lit("row-"), pl.int_range(pl.len()) + 1)),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in COMPACT_RECORDS.items())
    )
