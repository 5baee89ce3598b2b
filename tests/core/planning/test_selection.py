"""What the money could do: the best answer of all there are, compared with trying every one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from muster.core.planning.selection import Candidate, Obstacle, Purse, selected, with_more

PEOPLE = ("ada", "ben", "ian", "kim", "lou")
UNITS = ("A", "B", "")


@st.composite
def purses(draw: st.DrawFn) -> Purse:
    """A few requests of a few people of two units, and of some without."""
    number = draw(st.integers(0, 7))
    made = [
        Candidate(
            key=f"r{place}",
            strength=draw(st.integers(0, 2)),
            people=tuple(draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True))),
            unit=draw(st.sampled_from(UNITS)),
            cents=draw(st.integers(0, 50)),
            reached=draw(st.integers(1, 9)),
            exempt=draw(st.booleans()),
        )
        for place in range(number)
    ]
    return Purse(
        cents=draw(st.integers(0, 150)),
        candidates=tuple(made),
        heads=draw(st.sampled_from([{}, {"A": 10, "B": 10}, {"A": 30, "B": 3}])),
        beyond=draw(st.integers(0, 2)),
        went=draw(st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 2), max_size=3)),
    )


def may(purse: Purse, chosen: Sequence[Candidate]) -> bool:
    """The rules in the words of the page, written a second time."""
    free = [each for each in chosen if not each.exempt]
    sent = sum(len(each.people) for each in free)
    for unit, heads in purse.heads.items():
        theirs = sum(len(each.people) for each in free if each.unit == unit)
        share = sent * heads / sum(purse.heads.values())
        if theirs > share + purse.beyond + 1e-9:
            return False
    twice = any(
        times and times + purse.went.get(person, 0) > 1
        for person in PEOPLE
        if (times := sum(person in each.people for each in free))
    )
    waiting = {
        person
        for each in purse.candidates
        if each.cents <= purse.cents
        for person in each.people
        if not purse.went.get(person) and not any(person in other.people for other in chosen)
    }
    return sum(each.cents for each in chosen) <= purse.cents and not (twice and waiting)


def worth(purse: Purse, chosen: Sequence[Candidate]) -> tuple[int, ...]:
    """What a choice is compared by, the first the most important."""
    strengths = sorted({each.strength for each in purse.candidates})
    places = {each.key: place for place, each in enumerate(purse.candidates, 1)}
    return (
        *(sum(len(each.people) for each in chosen if each.strength == s) for s in strengths),
        sum(each.reached for each in chosen),
        -sum(each.cents for each in chosen),
        -sum(places[each.key] for each in chosen),
    )


@settings(max_examples=60, deadline=None)
@given(purses())
def test_choice_is_the_best_of_all_that_may_be_made(purse: Purse) -> None:
    every = chain.from_iterable(
        combinations(purse.candidates, size) for size in range(len(purse.candidates) + 1)
    )
    best = max(worth(purse, chosen) for chosen in every if may(purse, chosen))
    choice = selected(purse)
    chosen = [each for each in purse.candidates if each.key in choice.keys]
    assert choice.is_best
    assert may(purse, chosen)
    assert worth(purse, chosen) == best
    assert choice.cents == sum(each.cents for each in chosen)


@settings(max_examples=20, deadline=None)
@given(purses())
def test_what_is_left_out_names_what_stands_in_its_way(purse: Purse) -> None:
    choice = selected(purse)
    assert set(choice.obstacles) == {each.key for each in purse.candidates} - set(choice.keys)
    assert all(choice.obstacles.values())


def one(
    key: str, *people: str, strength: int = 1, unit: str = "A", cents: int = 100, **more: int
) -> Candidate:
    return Candidate(
        key, strength, people or (key,), unit, cents, more.get("reached", 1), bool(more.get("exempt"))
    )


def test_stronger_need_goes_before_many_weaker_ones() -> None:
    many = [one(f"weak{n}", strength=2, cents=10) for n in range(9)]
    choice = selected(Purse(100, (one("mandate", strength=0, cents=100), *many)))
    assert choice.keys == ("mandate",)


def test_among_equal_needs_more_people_are_reached() -> None:
    choice = selected(Purse(100, (one("quiet"), one("loud", reached=20))))
    assert choice.keys == ("loud",)
    assert choice.obstacles == {"quiet": (Obstacle.MONEY,)}


def test_unit_gets_its_share_and_no_more_than_allowed_beyond() -> None:
    ours = [one(f"a{n}", cents=1) for n in range(6)]
    purse = Purse(100, (*ours, one("b", unit="B", cents=1)), heads={"A": 10, "B": 10}, beyond=1)
    # three of A and one of B: half of four is two, and one beyond
    choice = selected(purse)
    assert choice.keys == ("a0", "a1", "a2", "b")
    assert choice.obstacles["a3"] == (Obstacle.UNIT,)


def test_mandate_is_not_held_back_by_the_share_of_its_unit() -> None:
    ours = tuple(one(f"a{n}", cents=1, strength=0, exempt=1) for n in range(6))
    assert len(selected(Purse(100, ours, heads={"A": 10, "B": 10}, beyond=0)).keys) == 6


def test_nobody_goes_twice_before_others_went_once() -> None:
    purse = Purse(200, (one("first", "ada", reached=9), one("second", "ada", reached=9), one("third", "ben")))
    assert selected(purse).keys == ("first", "third")
    everybody = selected(Purse(300, purse.candidates))
    assert everybody.keys == ("first", "second", "third")


def test_who_went_in_this_year_waits_for_who_did_not() -> None:
    purse = Purse(100, (one("again", "ada", reached=50), one("new", "ben")), went={"ada": 1})
    assert selected(purse).keys == ("new",)


def test_one_who_asks_for_what_nobody_can_pay_holds_up_nobody() -> None:
    purse = Purse(200, (one("dear", "ben", cents=900), one("one", "ada"), one("two", "ada")))
    assert selected(purse).keys == ("one", "two")


def test_more_money_says_what_comes_in_and_what_goes_out() -> None:
    purse = Purse(100, (one("large", cents=110, strength=0), one("small", cents=60)))
    choice = selected(purse)
    more = with_more(purse, choice)
    assert choice.keys == ("small",)
    assert (more.cents, more.added, more.left_out) == (110, ("large",), ("small",))


def test_same_question_has_the_same_answer() -> None:
    alike = Purse(300, tuple(one(f"r{n}", cents=60) for n in range(12)))
    assert {selected(alike).keys for _ in range(3)} == {("r0", "r1", "r2", "r3", "r4")}


def test_nothing_to_choose_from_is_an_answer_too() -> None:
    assert selected(Purse(100, ())).keys == ()
