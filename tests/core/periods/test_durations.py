"""Lengths of time, days of the year and hours, as rule files write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.periods import (
    NEVER,
    NEVER_BEFORE,
    Duration,
    MonthDay,
    as_date,
    as_day,
    hours_text,
    parse_hours,
)


def moved(text: str, day: date, *, back: bool = False) -> date | None:
    length = Duration.parse(text)
    days = np.array([as_day(day)], np.int32)
    return as_date(int((length.before(days) if back else length.after(days))[0]))


# ── lengths ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 day", Duration(days=1)),
        ("180 days", Duration(days=180)),
        ("2 weeks", Duration(days=14)),
        ("18 months", Duration(months=18)),
        ("1 year", Duration(months=12)),
        ("4 years", Duration(months=48)),
    ],
)
def test_a_length_is_read_as_months_or_days(text: str, expected: Duration) -> None:
    assert Duration.parse(text) == expected


@pytest.mark.parametrize("text", ["1 day", "180 days", "18 months", "1 year", "4 years"])
def test_a_length_is_written_as_it_was_read(text: str) -> None:
    assert str(Duration.parse(text)) == text


def test_whole_years_and_weeks_are_written_in_their_own_words() -> None:
    assert [str(Duration.parse(text)) for text in ("24 months", "12 months", "2 weeks")] == [
        "2 years", "1 year", "14 days",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "2", "years", "2years", "2  years", "-2 years", "1.5 years", "two years", "2 decades", "99999 days"]
)  # fmt: skip
def test_what_is_no_length_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time; write it like '180 days'"):
        Duration.parse(text)


@pytest.mark.parametrize("text", ["0 days", "0 years"])
def test_a_length_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a length of time of 0 says nothing"):
        Duration.parse(text)


def test_after_and_before_go_by_the_calendar() -> None:
    assert moved("1 year", date(2024, 2, 29)) == date(2025, 2, 28)
    assert moved("1 year", date(2024, 2, 29), back=True) == date(2023, 2, 28)
    assert moved("1 month", date(2023, 1, 31)) == date(2023, 2, 28)
    assert moved("1 month", date(2023, 3, 31), back=True) == date(2023, 2, 28)
    assert moved("90 days", date(2024, 1, 1)) == date(2024, 3, 31)
    assert moved("90 days", date(2024, 3, 31), back=True) == date(2024, 1, 1)


def test_a_day_is_a_day_where_clocks_change() -> None:
    # clocks went forward in the United States on 10 March 2024, and back on 3 November
    assert moved("1 day", date(2024, 3, 9)) == date(2024, 3, 10)
    assert moved("1 day", date(2024, 3, 10)) == date(2024, 3, 11)
    assert moved("1 day", date(2024, 11, 3)) == date(2024, 11, 4)


@pytest.mark.parametrize("text", ["30 days", "1 year"])
def test_a_length_leaves_open_ends_open(text: str) -> None:
    ends = np.array([NEVER_BEFORE, NEVER], np.int32)
    length = Duration.parse(text)
    assert list(length.after(ends)) == list(ends)
    assert list(length.before(ends)) == list(ends)


# ── days of the year ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["06-30", "01-01", "12-31", "02-29"])
def test_a_day_of_the_year_is_written_as_it_was_read(text: str) -> None:
    assert str(MonthDay.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["02-30", "13-01", "00-10", "04-31", "6-30", "06-00", "June 30", "", "2024-06-30"]
)
def test_what_is_no_day_of_the_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day of the year; write month and day like '06-30'"):
        MonthDay.parse(text)


# ── hours ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        (24, 24 * 60), ("4.5", 4 * 60 + 30), (0.1, 6), ("0.1", 6), (0.25, 15), (0, 0), ("0.05", 3),
        (" 8 ", 8 * 60), (10_000, 600_000),
    ],
)  # fmt: skip
def test_hours_are_exact_minutes(hours: Any, minutes: int) -> None:
    assert parse_hours(hours) == minutes


@given(st.integers(0, 600_000).filter(lambda minutes: minutes % 3 == 0))
def test_hundredths_of_an_hour_that_are_whole_minutes_come_back_exactly(minutes: int) -> None:
    hundredths = minutes * 5 // 3  # three minutes are five hundredths
    assert parse_hours(f"{hundredths // 100}.{hundredths % 100:02}") == minutes


@pytest.mark.parametrize("hours", [0.333333, 1 / 3, "0.01", "0.0001"])
def test_hours_that_are_no_whole_minutes_are_refused(hours: Any) -> None:
    with pytest.raises(ValueError, match="is not a whole number of minutes"):
        parse_hours(hours)


@pytest.mark.parametrize(
    "hours", ["nan", "inf", "-inf", float("nan"), float("inf"), True, False, None, "", "1/3", "4h", [], {}]
)
def test_what_is_no_number_of_hours_is_refused(hours: Any) -> None:
    with pytest.raises(ValueError, match="is not a number of hours"):
        parse_hours(hours)


def test_hours_below_zero_and_beyond_a_career_are_refused() -> None:
    with pytest.raises(ValueError, match="-1 hours is below zero"):
        parse_hours(-1)
    with pytest.raises(ValueError, match="10001 hours is more than a career holds"):
        parse_hours(10_001)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 h"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (1440, "24 h"),
        (-90, "-1 h 30 min"), (-45, "-45 min"), (-60, "-1 h"),
    ],
)  # fmt: skip
def test_minutes_are_written_for_a_person(minutes: int, text: str) -> None:
    assert hours_text(minutes) == text
