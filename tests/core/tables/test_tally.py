"""Sums by officer and period, against sums in plain loops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.tables.rows import PIECE, Rows
from muster.core.tables.tally import Tally

BITS = (0b00, 0b01, 0b10, 0b11)  # a cell for every combination of two filters


@dataclass(frozen=True)
class Line:
    """One record, plainly."""

    officer: int
    cell: int
    day: int
    minutes: int


LINE = st.builds(Line, st.integers(0, 2), st.integers(0, 3), st.integers(0, 30), st.integers(0, 600))
LINES = st.lists(LINE, max_size=25)
OFFICERS, PERIODS = 3, 3
Windows = list[list[tuple[int, int]]]  # by officer and period, the newest first: first day, last day

ANY_WINDOW = st.tuples(st.integers(0, 30), st.integers(-1, 15)).map(lambda drawn: (drawn[0], sum(drawn)))


def personal(anchors: list[int]) -> Windows:
    """Periods of ten days from each officer's own anchor; they touch, and the newest is still open."""
    return [[(anchor + 20, 99), (anchor + 10, anchor + 19), (anchor, anchor + 9)] for anchor in anchors]


ANCHORS = st.lists(st.integers(0, 9), min_size=OFFICERS, max_size=OFFICERS, unique=True)


def of_each(mine: st.SearchStrategy[list[tuple[int, int]]]) -> st.SearchStrategy[Windows]:
    return st.lists(mine, min_size=OFFICERS, max_size=OFFICERS)


MIXED = st.lists(ANY_WINDOW, min_size=PERIODS, max_size=PERIODS)
WINDOWS = st.one_of(
    of_each(MIXED),
    MIXED.map(lambda same: [same] * OFFICERS),
    ANCHORS.map(personal),
)
EXISTS = st.one_of(
    st.just([[True] * PERIODS] * OFFICERS),
    st.lists(st.integers(1, PERIODS), min_size=OFFICERS, max_size=OFFICERS).map(
        lambda counts: [[period < count for period in range(PERIODS)] for count in counts]
    ),
)


def tally_of(
    lines: list[Line], windows: Windows, *, by_day: bool, exists: list[list[bool]] | None = None
) -> Tally:
    if by_day:
        lines = sorted(lines, key=lambda line: line.day)

    def column(key: str) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        return np.array([getattr(line, key) for line in lines], np.int32)

    rows = Rows(column("officer"), column("cell"), column("day"), column("minutes"), by_day=by_day)
    low, high = (np.array([[window[i] for window in mine] for mine in windows], np.int32) for i in (0, 1))
    there = np.ones(low.shape, bool) if exists is None else np.array(exists)
    return Tally(rows, column("cell"), np.array(BITS, np.int64), low, high, there)


def plainly(lines: list[Line], window: tuple[int, int], officer: int, bit: int) -> list[int]:
    """The minutes of each line of an officer that lies in a window and has a bit."""
    return [
        line.minutes
        for line in lines
        if line.officer == officer and BITS[line.cell] & bit and window[0] <= line.day <= window[1]
    ]


def assert_as_plain(lines: list[Line], windows: Windows, tally: Tally, bit: int) -> None:
    """Compare minutes and counts of every period that exists."""
    minutes = tally.minutes_where(lambda cell: cell & bit != 0)
    counts = tally.count_where(lambda cell: cell & bit != 0)
    for officer, period in np.argwhere(tally.exists).tolist():
        expected = plainly(lines, windows[officer][period], officer, bit)
        assert (minutes[officer, period], counts[officer, period]) == (sum(expected), len(expected))


@given(LINES, WINDOWS, EXISTS, st.booleans(), st.sampled_from([0b01, 0b10, 0b11]))
def test_minutes_and_counts_agree_with_plain_loops(
    lines: list[Line], windows: Windows, exists: list[list[bool]], by_day: bool, bit: int
) -> None:
    assert_as_plain(lines, windows, tally_of(lines, windows, by_day=by_day, exists=exists), bit)


@given(st.lists(LINE, min_size=5, max_size=25), ANCHORS, EXISTS)
def test_periods_that_touch_agree_with_plain_loops(
    lines: list[Line], anchors: list[int], exists: list[list[bool]]
) -> None:
    windows = personal(anchors)
    assert_as_plain(lines, windows, tally_of(lines, windows, by_day=True, exists=exists), 0b01)


@given(LINES, WINDOWS, st.booleans(), st.integers(0, PERIODS - 1))
def test_the_rows_of_a_period_are_those_in_their_own_officers_window(
    lines: list[Line], windows: Windows, by_day: bool, period: int
) -> None:
    tally = tally_of(lines, windows, by_day=by_day)
    found = tally.rows_where(lambda cell: cell & 0b01 != 0, period)
    expected = [m for who, mine in enumerate(windows) for m in plainly(lines, mine[period], who, 0b01)]
    assert sorted(tally.rows.minutes[found].tolist()) == sorted(expected)


def test_sums_beyond_32_bits_are_exact() -> None:
    lines = [Line(0, 1, 1, 2_000_000_000)] * 3
    tally = tally_of(lines, [[(0, 5), (1, 1)]], by_day=True)
    assert tally.minutes_where(lambda cell: cell != 0).tolist() == [[6_000_000_000] * 2]


def test_a_test_that_no_cell_passes_gives_zeros() -> None:
    tally = tally_of([Line(0, 1, 1, 60)], [[(0, 5), (6, 11)]], by_day=True)
    assert tally.minutes_where(lambda cell: cell == 99).tolist() == [[0, 0]]


def test_nobody_and_nothing_are_empty_sums() -> None:
    nothing = np.zeros(0, np.int32)
    rows = Rows(nothing, nothing, nothing, nothing, by_day=True)
    empty = np.zeros((0, 2), np.int32)
    tally = Tally(rows, nothing, np.zeros(0, np.int64), empty, empty, empty.astype(bool))
    assert tally.minutes_where(lambda cell: cell != 0).shape == (0, 2)
    assert len(tally.rows_where(lambda cell: cell != 0, 0)) == 0


@pytest.mark.parametrize("by_day", [True, False])
@pytest.mark.parametrize("anchors", [[3, 3, 3], [0, 4, 9]])
def test_sums_of_more_rows_than_one_piece_leave_none_out(anchors: list[int], by_day: bool) -> None:
    random = np.random.default_rng(5)
    columns = (random.integers(0, most, 2 * PIECE + 9).tolist() for most in (3, 4, 31, 600))
    lines = [Line(*values) for values in zip(*columns, strict=True)]
    windows = personal(anchors)
    assert_as_plain(lines, windows, tally_of(lines, windows, by_day=by_day), 0b10)
