"""What a standing adds up to, worked out by hand for the small town."""

from __future__ import annotations

from datetime import date

import polars as pl

from muster.core.report import summary, units_of
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
    rows = summary.officers_short(report_on(NEW_YEAR).standing)
    assert rows.select("officer_id", "requirement", "due", "next_step").rows() == [
        ("b2", "zz/driving-8", date(2026, 12, 31), "4 h of driving, was due 31 Dec 2026")
    ]


def test_what_cannot_be_told_is_counted_with_its_reason(report_on):
    rows = summary.not_told(report_on(EVE).standing).select("requirement", "reason", "officers").rows()
    assert rows == [("zz/driving-8", "missing_fact", 1), ("zz/first-aid-once", "missing_fact", 1)]


def test_parts_joined_are_the_whole(facts, book):
    whole = evaluate(facts, book, NEW_YEAR).standing
    joined = summary.join_parts(
        part.standing for part in evaluate_in_parts(facts, book, NEW_YEAR, officers=1)
    )
    assert summary.in_plain_order(joined).equals(summary.in_plain_order(whole))
    assert whole.height == 3 + 3 + 2 + 3  # driving has two periods for a1, b2 and d4, and none for c3
