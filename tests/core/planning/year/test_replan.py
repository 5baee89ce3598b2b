"""Planning again keeps what can be kept: first the needs, then the placements, then the money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.planning.year.made import need, officer, session, year, years
from tests.core.planning.year.witness import broken_rules, cost_of, every_plan, met

from muster.core.planning.year import Placement, Plan, Year, plan_year, replan
from muster.core.planning.year.replan import without_sessions

PEOPLE = [officer(name) for name in ("Ada", "Ben", "Cal")]
NEEDS = [need(name) for name in ("Ada", "Ben", "Cal")]


def weight_unmet(case: Year, placements: Iterable[Placement]) -> int:
    return sum(it.weight for it in case.needs if not met(case, it, placements))


def changes(case: Year, before: Plan, placements: Iterable[Placement]) -> int:
    """Placements added, and those dropped that could have been kept."""
    there = {it.id for it in case.sessions}
    old, new = {it for it in before.placements if it.session in there}, set(placements)
    return len(old ^ new)


@settings(max_examples=25)
@given(years(), st.sampled_from(["one", "two", "three"]))
def test_replan_meets_most_then_changes_least_then_costs_least(any_year: Year, gone: str) -> None:
    before = plan_year(any_year)
    again = replan(any_year, before, {gone})
    now = without_sessions(any_year, {gone})

    def order(placements: Iterable[Placement], running: Iterable[str]) -> tuple[int, int, int]:
        cost = cost_of(now, placements, running)
        return weight_unmet(now, placements), changes(now, before, placements), cost

    best = min(order(*plan) for plan in every_plan(now))
    assert broken_rules(now, again.plan.placements, again.plan.running) == []
    assert order(again.plan.placements, again.plan.running) == best
    assert again.proved


@settings(max_examples=25)
@given(years(), st.sampled_from(["one", "two", "three"]))
def test_replan_of_a_large_year_breaks_nothing_and_proves_only_what_is_so(any_year: Year, gone: str) -> None:
    before = plan_year(any_year)
    again = replan(any_year, before, {gone}, small=-1)
    now = without_sessions(any_year, {gone})
    assert broken_rules(now, again.plan.placements, again.plan.running) == []
    if again.proved:
        fewest = min((weight_unmet(now, plan), changes(now, before, plan)) for plan, _ in every_plan(now))
        assert (
            weight_unmet(now, again.plan.placements),
            changes(now, before, again.plan.placements),
        ) == fewest


def test_only_those_who_lost_their_place_move() -> None:
    case = year(
        PEOPLE, NEEDS, [session("a", 1, seats=2), session("b", 2, seat_cost=5), session("c", 3, seat_cost=9)]
    )
    before = plan_year(case)
    again = replan(case, before, {"b"})
    moved = [it.officer for it in before.placements if it.session == "b"]
    assert [it.officer for it in again.added] == moved == [it.officer for it in again.lost]
    assert (len(again.kept), again.dropped, again.plan.unmet) == (2, (), ())


def test_somebody_makes_room_when_that_meets_a_need() -> None:
    """Ada alone can only come on the first day, where Ben has taken the one seat left."""
    needs = [need("Ada", due=session("", 1).last_day), need("Ben")]
    case = year(PEOPLE[:2], needs, [session("x", 0), session("a", 1, seats=1), session("b", 2)])
    before = replace(
        plan_year(case), placements=(Placement("Ada", "x"), Placement("Ben", "a")), running=("x", "a")
    )
    again = replan(case, before, {"x"})
    assert again.plan.placements == (Placement("Ada", "a"), Placement("Ben", "b"))
    assert again.dropped == (Placement("Ben", "a"),)


def test_pin_outlives_a_cancelled_session() -> None:
    case = year(PEOPLE, NEEDS, [session("a", 1, seats=2), session("b", 2), session("c", 3, seat_cost=700)])
    pins = frozenset({Placement("Ada", "c"), Placement("Ben", "b")})
    before = plan_year(replace(case, pinned=pins))
    again = replan(replace(case, pinned=pins), before, {"b"})
    assert Placement("Ada", "c") in again.plan.placements
    assert again.lost == tuple(it for it in before.placements if it.session == "b")


def test_new_absence_is_planned_around() -> None:
    case = year(PEOPLE, NEEDS, [session("a", 1), session("b", 2, seat_cost=5)])
    ill = replace(case, officers=(replace(PEOPLE[0], busy=frozenset(session("", 1).half_days)), *PEOPLE[1:]))
    again = replan(ill, plan_year(case))
    assert (again.dropped, again.added) == ((Placement("Ada", "a"),), (Placement("Ada", "b"),))
