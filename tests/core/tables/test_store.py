"""Facts in folders: CSV, Parquet and the compact store hold the same, whole or in parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from muster.core.errors import BadInput, MusterError
from muster.core.tables import Facts, read_plain
from muster.core.tables.schema import COURSES, DATED_FACTS, RECORDS


def refusal(call: Callable[[], Any]) -> tuple[str, str]:
    """Return the code and the sentence with which something is refused."""
    with pytest.raises(BadInput) as found:
        call()
    problem = found.value.problems[0]
    assert problem.do
    return problem.code, str(problem)


# ── files ──────────────────────────────────────────────────────────────────────────────────────

OFFICERS_CSV = "officer_id\na-1\n0042\n"
RECORDS_CSV = (
    "record_id,officer_id,course,completed_on,minutes,extra\n"
    "r-1,0042,010,2024-02-29,120,seen\n"
    "r-2,a-1,c-2,,,\n"
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "officers.csv").write_text(OFFICERS_CSV)
    (tmp_path / "records.csv").write_text(RECORDS_CSV)
    return tmp_path


def test_a_folder_of_csv_is_read_and_numbers_stay_texts(folder: Path) -> None:
    facts = Facts.read(folder)
    assert facts.officers["officer_id"].to_list() == ["a-1", "0042"]
    assert facts.kinds["course"].to_list() == ["010", "c-2"]
    assert facts.records.select("officer", "completed_on", "minutes").collect().rows() == [
        (1, date(2024, 2, 29), 120), (0, None, 0),
    ]  # fmt: skip


def test_parquet_gives_the_same_facts_as_csv(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("parquet")
    for name in ("officers", "records"):
        table = read_plain(folder, name)
        assert table is not None
        table.write_parquet(other / f"{name}.parquet")
    assert_same(Facts.read(other), Facts.read(folder))


def test_a_table_may_be_a_folder_of_files(folder: Path) -> None:
    head, first, second = RECORDS_CSV.splitlines()
    (folder / "records.csv").unlink()
    (folder / "records").mkdir()
    (folder / "records" / "2024.csv").write_text(f"{head}\n{first}\n")
    (folder / "records" / "undated.csv").write_text(f"{head}\n{second}\n")
    assert Facts.read(folder).records.collect()["record_id"].to_list() == ["r-1", "r-2"]


def test_no_folder_and_no_officers_get_their_sentence(tmp_path: Path) -> None:
    assert refusal(lambda: Facts.read(tmp_path / "nowhere"))[0] == "facts-no-folder"
    code, sentence = refusal(lambda: Facts.read(tmp_path))
    assert code == "facts-no-officers"
    assert "holds no officers.csv or officers.parquet" in sentence


def test_a_bad_value_in_a_file_names_the_file(folder: Path) -> None:
    (folder / "records.csv").write_text(RECORDS_CSV.replace("2024-02-29", "2023-02-29"))
    code, sentence = refusal(lambda: Facts.read(folder))
    assert code == "bad-value"
    assert sentence.startswith(f"{folder / 'records.csv'}: row 1 of records has completed_on '2023-02-29'")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"officer_id,course\n" + b'"a' * 50])
def test_a_file_that_is_no_table_is_refused(folder: Path, content: bytes) -> None:
    (folder / "records.csv").write_bytes(content)
    with pytest.raises(MusterError) as found:
        Facts.read(folder)
    assert str(folder / "records.csv") in str(found.value)


def test_a_parquet_file_that_is_none_is_refused(folder: Path) -> None:
    (folder / "courses.parquet").write_bytes(b"PAR1 and no more")
    assert refusal(lambda: Facts.read(folder))[0] == "facts-unreadable"


# ── the store, one officer, and parts ──────────────────────────────────────────────────────────


@pytest.fixture
def both() -> Facts:
    facts = [
        {"officer_id": "b-2", "fact": "rank", "value": "officer", "start": date(2020, 1, 1)},
        {"officer_id": "a-1", "fact": "rank", "value": "chief", "start": date(2021, 1, 1)},
    ]
    courses = [{"course": "c-1", "topics": "driving;firearms"}, {"course": "c-2", "topics": "none"}]
    end, new, june = date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 1)
    records = [
        {"record_id": "r-0", "officer_id": "a-1", "course": "c-2"},
        {"record_id": "r-1", "officer_id": "a-1", "course": "c-1", "completed_on": end, "minutes": 60},
        {"record_id": "r-2", "officer_id": "b-2", "course": "c-1", "completed_on": new, "minutes": 61},
        {"record_id": "r-3", "officer_id": "a-1", "course": "c-2", "completed_on": june, "score": 70.0},
    ]
    return Facts.from_tables(
        pl.DataFrame({"officer_id": ["b-2", "a-1"]}),
        pl.DataFrame(facts, schema=DATED_FACTS),
        pl.DataFrame(courses, schema=COURSES),
        pl.DataFrame(records, schema=RECORDS),
    )


def assert_same(one: Facts, other: Facts) -> None:
    for name in ("officers", "spans", "kinds"):
        assert_frame_equal(getattr(one, name), getattr(other, name))
    assert_frame_equal(one.records.sort("record_id").collect(), other.records.sort("record_id").collect())


def test_the_store_gives_back_the_same_facts(both: Facts, tmp_path: Path) -> None:
    both.write_store(tmp_path)
    assert_same(Facts.read(tmp_path), both)


def test_the_store_keeps_a_file_a_year_and_one_for_undated(both: Facts, tmp_path: Path) -> None:
    both.write_store(tmp_path)
    files = sorted(path.name for path in (tmp_path / "records").iterdir())
    assert files == ["undated.parquet", "year=2023.parquet", "year=2024.parquet"]
    assert Facts.read(tmp_path).records.collect()["record_id"].to_list() == ["r-0", "r-1", "r-2", "r-3"]


def test_one_officer_alone_is_renumbered(both: Facts) -> None:
    alone = both.only(["a-1"])
    assert alone.officers.rows() == [(0, "a-1")]
    assert alone.spans.select("officer", "value").rows() == [(0, "chief")]
    assert sorted(alone.records.collect()["record_id"]) == ["r-0", "r-1", "r-3"]
    assert set(alone.records.collect()["officer"]) == {0}


def test_an_officer_nobody_knows_cannot_be_chosen(both: Facts) -> None:
    code, sentence = refusal(lambda: both.only(["a-1", "x-9"]))
    assert code == "unknown-officer"
    assert sentence.startswith("there is no officer x-9.")


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_parts_together_are_the_whole(both: Facts, size: int) -> None:
    parts = list(both.split(size))
    assert [part.first for part in parts] == list(range(0, 2, size))
    for name in ("officers", "spans"):
        assert_frame_equal(pl.concat(getattr(part, name) for part in parts), getattr(both, name))
    records = pl.concat(part.records.collect() for part in parts)
    assert_frame_equal(records.sort("record_id"), both.records.sort("record_id").collect())


def test_nobody_is_one_empty_part() -> None:
    nobody = Facts.from_tables(pl.DataFrame(schema={"officer_id": pl.String}))
    assert [part.size for part in nobody.split(10)] == [0]
