"""Dated facts of a sample: careers that could have happened, and corrections as files have them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from muster.core.sample import SampleTables, make_department

TODAY = date(2026, 11, 20)


def standing(sample: SampleTables, fact: str) -> pl.DataFrame:
    """The lines of a fact that nothing has replaced or taken back."""
    gone = sample.facts["supersedes"].drop_nulls()
    return sample.facts.filter(
        pl.col("fact") == fact, ~pl.col("fact_id").is_in(gone.implode()), pl.col("withdrawn").is_null()
    )


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("employment", {"full-time", "part-time", "reserve", "civilian"}),
        ("rank", {"officer", "detective", "corporal", "sergeant", "lieutenant", "captain", "chief"}),
        ("certificate", {"basic", "intermediate", "advanced", "supervisory"}),
        ("leave", {"medical", "military", "parental"}),
        ("carries", {"handgun", "shotgun", "rifle"}),
        ("card", {"first-aid-cpr"}),
        ("discipline", {"police"}),
        ("birth-month", {str(month) for month in range(1, 13)}),
    ],
)
def test_town_has_every_value_of_a_fact(town: SampleTables, fact: str, values: set[str]) -> None:
    assert set(standing(town, fact)["value"]) == values


def test_town_has_the_assignments_that_rules_name(town: SampleTables) -> None:
    named = {"patrol", "traffic", "investigations", "field-training-officer", "school-resource", "instructor"}
    assert named <= set(standing(town, "assignment")["value"])


def test_some_officers_left_and_some_of_them_came_back(town: SampleTables) -> None:
    employment = standing(town, "employment").sort("officer_id", "start")
    assert employment["end"].drop_nulls().len() > 10
    twice = employment.filter(pl.col("officer_id").is_duplicated())
    assert twice["officer_id"].n_unique() >= 3
    gap = (pl.col("start") - pl.col("end").shift(1).over("officer_id")).dt.total_days()
    assert twice.select(gap.alias("gap")).drop_nulls()["gap"].min() >= 60


def test_post_and_rank_are_held_only_while_employed(town: SampleTables) -> None:
    far = date(2999, 1, 1)
    employed = standing(town, "employment").select(
        "officer_id", hired="start", left=pl.col("end").fill_null(far)
    )
    for fact in ("agency", "unit", "rank", "assignment", "leave"):
        held = standing(town, fact).with_row_index("line")
        inside = held.join(employed, on="officer_id").filter(
            pl.col("start") >= pl.col("hired"), pl.col("end").fill_null(far) <= pl.col("left")
        )
        assert inside["line"].n_unique() == held.height, fact


@pytest.mark.parametrize("fact", ["employment", "agency", "unit", "rank"])
def test_officer_has_one_at_a_time(town: SampleTables, fact: str) -> None:
    spells = standing(town, fact).sort("officer_id", "start")
    before = pl.col("end").shift(1).over("officer_id")
    first = pl.col("start").cum_count().over("officer_id") == 1
    overlapping = spells.filter(~first & (before.is_null() | (pl.col("start") <= before)))
    assert overlapping.is_empty()


def test_ranks_only_rise(town: SampleTables) -> None:
    order = ["officer", "detective", "corporal", "sergeant", "lieutenant", "captain", "chief"]
    ranks = (
        standing(town, "rank")
        .sort("officer_id", "start")
        .with_columns(height=pl.col("value").replace_strict(order, range(7), return_dtype=pl.Int8))
    )
    assert ranks.filter(pl.col("height").diff().over("officer_id") < 0).is_empty()
    assert ranks.filter(pl.col("height").diff().over("officer_id") > 0).height > 20


def test_leaves_are_short_long_and_without_end(town: SampleTables) -> None:
    days = standing(town, "leave").select(
        length=(pl.col("end") - pl.col("start")).dt.total_days() + 1, ended=pl.col("end").is_not_null()
    )
    assert days.filter(pl.col("length") <= 90).height > 5
    assert days.filter(pl.col("length") > 90).height > 5
    assert not days["ended"].all()


def test_card_runs_two_years_to_the_day_before(town: SampleTables) -> None:
    cards = standing(town, "card").drop_nulls("start")
    assert (cards["end"] == cards["start"].dt.offset_by("2y").dt.offset_by("-1d")).all()
    lapsed = cards.group_by("officer_id").agg(pl.col("end").max()).filter(pl.col("end") < TODAY)
    assert 0 < lapsed.height < 125


def test_larger_samples_have_more_agencies_of_different_size() -> None:
    sample = make_department(3_000, seed=2, today=TODAY, years=1)
    now = standing(sample, "agency").filter(pl.col("end").is_null()).group_by("value").len()
    assert now.height == 20
    assert now["value"].str.contains(r"^XX\d{7}$").all()
    assert now["len"].max() > 3 * now["len"].min()


def test_some_officers_came_from_another_agency() -> None:
    sample = make_department(3_000, seed=2, today=TODAY, years=1)
    worked_for = standing(sample, "agency").group_by("officer_id").agg(pl.col("value").n_unique())
    assert worked_for.filter(pl.col("value") == 2).height > 30


def test_correction_is_recorded_after_the_line_it_replaces_and_mends_its_start(town: SampleTables) -> None:
    right = town.facts.filter(pl.col("supersedes").is_not_null(), pl.col("withdrawn").is_null())
    pairs = right.join(town.facts, left_on="supersedes", right_on="fact_id", suffix="_wrong")
    assert pairs.height == right.height >= 10
    assert (pairs["officer_id"] == pairs["officer_id_wrong"]).all()
    assert (pairs["recorded_at"] > pairs["recorded_at_wrong"]).all()
    assert (pairs["start"] > pairs["start_wrong"]).all()
    assert (pairs["recorded_at"].dt.date() > pairs["start"]).all()


def test_line_made_by_mistake_is_only_taken_back(town: SampleTables) -> None:
    back = town.facts.filter(pl.col("withdrawn"))
    mistaken = town.facts.filter(pl.col("fact_id").is_in(back["supersedes"].implode()))
    assert back.height == mistaken.height >= 1
    assert set(mistaken["fact"]) == {"leave"}
