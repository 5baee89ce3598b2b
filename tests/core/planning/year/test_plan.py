"""A plan breaks no rule, is the cheapest there is where that can be known, and never claims more than it knows."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from tests.core.planning.year import made
from tests.core.planning.year.made import need, officer, session, year, years
from tests.core.planning.year.witness import broken_rules, cost_of, least_cost, met, money_of

from muster.core.planning.year import Effort, Floor, Placement, Plan, Weights, Year, plan_greedily, plan_year

QUICK = Effort(seconds=20)


def as_pairs(plan: Plan) -> set[tuple[str, str]]:
    return {(it.officer, it.session) for it in plan.placements}


# ── any year ───────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=25)
@given(years())
def test_plan_of_a_small_year_is_the_best_there_is(any_year: Year) -> None:
    plan = plan_year(any_year, QUICK)
    assert broken_rules(any_year, plan.placements, plan.running) == []
    assert plan.cost == cost_of(any_year, plan.placements, plan.running) == least_cost(any_year)
    assert (plan.bound, plan.gap, plan.stopped) == (plan.cost, 0.0, "best")


@settings(max_examples=25)
@given(years())
def test_search_breaks_nothing_and_its_bound_holds(any_year: Year) -> None:
    plan = plan_year(any_year, QUICK, small=-1)
    assert broken_rules(any_year, plan.placements, plan.running) == []
    assert plan.cost == cost_of(any_year, plan.placements, plan.running)
    assert plan.bound <= least_cost(any_year) <= plan.cost


@settings(max_examples=25)
@given(years())
def test_greedy_plan_breaks_nothing(any_year: Year) -> None:
    plan = plan_greedily(any_year)
    assert broken_rules(any_year, plan.placements, plan.running) == []
    assert plan.cost == cost_of(any_year, plan.placements, plan.running)


@settings(max_examples=25)
@given(years())
def test_plan_says_what_it_pays_and_what_it_leaves(any_year: Year) -> None:
    plan = plan_year(any_year, QUICK)
    assert plan.money == money_of(any_year, plan.placements, plan.running)
    assert list(plan.unmet) == [it for it in any_year.needs if not met(any_year, it, plan.placements)]


@settings(max_examples=25)
@given(years())
def test_same_year_gives_the_same_plan(any_year: Year) -> None:
    for small in (2_000, -1):
        one, other = (plan_year(any_year, QUICK, small=small) for _ in range(2))
        assert replace(one, seconds=0.0) == replace(other, seconds=0.0)


# ── one rule at a time ─────────────────────────────────────────────────────────────────────────


def test_cheaper_seat_is_taken() -> None:
    found = plan_year(
        year([officer("Ada")], [need("Ada")], [session("dear", 1, seat_cost=5), session("fair", 2)])
    )
    assert as_pairs(found) == {("Ada", "fair")}


def test_class_on_duty_is_taken_before_one_on_time_off() -> None:
    ada = officer("Ada", pattern="Tuesday", overtime=100)
    patterns = {"Tuesday": frozenset(session("", 1).half_days)}
    case = year([ada], [need("Ada")], [session("Monday", 0), session("Tuesday", 1)], patterns=patterns)
    assert as_pairs(plan_year(case)) == {("Ada", "Tuesday")}


def test_one_session_is_held_where_one_has_the_seats() -> None:
    people = [officer(name) for name in made.NAMES]
    case = year(
        people, [need(name) for name in made.NAMES], [session(f"{on}", on, run_cost=900) for on in range(3)]
    )
    assert len(plan_year(case).running) == 1


def test_one_class_meets_two_needs() -> None:
    both = session("both", 1, subjects=("driving", "first aid"), seat_cost=150)
    single = [session("drive", 2, seat_cost=100), session("aid", 3, subjects=("first aid",), seat_cost=100)]
    case = year([officer("Ada")], [need("Ada"), need("Ada", "first aid")], [both, *single])
    assert as_pairs(plan_year(case)) == {("Ada", "both")}


def test_teacher_is_away_from_the_street() -> None:
    people = [officer("Ada"), officer("Ben")]
    held = session("one", 1, instructors=("Ada",), must_run=True)
    case = year(people, [need("Ben")], [held], floors=(Floor("squad", 1),))
    assert plan_year(case).unmet == (need("Ben"),)


def test_who_was_denied_goes_first() -> None:
    people = [officer("Ada"), officer("Ben", denied=1)]
    case = year(people, [need("Ada"), need("Ben")], [session("one", 1, seats=1)])
    assert as_pairs(plan_year(case)) == {("Ben", "one")}


def test_load_is_spread_over_those_who_can_bear_it() -> None:
    off = {"pattern": "never", "overtime": 0}
    people = [officer("Ada", **off), officer("Ben", **off)]
    both = [("driving", on) for on in range(4)]
    needs = [need(name, f"{subject} {on}") for name in ("Ada", "Ben") for subject, on in both]
    seats = [
        session(f"{on} {half}", on, subjects=(f"driving {on}",), seats=1) for on in range(4) for half in (0,)
    ]
    plan = plan_year(year(people, needs, seats, weights=Weights(load=10, load_free=0)))
    assert sorted([it.officer for it in plan.placements]) == ["Ada", "Ada", "Ben", "Ben"]


def test_pin_is_kept_though_it_is_dear() -> None:
    case = year([officer("Ada")], [need("Ada")], [session("dear", 1, seat_cost=9_000), session("fair", 2)])
    pinned = replace(case, pinned=frozenset({Placement("Ada", "dear")}))
    assert as_pairs(plan_year(pinned)) == {("Ada", "dear")}


def test_empty_year_is_planned() -> None:
    plan = plan_year(year([], [], []))
    assert (plan.placements, plan.cost, plan.gap) == ((), 0, 0.0)
