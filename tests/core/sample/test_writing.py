"""Both forms on disk hold the same facts, and a folder is written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import muster.core.sample.department as department
from muster.core.errors import BadUsage
from muster.core.sample import Recipe, SampleTables, write_csv, write_plain, write_store
from muster.core.sample.landing import MARKER
from muster.core.tables.facts import Facts

TABLES = ("officers.csv", "facts.csv", "courses.csv", "records.csv")
TODAY = date(2026, 11, 20)
ASKED = {"seed": 7, "today": TODAY, "years": 12}


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def spelt_out(facts: Facts) -> pl.DataFrame:
    """Records with their kind written out: kinds may be numbered differently."""
    kinds = facts.kinds.lazy()
    return facts.records.join(kinds, on="kind").drop("kind").sort("record_id").collect()


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make blocks of 100 officers, so that a small sample has several."""
    monkeypatch.setattr("muster.core.sample.recipe.OFFICERS_A_PART", 100)


def test_store_and_csv_hold_the_same_facts(town: SampleTables, tmp_path: Path) -> None:
    write_csv(town, tmp_path / "csv")
    write_store(250, tmp_path / "store", **ASKED)
    plain, store = Facts.read(tmp_path / "csv"), Facts.read(tmp_path / "store")
    assert_frame_equal(plain.officers, store.officers)
    assert_frame_equal(plain.spans, store.spans)
    assert_frame_equal(spelt_out(plain), spelt_out(store))


@pytest.mark.usefixtures("small_blocks")
def test_store_in_several_blocks_holds_the_same_facts_as_csv(tmp_path: Path) -> None:
    made = write_store(250, tmp_path / "store", **ASKED)
    told = write_plain(Recipe(250, **ASKED), tmp_path / "csv")
    plain, store = Facts.read(tmp_path / "csv"), Facts.read(tmp_path / "store")
    assert_frame_equal(plain.spans, store.spans)
    assert_frame_equal(spelt_out(plain), spelt_out(store))
    assert store.officers["officer"].to_list() == list(range(250))
    assert (made.officers, made.agencies, made.courses) == (told.officers, told.agencies, told.courses)


def test_plain_csv_written_in_parts_is_the_department_in_memory(town: SampleTables, tmp_path: Path) -> None:
    write_csv(town, tmp_path / "whole")
    write_plain(Recipe(250, **ASKED), tmp_path / "parts")
    whole, parts = digests(tmp_path / "whole"), digests(tmp_path / "parts")
    assert [whole[name] for name in TABLES] == [parts[name] for name in TABLES]
    assert set(digests(tmp_path / "whole")) == {*TABLES, MARKER}


def test_csv_gives_back_the_tables(town: SampleTables, tmp_path: Path) -> None:
    write_csv(town, tmp_path / "csv")
    from_memory = Facts.from_tables(town.officers, town.facts, town.courses, town.records)
    read = Facts.read(tmp_path / "csv")
    assert_frame_equal(from_memory.spans, read.spans)
    assert_frame_equal(from_memory.records.collect(), read.records.collect())


def test_same_seed_and_size_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_store(100, tmp_path / name, **ASKED)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_store_keeps_each_year_in_its_own_folder_in_order_of_days(tmp_path: Path) -> None:
    write_store(250, tmp_path, seed=7, today=TODAY, years=3)
    folders = {path.name: path for path in (tmp_path / "records").iterdir()}
    assert {"year=2024", "year=2025", "year=2026", "undated"} <= set(folders)
    for year in (2024, 2025, 2026):
        days = pl.read_parquet(folders[f"year={year}"] / "part-000.parquet")["completed_on"]
        assert days.is_sorted()
        assert set(days.dt.year()) == {year}
    assert pl.read_parquet(folders["undated"] / "*.parquet")["completed_on"].null_count() > 0


def test_store_can_leave_record_ids_out(tmp_path: Path) -> None:
    write_store(100, tmp_path / "with", **ASKED)
    write_store(100, tmp_path / "without", **ASKED, record_ids=False)
    full = Facts.read(tmp_path / "with").records.collect()
    assert full["record_id"].str.contains(r"^r\d+$").all()
    assert_frame_equal(full.drop("record_id"), Facts.read(tmp_path / "without").records.collect())


