"""The real files that are fetched, never kept: every row of them has its fate."""

from __future__ import annotations

from pathlib import Path

from muster.core.importing import load_profile, make_profile, plan_import


def counted(reasons: list[str]) -> dict[str, int]:
    return {reason: reasons.count(reason) for reason in sorted(set(reasons))}


def test_nypd_histories_are_accepted_and_their_undated_rows_told(shared: Path, root: Path) -> None:
    profile = load_profile(root / "docs" / "examples" / "nypd" / "records.yaml")
    for name in ("training_records.csv.gz", "training_records.parquet"):
        plan = plan_import(shared / "data" / "nypd_training" / name, profile)
        assert (plan.rows_in, plan.rows_accepted) == (91_029, 91_029)
        assert counted(plan.doubtful["reason"].to_list())["no-date"] == 285
        assert plan.accepted["course"].n_unique() == 951


def test_oregon_transcript_tells_its_repeats_and_cycle_markers(shared: Path, root: Path) -> None:
    profile = make_profile(
        load_profile(root / "docs" / "examples" / "oregon" / "records.yaml"), constants={"officer_id": "OR-1"}
    )
    plan = plan_import(shared / "data" / "or_dpsst_transcript" / "training.csv", profile)
    doubts = counted(plan.doubtful["reason"].to_list())
    assert (plan.rows_in, plan.rows_accepted) == (354, 354)
    # One row is repeated cell for cell; with it, six repeat day, course and title.
    assert (doubts["identical-row"], doubts["identical-row"] + doubts["same-day-again"]) == (1, 6)
    assert doubts["zero-hours"] == 7
    assert counted(plan.accepted["outcome"].to_list()) == {
        "completed": 5,
        "incomplete": 1,
        "instructed": 16,
        "passed": 332,
    }


def test_oregon_employment_becomes_spells(shared: Path, root: Path) -> None:
    profile = make_profile(
        load_profile(root / "docs" / "examples" / "oregon" / "employment.yaml"),
        constants={"officer_id": "OR-1"},
    )
    plan = plan_import(shared / "data" / "or_dpsst_transcript" / "employment.csv", profile)
    assert (plan.rows_in, plan.rows_accepted) == (8, 8)
    employed = plan.accepted.filter(plan.accepted["fact"] == "employment")
    assert employed["value"].to_list() == ["reserve", "full-time", "full-time", "full-time"]
    assert [str(day) for day in employed["start"]] == ["1988-02-17", "1988-08-22", "1997-11-03", "2020-03-20"]


def test_chicago_roster_is_assignments_not_attendance(shared: Path) -> None:
    plan = plan_import(shared / "data" / "cpd_procedural_justice" / "session_roster.csv")
    assert (plan.rows_in, plan.rows_accepted) == (10_836, 10_836)
    assert set(plan.accepted["outcome"]) == {"registered"}
