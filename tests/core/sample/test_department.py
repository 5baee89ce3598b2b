"""A sample is seeded, refuses impossible numbers, and holds no person's name."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date

import polars as pl
import pytest

from muster.core.errors import BadUsage
from muster.core.sample import SampleTables, make_department
from muster.core.tables.facts import Facts
from muster.core.tables.schema import PLAIN

TODAY = date(2026, 11, 20)


def tables(sample: SampleTables) -> dict[str, pl.DataFrame]:
    return {table.name: getattr(sample, table.name) for table in fields(SampleTables)}


def test_same_seed_and_size_give_the_same_tables(town: SampleTables) -> None:
    again = make_department(250, seed=7, today=TODAY, years=12)
    for name, table in tables(town).items():
        assert table.equals(tables(again)[name]), name


def test_another_seed_gives_other_careers_and_records(town: SampleTables) -> None:
    other = make_department(250, seed=8, today=TODAY, years=12)
    assert not town.facts.equals(other.facts)
    assert not town.records.equals(other.records)


def test_tables_have_the_columns_of_the_plain_schema(town: SampleTables) -> None:
    for name, table in tables(town).items():
        assert dict(table.schema) == {
            column: dtype() if isinstance(dtype, type) else dtype for column, dtype in PLAIN[name].items()
        }


@pytest.mark.parametrize("officers", [50, 2_000])
def test_department_of_any_size_is_accepted_as_facts(officers: int) -> None:
    sample = make_department(officers, seed=1, today=TODAY, years=4)
    facts = Facts.from_tables(sample.officers, sample.facts, sample.courses, sample.records)
    assert facts.size == officers
    assert facts.records.select("officer").unique().collect().height > officers * 0.9


@pytest.mark.parametrize("wanted", [3.0, 40.0, 200.0])
def test_records_per_officer_is_the_average_over_all_officers(wanted: float) -> None:
    sample = make_department(1_000, seed=1, today=TODAY, years=6, records_per_officer=wanted)
    # academies, cards and cycle markers are written down whatever number is asked for
    assert sample.records.height / 1_000 == pytest.approx(wanted, rel=0.05, abs=4)


def test_officer_has_about_twenty_records_a_year_of_service_where_no_number_is_named() -> None:
    sample = make_department(1_000, seed=1, today=date(2026, 12, 31), years=1)
    served = sample.facts.filter(pl.col("fact") == "employment", pl.col("start") < date(2026, 1, 1))
    still = served.filter(pl.col("end").is_null(), pl.col("supersedes").is_null())["officer_id"].n_unique()
    assert sample.records.height / still == pytest.approx(20, rel=0.15)


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31)])
def test_any_day_can_be_today_and_nothing_is_recorded_after_it(today: date) -> None:
    sample = make_department(100, seed=3, today=today, years=2)
    assert sample.records["recorded_at"].max().date() <= today
    assert sample.facts["recorded_at"].max().date() <= today
    done = sample.records.filter(pl.col("outcome") != "registered")
    assert done["completed_on"].max() <= today


@pytest.mark.parametrize("officers", [0, 49, -250, 800_001, 10**9])
def test_impossible_number_of_officers_is_refused_with_the_possible_ones(officers: int) -> None:
    with pytest.raises(BadUsage) as refusal:
        make_department(officers, seed=1, today=TODAY)
    assert f"{officers:,}" in str(refusal.value)
    assert "50 to 800,000" in str(refusal.value)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"years": 0}, "years from 1 to 30"),
        ({"years": 31}, "years from 1 to 30"),
        ({"seed": -1}, "seed from 0"),
        ({"records_per_officer": 0.0}, "records per officer from 1 to 2,000"),
        ({"records_per_officer": math.nan}, "records per officer from 1 to 2,000"),
        ({"today": date(1850, 1, 1)}, "from 2000 to 2100"),
    ],
)
def test_other_impossible_numbers_are_refused(asked: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadUsage, match=sentence):
        make_department(**{"officers": 100, "seed": 1, "today": TODAY, **asked})  # type: ignore[arg-type]


def test_officers_have_ids_and_no_names(town: SampleTables) -> None:
    assert town.officers.columns == ["officer_id"]
    for table in (town.officers, town.facts, town.records):
        assert table.filter(~pl.col("officer_id").str.contains(r"^P\d{6}$")).is_empty()
    # every value of a fact is a code, a number, an agency's code or one letter
    codes = r"^([a-z]+(-[a-z]+)*|\d{1,2}|[A-Z]|XX\d{7})$"
    assert town.facts.filter(~pl.col("value").str.contains(codes)).is_empty()


def test_surname_initial_is_not_tied_to_the_officer_id() -> None:
    letters = make_department(2_000, seed=1, today=TODAY, years=1).facts.filter(
        pl.col("fact") == "surname-initial"
    )
    assert letters["value"].n_unique() == 26
    assert letters["start"].null_count() == letters.height
    in_order = (letters["value"] >= letters["value"].shift(1)).sum()
    assert 0.4 < in_order / letters.height < 0.65
