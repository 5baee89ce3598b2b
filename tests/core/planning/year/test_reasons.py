"""Each placement and each unmet need says what stands against every other session of its subject."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.planning.year.made import day, need, officer, session, year

from muster.core.planning.year import Floor, Hindrance, Placement, Reasons, Year, half_days, plan_year

ADA, BEN = officer("Ada"), officer("Ben")
CHOSEN = session("chosen", 5)


def only_reason(case: Year, about: str) -> tuple[Hindrance, str]:
    """Why Ada does not attend ``about`` instead."""
    plan = plan_year(case)
    placement = next(it for it in plan.placements if it.officer == "Ada" and it.session.startswith("chosen"))
    found = [it for it in Reasons(case, plan).of_placement(placement).others if it.session == about]
    assert len(found) == 1
    return found[0].hindrance, found[0].detail


BUSY = officer("Ada", busy=frozenset(half_days(day(1))))
CASES = {
    "early": (
        year([ADA], [need("Ada", earliest=day(3))], [CHOSEN, session("other", 1)]),
        "early",
        "2 Mar 2027",
    ),
    "late": (year([ADA], [need("Ada", due=day(6))], [CHOSEN, session("other", 8)]), "late", "9 Mar 2027"),
    "busy": (year([BUSY], [need("Ada")], [CHOSEN, session("other", 1)]), "busy", "2 Mar 2027"),
    "dearer": (
        year([ADA], [need("Ada")], [CHOSEN, session("other", 1, seat_cost=1_250, must_run=True)]),
        "dearer",
        "12.50 more",
    ),
    "idle": (year([ADA], [need("Ada")], [CHOSEN, session("other", 1, run_cost=5)]), "idle", ""),
    "full": (
        year([ADA, BEN], [need("Ada"), need("Ben", due=day(2))], [CHOSEN, session("other", 1, seats=1)]),
        "full",
        "1 seats",
    ),
    "taken": (
        year(
            [ADA, BEN],
            [need("Ada"), need("Ben", "first aid")],
            [
                CHOSEN,
                session("other", 1, room="hall"),
                session("aid", 1, subjects=("first aid",), room="hall"),
            ],
        ),
        "taken",
        "aid",
    ),
    "elsewhere": (
        year(
            [ADA],
            [need("Ada"), need("Ada", "first aid")],
            [CHOSEN, session("other", 1, must_run=True), session("aid", 1, subjects=("first aid",))],
        ),
        "elsewhere",
        "aid",
    ),
    "teaches": (
        year(
            [ADA],
            [need("Ada")],
            [
                CHOSEN,
                session("other", 1),
                session("aid", 1, subjects=("aid",), instructors=("Ada",), must_run=True),
            ],
        ),
        "teaches",
        "aid",
    ),
    "floor": (
        year(
            [ADA, BEN],
            [need("Ada"), need("Ben", due=day(2))],
            [CHOSEN, session("other", 1, seats=9)],
            floors=(Floor("squad", 1, source="policy"),),
        ),
        "floor",
        "squad on 2 Mar 2027, policy",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_reason_names_what_stands_in_the_way(name: str) -> None:
    case, hindrance, detail = CASES[name]
    assert only_reason(case, "other") == (Hindrance[hindrance], detail)


def test_equal_sessions_are_said_to_be_equal() -> None:
    sessions = [session(name, on, must_run=True) for name, on in (("a", 1), ("b", 2))]
    case = year([ADA], [need("Ada")], sessions)
    plan = plan_year(case)
    (reason,) = Reasons(case, plan).of_placement(plan.placements[0]).others
    assert reason.hindrance is Hindrance.equal


def test_explanation_reads_as_a_sentence() -> None:
    case = year(
        [ADA],
        [need("Ada", due=day(6))],
        [session("Tuesday", 1, seat_cost=1_250), session("late", 8), session("later", 9)],
    )
    plan = plan_year(case)
    assert str(Reasons(case, plan).of_placement(Placement("Ada", "Tuesday"))) == (
        "Ada attends Tuesday for driving, due 7 Mar 2027: 12.50 for seat, journey and overtime. "
        "Of the other sessions: 2 held after the due day."
    )


def test_pin_is_its_own_reason() -> None:
    case = year([ADA], [need("Ada")], [session("a", 1, seat_cost=9), session("b", 2)])
    pinned = replace(case, pinned=frozenset({Placement("Ada", "a")}))
    told = Reasons(pinned, plan_year(pinned)).of_placement(Placement("Ada", "a"))
    assert told.pinned
    assert ": pinned." in str(told)


def test_unmet_need_says_why_each_session_fails() -> None:
    case = year(
        [BUSY], [need("Ada", due=day(4))], [session("a", 1), session("b", 8), session("c", 3, seats=0)]
    )
    told = Reasons(case, plan_year(case)).of_unmet(case.needs[0])
    assert [(it.session, it.hindrance) for it in told.others] == [
        ("a", Hindrance.busy),
        ("b", Hindrance.late),
        ("c", Hindrance.full),
    ]
    assert str(told).startswith(
        "Ada, driving, due 5 Mar 2027: unmet. Of the other sessions: 1 held after the due day"
    )


def test_unmet_need_without_any_session_says_so() -> None:
    case = year([ADA], [need("Ada")], [])
    assert str(Reasons(case, plan_year(case)).of_unmet(case.needs[0])).endswith("There is no session of it.")
