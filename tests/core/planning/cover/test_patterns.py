"""Shift patterns: which days a squad works, at which hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.core.planning.cover.people import MONDAY, A, B, C

from muster.core.errors import BadUsage
from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.patterns import (
    FIVE_EIGHT,
    FOUR_ON_FOUR_OFF,
    FOUR_TEN,
    TWO_TWO_THREE,
    Pattern,
    ShiftTimes,
    Squad,
    pattern_of,
)

EIGHT, TEN, TWELVE = ShiftTimes(8 * 60, 480), ShiftTimes(7 * 60, 600), ShiftTimes(6 * 60, 720)


def days_worked(squad: Squad, days: int = 14) -> list[int]:
    return [n + 1 for n in range(days) if squad.shift_on(MONDAY + timedelta(days=n))]


def test_pitman_works_seven_of_fourteen_days_and_84_hours() -> None:
    assert days_worked(A) == [1, 2, 5, 6, 7, 10, 11]
    assert A.pattern.minutes_in_cycle == 84 * 60


def test_a_squad_a_week_apart_works_the_other_days() -> None:
    assert sorted(days_worked(A) + days_worked(B)) == list(range(1, 15))


def test_a_night_shift_ends_on_the_next_morning() -> None:
    shift = C.shift_on(MONDAY)
    assert shift
    assert (shift.begins.isoformat(), shift.ends.isoformat()) == (
        "2026-01-05T18:00:00",
        "2026-01-06T06:00:00",
    )


def test_a_pattern_holds_before_its_anchor_as_after_it() -> None:
    assert A.shift_on(MONDAY - timedelta(days=14)) == Stretch(
        *(minute - 14 * 24 * 60 for minute in A.shift_on(MONDAY).span)  # type: ignore[union-attr]
    )
    assert A.shift_on(MONDAY - timedelta(days=1)) is None  # day 14


@pytest.mark.parametrize(
    ("letters", "shift", "hours"),
    [(FIVE_EIGHT, EIGHT, 40), (FOUR_TEN, TEN, 40), (FOUR_ON_FOUR_OFF, TWELVE, 48)],
)
def test_known_patterns_have_their_hours(letters: str, shift: ShiftTimes, hours: int) -> None:
    assert pattern_of(letters, letters, {"D": shift}).minutes_in_cycle == hours * 60


def test_two_two_three_turns_from_days_to_nights() -> None:
    turning = pattern_of("2-2-3", TWO_TWO_THREE, {"D": TWELVE, "N": ShiftTimes(18 * 60, 720)})
    squad = Squad("E", turning, MONDAY)
    starts = [shift.begins.hour for shift in squad.shifts(MONDAY, MONDAY + timedelta(days=27))]
    assert starts == [6] * 7 + [18] * 7


def test_the_night_of_the_clock_change_is_as_long_as_any_other() -> None:
    # 8 March 2026: clocks go forward in the night; here a shift is clock time
    shift = Squad("N", Pattern("nights", (ShiftTimes(18 * 60, 720),)), MONDAY).shift_on(date(2026, 3, 7))
    assert shift
    assert shift.minutes == 720


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Pattern("none", ()), "has 0 days"),
        (lambda: pattern_of("odd", "DX-", {"D": EIGHT}), "has days X, which have no times"),
        (lambda: ShiftTimes(24 * 60, 60), "is none"),
        (lambda: ShiftTimes(0, 24 * 60 + 1), "is none"),
        (
            lambda: Pattern("twice", (ShiftTimes(18 * 60, 720), ShiftTimes(5 * 60, 60))),
            "runs into the next one",
        ),
        (lambda: Pattern("around", (ShiftTimes(60, 60), ShiftTimes(18 * 60, 720))), "of day 2 runs into"),
    ],
)
def test_patterns_that_cannot_be_are_refused(call: object, sentence: str) -> None:
    with pytest.raises(BadUsage, match=sentence):
        call()  # type: ignore[operator]


def test_shifts_that_touch_are_no_overlap() -> None:
    assert Pattern("around the clock", (ShiftTimes(0, 24 * 60),)).minutes_in_cycle == 24 * 60
