"""Sums on spans of clock time, beside sets of minutes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from muster.core.planning.cover.clock import Span, joined, minutes_in, touches, without
from muster.core.planning.cover.steps import highest_of, sum_of

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda it: (it[0], it[0] + it[1])), max_size=8
)
weighted = st.lists(
    st.tuples(
        st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda it: (it[0], it[0] + it[1])),
        st.integers(1, 4),
    ),
    max_size=8,
)
bounds = st.tuples(st.integers(0, 70), st.integers(1, 20)).map(lambda it: (it[0], it[0] + it[1]))


def minutes(of: list[Span]) -> set[int]:
    return {minute for start, end in of for minute in range(start, end)}


@given(spans)
def test_joined_spans_are_separate_and_hold_the_same_minutes(of: list[Span]) -> None:
    found = joined(of)
    assert minutes(found) == minutes(of)
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(spans, spans)
def test_cut_spans_keep_what_is_not_cut(of: list[Span], holes: list[Span]) -> None:
    assert minutes(without(joined(of), holes)) == minutes(of) - minutes(holes)


@given(spans, bounds)
def test_minutes_between_are_counted(of: list[Span], between: Span) -> None:
    inside = minutes(of) & set(range(*between))
    assert minutes_in(joined(of), *between) == len(inside)
    assert touches(joined(of), *between) == bool(inside)


@given(weighted, bounds, st.integers(0, 6))
def test_steps_answer_as_minute_by_minute(of: list[tuple[Span, int]], between: Span, level: int) -> None:
    added = [sum(weight for (start, end), weight in of if start <= m < end) for m in range(90)]
    highest = [max((weight for (start, end), weight in of if start <= m < end), default=0) for m in range(90)]
    low, high = between
    free = sum_of(of).minus(highest_of(of))
    plain = [one - other for one, other in zip(added, highest, strict=True)]
    assert free.lowest(low, high) == (min(plain[low:high]), low + plain[low:high].index(min(plain[low:high])))
    assert minutes(free.below(low, high, level)) == {m for m in range(low, high) if plain[m] < level}
    assert [free.value_at(m) for m in range(90)] == plain
