"""Calendar arithmetic, against the calendar of the standard library and against days a person can check."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.periods import (
    NEVER,
    NEVER_BEFORE,
    add_months,
    as_date,
    as_day,
    day_text,
    first_month_day_from,
    month_starts_between,
    months_between,
)

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
SPANS = st.integers(-600, 600)


def plain_add_months(day: date, months: int) -> date:
    """Go to the month, then to the same day of it, or to its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def added(day: date, months: int) -> date | None:
    return as_date(int(add_months(np.array([as_day(day)], np.int32), months)[0]))


def whole_months(start: date, end: date) -> int:
    return int(months_between(np.array([as_day(start)]), np.array([as_day(end)]))[0])


def first_from(day: date, month: int, number: int) -> date | None:
    return as_date(int(first_month_day_from(np.array([as_day(day)], np.int32), month, number)[0]))


# ── adding months ──────────────────────────────────────────────────────────────────────────────


@given(DAYS, SPANS)
def test_adding_months_agrees_with_the_plain_calendar(day: date, months: int) -> None:
    assert added(day, months) == plain_add_months(day, months)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),  # 2100 is no leap year
        (date(1996, 2, 29), 48, date(2000, 2, 29)),  # 2000 was one
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 3, 31), 1, date(2024, 4, 30)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(1969, 12, 31), 1, date(1970, 1, 31)),
        (date(2024, 5, 17), 0, date(2024, 5, 17)),
    ],
)
def test_adding_months_clamps_to_the_last_day_of_the_month(day: date, months: int, expected: date) -> None:
    assert added(day, months) == expected


def test_a_clamp_does_not_drift_into_later_months() -> None:
    anchor = np.array([as_day(date(2024, 1, 31))], np.int32)
    found = [as_date(int(add_months(anchor, k)[0])) for k in (1, 2, 3, 13)]
    assert found == [date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2025, 2, 28)]


@given(SPANS)
def test_adding_months_leaves_open_ends_open(months: int) -> None:
    ends = np.array([NEVER_BEFORE, NEVER], np.int32)
    assert list(add_months(ends, months)) == list(ends)


@given(st.lists(st.tuples(DAYS, SPANS), min_size=2, max_size=20))
def test_a_million_days_are_added_like_one(pairs: list[tuple[date, int]]) -> None:
    days = np.array([as_day(day) for day, _ in pairs], np.int32)
    months = np.array([span for _, span in pairs], np.int64)
    assert [as_date(int(d)) for d in add_months(days, months)] == [plain_add_months(d, m) for d, m in pairs]


# ── counting months ────────────────────────────────────────────────────────────────────────────


@given(DAYS, DAYS)
def test_months_between_is_the_most_that_fit(start: date, end: date) -> None:
    count = whole_months(start, end)
    assert plain_add_months(start, count) <= end < plain_add_months(start, count + 1)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), 11),
        (date(2024, 1, 1), date(2025, 1, 1), 12),
        (date(2024, 2, 29), date(2025, 2, 27), 11),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 5, 5), date(2024, 5, 5), 0),
        (date(2024, 5, 5), date(2024, 5, 4), -1),
    ],
)
def test_months_between_counts_whole_months(start: date, end: date, expected: int) -> None:
    assert whole_months(start, end) == expected


@given(DAYS, st.integers(-40, 800))
def test_month_starts_are_the_firsts_in_the_span(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    firsts = sum((start + timedelta(days=i)).day == 1 for i in range(length + 1))
    assert int(month_starts_between(np.array([as_day(start)]), np.array([as_day(end)]))[0]) == firsts


# ── a day of the year ──────────────────────────────────────────────────────────────────────────


@given(DAYS, st.integers(1, 12), st.integers(1, 28))
def test_the_first_such_day_is_found_within_a_year(day: date, month: int, number: int) -> None:
    own = date(day.year, month, number)
    assert first_from(day, month, number) == (own if own >= day else own.replace(year=day.year + 1))


@pytest.mark.parametrize(
    ("day", "month", "number", "expected"),
    [
        (date(2024, 6, 30), 6, 30, date(2024, 6, 30)),
        (date(2024, 7, 1), 6, 30, date(2025, 6, 30)),
        (date(2024, 1, 1), 2, 29, date(2024, 2, 29)),
        (date(2025, 1, 1), 2, 29, date(2025, 2, 28)),
        (date(2024, 2, 29), 2, 29, date(2024, 2, 29)),
        (date(2024, 3, 1), 2, 29, date(2025, 2, 28)),
    ],
)
def test_a_day_of_the_year_on_its_boundaries(day: date, month: int, number: int, expected: date) -> None:
    assert first_from(day, month, number) == expected


def test_a_day_of_the_year_leaves_open_ends_open() -> None:
    ends = np.array([NEVER_BEFORE, NEVER], np.int32)
    assert list(first_month_day_from(ends, 6, 30)) == list(ends)


# ── days and texts ─────────────────────────────────────────────────────────────────────────────


@given(st.dates(max_value=date(4700, 12, 31)))
def test_a_day_comes_back_as_the_date_it_was(day: date) -> None:
    assert as_date(as_day(day)) == day


def test_a_date_beyond_the_calendar_is_no_end_at_all() -> None:
    # 9999-12-31 is how many systems write "still"
    assert as_date(as_day(date(9999, 12, 31))) is None


def test_days_are_written_for_a_person() -> None:
    assert day_text(as_day(date(2026, 12, 31))) == "31 Dec 2026"
    assert [day_text(int(end)) for end in (NEVER, NEVER_BEFORE)] == ["no date", "no date"]
