"""When needs stay unmet, what would do is named, and doing it does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.core.planning.year.made import MONDAY, day, need, officer, session, year, years
from tests.core.planning.year.witness import broken_rules

from muster.core.planning.year import Floor, Year, following, half_days, plan_year, remedies
from muster.core.planning.year.remedies import Kind, Remedy

PEOPLE = [officer(f"{number}") for number in range(7)]
NEEDS = [need(person.id, due=day(9)) for person in PEOPLE]


def by_kind(case: Year) -> dict[Kind, Remedy]:
    return {remedy.kind: remedy for remedy in remedies(case, plan_year(case))}


def left_after(case: Year, remedy: Remedy) -> Counter[str]:
    return Counter(it.subject for it in plan_year(following(case, remedy)).unmet)


# ── what binds is named ────────────────────────────────────────────────────────────────────────


def test_met_year_needs_no_remedy() -> None:
    case = year(PEOPLE, NEEDS, [session("one", 1)])
    assert remedies(case, plan_year(case)) == ()


def test_three_more_sessions_would_do() -> None:
    """Seven people, two seats a session, one session: five are left, and five want three more."""
    case = year(PEOPLE, NEEDS, [session("one", 1, seats=2)])
    remedy = by_kind(case)[Kind.sessions]
    assert len(remedy.sessions) == 3
    assert str(remedy).startswith("Three more sessions of driving (2 seats each; such as on ")
    assert str(remedy).endswith(") by 10 Mar 2027 would do.")


def test_more_seats_would_do() -> None:
    case = year(PEOPLE, NEEDS, [session("one", 1, seats=2)])
    assert str(by_kind(case)[Kind.seats]) == "Five more seats of driving would do: 5 in one."


def test_floor_that_binds_is_named() -> None:
    case = year(PEOPLE[:2], NEEDS[:2], [session("one", 1)], floors=(Floor("squad", 1, source="contract"),))
    remedy = by_kind(case)[Kind.floors]
    assert str(remedy) == ("Letting more people go at once for driving would do: 2 of squad on 2 Mar 2027.")


def test_session_on_offer_is_named_before_a_new_one() -> None:
    """Holding it costs more than the need is weighed, so the plan left it."""
    case = year(PEOPLE[:1], NEEDS[:1], [session("dear", 1, run_cost=600_000)])
    remedy = by_kind(case)[Kind.sessions]
    assert (remedy.sessions, remedy.offered) == ((), ("dear",))
    assert str(remedy) == "Holding dear as well by 10 Mar 2027 would do."


def test_only_more_time_helps_who_is_never_there() -> None:
    away = officer("away", busy=frozenset(half for on in range(14) for half in half_days(day(on))))
    case = year([away], [need("away")], [session("one", 1)])
    found = remedies(case, plan_year(case))
    assert [str(it) for it in found] == [
        "No day is left for driving before the due day for away: only more time would do."
    ]


def test_remedy_says_how_far_it_reaches() -> None:
    away = officer("away", busy=frozenset(half for on in range(14) for half in half_days(day(on))))
    case = year([*PEOPLE[:2], away], [*NEEDS[:2], need("away")], [session("one", 1, seats=1)])
    assert str(by_kind(case)[Kind.seats]) == "One more seat of driving would do: 1 in one for one of two."


def test_subject_without_any_session_wants_one() -> None:
    case = year(PEOPLE, NEEDS, [])
    remedy = by_kind(case)[Kind.sessions]
    assert [it.seats for it in remedy.sessions] == [20]
    assert remedy.sessions[0].first_day >= MONDAY


# ── doing it does ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", [Kind.sessions, Kind.seats])
def test_following_a_remedy_meets_every_need(kind: Kind) -> None:
    case = year(PEOPLE, NEEDS, [session("one", 1, seats=2)])
    assert left_after(case, by_kind(case)[kind]) == Counter()


def test_no_fewer_sessions_would_do() -> None:
    case = year(PEOPLE, NEEDS, [session("one", 1, seats=2)])
    remedy = by_kind(case)[Kind.sessions]
    for number in range(len(remedy.sessions)):
        fewer = replace(remedy, sessions=remedy.sessions[:number] + remedy.sessions[number + 1 :])
        assert left_after(case, fewer)["driving"] > 0


def heavy(case: Year) -> Year:
    """The same year with needs that weigh more than anything a placement costs."""
    return replace(case, weights=replace(case.weights, unmet=100_000_000, load=0))


@settings(max_examples=25)
@given(years())
def test_following_any_remedy_leaves_no_more_than_it_says(any_year: Year) -> None:
    case = heavy(any_year)
    before = plan_year(case)
    unmet = Counter(it.subject for it in before.unmet)
    for remedy in remedies(case, before):
        if remedy.kind is Kind.time:
            continue
        granted = following(case, remedy)
        after = plan_year(granted)
        assert broken_rules(granted, after.placements, after.running) == []
        assert sum(1 for _ in after.unmet) <= sum(unmet.values()) - remedy.meets


@settings(max_examples=25)
@given(years())
def test_every_subject_with_unmet_needs_is_spoken_of(any_year: Year) -> None:
    case = heavy(any_year)
    plan = plan_year(case)
    found = remedies(case, plan)
    assert {remedy.subject for remedy in found} <= {it.subject for it in plan.unmet}
    assert all(
        remedy.meets + remedy.left == sum(it.subject == remedy.subject for it in plan.unmet)
        for remedy in found
        if remedy.kind is not Kind.time
    )
