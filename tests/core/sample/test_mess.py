"""The records of a sample have each of the troubles real records have."""

from __future__ import annotations

from datetime import date

import polars as pl

from muster.core.sample import SampleTables

TODAY = date(2026, 11, 20)
SAME = ["officer_id", "course", "completed_on", "minutes", "outcome", "item"]


def test_courses_number_some_hundreds_with_unknown_no_and_two_topics(town: SampleTables) -> None:
    topics = town.courses["topics"]
    assert 120 <= town.courses.height <= 400
    assert not town.courses["course"].is_duplicated().any()
    assert topics.null_count() >= 5
    assert (topics == "none").sum() >= 5
    assert topics.str.contains(";").sum() >= 5
    assert set(town.courses["certified"]) == {True, False}
    assert set(town.courses["delivery"]) == {"classroom", "online", "roll-call", "range", "scenario"}


def test_five_subjects_have_courses(town: SampleTables) -> None:
    five = {"procedural-justice", "bias-free", "crisis-response", "de-escalation", "cultural-competency"}
    assert five <= set(town.courses["topics"].str.split(";").explode().drop_nulls())


def test_every_record_names_a_course_of_the_list(town: SampleTables) -> None:
    assert town.records.join(town.courses, on="course", how="anti").is_empty()
    assert not town.records["record_id"].is_duplicated().any()


def test_most_officers_keep_up_and_some_do_not(town: SampleTables, taught: pl.DataFrame) -> None:
    full_time = (
        town.facts.filter(
            pl.col("fact") == "employment",
            pl.col("value") == "full-time",
            pl.col("end").is_null(),
            pl.col("start") < date(2024, 1, 1),
        )
        .select("officer_id")
        .unique()
    )
    done = taught.filter(
        pl.col("topics").str.contains("procedural-justice"),
        pl.col("outcome").is_in(["completed", "passed", "attended"]),
        pl.col("completed_on").is_between(date(2025, 1, 1), date(2025, 12, 31)),
    )
    share = full_time.join(done, on="officer_id", how="semi").height / full_time.height
    assert 0.8 < share < 0.99


def test_each_year_has_its_own_legal_update(town: SampleTables) -> None:
    for year in (2020, 2021):
        update = town.records.filter(
            pl.col("course") == f"LEGAL-{year}", pl.col("completed_on").dt.year() != year
        )
        assert update.is_empty()
        assert (town.records["course"] == f"LEGAL-{year}").sum() > 80


def test_armed_officer_qualifies_about_twice_a_year_with_each_item(town: SampleTables) -> None:
    shot = town.records.filter(
        pl.col("course") == "FQ-100", pl.col("outcome") == "passed", pl.col("completed_on").dt.year() == 2025
    )
    assert set(shot["item"]) == {"handgun", "shotgun", "rifle"}
    each = shot.group_by("officer_id", "item").len()
    assert 1.6 < each["len"].mean() < 2.1
    assert set(shot["marks"]) == {"form-dated", None}


def test_roll_calls_last_fifteen_to_thirty_minutes(taught: pl.DataFrame) -> None:
    calls = taught.filter(pl.col("course_delivery") == "roll-call")
    usual = calls.filter(~pl.col("minutes").is_in([1800, *range(75, 95, 5)]))
    assert calls.height > 1_000
    assert set(usual["minutes"]) == {15, 20, 25, 30}
    assert usual.height > calls.height * 0.99


def test_conference_is_split_over_rows_two_of_them_identical(town: SampleTables) -> None:
    blocks = town.records.filter(pl.col("course").str.starts_with("CON-"), pl.col("minutes") == 240)
    alike = blocks.group_by("officer_id", "course", "completed_on").len().filter(pl.col("len") >= 2)
    assert alike.height > 10


def test_other_rows_are_entered_twice(town: SampleTables) -> None:
    others = town.records.filter(
        ~pl.col("course").str.starts_with("CON-"),
        pl.col("supersedes").is_null(),
        pl.col("outcome") != "instructed",
    )
    assert others.select(SAME).is_duplicated().sum() > 10


def test_instructors_earn_their_own_outcome(town: SampleTables) -> None:
    taught_it = town.records.filter(pl.col("outcome") == "instructed")
    instructors = town.facts.filter(pl.col("fact") == "assignment", pl.col("value") == "instructor")
    assert taught_it.height > 10
    assert taught_it.join(instructors, on="officer_id", how="anti").is_empty()


