"""What the facts folder refuses rather than reads wrongly."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from muster.core.errors import BadFact, BadInput
from muster.core.tables import Facts

OFFICERS = "officer_id\na\nb\n"


def town(folder: Path, **tables: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"officers": OFFICERS, **tables}.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    return folder


def test_a_folder_whose_name_is_a_pattern_reads_itself_and_no_other(tmp_path: Path) -> None:
    town(tmp_path / "dept1", officers="officer_id\nx\ny\nz\n")
    assert Facts.read(town(tmp_path / "dept[1]")).officers["officer_id"].to_list() == ["a", "b"]


def test_lines_that_end_in_a_bare_return_are_refused(tmp_path: Path) -> None:
    folder = town(tmp_path, records="officer_id,course\ra,c\r")
    with pytest.raises(BadInput, match="lines end"):
        Facts.read(folder)


def test_a_column_that_is_nearly_ours_is_refused(tmp_path: Path) -> None:
    folder = town(tmp_path, records="officer_id,course,completed\na,c,2024-01-01\n")
    with pytest.raises(BadFact, match="did you mean completed_on"):
        Facts.read(folder)


def test_a_column_that_is_clearly_another_is_left_alone(tmp_path: Path) -> None:
    folder = town(tmp_path, records="officer_id,course,remarks\na,c,fine\n")
    assert Facts.read(folder).records.collect().height == 1


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("r1,a,c,r1",), "correction-circle"),
        (("r1,a,c,r2", "r2,a,c,r1"), "correction-circle"),
        (("r1,a,c,", "r2,b,c,r1"), "foreign-line"),
        (("r1,a,c,r9",), "no-such-line"),
        (("r1,a,c,", "r1,a,c,", "r2,a,c,r1"), "id-twice"),
    ],
)
def test_a_correction_must_name_one_line_of_the_same_officer(
    tmp_path: Path, lines: tuple[str, ...], code: str
) -> None:
    folder = town(tmp_path, records="\n".join(("record_id,officer_id,course,supersedes", *lines)) + "\n")
    with pytest.raises(BadFact) as refused:
        Facts.read(folder)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_chain_of_corrections_leaves_its_last_line(tmp_path: Path) -> None:
    lines = "record_id,officer_id,course,minutes,supersedes\nr1,a,c,60,\nr2,a,c,90,r1\nr3,a,c,120,r2\n"
    records = Facts.read(town(tmp_path, records=lines)).records.collect()
    assert records.filter(pl.col("known_until").is_null())["minutes"].to_list() == [120]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1799-12-31", "2300-01-01"])
def test_a_day_outside_every_working_life_is_refused(tmp_path: Path, day: str) -> None:
    folder = town(tmp_path, records=f"officer_id,course,completed_on\na,c,{day}\n")
    with pytest.raises(BadFact, match="completed_on"):
        Facts.read(folder)


def test_a_pipe_instead_of_a_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    folder = town(tmp_path)
    os.mkfifo(folder / "records.csv")
    with pytest.raises(BadInput, match="no ordinary file"):
        Facts.read(folder)


def test_a_link_to_nowhere_is_refused_and_not_taken_for_absent(tmp_path: Path) -> None:
    folder = town(tmp_path)
    (folder / "records.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(BadInput, match="no ordinary file"):
        Facts.read(folder)


@pytest.mark.parametrize("name", ["officers", "spans", "kinds"])
def test_a_store_with_a_broken_table_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    Facts.read(town(tmp_path / "plain", records="officer_id,course\na,c\n")).write_store(tmp_path / "store")
    (tmp_path / "store" / f"{name}.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(BadInput, match=f"{name}.parquet"):
        Facts.read(tmp_path / "store")
