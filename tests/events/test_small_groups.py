"""A reader who knows the total, every number that is shown and the rule, must not learn a hidden number."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.events.small_groups import FEWEST, hidden_among, hidden_rows

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=9)


@given(COUNTS)
def test_no_number_under_five_is_shown(counts: list[int]) -> None:
    hidden = hidden_among(counts)
    shown = [] if hidden is None else [count for place, count in enumerate(counts) if place not in hidden]
    assert all(count >= FEWEST for count in shown)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=4), st.data())
def test_no_total_gives_a_hidden_number_back(counts: list[int], data: st.DataObject) -> None:
    most = [data.draw(st.integers(count, 14)) for count in counts]
    hidden = hidden_among(counts, most)
    if hidden is None:
        return
    places = sorted(hidden)
    left = sum(counts) - sum(count for place, count in enumerate(counts) if place not in hidden)
    possible = [
        guess for guess in product(*(range(most[place] + 1) for place in places)) if sum(guess) == left
    ]
    for number in range(len(places)):
        assert len({guess[number] for guess in possible}) >= FEWEST


@given(COUNTS)
def test_nothing_is_hidden_where_every_number_is_large_enough(counts: list[int]) -> None:
    large = [count + FEWEST for count in counts]
    assert hidden_among(large) == frozenset()


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([20, 10, 3], {2, 1}),  # three alone would be 33 less 30
        ([20, 10, 3, 2], {2, 3}),  # these two are 5 together: 0 to 5 each
        ([20, 4, 4, 4], {1, 2, 3}),
        ([20, 10, 0], {2, 1}),  # nobody is a number too
    ],
)
def test_smallest_numbers_are_hidden_first(counts: list[int], hidden: set[int]) -> None:
    assert hidden_among(counts) == hidden


def test_table_of_one_small_group_is_not_shown_at_all() -> None:
    assert hidden_among([3]) is None


def test_what_everybody_of_a_group_did_is_not_given_back_by_the_size_of_the_groups() -> None:
    # all of 3 and of 4 were sent: with seven left and seven people in both groups the reader would know
    assert hidden_among([20, 3, 4], [30, 3, 4]) != {1, 2}


@given(st.lists(st.integers(0, 20), max_size=8), st.integers(1, 6))
def test_hidden_rows_are_together_large_enough_or_all_there_are(sizes: list[int], fewest: int) -> None:
    hidden = hidden_rows(sizes, fewest)
    people = sum(sizes[place] for place in hidden)
    shown = [size for place, size in enumerate(sizes) if size and place not in hidden]
    assert all(size >= fewest for size in shown)
    assert people == 0 or people >= fewest or not shown


def test_row_about_nobody_is_not_hidden() -> None:
    assert hidden_rows([0, 9, 2, 4]) == {2, 3}
