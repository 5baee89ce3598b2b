"""The days of a rule that repeats. The expected days are the examples of RFC 5545 itself, 3.8.5.3."""

from __future__ import annotations

from datetime import date

import pytest

from muster.events.sources.repeating import UnreadableRule, repeated_days

LABOR = date(1997, 9, 2)  # a Tuesday


def days(text: str, first: date = LABOR, last: date = date(1998, 12, 31)) -> list[date]:
    rule = {name: values.split(",") for name, values in (part.split("=") for part in text.split(";"))}
    count = rule.get("COUNT")
    return repeated_days(rule, first, last, count=int(count[0]) if count else None)


def september(*numbers: int) -> list[date]:
    return [date(1997, 9, number) for number in numbers]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", september(2, 3, 4)),
        ("FREQ=DAILY;INTERVAL=10;COUNT=3", september(2, 12, 22)),
        ("FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH", september(2, 4, 9, 11)),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;WKST=SU;BYDAY=TU,TH", september(2, 4, 16, 18)),
        ("FREQ=MONTHLY;COUNT=3", [date(1997, 9, 2), date(1997, 10, 2), date(1997, 11, 2)]),
        (
            "FREQ=MONTHLY;COUNT=4;BYDAY=1FR",
            [date(1997, 9, 2), date(1997, 9, 5), date(1997, 10, 3), date(1997, 11, 7)],
        ),
        (
            "FREQ=MONTHLY;COUNT=3;BYDAY=-2MO",
            [date(1997, 9, 2), date(1997, 9, 22), date(1997, 10, 20)],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3",
            [date(1997, 9, 2), date(1997, 9, 28), date(1997, 10, 29)],
        ),
        ("FREQ=YEARLY;COUNT=2", [date(1997, 9, 2), date(1998, 9, 2)]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3",
            [date(1997, 9, 2), date(1997, 9, 29), date(1997, 10, 30)],
        ),
        ("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;COUNT=2", [date(1997, 9, 2), date(1997, 10, 26)]),
    ],
)
def test_rule_gives_the_days_of_the_standard(rule: str, expected: list[date]) -> None:
    assert days(rule) == expected


def test_week_begins_where_the_rule_says() -> None:
    """The standard's own pair: every second week from Monday or from Sunday is not the same."""
    first, last = date(1997, 8, 5), date(1997, 12, 31)
    rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST="
    august = [date(1997, 8, day) for day in (5, 10, 19, 24)]
    assert days(rule + "MO", first, last) == august
    assert days(rule + "SU", first, last) == [date(1997, 8, day) for day in (5, 17, 19, 31)]


def test_thirtieth_of_february_never_comes() -> None:
    assert days("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") == [LABOR]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=DAILY;BYHOUR=9", "FREQ=WEEKLY;BYDAY=XX", "COUNT=2"],
)
def test_rule_that_is_not_read_says_so(rule: str) -> None:
    with pytest.raises(UnreadableRule):
        days(rule)
