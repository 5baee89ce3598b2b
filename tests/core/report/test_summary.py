"""What a standing adds up to, worked out by hand for the small town."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from muster.core.report import summary, todo, units_of, untold
from muster.core.rules import evaluate, evaluate_in_parts

EVE, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)


def test_share_counts_those_asked_and_rounds_down(report_on, book):
    rows = summary.by_requirement(report_on(EVE).standing, book)
    assert rows.select(
        "requirement", "asked", "in_order", "percent", "met", "cannot_tell", "not_applicable"
    ).rows() == [
        ("zz/driving-8", 3, 1, 33, 1, 1, 1),
        ("zz/first-aid-once", 3, 1, 33, 1, 1, 1),
    ]


def test_share_of_nobody_is_empty_and_not_zero(facts, book):
    standing = evaluate(facts.only(["c3"]), book, EVE).standing
    assert summary.by_requirement(standing, book).select("asked", "percent").rows() == [(0, None), (0, None)]


def test_recommended_only_counts_as_not_met_and_a_waiver_is_not_asked():
    verdicts = pl.DataFrame(
        {
            "verdict": ["met", "due_soon", "due_soon", "excused", "excused", "cannot_tell"],
            "reason": ["done", "expires_soon", "time_left", "recommended_only", "waived", "missing_fact"],
        }
    )
    counted = verdicts.select(
        summary.in_order().sum().alias("in_order"), summary.is_freed().sum().alias("freed")
    )
    assert counted.rows() == [(2, 1)]


def test_months_hold_what_is_open_and_not_what_is_done(report_on):
    months = summary.by_month(report_on(EVE).standing, EVE)
    assert months.height == 12
    assert months.filter(pl.col("open") + pl.col("renew") > 0).rows() == [
        (date(2026, 12, 1), 1, 0),  # b2: driving
        (date(2027, 3, 1), 1, 0),  # b2: first aid
    ]


def test_what_is_due_after_the_months_shown_is_counted(report_on):
    standing = report_on(EVE).standing
    assert summary.due_later(standing, EVE) == 0
    assert summary.due_later(standing, EVE, months=2) == 1


def test_months_count_what_runs_out_as_to_be_done_again():
    standing = pl.DataFrame(
        {
            "headline": [True, True, False],
            "current": [True, True, True],
            "verdict": ["met", "due_soon", "met"],
            "reason": ["completed", "expires_soon", "completed"],
            "due": [date(2027, 2, 10), date(2027, 1, 31), date(2027, 1, 31)],
        }
    )
    assert summary.by_month(standing, EVE, months=3).rows() == [
        (date(2026, 12, 1), 0, 0),
        (date(2027, 1, 1), 0, 1),
        (date(2027, 2, 1), 0, 1),
    ]


def test_unit_is_the_one_of_the_day(facts):
    assert dict(units_of(facts, date(2026, 8, 31)).rows()) == {
        "a1": "patrol",
        "b2": "traffic",
        "c3": "records",
    }
    assert dict(units_of(facts, date(2026, 9, 1)).rows()) == {"a1": "patrol", "b2": "patrol", "c3": "records"}


def test_units_count_officers_short_and_hours_missing(report_on):
    report = report_on(NEW_YEAR)
    rows = summary.by_unit(report.standing, report.units).rows()
    assert rows == [
        ("patrol", 2, 1, 1, 240),
        (None, 1, 0, 0, 0),  # d4 belongs to none
    ]


def test_officers_short_are_listed_by_id(report_on):
    rows = todo.officers_short(report_on(NEW_YEAR).standing)
    closed = "4 h of driving: missing when the period closed, 31 Dec 2026"
    assert rows.select("officer_id", "requirement", "late", "next_step").rows() == [
        ("b2", "zz/driving-8", True, closed),
        ("b2", "zz/driving-8", False, "8 h of driving by 31 Dec 2027"),
    ]


def test_months_hold_the_period_that_runs_beside_one_that_closed_short(report_on):
    months = summary.by_month(report_on(NEW_YEAR).standing, NEW_YEAR)
    # driving, by a1 and b2 (whose headline is still 2026); d4 cannot be told
    assert months.filter(month=date(2027, 12, 1)).rows() == [(date(2027, 12, 1), 2, 0)]


def test_who_misses_the_same_is_counted_together(report_on):
    rows = todo.by_duty(report_on(NEW_YEAR).standing, ("not_yet_due",))
    assert ("zz/driving-8", "8 h of driving", 2) in rows.select("requirement", "step", "officers").rows()


def test_amounts_are_also_written_as_a_person_would(report_on):
    rows = todo.with_texts(report_on(EVE).standing).filter(officer_id="b2")
    assert rows.select("needed_text", "credited_text", "short_text").rows() == [
        ("8 h", "4 h", "4 h"),
        ("1 time", "0 times", "1 time"),
    ]


def test_share_is_not_given_for_what_is_only_recommended_or_an_aim(report_on, book):
    rule = book.requirements["zz/driving-8"].model_copy(update={"force": "recommended"})
    advised = replace(book, requirements={**book.requirements, "zz/driving-8": rule})
    rows = summary.by_requirement(report_on(EVE).standing, advised)
    assert rows.select("share_of", "percent").rows() == [("recommended", None), ("officers", 33)]


def test_what_cannot_be_told_is_counted_with_its_reason(report_on):
    report = report_on(EVE)
    found = untold.not_told(report.standing, report.book)
    assert [(each.requirement, each.reason, each.officers) for each in found] == [
        ("zz/driving-8", "missing_fact", 1),
        ("zz/first-aid-once", "missing_fact", 1),
    ]


def test_what_cannot_be_told_names_the_fact_that_is_missing(report_on, facts):
    report = report_on(EVE)
    found = untold.not_told(report.standing, report.book, facts)
    assert [each.missing for each in found] == [(("employment", 1),)] * 2


def test_records_whose_topics_nobody_confirmed_are_counted(facts):
    found = untold.topics_unknown(facts)
    whole = facts.records.collect().join(facts.kinds, on="kind")
    assert (found.records, found.of) == (whole["topics"].null_count(), whole.height)
    assert found.records > 0


@pytest.mark.parametrize(("records", "many"), [(4, False), (5, True)])
def test_topics_unknown_are_many_from_one_in_twenty_on(records, many):
    assert untold.TopicsUnknown(records, 100).many is many


def test_parts_joined_are_the_whole(facts, book):
    whole = evaluate(facts, book, NEW_YEAR).standing
    joined = summary.join_parts(
        part.standing for part in evaluate_in_parts(facts, book, NEW_YEAR, officers=1)
    )
    assert summary.in_plain_order(joined).equals(summary.in_plain_order(whole))
    assert whole.height == 3 + 3 + 2 + 3  # driving has two periods for a1, b2 and d4, and none for c3