def test_kinds_are_all_described_and_number_at_most_some_thousands(tmp_path: Path) -> None:
    write_store(250, tmp_path, **ASKED)
    facts = Facts.read(tmp_path)
    used = facts.records.select("kind").unique().collect()
    assert used.join(facts.kinds, on="kind", how="anti").is_empty()
    assert facts.kinds["kind"].to_list() == list(range(facts.kinds.height))
    assert 500 < facts.kinds.height < 5_000


def test_progress_counts_years_to_the_end(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    write_store(
        50, tmp_path, seed=1, today=TODAY, years=3, progress=lambda done, total: heard.append((done, total))
    )
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_folder_that_holds_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(BadUsage, match="not empty"):
        write_store(50, tmp_path, **ASKED)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_force_replaces_an_older_sample_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    write_store(50, folder, **ASKED)
    (folder / "letter.txt").write_text("keep me")
    write_plain(Recipe(60, **ASKED), folder, force=True)
    assert sorted(path.name for path in folder.iterdir()) == [
        "courses.csv",
        "facts.csv",
        "letter.txt",
        "officers.csv",
        "records.csv",
        MARKER,
    ]
    assert Facts.read(folder).size == 60


def test_force_does_not_touch_a_records_folder_of_somebody_else(tmp_path: Path) -> None:
    write_plain(Recipe(60, **ASKED), tmp_path)
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "scan.pdf").write_text("a signed roster")
    with pytest.raises(BadUsage, match=r"scan\.pdf"):
        write_store(50, tmp_path, **ASKED, force=True)
    assert (tmp_path / "records" / "scan.pdf").read_text() == "a signed roster"


@pytest.mark.parametrize("imported", [False, True])
def test_force_does_not_replace_real_records(imported: bool, tmp_path: Path) -> None:
    if imported:
        write_plain(Recipe(60, **ASKED), tmp_path)
        (tmp_path / "imports").mkdir()
    (tmp_path / "officers.csv").write_text("officer_id\n17\n")
    before = digests(tmp_path)
    with pytest.raises(
        BadUsage, match="records were imported" if imported else "nothing shows that a sample"
    ):
        write_store(50, tmp_path, **ASKED, force=True)
    assert digests(tmp_path) == before


def test_marker_says_from_what_a_sample_was_made(tmp_path: Path) -> None:
    write_store(50, tmp_path, **ASKED)
    noted = json.loads((tmp_path / MARKER).read_text("utf-8"))
    assert noted == {
        "made_by": "muster sample",
        "officers": 50,
        "seed": 7,
        "today": "2026-11-20",
        "years": 12,
    }


def test_older_sample_comes_back_when_the_new_one_cannot_move_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "town"
    write_plain(Recipe(60, **ASKED), folder)
    before, real = digests(folder), Path.replace

    def full(source: Path, target: Path) -> Path:
        if source.name == "kinds.parquet":
            raise OSError(28, "No space left on device")
        return real(source, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(BadUsage, match="No space left"):
        write_store(50, folder, **ASKED, force=True)
    assert digests(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["town"]


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "town").write_text("a file")
    with pytest.raises(BadUsage, match="file of that name"):
        write_store(50, tmp_path / "town", **ASKED)


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_nothing_is_left_behind_when_the_work_stops(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = department.filed
    years: list[int] = []

    def stops_in_the_third_year(year: object, trained: object) -> pl.DataFrame:
        years.append(1)
        if len(years) == 3:
            raise failure
        return real(year, trained)  # type: ignore[arg-type]

    monkeypatch.setattr(department, "filed", stops_in_the_third_year)
    with pytest.raises((KeyboardInterrupt, BadUsage)) as stopped:
        write_store(50, tmp_path / "town", **ASKED)
    assert list(tmp_path.iterdir()) == []
    if isinstance(failure, OSError):
        assert "No space left on device" in str(stopped.value)
