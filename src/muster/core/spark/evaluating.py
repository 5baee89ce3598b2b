"""Judge on Spark: officers in parts, the records and spells of a part brought together, each evaluated.

There is no second implementation here. Spark brings together what belongs to the officers of a part
(``cogroup``); what judges them is ``muster.core.rules.evaluate``, as everywhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from muster.core.rules import Rulebook, evaluate
from muster.core.spark.session import no_word_about_pandas, require_spark, spark_session
from muster.core.tables.facts import Facts
from muster.core.tables.schema import COMPACT_RECORDS, SPANS, Columns

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

#: Officers judged together. A part is held in memory by one Python worker.
PART = 10_000

#: What sorts a standing, so that two engines can be compared line by line.
ORDER = ("officer_id", "requirement", "period_start", "period_end", "version")

#: The columns of records that a verdict needs, and how Spark reads them (it has no unsigned numbers).
_RECORDS = tuple(name for name in COMPACT_RECORDS if name != "record_id")
_SPARK_TYPE: dict[Any, str] = {
    pl.UInt32: "bigint",
    pl.Int32: "int",
    pl.Int16: "smallint",
    pl.String: "string",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime("ms"): "timestamp_ntz",
}

JudgePart: TypeAlias = "Callable[[tuple[Any, ...], pa.Table, pa.Table], pa.Table]"


@dataclass(frozen=True)
class _Shared:
    """What every part needs; Spark carries it to each worker once."""

    officers: pl.DataFrame
    kinds: pl.DataFrame
    rulebook: Rulebook
    as_of: date
    known_at: datetime | None
    part: int


def evaluate_on_spark(
    source: Path | Facts,
    rulebook: Rulebook,
    as_of: date,
    known_at: datetime | None = None,
    *,
    part: int = PART,
) -> pl.DataFrame:
    """Judge facts on Spark and return the standing, sorted by officer, requirement and period.

    It equals ``as_plain_words(evaluate(...).standing)``: the same rows, with words as plain text where
    the local table has enumerations. Uses the active session, or makes one on this machine. A nation is
    best named as the folder of its store: anything else is first written as a store. Raises MissingPart
    without PySpark or Java, BadInput for a folder that holds no facts.
    """
    require_spark()
    with _store_of(source) as store, spark_session() as spark:
        answer = standing_on_spark(spark, store, rulebook, as_of, known_at, part=part)
        with no_word_about_pandas():
            return pl.DataFrame(pl.from_arrow(answer.toArrow())).sort(ORDER)


def standing_on_spark(
    spark: SparkSession,
    store: Path,
    rulebook: Rulebook,
    as_of: date,
    known_at: datetime | None = None,
    *,
    part: int = PART,
) -> DataFrame:
    """Return the standing as a Spark DataFrame that is worked out when it is used.

    ``store`` is a compact store (``Facts.write_store``, ``muster sample --as parquet``) in a place that
    every worker can read. ``part`` is how many officers are judged together.
    """
    facts = Facts.read(store)
    shared = _Shared(facts.officers, facts.kinds, _lean(rulebook), as_of, known_at, part)
    judge = _judging(spark.sparkContext.broadcast(shared))
    records = _numbered_parts(_read(spark, store / "records", _RECORDS, COMPACT_RECORDS), part)
    spans = _numbered_parts(_read(spark, store / "spans.parquet", tuple(SPANS), SPANS), part)
    together = records.groupBy("part").cogroup(
        _with_every_part(spark, spans, facts.size, part).groupBy("part")
    )
    with no_word_about_pandas():
        return together.applyInArrow(judge, _ddl(_standing_schema(facts, rulebook, as_of)))


def as_plain_words(standing: pl.DataFrame) -> pl.DataFrame:
    """Write a standing as Spark gives it back: enumerations as text, sorted."""
    words = [name for name, dtype in standing.schema.items() if isinstance(dtype, pl.Enum | pl.Categorical)]
    return standing.with_columns(pl.col(words).cast(pl.String)).sort(ORDER)


# ── what goes to the workers ───────────────────────────────────────────────────────────────────


def _lean(rulebook: Rulebook) -> Rulebook:
    """Leave the pages behind: they tell where a rule was written, and no verdict asks that."""
    return replace(rulebook, pages={}, tests={}, whole=rulebook.all_requirements)


def _judging(shared: Any) -> JudgePart:
    """Return what judges one part; ``shared`` is the broadcast."""

    def judge(key: tuple[Any, ...], records: pa.Table, spans: pa.Table) -> pa.Table:
        return _judge_part(shared.value, int(key[0].as_py()), records, spans)

    return judge


def _judge_part(shared: _Shared, number: int, records: pa.Table, spans: pa.Table) -> pa.Table:
    first = number * shared.part
    mine = pl.col("officer").is_between(first, first + shared.part - 1)
    facts = Facts(
        officers=shared.officers.filter(mine),
        spans=_compact(spans, SPANS).filter(pl.col("officer").is_not_null()),
        kinds=shared.kinds,
        records=_compact(records, {name: COMPACT_RECORDS[name] for name in _RECORDS}).lazy(),
        first=first,
    )
    judged = evaluate(facts, shared.rulebook, shared.as_of, shared.known_at, threads=1)
    return _as_spark_wants(as_plain_words(judged.standing))


def _compact(table: pa.Table, columns: Columns) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table)).select(
        pl.col(name).cast(dtype) for name, dtype in columns.items()
    )


def _as_spark_wants(standing: pl.DataFrame) -> pa.Table:
    """Turn a standing into Arrow with ordinary text: Spark does not read Arrow's newer kinds of text."""
    import pyarrow as pa  # noqa: PLC0415 - an extra, there only when asked for

    table = standing.to_arrow(compat_level=pl.CompatLevel.oldest())
    ordinary = [
        pa.field(field.name, pa.string() if pa.types.is_large_string(field.type) else field.type)
        for field in table.schema
    ]
    return table.cast(pa.schema(ordinary))


