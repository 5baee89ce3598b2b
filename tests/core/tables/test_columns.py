"""A column gives the same values however it came about: whole, picked from another, or in the parts of a reader."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.tables.columns import AsRead, Column, in_order

WHOLE = np.array([1, 3, 3, 5, 8, 9, 12], np.int32)


def in_parts() -> AsRead:
    """The same values as ``WHOLE``, with an empty part among the others."""
    return AsRead([WHOLE[:2], WHOLE[2:2], WHOLE[2:6], WHOLE[6:]])


@pytest.mark.parametrize("index", [[0, 1, 2, 6], [6, 2, 2, 0], []])
def test_positions_in_any_order_are_found_across_the_parts(index: list[int]) -> None:
    wanted = np.array(index, np.intp)
    assert in_parts().at(wanted).tolist() == WHOLE[wanted].tolist()
    assert in_parts().picked(wanted).values.tolist() == WHOLE[wanted].tolist()


@given(st.integers(0, 7), st.integers(0, 7))
def test_a_stretch_may_begin_and_end_in_any_part(start: int, stop: int) -> None:
    piece = slice(start, max(start, stop))
    column = in_parts().picked(piece)
    assert in_parts().stretch(piece).tolist() == WHOLE[piece].tolist()
    assert (column.values.tolist(), len(column)) == (WHOLE[piece].tolist(), piece.stop - piece.start)


@given(st.integers(0, 13), st.sampled_from(["left", "right"]))
def test_the_place_of_a_value_is_found_across_the_parts(value: int, side: str) -> None:
    expected = int(np.searchsorted(WHOLE, value, side=side))  # type: ignore[call-overload]
    assert in_parts().first(value, side) == expected  # type: ignore[arg-type]
    assert Column(WHOLE).first(value, side) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parts", "rises"),
    [([[1, 2], [2, 3]], True), ([[1, 3], [2, 4]], False), ([[1, 3, 2], [4]], False), ([[], []], True)],
)
def test_parts_rise_where_their_ends_do_too(parts: list[list[int]], rises: bool) -> None:
    column = AsRead([np.array(part, np.int32) for part in parts])
    assert column.rises() is rises
    assert in_order(column.values) is rises


def test_a_few_of_a_selection_are_picked_without_the_others() -> None:
    looked_at: list[int] = []

    class Counted(Column):
        def at(self, index: np.ndarray) -> np.ndarray:
            looked_at.append(len(index))
            return super().at(index)

    numbers = np.arange(100, dtype=np.int32)
    selection = Counted(numbers).picked(numbers[::-2])
    assert selection.at(np.array([0, 3])).tolist() == [99, 93]
    assert selection.picked(slice(10, 12)).values.tolist() == [79, 77]
    assert selection.picked(slice(10, 50)).picked(np.array([1])).values.tolist() == [77]
    assert looked_at == [2, 2, 1]
    assert selection.picked(slice(0, 40)).values.tolist() == list(range(99, 19, -2))
    assert looked_at == [2, 2, 1, 50]
