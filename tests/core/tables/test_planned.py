"""Planned classes beside the records: as written, completed by the course, refused when they cannot be told."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from muster.core.errors import BadFact, BadInput
from muster.core.tables import Facts
from muster.core.tables.planned import read_plan, with_plan


@pytest.fixture
def facts():
    return Facts.from_tables(
        pl.DataFrame({"officer_id": ["a", "b"]}),
        courses=pl.DataFrame(
            {
                "course": ["D-1"],
                "title": ["Driving"],
                "topics": ["driving"],
                "minutes": [120],
                "delivery": ["classroom"],
            }
        ),
        records=pl.DataFrame(
            {"officer_id": ["a"], "course": ["D-1"], "completed_on": [date(2026, 1, 1)], "minutes": [60]}
        ),
    )


@pytest.fixture
def plan(tmp_path):
    def written(text):
        (tmp_path / "plan.csv").write_text(text)
        return read_plan(tmp_path / "plan.csv")

    return written


def added(facts, plan):
    """The planned rows with their kinds."""
    table = with_plan(facts, plan)
    rows = table.records.collect().filter(pl.col("record_id").str.starts_with("planned-"))
    return rows.join(table.kinds, on="kind").sort("record_id")


def test_course_fills_in_what_the_plan_leaves_empty(facts, plan):
    rows = added(facts, plan("officer_id,date,course\nb,2026-02-01,D-1\n"))
    assert rows.select("officer", "completed_on", "minutes", "topics", "delivery", "outcome").rows() == [
        (1, date(2026, 2, 1), 120, ["driving"], "classroom", "completed")
    ]


def test_plan_overrides_the_course(facts, plan):
    rows = added(facts, plan("officer_id,date,course,topics,minutes\nb,2026-02-01,D-1,pursuit;driving,45\n"))
    assert rows.select("minutes", "topics").rows() == [(45, ["pursuit", "driving"])]


def test_topics_alone_are_a_course_of_their_own(facts, plan):
    rows = added(
        facts, plan("officer_id,date,topics,minutes\nb,2026-02-01,driving,60\nb,2026-02-02,none,60\n")
    )
    assert rows.select("course", "topics").rows() == [
        ("planned: driving", ["driving"]),
        ("planned: none", []),
    ]


def test_unknown_course_without_topics_stays_unknown(facts, plan):
    assert added(facts, plan("officer_id,date,course,minutes\nb,2026-02-01,Q-9,60\n"))[
        "topics"
    ].to_list() == [None]


def test_numbers_of_kinds_stay_unique(facts, plan):
    table = with_plan(facts, plan("officer_id,date,topics\nb,2026-02-01,driving\na,2026-02-01,driving\n"))
    assert table.kinds["kind"].is_unique().all()
    assert table.records.collect().height == 1 + 2


def test_last_day_and_those_after_a_day(plan):
    found = plan("officer_id,date,topics\nb,2026-02-01,x\nb,2026-03-01,x\n")
    assert found.last_day == date(2026, 3, 1)
    assert [found.after(date(2026, 1, 31)), found.after(date(2026, 2, 1)), found.after(date(2026, 3, 1))] == [
        2,
        1,
        0,
    ]


def test_stranger_is_refused(facts, plan):
    with pytest.raises(BadFact, match="officer z, whom the facts do not know"):
        with_plan(facts, plan("officer_id,date,topics\nz,2026-02-01,driving\n"))


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="the plan cannot be read as a table"):
        read_plan(tmp_path / "none.csv")
