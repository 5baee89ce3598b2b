"""Every row of a file is accepted or set aside, and what is doubtful is told row by row."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muster.core.errors import BadInput, BadUsage
from muster.core.importing import ImportPlan, make_profile, plan_import

TODAY = date(2024, 6, 30)
HEADER = "officer_id,date,course,title,status,score,hours"


def plan(folder: Path, *rows: str, header: str = HEADER, into: Path | None = None, **said: Any) -> ImportPlan:
    file = folder / "source.csv"
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    found = plan_import(file, make_profile(**said), into=into, today=TODAY)
    assert found.rows_in == found.rows_accepted + found.set_aside.height
    return found


def aside(found: ImportPlan) -> list[tuple[int, str]]:
    return found.set_aside.select("row", "reason").rows()


def doubts(found: ImportPlan) -> list[tuple[int, str]]:
    return found.doubtful.select("row", "reason").rows()


def test_a_clean_row_becomes_a_record_numbered_by_its_row(tmp_path: Path) -> None:
    found = plan(tmp_path, "00123,5/31/2022,B1,First aid,Passed,92,4.00")
    assert aside(found) == doubts(found) == []
    record = found.accepted.row(0, named=True)
    assert record["record_id"] == f"{found.batch}-2"
    assert {k: v for k, v in record.items() if v is not None} == {
        "record_id": f"{found.batch}-2",
        "officer_id": "00123",
        "course": "B1",
        "completed_on": date(2022, 5, 31),
        "minutes": 240,
        "outcome": "passed",
        "score": 92.0,
    }
    assert found.titles.rows() == [("B1", "First aid")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",5/31/2022,B1,Law,Passed,,4", "no-officer-id"),
        ('"Doe, Jane",5/31/2022,B1,Law,Passed,,4', "id-is-a-name"),
        ("=HYPERLINK(1),5/31/2022,B1,Law,Passed,,4", "formula-id"),
        ("17,sometime,B1,Law,Passed,,4", "unreadable-date"),
        ("17,2/30/2022,B1,Law,Passed,,4", "unreadable-date"),
        ("17,5/31/2022,,,Passed,,4", "no-course"),
        ("17,5/31/2022,B1,Law,Passed,,-4", "negative-hours"),
        ("17,5/31/2022,B1,Law,Passed,,four", "unreadable-hours"),
        ("17,5/31/2022,B1,Law,Kudos,,4", "unknown-outcome"),
        ("17,5/31/2022,B1,Law,,,4", "no-outcome"),
        (",,,,,,", "blank-row"),
        ("Officer_ID,Date,Course,Title,Status,Score,Hours", "repeated-header"),
        ("17,5/31/2022,B1,Law,Passed,,4,and more", "too-many-cells"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_with_its_reason(
    tmp_path: Path, row: str, reason: str
) -> None:
    found = plan(tmp_path, row, "18,5/31/2022,B1,Law,Passed,,4")
    assert aside(found) == [(2, reason)]
    assert found.accepted["officer_id"].to_list() == ["18"]
    assert found.set_aside["sentence"][0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("17,,B1,Law,Passed,,4", "no-date"),
        ("17,7/1/2024,B1,Law,Passed,,4", "future-date"),
        ("17,5/31/2022,MISCMAIN,2021 Maintenance,Completed,,0.00", "zero-hours"),
        ("17,5/31/2022,B1,Law,Passed,,30", "over-24-hours"),
        ("17,5/31/2022,B1,Law,Passed,,0.33", "rounded-hours"),
        ("17,5/31/2022,B1,Law,Passed,B+,4", "unreadable-score"),
        ("17,5/31/2022,=1+1,Law,Passed,,4", "formula-text"),
        ("Smith,5/31/2022,B1,Law,Passed,,4", "id-without-digit"),
        ("17,5/31/2022,B1,Law,Passed,", "short-row"),
    ],
)
def test_a_doubtful_row_is_kept_and_told(tmp_path: Path, row: str, reason: str) -> None:
    found = plan(tmp_path, row, "18,5/31/2022,B1,Law,Passed,,4")
    assert doubts(found) == [(2, reason)]
    assert found.rows_accepted == 2


def test_a_registration_ahead_is_not_doubtful(tmp_path: Path) -> None:
    found = plan(tmp_path, "17,7/14/2024,B1,Law,Registered,,4", "17,7/14/2024,B2,Driving,Required,,4")
    assert doubts(found) == []


def test_a_completion_today_is_not_doubtful(tmp_path: Path) -> None:
    assert doubts(plan(tmp_path, "17,6/30/2024,B1,Law,Passed,,4")) == []


def test_24_hours_on_one_day_are_possible_and_a_minute_more_is_doubtful(tmp_path: Path) -> None:
    half = "17,5/31/2022,B1,Law,Passed,,12"
    assert doubts(plan(tmp_path, half, half.replace("B1", "B2"))) == []
    more = plan(tmp_path, half, half.replace("B1", "B2").replace(",12", ",12.25"))
    assert doubts(more) == [(2, "over-24-hours"), (3, "over-24-hours")]


def test_hours_of_different_officers_and_days_are_not_added(tmp_path: Path) -> None:
    found = plan(tmp_path, *(f"{n},5/{d}/2022,B1,Law,Passed,,20" for n in (17, 18) for d in (30, 31)))
    assert doubts(found) == []


def test_identical_rows_are_both_kept_and_the_later_one_is_told(tmp_path: Path) -> None:
    row = "17,5/31/2022,11-0365,Conference,Passed,,4"
    found = plan(tmp_path, row, "18,5/31/2022,11-0365,Conference,Passed,,4", row)
    assert doubts(found) == [(4, "identical-row")]
    assert "row 2" in found.doubtful["sentence"][0]
    assert found.rows_accepted == 3


def test_the_same_course_on_the_same_day_is_told_but_not_twice(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        "17,5/31/2022,B1,Law,Passed,,4",
        "17,5/31/2022,B1,Law,Passed,,5",
        "17,5/31/2022,B1,Law,Instructed,,4",
    )
    assert doubts(found) == [(3, "same-day-again"), (4, "same-day-again")]


def test_one_number_with_several_titles_is_kept_apart(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        "17,12/31/2015,MISCMAIN,2015 Police Maintenance,Completed,,0",
        "17,12/31/2012,MISCMAIN,2012 Police Maintenance,Completed,,0",
        "17,12/31/2012,B1,Law,Passed,,2",
    )
    assert found.accepted["course"].to_list() == [
        "MISCMAIN: 2015 Police Maintenance",
        "MISCMAIN: 2012 Police Maintenance",
        "B1",
    ]
    assert any("MISCMAIN" in note for note in found.notes)


def test_without_a_course_number_the_title_is_the_course(tmp_path: Path) -> None:
    found = plan(tmp_path, "17,2022-05-31,Law", header="officer_id,date,title")
    assert found.accepted["course"].to_list() == ["Law"]
    assert found.titles.height == 0


def test_a_score_of_zero_may_mean_none(tmp_path: Path) -> None:
    row = "17,5/31/2022,B1,Law,Passed,0.0,4"
    assert plan(tmp_path, row, zero_score="none").accepted["score"].to_list() == [None]
    assert plan(tmp_path, row).accepted["score"].to_list() == [0.0]


def test_a_file_without_outcomes_says_what_that_means(tmp_path: Path) -> None:
    found = plan(tmp_path, "17,2022-05-31,Law", header="officer_id,date,title")
    assert found.accepted["outcome"].to_list() == ["completed"]
    assert any("every row counts as completed" in note for note in found.notes)


def test_a_roster_of_assignments_proves_no_attendance(tmp_path: Path) -> None:
    found = plan(tmp_path, "CR1,2012-01-09,PROCEDURAL JUSTICE", header="officer_id,session_date,description")
    assert found.accepted["outcome"].to_list() == ["registered"]
    assert any("no proof of attendance" in note for note in found.notes)


def test_a_column_of_outcomes_wins_over_what_a_header_hints(tmp_path: Path) -> None:
    found = plan(tmp_path, "CR1,2012-01-09,LAW,Attended", header="officer_id,session_date,description,status")
    assert found.accepted["outcome"].to_list() == ["attended"]


def test_what_stands_above_the_header_holds_for_every_row(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        "Module ID=Procedural Justice,,",
        "Overall Status=Completed,,",
        ",,",
        "STAR/BADGE,SESSION END DATE,LAST NAME",
        "1017,2/28/2020 16:00,Doe",
        header="Date Run: 3/1/2020,,",
        columns={"STAR/BADGE": "officer_id"},
    )
    record = found.accepted.row(0, named=True)
    assert (record["officer_id"], record["course"], record["outcome"], record["completed_on"]) == (
        "1017",
        "Procedural Justice",
        "completed",
        date(2020, 2, 28),
    )
    assert found.preamble["Date Run"] == "3/1/2020"
    assert found.accepted_rows.to_list() == [6]


def test_a_transcript_of_one_person_takes_the_officer_from_the_caller(tmp_path: Path) -> None:
    found = plan(tmp_path, "2022-05-31,Law,2", header="date,course,hours", constants={"officer_id": "OR-1"})
    assert found.accepted["officer_id"].to_list() == ["OR-1"]


def test_a_file_without_header_asks_for_positions_and_then_reads_them(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no header row.*--map col1=officer_id"):
        plan(tmp_path, "18,2022-06-01,2", header="17,2022-05-31,4")
    found = plan(
        tmp_path,
        "18,2022-06-01,2",
        header="17,2022-05-31,4",
        columns={"col1": "officer_id", "col2": "completed_on", "col3": "course"},
    )
    assert found.accepted["officer_id"].to_list() == ["17", "18"]


def test_days_that_could_be_read_twice_stop_the_import(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be told for certain"):
        plan(tmp_path, "17,5/6/2022,B1,Law,Passed,,4")
    found = plan(tmp_path, "17,5/6/2022,B1,Law,Passed,,4", date_format="dmy")
    assert found.accepted["completed_on"].to_list() == [date(2022, 6, 5)]


def test_the_moment_of_recording_can_be_a_column_or_be_said(tmp_path: Path) -> None:
    found = plan(tmp_path, "17,2022-05-31,Law,2022-06-02 09:30", header="officer_id,date,title,Recorded At")
    assert str(found.accepted["recorded_at"][0]) == "2022-06-02 09:30:00"
    said = plan(
        tmp_path, "17,2022-05-31,Law", header="officer_id,date,title", recorded_at="2022-06-03T08:00:00"
    )
    assert str(said.accepted["recorded_at"][0]) == "2022-06-03 08:00:00"
    with pytest.raises(BadUsage, match="is no moment"):
        plan(tmp_path, "17,2022-05-31,Law", header="officer_id,date,title", recorded_at="lately")


def test_officers_nobody_knows_are_set_aside(tmp_path: Path) -> None:
    town = tmp_path / "town"
    town.mkdir()
    (town / "officers.csv").write_text("officer_id\n17\n")
    found = plan(
        tmp_path, "17,2022-05-31,Law", "18,2022-05-31,Law", header="officer_id,date,title", into=town
    )
    assert aside(found) == [(3, "unknown-officer")]


def test_columns_nobody_reads_are_told(tmp_path: Path) -> None:
    found = plan(tmp_path, "17,2022-05-31,Law,Salem", header="officer_id,date,title,location")
    assert found.unused == ("location",)
    assert "Columns that are not read: location." in found.notes
