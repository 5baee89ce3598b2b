"""Spark gives the very table the engine gives here; without Java or PySpark these tests say so and skip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from muster.core.errors import BadInput, MissingPart
from muster.core.rules import Rulebook, evaluate, load_rulebook
from muster.core.sample import Recipe, write_plain, write_store
from muster.core.spark import evaluate_on_spark, session, spark_session, standing_on_spark
from muster.core.spark.evaluating import as_plain_words
from muster.core.tables.facts import Facts

# PySpark leaves sockets to the garbage collector; they are not ours to close.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

TODAY = date(2026, 11, 20)
RULES = ("model", "us-co/annual-24", "us-or/maintenance-84", "us-wa/annual-24", "us-ca/first-aid-refresher")


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(only=RULES)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    try:
        with spark_session("local[2]") as made:
            made.conf.set("spark.sql.shuffle.partitions", "4")
            yield made
    except MissingPart as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spark") / "town"
    write_store(120, folder, seed=7, today=TODAY, years=6)
    return folder


def test_spark_gives_the_table_of_the_engine(spark: Any, store: Path, rulebook: Rulebook) -> None:
    here = evaluate(Facts.read(store), rulebook, TODAY).standing
    there = evaluate_on_spark(store, rulebook, TODAY, part=50)
    assert there.height >= 120 * len(rulebook.requirements)
    assert_frame_equal(there, as_plain_words(here))


def test_spark_knows_what_was_known_then(spark: Any, store: Path, rulebook: Rulebook) -> None:
    then = datetime(2025, 3, 1, 12)  # noqa: DTZ001 - facts carry local moments
    here = evaluate(Facts.read(store), rulebook, TODAY, then).standing
    assert_frame_equal(evaluate_on_spark(store, rulebook, TODAY, then, part=50), as_plain_words(here))


def test_size_of_the_parts_changes_nothing(spark: Any, store: Path, rulebook: Rulebook) -> None:
    few = evaluate_on_spark(store, rulebook, TODAY, part=7)
    assert_frame_equal(few, evaluate_on_spark(store, rulebook, TODAY, part=1000))


def test_plain_tables_are_judged_too(spark: Any, tmp_path: Path, rulebook: Rulebook) -> None:
    folder = tmp_path / "plain"
    write_plain(Recipe(60, 3, TODAY, 3), folder)
    here = evaluate(Facts.read(folder), rulebook, TODAY).standing
    assert_frame_equal(evaluate_on_spark(folder, rulebook, TODAY), as_plain_words(here))


def test_chosen_officers_are_judged_alone(spark: Any, store: Path, rulebook: Rulebook) -> None:
    chosen = Facts.read(store).only(["P000003", "P000077"])
    there = evaluate_on_spark(chosen, rulebook, TODAY, part=1)
    assert set(there["officer_id"]) == {"P000003", "P000077"}
    assert_frame_equal(there, as_plain_words(evaluate(chosen, rulebook, TODAY).standing))


def test_officers_without_facts_are_judged(spark: Any, tmp_path: Path, rulebook: Rulebook) -> None:
    alone = Facts.from_tables(
        pl.DataFrame({"officer_id": ["a", "b", "c"]}),
        pl.DataFrame(
            {"officer_id": ["a"], "fact": ["employment"], "value": ["full-time"], "start": [date(2020, 1, 1)]}
        ),
        None,
        pl.DataFrame({"officer_id": ["a"], "course": ["X"], "completed_on": [date(2026, 1, 1)]}),
    )
    alone.write_store(tmp_path / "store")
    there = evaluate_on_spark(tmp_path / "store", rulebook, TODAY, part=1)
    assert set(there["officer_id"]) == {"a", "b", "c"}
    assert_frame_equal(there, as_plain_words(evaluate(alone, rulebook, TODAY).standing))


def test_correction_without_a_moment_reaches_spark(spark: Any, tmp_path: Path, rulebook: Rulebook) -> None:
    """Its moment is kept as the year 1, which Spark refuses to read unless told how."""
    course = pl.DataFrame({"course": ["PJ"], "topics": ["procedural-justice"]})
    officer = pl.DataFrame({"officer_id": ["a"]})
    employed = pl.DataFrame(
        {"officer_id": ["a"], "fact": ["employment"], "value": ["full-time"], "start": [date(2020, 1, 1)]}
    )
    records = pl.DataFrame(
        {
            "officer_id": ["a", "a"],
            "course": ["PJ", "PJ"],
            "record_id": ["1", "2"],
            "completed_on": [date(2026, 10, 1), date(2020, 10, 1)],
            "supersedes": [None, "1"],
        }
    )
    Facts.from_tables(officer, employed, course, records).write_store(tmp_path / "store")
    there = evaluate_on_spark(tmp_path / "store", rulebook.only(["model/procedural-justice"]), TODAY)
    assert there.filter(pl.col("headline"))["verdict"].to_list() == ["overdue"]


def test_active_session_is_left_running(spark: Any, store: Path, rulebook: Rulebook) -> None:
    evaluate_on_spark(store, rulebook, TODAY)
    assert spark.range(3).count() == 3


def test_spark_frame_can_be_asked_in_spark(spark: Any, store: Path, rulebook: Rulebook) -> None:
    frame = standing_on_spark(spark, store, rulebook, TODAY, part=50)
    overdue = evaluate(Facts.read(store), rulebook, TODAY).standing.filter(pl.col("verdict") == "overdue")
    assert frame.filter("verdict = 'overdue'").count() == overdue.height > 0


# ── without Spark ──────────────────────────────────────────────────────────────────────────────


def test_missing_pyspark_is_said(monkeypatch: pytest.MonkeyPatch, store: Path, rulebook: Rulebook) -> None:
    monkeypatch.setattr(session.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingPart, match=r"needs pyspark, pyarrow and pandas.*muster\[spark\]"):
        evaluate_on_spark(store, rulebook, TODAY)


def test_missing_java_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: Path, rulebook: Rulebook
) -> None:
    monkeypatch.setattr(session.importlib.util, "find_spec", lambda _: object())
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingPart, match="needs Java 17"):
        evaluate_on_spark(store, rulebook, TODAY)


def test_folder_without_facts_is_refused_before_spark_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rulebook: Rulebook
) -> None:
    monkeypatch.setattr("muster.core.spark.evaluating.require_spark", lambda: None)
    with pytest.raises(BadInput, match=r"no officers\.csv"):
        evaluate_on_spark(tmp_path, rulebook, TODAY)
