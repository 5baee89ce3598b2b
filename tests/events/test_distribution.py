"""Who was sent, compared with who works here, without telling of fewer than five by gender or race."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.events.afterwards import an_event, been_there
from tests.events.stories import begin
from tests.standards.stories import fact

from muster.events.models import Rota, ShiftPattern
from muster.events.queries.distribution import Group, Table, Trait, distribution, table_of

Counted = Callable[[Callable[[], object]], int]
MAY = date(2026, 5, 4)


def tables(cast: Cast) -> dict[Trait, Table]:
    return {table.trait: table for table in distribution(cast.millbrook, 2026)}


@pytest.mark.django_db
def test_people_sent_are_counted_once_by_rank_and_unit(cast: Cast) -> None:
    story = begin(cast)
    been_there(story, an_event(story, "One", MAY), "ada", "ben")
    been_there(story, an_event(story, "Two", MAY), "ada")
    been_there(story, an_event(story, "Last year", date(2025, 5, 4)), "ian")
    found = tables(cast)
    # ada, ben and ian are officers, sam and tara sergeants
    assert found[Trait.RANK].groups[:2] == (Group("officer or deputy", 3, 2), Group("sergeant", 2, 0))
    assert Group("Squad A", 2, 1) in found[Trait.UNIT].groups
    assert Group("Squad B", 2, 1) in found[Trait.UNIT].groups
    assert found[Trait.UNIT].groups[-1] == Group("", 3, 0)  # chris, tara and dina are in none
    assert (found[Trait.RANK].people, found[Trait.RANK].sent) == (7, 2)


@pytest.mark.django_db
def test_shift_is_the_own_pattern_or_that_of_the_unit(cast: Cast) -> None:
    story = begin(cast)
    days, nights = (
        ShiftPattern.objects.create(agency=cast.millbrook, name=name, cycle=[None])
        for name in ("Days", "Nights")
    )
    Rota.objects.create(unit=cast.squad_a, pattern=days, anchor=MAY, start=date(2026, 1, 1))
    Rota.objects.create(unit=cast.squad_b, pattern=nights, anchor=MAY, start=date(2026, 1, 1))
    Rota.objects.create(
        unit=cast.squad_b, person=cast.person["ian"], pattern=days, anchor=MAY, start=date(2026, 1, 1)
    )
    been_there(story, an_event(story, "One", MAY), "ian")
    assert tables(cast)[Trait.SHIFT].groups == (Group("Days", 3, 1), Group("Nights", 1, 0), Group("", 3, 0))


@pytest.mark.django_db
def test_what_the_roster_does_not_hold_is_said(cast: Cast) -> None:
    begin(cast)
    found = tables(cast)
    assert not found[Trait.GENDER].is_known
    assert not found[Trait.SHIFT].is_known
    assert found[Trait.GENDER].groups == ()


@pytest.mark.django_db
def test_small_department_shows_no_gender_at_all(cast: Cast) -> None:
    begin(cast)
    for name, value in (("ada", "woman"), ("ben", "man"), ("ian", "man"), ("sam", "man")):
        fact(cast.person[name], cast.millbrook, "gender", value)
    gender = tables(cast)[Trait.GENDER]
    assert gender.is_known
    assert all(group.people is None and group.sent is None for group in gender.groups)


@pytest.mark.django_db
def test_tables_cost_the_same_queries_for_one_journey_and_for_five(cast: Cast, queries_of: Counted) -> None:
    story = begin(cast)
    been_there(story, an_event(story, "One", MAY), "ada")
    first = queries_of(lambda: distribution(cast.millbrook, 2026))
    for name in ("ben", "ian", "sam", "chris"):
        been_there(story, an_event(story, name, MAY), name)
    assert [first, queries_of(lambda: distribution(cast.millbrook, 2026))] == [8, 8]


def test_large_groups_are_shown_with_their_shares() -> None:
    of = {person: "woman" if person < 20 else "man" for person in range(100)}
    table = table_of(Trait.GENDER, of, set(range(100)), {*range(6), *range(20, 54)})
    assert table.groups == (Group("man", 80, 34), Group("woman", 20, 6))
    assert [table.sent_share(group) for group in table.groups] == [85, 15]


def test_small_group_takes_the_next_one_with_it() -> None:
    of = {person: "a" if person < 3 else "b" if person < 13 else "c" for person in range(100)}
    table = table_of(Trait.RACE, of, set(range(100)), set(range(0, 100, 2)))
    assert [(group.name, group.people, group.sent) for group in table.groups] == [
        ("c", 87, 43),
        ("b", None, None),
        ("a", None, None),
    ]


def department(sizes: list[tuple[int, int]]) -> tuple[dict[int, str], set[int]]:
    """People of groups of these sizes, and of each group so many who were sent."""
    of: dict[int, str] = {}
    sent: set[int] = set()
    for number, (people, went) in enumerate(sizes):
        members = range(number * 100, number * 100 + people)
        of |= dict.fromkeys(members, f"g{number}")
        sent |= set(members[:went])
    return of, sent


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6))
def test_no_number_under_five_is_told_and_never_one_alone_is_hidden(sizes: list[tuple[int, int]]) -> None:
    of, sent = department(sizes)
    table = table_of(Trait.RACE, of, set(of), sent)
    for column in ("people", "sent"):
        shown = [value for group in table.groups if (value := getattr(group, column)) is not None]
        assert all(value >= 5 for value in shown)
        assert len(table.groups) - len(shown) != 1


def test_what_groups_of_hidden_size_can_take_together_gives_no_other_back() -> None:
    # six were sent; of 1 and 3, whose sizes are hidden, at most four: with 5 hidden alone beside them, two at least
    of, sent = department([(1, 0), (3, 1), (5, 5)])
    assert table_of(Trait.RACE, of, set(of), sent).groups == ()


def ways(total: int, most: list[int]) -> Iterator[tuple[int, ...]]:
    """Every way to cut a number into parts, none larger than it may be."""
    if not most:
        yield from [()] if total == 0 else []
        return
    for first in range(min(total, most[0]) + 1):
        for rest in ways(total - first, most[1:]):
            yield first, *rest


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 11), st.integers(0, 11)), min_size=1, max_size=3))
def test_reader_who_tries_everything_learns_no_hidden_number(sizes: list[tuple[int, int]]) -> None:
    of, sent = department(sizes)
    table = table_of(Trait.RACE, of, set(of), sent)
    people_left = table.people - sum(group.people or 0 for group in table.groups)
    sent_left = table.sent - sum(group.sent or 0 for group in table.groups)
    unknown = [group.people is None for group in table.groups]
    silent = [place for place, group in enumerate(table.groups) if group.sent is None]
    possible: dict[tuple[str, int], set[int]] = {}
    for people in ways(people_left, [people_left] * sum(unknown)):
        drawn = iter(people)
        sizes_now = [
            next(drawn) if hidden else table.groups[n].people or 0 for n, hidden in enumerate(unknown)
        ]
        for went in ways(sent_left, [sizes_now[place] for place in silent]):
            for place, value in zip(silent, went, strict=True):
                possible.setdefault(("sent", place), set()).add(value)
            for place, hidden in enumerate(unknown):
                if hidden:
                    possible.setdefault(("people", place), set()).add(sizes_now[place])
    few = {("sent", place) for place in silent} if table.sent < 5 else set()
    assert all(possible[cell] == set(range(table.sent + 1)) for cell in few)
    assert all(len(values) >= 5 for cell, values in possible.items() if cell not in few)
    assert len(possible) == sum(unknown) + len(silent)
