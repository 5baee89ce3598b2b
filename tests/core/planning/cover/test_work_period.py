"""The 7(k) work period: limits, hours, room, overtime; beside an oracle that counts minute by minute."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.planning.cover.people import MONDAY, A

from muster.core.errors import BadUsage
from muster.core.planning.cover.clock import Span, at, joined
from muster.core.planning.cover.work_period import (
    WorkPeriod,
    added_overtime,
    hours_by_period,
    limits,
    overtime_premium,
)

FORTNIGHT = WorkPeriod(14, MONDAY)


@pytest.mark.parametrize(("days", "hours"), [(7, 43), (14, 86), (28, 171)])
def test_limits_are_those_of_the_regulation(days: int, hours: int) -> None:
    assert limits()[days].minutes == hours * 60


def test_every_length_of_work_period_has_a_limit_in_proportion() -> None:
    assert set(limits()) == set(range(7, 29))
    # the regulation: 171 hours to 28 days, to the nearest hour; 23 days is the one that copies disagree on
    off = {days for days, limit in limits().items() if abs(limit.minutes * 28 - days * 171 * 60) > 30 * 28}
    assert off == {days for days, limit in limits().items() if limit.checked == "to_confirm"} == {23}


def test_limits_are_those_of_the_reference(shared: Path) -> None:
    path = shared / "data" / "reference" / "flsa_7k_law_enforcement.csv"
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    told = {int(row["work_period_days"]): int(row["max_hours_before_overtime"]) * 60 for row in rows}
    assert told == {days: limit.minutes for days, limit in limits().items()}


@pytest.mark.parametrize("days", [6, 29, 0])
def test_a_work_period_of_another_length_is_refused(days: int) -> None:
    with pytest.raises(BadUsage, match="is none under section 7"):
        WorkPeriod(days, MONDAY)


@pytest.mark.parametrize(
    ("minute", "start"),
    [
        (at(MONDAY) - 1, date(2025, 12, 22)),
        (at(MONDAY), MONDAY),
        (at(date(2026, 1, 19)) - 1, MONDAY),
        (at(date(2026, 1, 19)), date(2026, 1, 19)),
    ],
)
def test_a_work_period_starts_and_ends_at_its_minute(minute: int, start: date) -> None:
    assert FORTNIGHT.containing(minute)[0] == at(start)


def test_a_work_period_may_start_within_the_day() -> None:
    assert WorkPeriod(7, MONDAY, 7 * 60).containing(at(MONDAY))[1] == at(MONDAY, 7 * 60)


def test_a_12_hour_rotation_leaves_two_hours_of_room() -> None:
    work = [shift.span for shift in A.shifts(MONDAY, date(2026, 1, 18))]
    (hours,) = hours_by_period(work, FORTNIGHT, (at(MONDAY), at(MONDAY) + 1))
    assert (hours.worked_minutes, hours.room_minutes, hours.overtime_minutes) == (84 * 60, 2 * 60, 0)


@pytest.mark.parametrize(("more", "overtime"), [(119, 0), (120, 0), (121, 1), (600, 480)])
def test_a_class_on_a_day_off_is_mostly_overtime(more: int, overtime: int) -> None:
    assert added_overtime(84 * 60, more, 86 * 60) == overtime


def test_overtime_beyond_the_limit_already_is_all_overtime() -> None:
    assert added_overtime(90 * 60, 60, 86 * 60) == 60


def test_the_premium_is_time_and_a_half() -> None:
    assert overtime_premium(480, 4_000) == 8 * 4_000 * 3 // 2


spans = st.lists(st.tuples(st.integers(0, 6_000), st.integers(1, 900)), max_size=12)


@given(spans, st.integers(7, 9), st.integers(0, 1_439), st.integers(-3_000, 3_000))
def test_hours_are_those_of_counting_minute_by_minute(
    lengths: list[tuple[int, int]], days: int, start: int, shift: int
) -> None:
    rule = WorkPeriod(days, date(1970, 1, 1), start)
    work: list[Span] = joined((begin + shift, begin + shift + length) for begin, length in lengths)
    asked = (shift, shift + 7_000)
    minutes = {minute for begin, end in work for minute in range(begin, end)}
    for hours in hours_by_period(work, rule, asked):
        inside = sum(hours.period.start <= minute < hours.period.end for minute in minutes)
        assert hours.worked_minutes == inside
        assert hours.room_minutes - hours.overtime_minutes == rule.limit.minutes - inside
