"""Facts: who, which spells of rank and post and leave, and which training, ready for the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from muster.core.errors import BadFact, BadInput, Where
from muster.core.tables.schema import (
    COMPACT_OFFICERS,
    COMPACT_RECORDS,
    KINDS,
    OUTCOMES,
    PLAIN,
    REQUIRED,
    SPANS,
)

MOST_MINUTES = 600_000  # ten thousand hours, more than any course holds


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
        _refuse_doubles(people)
        _refuse_unknown_officers(people, dated, "facts")
        _refuse_unknown_officers(people, training, "records")
        _refuse_backward_spans(dated)
        _refuse_unknown_outcomes(training)
        _refuse_out_of_range(training, "minutes", 0, MOST_MINUTES, "Minutes of one record are 0 to 600,000.")
        _refuse_out_of_range(training, "score", 0, 100, "Scores are percent, 0 to 100.")
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
        return cls(
            officers=pl.read_parquet(folder / "officers.parquet"),
            spans=pl.read_parquet(folder / "spans.parquet"),
            kinds=pl.read_parquet(folder / "kinds.parquet"),
            records=pl.scan_parquet(folder / "records" / "**" / "*.parquet", hive_partitioning=False),
        )

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


def read_plain(folder: Path, name: str) -> pl.DataFrame | None:
    """Read one plain table from its file, or from every file in a folder of its name; None if absent."""
    files = [folder / f"{name}.csv", folder / f"{name}.parquet"]
    files += sorted((folder / name).glob("*.csv")) + sorted((folder / name).glob("*.parquet"))
    frames = [conform(_read_file(file), name, file) for file in files if file.exists()]
    return pl.concat(frames) if frames else None


def _read_file(file: Path) -> pl.DataFrame:
    try:
        if file.suffix == ".parquet":
            return pl.read_parquet(file)
        return pl.read_csv(file, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadInput.because(
            "facts-unreadable",
            f"the file cannot be read as a table ({str(error).splitlines()[0]}).",
            "Bring files of other systems in with `muster import`.",
            Where(str(file)),
        ) from None


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
    cast = table.select(
        (_cast(table, column, dtype) if column in table.columns else pl.lit(None, dtype)).alias(column)
        for column, dtype in schema.items()
    )
    for column in schema:
        if column in table.columns:
            _refuse_lost_values(table, cast, column, name, where)
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


def _refuse_doubles(officers: pl.DataFrame) -> None:
    doubled = officers.filter(pl.col("officer_id").is_duplicated())
    if doubled.height:
        raise BadFact.because(
            "officer-twice",
            f"officer {doubled['officer_id'][0]} stands in the officers table twice.",
            "Keep one line an officer; ranks and posts go into the facts table.",
        )


def _refuse_unknown_officers(officers: pl.DataFrame, table: pl.DataFrame, name: str) -> None:
    unknown = table.join(officers, on="officer_id", how="anti")
    if unknown.height:
        raise BadFact.because(
            "unknown-officer",
            f"{unknown.height} rows of {name} are about officers who are not in the officers table, "
            f"first {unknown['officer_id'][0]}.",
            "Add them to the officers table or mend the id; nobody is invented from a record.",
        )


def _refuse_backward_spans(facts: pl.DataFrame) -> None:
    backward = facts.filter(pl.col("end") < pl.col("start"))
    if backward.height:
        row = backward.row(0, named=True)
        raise BadFact.because(
            "ends-before-start",
            f"the {row['fact']} of officer {row['officer_id']} ends {row['end']}, before it starts {row['start']}.",
            "Mend one of the two days.",
        )


def _refuse_unknown_outcomes(records: pl.DataFrame) -> None:
    odd = records.filter(~pl.col("outcome").is_in(OUTCOMES))
    if odd.height:
        raise BadFact.because(
            "unknown-outcome",
            f"record {odd['record_id'][0]} has the outcome {odd['outcome'][0]!r}.",
            f"Outcomes are: {', '.join(OUTCOMES)}.",
        )


def _refuse_out_of_range(records: pl.DataFrame, column: str, low: int, high: int, advice: str) -> None:
    """Refuse numbers that cannot be, among them those that are no number at all."""
    value = records.get_column(column)
    odd = (value.is_not_null() & ~value.is_between(low, high)).arg_true()
    if len(odd):
        raise BadFact.because(
            "out-of-range",
            f"row {odd[0] + 1} of records has {column} {value[odd[0]]}.",
            advice,
            Where("records"),
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
