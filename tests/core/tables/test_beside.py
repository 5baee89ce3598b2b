"""Standings side by side: the same period meets itself, and a moved one what took its place."""

from __future__ import annotations

from datetime import date

import polars as pl

from muster.core.tables.beside import beside


def side(*rows: tuple[str, date | None, bool, str]) -> pl.DataFrame:
    """Build one side: officer, first day of the period, whether it is the headline, verdict."""
    return pl.DataFrame(
        [(who, start, start, headline, headline, verdict, "step") for who, start, headline, verdict in rows],
        schema={
            "officer_id": pl.String,
            "period_start": pl.Date,
            "period_end": pl.Date,
            "headline": pl.Boolean,
            "current": pl.Boolean,
            "verdict": pl.String,
            "next_step": pl.String,
        },
        orient="row",
    )


def told(one: pl.DataFrame, other: pl.DataFrame) -> list[tuple[object, ...]]:
    return beside(one, other, ["officer_id"]).select("officer_id", "before", "after", "period_start").rows()


OLD, NEW = date(2025, 1, 1), date(2026, 1, 1)


def test_each_period_meets_itself():
    before = side(("a", OLD, False, "met"), ("a", NEW, True, "due_soon"))
    after = side(("a", OLD, True, "overdue"), ("a", NEW, False, "due_soon"))
    assert told(before, after) == [("a", "met", "overdue", OLD), ("a", "due_soon", "due_soon", NEW)]


def test_a_period_that_moved_meets_what_took_its_place():
    assert told(side(("a", OLD, True, "overdue")), side(("a", NEW, True, "met"))) == [
        ("a", "overdue", "met", NEW)
    ]


def test_a_period_without_days_meets_itself():
    none = side(("a", None, True, "cannot_tell"))
    assert told(none, none) == [("a", "cannot_tell", "cannot_tell", None)]


def test_what_only_one_side_has_does_not_bind_on_the_other():
    one = side(("a", OLD, True, "met"))
    assert told(one, side()) == [("a", "met", "not_applicable", OLD)]
    assert told(side(), one) == [("a", "not_applicable", "met", OLD)]
