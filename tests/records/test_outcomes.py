"""How somebody's part in a class ends: a pure decision over the roll and the results, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from muster.records.enums import Outcome, Presence
from muster.records.queries.outcomes import Attempt, Day, Ending, Mark, Part, outcomes

MON, TUE = date(2026, 3, 2), date(2026, 3, 3)
ONE = [Day(1, MON, 480)]
TWO = [Day(1, MON, 480), Day(2, TUE, 240)]
#: Short, so that the tables below can be read.
O = Outcome  # noqa: E741 - see above
PRESENT, ABSENT, EXCUSED = Mark(Presence.PRESENT), Mark(Presence.NO_SHOW), Mark(Presence.EXCUSED)


def late(minutes: int) -> Mark:
    return Mark(Presence.LATE, minutes)


def ended(
    days: list[Day], marks: list[Mark], *attempts: Attempt, tests: tuple[int, ...] = (), credit: int = 0
) -> Ending:
    part = Part(7, days, {day.key: mark for day, mark in zip(days, marks, strict=True)}, attempts)
    return outcomes([part], assessments=tests, credit=credit)[7]


@pytest.mark.parametrize(
    ("days", "marks", "outcome", "minutes", "on"),
    [
        # one day of eight hours
        (ONE, [PRESENT], O.COMPLETED, 480, MON),
        (ONE, [ABSENT], O.NO_SHOW, 0, MON),
        (ONE, [EXCUSED], O.EXCUSED, 0, MON),
        (ONE, [late(470)], O.COMPLETED, 470, MON),  # missed 480 - 470 = 10: within the grace
        (ONE, [late(469)], O.PARTIAL, 469, MON),  # missed 11
        (ONE, [Mark(Presence.PARTIAL, 240)], O.PARTIAL, 240, MON),
        (ONE, [late(500)], O.COMPLETED, 480, MON),  # nobody is there for longer than the class
        # two days, eight hours and four
        (TWO, [PRESENT, PRESENT], O.COMPLETED, 720, TUE),
        (TWO, [PRESENT, ABSENT], O.PARTIAL, 480, MON),  # dated the last day they came
        (TWO, [PRESENT, EXCUSED], O.PARTIAL, 480, MON),
        (TWO, [ABSENT, PRESENT], O.PARTIAL, 240, TUE),
        (TWO, [late(470), late(230)], O.COMPLETED, 700, TUE),  # ten minutes each day
        (TWO, [late(480), late(229)], O.PARTIAL, 709, TUE),
        (TWO, [EXCUSED, EXCUSED], O.EXCUSED, 0, TUE),
        (TWO, [EXCUSED, ABSENT], O.NO_SHOW, 0, TUE),  # one day without an excuse
    ],
)
def test_time_decides_without_results(
    days: list[Day], marks: list[Mark], outcome: O, minutes: int, on: date
) -> None:
    assert ended(days, marks) == Ending(outcome, minutes, on)


PASS_A, FAIL_A = Attempt(11, 1, O.PASSED, Decimal(90)), Attempt(11, 1, O.FAILED, Decimal(60))
PASS_B, FAIL_B = Attempt(12, 1, O.PASSED), Attempt(12, 1, O.FAILED)


@pytest.mark.parametrize(
    ("mark", "attempts", "tests", "outcome"),
    [
        (PRESENT, [PASS_A, PASS_B], (11, 12), O.PASSED),
        (PRESENT, [PASS_A, FAIL_B], (11, 12), O.FAILED),
        (PRESENT, [PASS_A], (11, 12), O.INCOMPLETE),
        (PRESENT, [], (11,), O.INCOMPLETE),
        (PRESENT, [FAIL_A], (11, 12), O.FAILED),  # failing weighs more than what is missing
        (PRESENT, [FAIL_A, Attempt(11, 2, O.PASSED)], (11,), O.PASSED),  # the second attempt
        (PRESENT, [FAIL_A, Attempt(11, 2, O.INCOMPLETE)], (11,), O.INCOMPLETE),
        (late(240), [PASS_A], (11,), O.PARTIAL),  # half the class was missed, whatever the test says
        (late(240), [FAIL_A], (11,), O.FAILED),
        (ABSENT, [PASS_A], (11,), O.NO_SHOW),
        (PRESENT, [Attempt(None, 1, O.PASSED)], (11, 12), O.PASSED),  # the class as a whole
        (PRESENT, [PASS_A, Attempt(None, 1, O.FAILED)], (11,), O.FAILED),
        (PRESENT, [Attempt(None, 1, O.PASSED)], (), O.PASSED),
    ],
)
def test_results_decide_where_there_are_assessments(
    mark: Mark, attempts: list[Attempt], tests: tuple[int, ...], outcome: O
) -> None:
    assert ended(ONE, [mark], *attempts, tests=tests).outcome == outcome


@pytest.mark.parametrize(
    ("attempts", "tests", "score"),
    [
        ([PASS_A], (11,), Decimal(90)),
        ([FAIL_A, Attempt(11, 2, O.PASSED, Decimal(85))], (11,), Decimal(85)),
        ([PASS_A, PASS_B], (11, 12), None),  # no mean of two tests is made up
        ([Attempt(None, 1, O.PASSED, Decimal(88)), PASS_A], (11, 12), Decimal(88)),
        ([], (11,), None),
    ],
)
def test_score_is_the_one_that_decided(
    attempts: list[Attempt], tests: tuple[int, ...], score: Decimal | None
) -> None:
    assert ended(ONE, [PRESENT], *attempts, tests=tests).score == score


@pytest.mark.parametrize(("credit", "minutes"), [(0, 480), (240, 240), (480, 480), (600, 480)])
def test_credit_is_never_more_than_the_course_gives(credit: int, minutes: int) -> None:
    assert ended(ONE, [PRESENT], credit=credit).minutes == minutes


def test_everybody_is_judged_by_their_own_days() -> None:
    first = Part(1, [TWO[0]], {1: PRESENT})
    both = Part(2, TWO, {1: PRESENT, 2: ABSENT})
    found = outcomes([first, both])
    assert {key: ending.outcome for key, ending in found.items()} == {1: O.COMPLETED, 2: O.PARTIAL}
