"""Which records are read at all: by day, by what was known, by what any rule can use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from muster.core.periods import NEVER, NEVER_BEFORE, as_day
from muster.core.tables import Facts
from muster.core.tables.rows import PIECE, Rows, pieces, usable_rows
from muster.core.tables.schema import RECORDS

JUNE = datetime.fromisoformat("2024-06-01T12:00:00")


@pytest.fixture
def facts() -> Facts:
    """Two officers and two sorts of record: driving (kind 0) and law (kind 1)."""

    def row(number: str, officer: str, course: str, day: date | None, **more: Any) -> dict[str, Any]:
        return {"record_id": number, "officer_id": officer, "course": course, "completed_on": day, **more}

    return Facts.from_tables(
        pl.DataFrame({"officer_id": ["a-1", "b-2"]}),
        records=pl.DataFrame(
            [
                row("r-1", "a-1", "driving", None, minutes=10),
                row("r-2", "a-1", "driving", date(2020, 1, 1), minutes=20),
                row("r-3", "b-2", "driving", date(2024, 1, 1), minutes=30, score=69.5),
                row("r-4", "a-1", "law", date(2024, 1, 1), minutes=40, recorded_at=JUNE),
                row("r-5", "a-1", "law", date(2024, 2, 1), minutes=50),
                row("r-6", "a-1", "law", date(2024, 2, 1), minutes=60, supersedes="r-5", recorded_at=JUNE),
                row("r-7", "b-2", "law", date(2024, 12, 31), minutes=70),
            ],
            schema=RECORDS,
        ),
    )


EVERYTHING = np.array([NEVER_BEFORE, NEVER_BEFORE], np.int32)


def read(facts: Facts, low: Any = EVERYTHING, as_of: date = date(2025, 1, 1), **more: Any) -> Rows:
    return usable_rows(
        facts,
        np.asarray(low, np.int32),
        as_day(as_of),
        more.get("known_at"),
        with_scores=more.get("scores", False),
    )


def minutes(rows: Rows) -> list[int]:
    return sorted(int(m) for m in rows.minutes)


def test_what_a_correction_replaced_is_not_read(facts: Facts) -> None:
    assert minutes(read(facts)) == [10, 20, 30, 40, 60, 70]


def test_the_day_judged_is_the_last_that_is_read(facts: Facts) -> None:
    assert minutes(read(facts, as_of=date(2024, 12, 31))) == [10, 20, 30, 40, 60, 70]
    assert minutes(read(facts, as_of=date(2024, 12, 30))) == [10, 20, 30, 40, 60]


def test_only_what_was_written_by_the_moment_is_read(facts: Facts) -> None:
    assert minutes(read(facts, known_at=datetime.fromisoformat("2024-06-01T11:59:59"))) == [
        10,
        20,
        30,
        50,
        70,
    ]
    assert minutes(read(facts, known_at=JUNE)) == [10, 20, 30, 40, 60, 70]


def test_each_sort_has_its_own_first_day(facts: Facts) -> None:
    from_2024 = [as_day(date(2020, 1, 2)), as_day(date(2024, 2, 1))]
    assert minutes(read(facts, low=from_2024)) == [30, 60, 70]


def test_the_first_day_itself_is_read(facts: Facts) -> None:
    assert minutes(read(facts, low=[as_day(date(2020, 1, 1)), NEVER])) == [20, 30]


def test_undated_records_are_read_only_where_any_day_will_do(facts: Facts) -> None:
    rows = read(facts, low=[NEVER_BEFORE, NEVER])
    assert minutes(rows) == [10, 20, 30]
    assert int(rows.day[rows.minutes == 10][0]) == NEVER_BEFORE


def test_nothing_is_read_where_no_rule_can_use_a_sort(facts: Facts) -> None:
    assert len(read(facts, low=[NEVER, NEVER])) == 0


def test_no_sorts_are_no_rows() -> None:
    nobody = Facts.from_tables(pl.DataFrame(schema={"officer_id": pl.String}))
    assert len(read(nobody, low=[])) == 0


def test_scores_are_hundredths_and_minus_one_where_there_is_none(facts: Facts) -> None:
    rows = read(facts, scores=True)
    assert {int(m): int(s) for m, s in zip(rows.minutes, rows.score, strict=True)} == {
        10: -1, 20: -1, 30: 6950, 40: -1, 60: -1, 70: -1,
    }  # fmt: skip


def test_officers_of_a_part_count_from_zero(facts: Facts) -> None:
    second = list(facts.split(1))[1]
    rows = read(second)
    assert minutes(rows) == [30, 70]
    assert set(rows.officer.tolist()) == {0}


def test_rows_know_whether_they_stand_by_day(facts: Facts) -> None:
    assert read(facts).by_day
    backwards = Facts.from_tables(
        pl.DataFrame({"officer_id": ["a-1"]}),
        records=pl.DataFrame(
            {
                "officer_id": ["a-1"] * 2,
                "course": ["c"] * 2,
                "completed_on": [date(2024, 2, 1), date(2024, 1, 1)],
            }
        ),
    )
    assert not read(backwards, low=[NEVER_BEFORE]).by_day


def in_days(*days: int, by_day: bool) -> Rows:
    numbers = np.arange(len(days), dtype=np.int32)
    kinds = (numbers % 2).astype(np.int32)
    return Rows(numbers, kinds, np.array(days, np.int32), numbers, by_day=by_day)


def test_a_stretch_of_days_is_a_slice_where_rows_stand_by_day() -> None:
    rows = in_days(1, 3, 3, 5, 8, by_day=True)
    assert rows.positions(3, 5) == slice(1, 4)
    assert rows.positions(6, 7) == slice(4, 4)
    assert in_days(8, 1, 3, by_day=False).positions(3, 5) == slice(0, 3)


def test_rows_of_some_kinds_from_a_day_on() -> None:
    wanted = np.array([False, True])
    by_day = in_days(1, 3, 3, 5, 8, by_day=True).of(wanted, 3)
    mixed = in_days(8, 3, 1, 2, 9, 5, by_day=False).of(wanted, 3)
    assert (by_day.day.tolist(), mixed.day.tolist()) == ([3, 5], [3, 5])


def test_pieces_cover_a_stretch_once_and_in_order() -> None:
    cut = list(pieces(slice(3, 2 * PIECE + 8)))
    assert [(piece.start, piece.stop) for piece in cut] == [
        (3, PIECE + 3),
        (PIECE + 3, 2 * PIECE + 3),
        (2 * PIECE + 3, 2 * PIECE + 8),
    ]


def test_rows_of_some_kinds_are_found_in_every_piece() -> None:
    rows = in_days(*range(PIECE + 10), by_day=True)
    assert rows.of(np.array([False, True]), 2).day.tolist() == list(range(3, PIECE + 10, 2))


@pytest.mark.parametrize("by_day", [True, False])
def test_rows_whose_mark_has_a_bit_from_a_day_on(by_day: bool) -> None:
    rows = in_days(1, 3, 3, 5, 8, by_day=by_day)
    marks = np.array([0b11, 0b10, 0b01, 0b11, 0b10], np.uint8)
    both = np.array([True, True])
    assert rows.marked(marks, 0b10, both, 3).day.tolist() == [3, 5, 8]


def test_what_holds_for_a_kind_is_looked_up_for_each_row() -> None:
    assert in_days(1, 3, 3, by_day=True).by_kind(np.array([7, 9], np.uint8)).tolist() == [7, 9, 7]


def test_what_holds_for_all_kinds_among_the_rows_needs_no_look_at_any() -> None:
    odd = in_days(1, 3, 3, by_day=True).of(np.array([False, True]), 1)
    assert odd.by_kind(np.array([7, 9], np.uint8)).tolist() == [9]
    assert odd.followed_by(odd).by_kind(np.array([7, 9], np.uint8)).tolist() == [9, 9]


def test_a_selection_of_a_selection_has_the_rows_of_both() -> None:
    rows = in_days(10, 11, 12, 13, 14, by_day=True)
    picked = rows.take(np.array([1, 2, 4])).take(slice(1, 3))
    assert (picked.day.tolist(), picked.officer.tolist(), len(picked)) == ([12, 14], [2, 4], 2)


def test_rows_are_worth_their_length_unless_a_policy_says_otherwise() -> None:
    rows = in_days(1, 2, 3, by_day=True)
    valued = rows.giving(np.array([5, 6, 7], np.int32)).take(np.array([0, 2]))
    assert rows.take(np.array([0, 2])).worth.tolist() == [0, 2]
    assert (valued.worth.tolist(), valued.minutes.tolist()) == ([5, 7], [0, 2])


@pytest.mark.parametrize("by_day", [True, False])
def test_rows_by_officer_keep_the_order_of_days(by_day: bool) -> None:
    officer = np.array([1, 0, 1, 0], np.int32)
    day = np.array([2, 3, 4, 5] if by_day else [4, 5, 2, 3], np.int32)
    sorted_rows = Rows(officer, officer, day, day, by_day=by_day).by_officer()
    assert (sorted_rows.officer.tolist(), sorted_rows.day.tolist()) == ([0, 0, 1, 1], [3, 5, 2, 4])
