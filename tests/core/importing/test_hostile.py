"""Files, folders and receipts made by somebody who means harm, or by bad luck: a sentence, nothing else."""

from __future__ import annotations

import gzip
import json
import os
import threading
from pathlib import Path

import polars as pl
import pytest

from muster.core.crosswalk import Crosswalk, load_crosswalk, plan_courses, read_titles
from muster.core.errors import BadInput, MissingPart
from muster.core.importing import (
    ImportReceipt,
    load_profile,
    make_profile,
    plan_import,
    save_profile,
    undo_import,
    write_import,
)

ROWS = "officer_id,course,completed_on\n17,A1,2026-01-02\n18,A1,2026-01-02\n"


def imported(folder: Path, text: str = ROWS) -> ImportReceipt:
    file = folder.parent / "in.csv"
    file.write_text(text)
    return write_import(plan_import(file, into=folder, new_officers=True), folder, new_officers=True)


@pytest.mark.parametrize(
    "files", [["../victim.txt"], ["/victim.txt"], ["records/../../victim.txt"], ["titles", 3], "x", [["a"]]]
)
def test_a_receipt_deletes_only_what_its_batch_can_have_written(tmp_path: Path, files: object) -> None:
    folder, victim = tmp_path / "town", tmp_path / "victim.txt"
    victim.write_text("mine")
    receipt = imported(folder)
    path = folder / "imports" / f"{receipt.batch}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "files": files}))
    with pytest.raises(BadInput, match="receipt is damaged"):
        undo_import(folder, receipt.batch)
    assert victim.read_text() == "mine"
    assert (folder / "records" / f"{receipt.batch}.parquet").exists()


def test_undo_deletes_nothing_through_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    receipt = imported(folder)
    (folder / "records").rename(tmp_path / "elsewhere")
    (folder / "records").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="records is a link"):
        undo_import(folder, receipt.batch)
    assert (tmp_path / "elsewhere" / f"{receipt.batch}.parquet").exists()


def test_two_imports_at_once_lose_no_officer(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    plans = []
    for n in range(6):
        file = tmp_path / f"{n}.csv"
        file.write_text(f"officer_id,course\nA{n},X{n}\n")
        plans.append(plan_import(file, into=folder, new_officers=True))
    threads = [
        threading.Thread(target=write_import, args=(plan, folder), kwargs={"new_officers": True})
        for plan in plans
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    known = pl.read_csv(folder / "officers.csv")["officer_id"].to_list()
    assert sorted(known) == [f"A{n}" for n in range(6)]
    assert not (folder / ".lock").exists()


def test_undo_after_a_try_cut_short_takes_its_officers_back(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    receipt = imported(folder)
    (folder / "records" / f"{receipt.batch}.parquet").unlink()  # killed before the data was in place
    (folder / "records" / ".old.parquet.part").write_text("half")
    assert imported(folder).officers_added == ("17", "18")
    assert not (folder / "records" / ".old.parquet.part").exists()
    undo_import(folder, receipt.batch)
    assert not (folder / "officers.csv").exists()


def test_a_folder_whose_name_looks_like_a_pattern_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "dept[1]"
    receipt = imported(folder, ROWS.replace("course", "course,title").replace("A1", "A1,Law"))
    assert read_titles(folder).rows() == [("A1", "Law", 2)]
    (folder / "courses.csv").write_text("course,topics\nA1,ethics\n")
    assert plan_courses(folder, Crosswalk(), read_titles(folder)).known == (1, 1)
    undo_import(folder, receipt.batch)
    assert not (folder / "records").exists()


@pytest.mark.parametrize("text", ["a: &a [x]\nb: [*a, *a]\n", 'note: "\\UFFFFFFFF"\n'])
def test_yaml_that_unfolds_or_overflows_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text)
    for read in (load_profile, load_crosswalk):
        with pytest.raises(BadInput):
            read(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for read in (load_profile, load_crosswalk):
        with pytest.raises(BadInput, match="not a file"):
            read(pipe)


def test_a_profile_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="profile cannot be written"):
        save_profile(make_profile(), tmp_path / "absent" / "p.yaml")


@pytest.mark.parametrize("text", ['[{"officer_id": "\\ud800"}]', '[{"\\ud800": "1"}]'])
def test_half_a_character_in_json_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text)
    with pytest.raises(BadInput, match="half a character"):
        plan_import(file)


def test_one_damaged_letter_in_utf8_is_asked_about_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("officer_id,course\n17,Señal\n18,Café\n".encode() + b"19,Caf\xe9\n")
    with pytest.raises(BadInput, match="1 damaged letters") as found:
        plan_import(file)
    assert found.value.problems[0].where.line == 4
    file.write_bytes(b"officer_id,course\n19,Caf\xe9 uno\n")
    assert plan_import(file).accepted["course"].to_list() == ["Café uno"]


def test_a_small_packed_file_that_unpacks_to_much_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv.gz"
    file.write_bytes(gzip.compress(ROWS.encode() + b"17,A1,2026-01-02\n" * 1_500_000))
    with pytest.raises(BadInput, match="unpack to more text"):
        plan_import(file)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(ROWS + "17," + "x" * 1_000_001)
    with pytest.raises(BadInput, match="more than 1,000,000 letters") as found:
        plan_import(file)
    assert found.value.problems[0].where.line == 4


def test_parquet_of_too_many_rows_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    pl.select(officer_id=pl.repeat(1, 5_000_001, dtype=pl.Int8)).write_parquet(file)
    with pytest.raises(BadInput, match="5,000,001 rows"):
        plan_import(file)


def test_a_file_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no UTF-8 text"):
        plan_import(tmp_path / os.fsdecode(b"a\xff.csv"))
