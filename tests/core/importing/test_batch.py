"""An import is one batch: whole or absent, known again, and taken back without a trace."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from muster.core.errors import BadInput, BadUsage, MissingPart
from muster.core.importing import (
    ImportPlan,
    list_imports,
    make_profile,
    plan_import,
    undo_import,
    write_import,
)
from muster.core.tables import Facts

GOOD = "officer_id,date,course,title,hours\n17,2022-05-31,B1,Law,2\n18,2022-05-31,B2,Driving,3\n"
MIXED = GOOD + "19,2022-05-31,=cmd|x,Odd,-1\n"


def planned(folder: Path, text: str = GOOD, name: str = "source.csv", **said: Any) -> ImportPlan:
    file = folder / name
    file.write_text(text, "utf-8")
    return plan_import(file, make_profile(**said))


def state(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "officers.csv").write_text("officer_id,squad\n17,A\n")
    return folder


def test_what_was_written_is_what_the_engine_reads(tmp_path: Path, town: Path) -> None:
    write_import(planned(tmp_path), town, new_officers=True)
    facts = Facts.read(town)
    assert facts.officers["officer_id"].to_list() == ["17", "18"]
    assert facts.records.collect()["minutes"].to_list() == [120, 180]


def test_the_receipt_tells_source_counts_and_mapping(tmp_path: Path, town: Path) -> None:
    receipt = write_import(planned(tmp_path, MIXED), town, new_officers=True)
    assert list_imports(town) == [receipt]
    assert (receipt.source, receipt.rows_in, receipt.rows_accepted, receipt.rows_set_aside) == (
        "source.csv",
        3,
        2,
        1,
    )
    assert receipt.mapping["minutes" if "minutes" in receipt.mapping else "hours"] == "hours"
    assert receipt.officers_added == ("18",)


def test_the_same_file_is_known_again_whatever_its_name(tmp_path: Path, town: Path) -> None:
    first = write_import(planned(tmp_path), town, new_officers=True)
    before = state(town)
    with pytest.raises(BadInput, match=f"already, as {first.batch}"):
        write_import(planned(tmp_path, name="renamed.csv"), town, new_officers=True)
    assert state(town) == before


def test_a_second_import_on_purpose_is_a_batch_of_its_own(tmp_path: Path, town: Path) -> None:
    first = write_import(planned(tmp_path), town, new_officers=True)
    second = write_import(planned(tmp_path), town, new_officers=True, again=True)
    assert second.batch == f"{first.batch}-2"
    records = Facts.read(town).records.collect()["record_id"].to_list()
    assert sorted(records) == sorted(f"{b}-{row}" for b in (first.batch, second.batch) for row in (2, 3))


def test_the_transcript_of_another_officer_is_another_batch(tmp_path: Path) -> None:
    text = "date,course\n2022-05-31,Law\n"
    one, two = (planned(tmp_path, text, constants={"officer_id": i}).batch for i in ("17", "18"))
    assert one != two


def test_undo_leaves_the_folder_as_it_was(tmp_path: Path, town: Path) -> None:
    before = state(town)
    receipt = write_import(planned(tmp_path, MIXED), town, new_officers=True)
    assert state(town) != before
    undo_import(town, receipt.batch)
    assert state(town)["officers.csv"].split() == before["officers.csv"].split()
    assert set(state(town)) == set(before)


def test_undo_keeps_officers_of_whom_another_batch_speaks(tmp_path: Path, town: Path) -> None:
    first = write_import(planned(tmp_path), town, new_officers=True)
    write_import(planned(tmp_path, GOOD.replace("2022", "2023"), "b.csv"), town)
    undo_import(town, first.batch)
    assert Facts.read(town).officers["officer_id"].to_list() == ["17", "18"]


@pytest.mark.parametrize("name", ["records-000000000000", "../officers", "nonsense"])
def test_undo_of_a_batch_that_is_not_there_names_those_that_are(
    tmp_path: Path, town: Path, name: str
) -> None:
    receipt = write_import(planned(tmp_path), town, new_officers=True)
    with pytest.raises(BadUsage, match=receipt.batch):
        undo_import(town, name)


def test_other_columns_of_the_officers_table_stay(tmp_path: Path, town: Path) -> None:
    write_import(planned(tmp_path), town, new_officers=True)
    with (town / "officers.csv").open() as file:
        assert list(csv.DictReader(file)) == [
            {"officer_id": "17", "squad": "A"},
            {"officer_id": "18", "squad": ""},
        ]


def test_unknown_officers_are_never_added_unasked(tmp_path: Path, town: Path) -> None:
    before = state(town)
    with pytest.raises(BadInput, match=r"not in officers\.csv, first 18"):
        write_import(planned(tmp_path), town)
    assert state(town) == before


def test_rows_set_aside_are_kept_with_their_cells_made_harmless(tmp_path: Path, town: Path) -> None:
    receipt = write_import(planned(tmp_path, MIXED), town, new_officers=True)
    with (town / "set-aside" / f"{receipt.batch}.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert (row["row"], row["reason"], row["officer_id"]) == ("4", "negative-hours", "19")
    assert row["course"] == "'=cmd|x"


def test_rows_set_aside_can_be_mended_and_imported(tmp_path: Path, town: Path) -> None:
    receipt = write_import(planned(tmp_path, MIXED), town, new_officers=True)
    mended = (
        (town / "set-aside" / f"{receipt.batch}.csv").read_text().replace("'=cmd|x", "B3").replace("-1", "1")
    )
    again = write_import(planned(tmp_path, mended, "mended.csv"), town, new_officers=True)
    assert (again.rows_accepted, again.rows_set_aside) == (1, 0)
    assert Facts.read(town).records.collect().height == 3


def test_a_file_without_a_single_good_row_writes_nothing(tmp_path: Path, town: Path) -> None:
    before = state(town)
    plan = planned(tmp_path, 'officer_id,date,course\n"Doe, Jane",2022-05-31,Law\n')
    with pytest.raises(BadInput, match="none of the 1 rows"):
        write_import(plan, town, new_officers=True)
    assert state(town) == before


@pytest.mark.parametrize("fails_at", range(6))
def test_a_disk_that_fills_up_leaves_nothing_behind(
    tmp_path: Path, town: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    before = state(town)
    plan = planned(tmp_path, MIXED + ",2022-05-31,B9,No id,1\n17,,B9,No day,1\n")
    written: list[Path] = []
    write = Path.write_bytes

    def fill_up(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) > fails_at:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill_up)
    with pytest.raises(MissingPart, match="No space left on device"):
        write_import(plan, town, new_officers=True)
    assert state(town) == before


def test_a_target_that_cannot_be_written_is_said(tmp_path: Path, town: Path) -> None:
    (town / "records").write_text("a file where a folder should be")
    before = state(town)
    with pytest.raises(MissingPart, match="cannot be written"):
        write_import(planned(tmp_path), town, new_officers=True)
    assert state(town) == before


@pytest.mark.parametrize("lost", ["records", "officers.csv"])
def test_an_import_killed_halfway_is_absent_and_can_be_done_again(
    tmp_path: Path, town: Path, lost: str
) -> None:
    """What a kill leaves: the files in their order, up to the one that makes the batch visible."""
    receipt = write_import(planned(tmp_path), town, new_officers=True)
    (town / "records" / f"{receipt.batch}.parquet").unlink()
    if lost == "officers.csv":
        (town / "officers.csv").write_text("officer_id,squad\n17,A\n")
    assert list_imports(town) == []
    assert Facts.read(town).records.collect().height == 0
    assert write_import(planned(tmp_path), town, new_officers=True).batch == receipt.batch
    assert Facts.read(town).records.collect().height == 2


def test_a_list_of_officers_makes_a_folder(tmp_path: Path) -> None:
    plan = planned(tmp_path, "officer_id,rank\n17,SGT\n18,PO\n", target="officers")
    write_import(plan, tmp_path / "new")
    assert Facts.read(tmp_path / "new").officers["officer_id"].to_list() == ["17", "18"]
