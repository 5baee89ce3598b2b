"""Days are decided for a whole column; what could be two days is asked, not guessed."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from muster.core.errors import BadInput, BadUsage
from muster.core.importing.dates import read_days, read_moments


def days(
    *values: str | None, date_format: str | None = None, others: tuple[str, ...] = ()
) -> list[date | None]:
    column = pl.Series("day", values, pl.String)
    read = read_days(column, header="Day", file="f.csv", date_format=date_format, others=others)
    return read.days.to_list()


@pytest.mark.parametrize(
    "text",
    [
        "2022-06-07",
        "2022-06-07 00:00:00",
        "2022-06-07T16:30:00Z",
        "2022/6/7",
        "20220607",
        "7-Jun-2022",
        "07 June 2022",
        "7-Jun-22",
        "Tue, 7 Jun 2022",
        "June 7, 2022",
        "Jun 7th 2022 4:30 PM",
    ],
)
def test_a_day_that_can_only_be_one_day_is_read(text: str) -> None:
    assert days(text) == [date(2022, 6, 7)]


def test_one_late_day_decides_the_whole_column() -> None:
    assert days("6/7/2022", "5/31/2022") == [date(2022, 6, 7), date(2022, 5, 31)]
    assert days("6/7/2022", "31/5/2022") == [date(2022, 7, 6), date(2022, 5, 31)]


def test_a_column_that_could_be_both_is_asked_about() -> None:
    with pytest.raises(BadInput) as found:
        days("6/7/2022", "5/6/2021")
    assert found.value.problems[0].code == "import-ambiguous-date"
    assert found.value.problems[0].where.key == "Day"
    assert "--date-format" in str(found.value)


def test_a_column_that_holds_both_orders_is_asked_about() -> None:
    with pytest.raises(BadInput, match=r"month first \(6/17/2022\) and 1 only day first \(17/6/2022\)"):
        days("6/17/2022", "17/6/2022")


def test_one_slip_among_many_is_no_reason_to_ask() -> None:
    read = days(*["6/17/2022"] * 99, "17/6/2022")
    assert read[0] == date(2022, 6, 17)
    assert read[99] is None


def test_a_cell_that_can_be_no_day_is_not_called_ambiguous() -> None:
    with pytest.raises(BadInput, match="5/6/2021 could be month first or day first") as found:
        days("13/31/2026", "5/6/2021")
    assert "13/31/2026" not in str(found.value)
    assert days("13/31/2026", "6/6/2022") == [None, date(2022, 6, 6)]


def test_a_day_that_only_one_order_has_decides_even_below_13() -> None:
    # There is no 30 February, whichever number is the month.
    assert days("30/2/2021", "5/31/2022") == [None, date(2022, 5, 31)]


def test_one_slip_in_a_short_column_is_set_aside_and_told() -> None:
    column = pl.Series("day", ["6/17/2022", "6/18/2022", "6/19/2022", "17/6/2022", "5/6/2022"])
    read = read_days(column, header="Day", file="f.csv")
    assert read.days.to_list()[3:] == [None, date(2022, 5, 6)]
    assert read.bad.to_list() == [False, False, False, True, False]
    assert read.notes == ("Day is read month first; 1 of its values cannot be, and are set aside.",)


def test_two_against_five_is_no_slip() -> None:
    with pytest.raises(BadInput, match="cannot be told for certain"):
        days(*["6/17/2022"] * 5, *["17/6/2022"] * 2)


def test_the_same_day_and_month_is_never_ambiguous() -> None:
    assert days("6/6/2022", "1/1/2021") == [date(2022, 6, 6), date(2021, 1, 1)]


def test_an_unclear_column_follows_the_other_columns_of_its_file() -> None:
    assert days("6/7/2022", others=("dmy",)) == [date(2022, 7, 6)]


@pytest.mark.parametrize(("order", "day"), [("mdy", date(2022, 6, 7)), ("dmy", date(2022, 7, 6))])
def test_the_order_can_be_said(order: str, day: date) -> None:
    assert days("6/7/2022", date_format=order) == [day]


def test_year_first_takes_no_day_that_begins_otherwise() -> None:
    assert days("12/01/2026", "01-02-2026", "2026-01-02", date_format="ymd") == [None, None, date(2026, 1, 2)]


def test_an_hour_that_no_clock_shows_makes_the_moment_unreadable() -> None:
    assert days("2026-01-02T25:00", "2026-01-02 12:61", "2026-01-02 23:59") == [None, None, date(2026, 1, 2)]


def test_a_clock_behind_a_day_changes_nothing_about_the_day() -> None:
    clocks = ("T00:00", "T23:59:59", " 09:05", " 09:05:10.5", "T9:05", ", 9:05 PM", "T09:05+01:00")
    assert days(*(f"2026-01-02{clock}" for clock in clocks)) == [date(2026, 1, 2)] * len(clocks)


def test_digits_of_another_alphabet_make_a_moment_unreadable() -> None:
    column = pl.Series(["2020-01-01T1٠:00:00", "2020-01-٠1", "2020-01-01T10:00:00"])
    read = read_days(column, header="At", file="f.csv")
    assert read.bad.to_list() == [True, True, False]
    assert read_moments(column, read).to_list() == [None, None, datetime.fromisoformat("2020-01-01T10:00:00")]


def test_a_moment_on_a_day_that_never_was_is_unreadable() -> None:
    column = pl.Series(["2026-02-29T09:00:00", "2026-02-28T09:00:60", "2026-02-28T09:00:00"])
    read = read_days(column, header="At", file="f.csv")
    assert read.bad.to_list() == [True, True, False]


def test_a_pattern_can_be_said() -> None:
    assert days("07|06|2022", date_format="%d|%m|%Y") == [date(2022, 6, 7)]


@pytest.mark.parametrize("nonsense", ["tomorrow", "%Q%", "%d"])
def test_a_pattern_that_says_nothing_is_refused_or_reads_nothing(nonsense: str) -> None:
    if nonsense == "%d":
        assert days("x", date_format=nonsense) == [None]
    else:
        with pytest.raises(BadUsage, match="date format"):
            days("2022-01-01", date_format=nonsense)


@pytest.mark.parametrize("text", ["2/30/2021", "0/1/2021", "1/1/0202", "1/1/2200", "soon", "12345"])
def test_what_is_no_day_stays_empty_and_is_marked(text: str) -> None:
    read = read_days(pl.Series([text, "12/31/2020"]), header="Day", file="f.csv")
    assert read.days.to_list() == [None, date(2020, 12, 31)]
    assert read.bad.to_list() == [True, False]


def test_a_leap_day_is_a_day_in_a_leap_year_only() -> None:
    assert days("2/29/2020", "2/29/2021") == [date(2020, 2, 29), None]


def test_an_empty_cell_is_no_unreadable_one() -> None:
    read = read_days(pl.Series([None, "2020-01-01"]), header="Day", file="f.csv")
    assert read.bad.to_list() == [False, False]


def test_two_digit_years_belong_to_living_officers() -> None:
    assert days("12/31/92", "12/31/24") == [date(1992, 12, 31), date(2024, 12, 31)]


def test_a_month_is_its_first_day_and_that_is_told() -> None:
    read = read_days(pl.Series(["2006-07"]), header="Appointed", file="f.csv")
    assert read.days.to_list() == [date(2006, 7, 1)]
    assert "first day of the month" in read.notes[0]


def test_a_moment_keeps_its_time_of_day() -> None:
    column = pl.Series(["6/17/2022 12:05 AM", "6/17/2022 4:30:10 PM", "6/17/2022"])
    moments = read_moments(column, read_days(column, header="At", file="f.csv"))
    assert moments.to_list() == [
        datetime.fromisoformat("2022-06-17T00:05"),
        datetime.fromisoformat("2022-06-17T16:30:10"),
        datetime.fromisoformat("2022-06-17"),
    ]