def test_failure_is_followed_by_a_pass(town: SampleTables) -> None:
    failed = town.records.filter(pl.col("outcome") == "failed", pl.col("completed_on").is_not_null())
    passed = town.records.filter(pl.col("outcome") == "passed")
    later = failed.join(passed, on=["officer_id", "course"], suffix="_after").filter(
        (pl.col("completed_on_after") - pl.col("completed_on")).dt.total_days().is_between(7, 28)
    )
    assert later["record_id"].n_unique() > failed.height * 0.7


def test_scores_stand_on_tests_only(town: SampleTables) -> None:
    scored = town.records.drop_nulls("score")
    assert set(scored["outcome"]) == {"passed", "failed"}
    assert scored.filter(pl.col("outcome") == "passed")["score"].min() >= 70
    assert scored.filter(pl.col("outcome") == "failed")["score"].max() < 70
    assert town.records["score"].null_count() > town.records.height / 4


def test_some_leave_early_or_do_not_come(town: SampleTables) -> None:
    outcomes = dict(town.records.group_by("outcome").len().iter_rows())
    assert min(outcomes["partial"], outcomes["no_show"], outcomes["excused"]) > 20
    never_came = town.records.filter(pl.col("outcome") == "no_show", pl.col("supersedes").is_null())
    assert (never_came["minutes"] == 0).mean() > 0.95


def test_some_records_have_no_date(town: SampleTables) -> None:
    assert 10 < town.records["completed_on"].null_count() < town.records.height * 0.02


def test_seats_are_booked_after_today(town: SampleTables) -> None:
    ahead = town.records.filter(pl.col("completed_on") > TODAY)
    assert ahead.height > 5
    assert set(ahead["outcome"]) == {"registered"}


def test_some_entries_come_months_late_and_old_ones_carry_no_moment(town: SampleTables) -> None:
    delay = town.records.filter(pl.col("supersedes").is_null()).select(
        days=(pl.col("recorded_at").dt.date() - pl.col("completed_on")).dt.total_days()
    )
    assert (delay["days"] >= 60).sum() > 50
    old = town.records.filter(pl.col("completed_on") < date(2017, 1, 1))
    assert old["recorded_at"].null_count() == old.height > 1_000


def test_correction_points_at_an_earlier_record_of_the_same_training(town: SampleTables) -> None:
    right = town.records.filter(pl.col("supersedes").is_not_null(), pl.col("withdrawn").is_null())
    pairs = right.join(town.records, left_on="supersedes", right_on="record_id", suffix="_wrong")
    assert pairs.height == right.height > 20
    assert (pairs["officer_id"] == pairs["officer_id_wrong"]).all()
    assert (pairs["course"] == pairs["course_wrong"]).all()
    assert (pairs["minutes"] + 60 == pairs["minutes_wrong"]).all()
    assert (pairs["recorded_at"] > pairs["recorded_at_wrong"]).all()


def test_some_records_are_taken_back(town: SampleTables) -> None:
    back = town.records.filter(pl.col("withdrawn"))
    assert back.height > 3
    assert back.join(town.records, left_on="supersedes", right_on="record_id").height == back.height


def test_cycle_markers_have_no_hours_and_some_are_waived_or_incomplete(town: SampleTables) -> None:
    markers = town.records.filter(pl.col("course") == "CYCLEMARK", pl.col("supersedes").is_null())
    assert set(markers["outcome"]) == {"completed", "waived", "incomplete"}
    assert (markers["minutes"] == 0).mean() > 0.95


def test_some_days_have_thirty_hours(taught: pl.DataFrame) -> None:
    too_long = taught.filter(pl.col("minutes") == 1800, pl.col("course_minutes") != 1800)
    assert 3 < too_long.height < taught.height * 0.002


def test_some_training_lies_before_the_appointment(town: SampleTables) -> None:
    employment = town.facts.filter(pl.col("fact") == "employment")
    hired = employment.group_by("officer_id").agg(pl.col("start").min())
    early = town.records.join(hired, on="officer_id").filter(pl.col("completed_on") < pl.col("start"))
    assert early.height > 0
    assert set(early["course"]) == {"BAS-100"}


def test_college_credit_is_counted_in_its_own_unit(town: SampleTables) -> None:
    earned = town.records.filter(pl.col("unit") == "semester-credit")
    assert set(earned["course"]) == {"COL-100"}
    assert (earned["minutes"] % 60 == 0).all()


def test_classroom_course_is_sometimes_taken_online(taught: pl.DataFrame) -> None:
    online = taught.filter(pl.col("delivery") == "online", pl.col("course_delivery") == "classroom")
    assert online.height > 20