# ── what Spark reads ───────────────────────────────────────────────────────────────────────────


def _read(spark: SparkSession, place: Path, names: tuple[str, ...], columns: Columns) -> DataFrame:
    """Read Parquet as it stands: every file below a folder, days of any century as written."""
    return (
        spark.read.schema(_ddl({name: columns[name] for name in names}))
        .option("recursiveFileLookup", "true")
        .option("datetimeRebaseMode", "CORRECTED")
        .parquet(str(place))
    )


def _numbered_parts(frame: DataFrame, part: int) -> DataFrame:
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - an extra, by the name its users know

    return frame.withColumn("part", F.floor(F.col("officer") / part).cast("bigint"))


def _with_every_part(spark: SparkSession, spans: DataFrame, officers: int, part: int) -> DataFrame:
    """Add a line without an officer for each part, so that officers without any fact are judged as well."""
    every = spark.range(-(-officers // part)).withColumnRenamed("id", "part")
    return spans.unionByName(every, allowMissingColumns=True)


def _standing_schema(facts: Facts, rulebook: Rulebook, as_of: date) -> pl.Schema:
    """Return the columns of a standing, by judging nobody."""
    nobody = Facts(facts.officers.clear(), facts.spans.clear(), facts.kinds, facts.records.head(0))
    return as_plain_words(evaluate(nobody, rulebook, as_of).standing).schema


def _ddl(columns: Columns | pl.Schema) -> str:
    return ", ".join(f"`{name}` {_SPARK_TYPE[dtype]}" for name, dtype in columns.items())


@contextmanager
def _store_of(source: Path | Facts) -> Iterator[Path]:
    """Give the folder if it is a compact store; else write the facts as one, for as long as it is needed."""
    if isinstance(source, Path) and (source / "kinds.parquet").exists():
        yield source
        return
    facts = Facts.read(source) if isinstance(source, Path) else source
    with tempfile.TemporaryDirectory() as place:
        facts.write_store(Path(place))
        yield Path(place)
