"""Each kind of cover: who comes into question, at what cash, and why others do not."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.planning.cover.people import (
    MONDAY,
    NIGHT,
    THREE,
    TOWN,
    A,
    B,
    absence,
    answer,
    ask,
    floor,
    keys,
    officer,
    option,
    rules,
    stretch,
    when,
    with_members,
)

from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.options import cover_request
from muster.core.planning.cover.patterns import FIVE_EIGHT, ShiftTimes, Squad, pattern_of
from muster.core.planning.cover.rules import KINDS, CoverRules, Notice
from muster.core.planning.cover.street import Street
from muster.core.planning.cover.work_period import WorkPeriod

# ── who could stand in ─────────────────────────────────────────────────────────────────────────


def test_kinds_are_offered_in_their_order_and_none_is_left_out() -> None:
    assert tuple(dict.fromkeys(it.kind for it in answer().shifts[0].options)) == KINDS


def test_a_kind_without_anybody_says_so() -> None:
    assert keys(option(answer(), "relief")) == ["nobody"]


def test_ordered_overtime_has_its_cash_rest_and_room() -> None:
    it = option(answer(), "ordered_overtime", "b1")
    assert it.possible
    assert it.cents == 12 * 4_000 * 3 // 2
    # b1 worked until Sunday 18:00 and is on again on Wednesday at 06:00; 84 of 86 hours are in the pattern
    assert (it.rest_before, it.rest_after) == (12 * 60, 36 * 60)
    assert (it.room_minutes, it.overtime_minutes) == (120, 600)


def test_overtime_may_be_counted_from_the_work_period() -> None:
    it = option(answer(how=rules(overtime_from="work_period")), "ordered_overtime", "b1")
    assert it.cents == 2 * 4_000 + 10 * 4_000 * 3 // 2


def test_benefits_come_on_top() -> None:
    it = option(answer(how=rules(benefits_basis_points=1_000)), "ordered_overtime", "b1")
    assert it.cents == 72_000 + 7_200


def test_unknown_pay_is_said_and_not_guessed() -> None:
    street = Street((*THREE, officer("b1", B, cents_an_hour=None)), floors=TOWN.floors)
    found = answer(street, rules(order_by="least_overtime"))
    assert option(found, "ordered_overtime", "b1").cents is None


@pytest.mark.parametrize(("least", "reasons"), [(719, []), (720, []), (721, ["rest_before"])])
def test_rest_is_kept_to_the_minute(least: int, reasons: list[str]) -> None:
    assert keys(option(answer(how=rules(least_rest_minutes=least)), "ordered_overtime", "b1")) == reasons


@pytest.mark.parametrize(("longest", "reasons"), [(24 * 60, []), (24 * 60 - 1, ["too_long"])])
@pytest.mark.parametrize("who", ["c1", "d1"])
def test_work_that_joins_counts_as_one_row(who: str, longest: int, reasons: list[str]) -> None:
    assert keys(option(answer(how=rules(longest_minutes=longest)), "ordered_overtime", who)) == reasons


@pytest.mark.parametrize(("minute", "reasons"), [(0, []), (1, ["notice"])])
def test_late_notice_refuses(minute: int, reasons: list[str]) -> None:
    how = rules(notice={"ordered_overtime": Notice(72 * 60)})
    found = answer(how=how, asked=when(2, 6, minute))
    assert keys(option(found, "ordered_overtime", "b1")) == reasons
    assert option(found, "ordered_overtime", "b1").notice_needed == 72 * 60


def test_late_notice_may_cost_penalty_pay_instead() -> None:
    how = rules(notice={"ordered_overtime": Notice(72 * 60, penalty_minutes=120)})
    it = option(answer(how=how, asked=when(2, 6, 1)), "ordered_overtime", "b1")
    assert it.possible
    assert it.cents == 72_000 + 2 * 4_000
    assert [note.key for note in it.notes] == ["late_notice"]


@pytest.mark.parametrize(
    ("leave", "beside"),
    [
        (stretch(7, 0, 9, 0), True),  # the shifts after the days off are taken off
        (stretch(12, 0, 14, 0), False),  # a week later
    ],
)
def test_days_off_next_to_leave_are_free_of_orders_and_open_to_volunteers(
    leave: Stretch, beside: bool
) -> None:
    found = answer(Street(TOWN.members, (absence("b1", leave),), TOWN.floors))
    ordered, volunteer = (option(found, kind, "b1") for kind in ("ordered_overtime", "volunteer_overtime"))
    assert (keys(ordered), ordered.next_to_leave) == (["next_to_leave"] if beside else [], beside)
    assert volunteer.possible
    assert [note.key for note in volunteer.notes] == (["next_to_leave"] if beside else [])


def test_volunteers_go_by_longest_service_and_orders_by_shortest() -> None:
    more = officer("b3", B, volunteers=True, hired=date(2005, 1, 1))
    found = answer(with_members(more))
    possible = {kind: [it.officer for it in found.shifts[0].possible if it.kind == kind] for kind in KINDS}
    assert possible["volunteer_overtime"] == ["b3", "b1"]
    assert possible["ordered_overtime"] == ["b2", "b1", "b3"]


def test_the_fewest_hours_of_overtime_may_go_first() -> None:
    people = tuple(officer(f"b{n}", B, overtime_minutes=60 * hours) for n, hours in ((1, 9), (2, 3), (3, 5)))
    found = answer(Street((*THREE, *people), floors=TOWN.floors), rules(order_by="least_overtime"))
    assert [it.officer for it in found.shifts[0].possible if it.kind == "ordered_overtime"] == [
        "b2",
        "b3",
        "b1",
    ]


def test_a_moved_day_takes_the_nearest_shift_where_a_seat_is_free() -> None:
    it = option(answer(), "moved_day", "b1")
    assert (it.gives_up, it.cents) == (stretch(7, 6, 7, 18), 0)


def test_a_moved_day_passes_over_shifts_whose_floor_needs_them() -> None:
    needed = floor(2, weekdays=frozenset({2, 3}))  # Wednesday and Thursday
    it = option(answer(Street(TOWN.members, floors=(*TOWN.floors, needed))), "moved_day", "b1")
    assert it.gives_up == stretch(13, 6, 13, 18)  # and Monday the 12th asks for three


def test_a_moved_day_keeps_its_notice_for_the_day_given_up_too() -> None:
    friday = Street(TOWN.members, floors=(floor(3, weekdays=frozenset({4})),))
    how = rules(notice={"moved_day": Notice(72 * 60), "swap": Notice(72 * 60)})
    found = cover_request(friday, ask("a1", away=stretch(9, 0, 10, 0), asked=when(6, 6)), how)
    # told on Tuesday at 06:00: Friday is 72 hours away, Thursday would be nearer but too soon
    assert option(found, "moved_day", "b1").gives_up == stretch(12, 6, 12, 18)
    assert option(found, "swap", "b1").gives_up == stretch(12, 6, 12, 18)


def test_a_moved_day_stays_within_the_work_period() -> None:
    needed = floor(2, weekdays=frozenset({2, 3}))  # the two days b1 works in that week
    street = Street(TOWN.members, floors=(*TOWN.floors, needed))
    week = CoverRules(WorkPeriod(7, MONDAY), least_rest_minutes=600, longest_minutes=960)
    assert keys(option(answer(street, week), "moved_day", "b1")) == ["no_day_to_move"]


@pytest.mark.parametrize(
    ("days", "reasons", "cents"), [(14, [], 4 * 4_000 * 3 // 2), (7, ["no_day_to_move"], 0)]
)
def test_a_longer_day_is_paid_and_must_fit_under_the_limit(days: int, reasons: list[str], cents: int) -> None:
    # five eights from Tuesday: 12 hours on the Monday for 8 of another day are 84 of 86 hours, or 44 of 43
    eights = Squad("E", pattern_of("5-8", FIVE_EIGHT, {"D": ShiftTimes(8 * 60, 480)}), date(2026, 1, 6))
    street = Street((*THREE, officer("e1", eights)), floors=TOWN.floors)
    how = CoverRules(WorkPeriod(days, MONDAY), least_rest_minutes=600, longest_minutes=960)
    it = option(answer(street, how), "moved_day", "e1")
    assert (keys(it), it.cents) == (reasons, cents)


def test_days_off_next_to_leave_are_not_moved() -> None:
    street = Street(TOWN.members, (absence("b1", stretch(7, 0, 9, 0)),), TOWN.floors)
    assert keys(option(answer(street), "moved_day", "b1")) == ["next_to_leave"]
    assert option(answer(street, rules(protect_leave=False)), "moved_day", "b1").possible


def test_a_training_day_in_the_house_can_be_moved() -> None:
    street = Street(
        (*THREE, officer("a4")), (absence("a4", stretch(5, 6, 5, 18), "class", movable=True),), TOWN.floors
    )
    it = option(answer(street), "moved_day", "a4")
    assert (it.possible, it.cents, [note.key for note in it.notes]) == (True, 0, ["training_day_moved"])
    fixed = Street(street.members, (absence("a4", stretch(5, 6, 5, 18), "class"),), TOWN.floors)
    assert keys(option(answer(fixed), "moved_day", "a4")) == ["away"]


def test_a_swap_gives_each_a_shift_of_the_other() -> None:
    # Sunday the 4th would be nearer, but leaves a1 six hours before departure
    it = option(answer(), "swap", "b1")
    assert (it.stretch, it.gives_up, it.cents) == (stretch(5, 6, 5, 18), stretch(3, 6, 3, 18), 0)
    assert [note.key for note in it.notes] == ["both_agree"]


def test_a_swap_needs_somebody_who_can_return_it() -> None:
    boss = officer("s2", B, supervisor=True)
    street = Street((*TOWN.members, boss), floors=(floor(3, supervisors=0), floor(0, 18, supervisors=1)))
    assert keys(option(answer(street), "swap", "s2"))[0] == "cannot_return"


def test_relief_is_free_on_its_shift_and_straight_time_off_it() -> None:
    street = with_members(officer("r1", A, relief=True), officer("r2", None, relief=True))
    found = answer(street)
    assert (option(found, "relief", "r1").cents, option(found, "relief", "r2").cents) == (0, 12 * 4_000)


@pytest.mark.parametrize(
    ("number", "lends", "reasons"),
    [
        (1, None, []),
        (2, None, ["unit_needs_them"]),
        (1, frozenset(), ["not_lent"]),
        (1, frozenset({("Hill", "Town")}), []),
        (1, frozenset({("Town", "Hill")}), ["not_lent"]),
    ],
)
def test_another_unit_lends_whom_it_can_spare(
    number: int, lends: frozenset[tuple[str, str]] | None, reasons: list[str]
) -> None:
    hill = floor(number, place="Hill", units=frozenset({"Hill"}))
    street = with_members(officer("x1", unit="Hill"), officer("x2", unit="Hill"), floors=(hill,))
    assert keys(option(answer(street, rules(lends=lends)), "overlap", "x1")) == reasons


@pytest.mark.parametrize("start", [4, 10])
def test_who_is_on_duty_for_a_part_of_the_gap_is_no_overlap(start: int) -> None:
    part = Squad("P", pattern_of("part", "D", {"D": ShiftTimes(start * 60, 480)}), MONDAY)
    assert keys(option(answer(with_members(officer("x1", part, unit="Hill"))), "overlap")) == ["nobody"]


def test_who_counts_at_the_place_already_is_no_overlap() -> None:
    both = floor(4, weekdays=frozenset({0}), units=frozenset({"Town", "Hill"}))
    street = Street((*TOWN.members, officer("x1", unit="Hill")), floors=(both,))
    assert keys(option(answer(street), "overlap", "x1")) == ["counted_already"]


def test_everybody_is_named_once_for_orders() -> None:
    people = tuple(officer(f"b{n:02}", B) for n in range(12))
    street = Street((*THREE, *people, *NIGHT), floors=TOWN.floors)
    (shift,) = answer(street, rules(per_kind=2)).shifts
    shown = [it.officer for it in shift.options if it.kind == "ordered_overtime"]
    rest = [who for it in shift.others if it.kind == "ordered_overtime" for who in it.officers]
    assert sorted(shown + rest) == sorted(m.officer for m in street.members if m.officer != "a1")
    assert len(shown) == 4
    others = [it for it in shift.others if it.kind == "ordered_overtime"]
    reasons = {it.reason.key if it.reason else "possible": len(it.officers) for it in others}
    assert reasons == {"possible": 10, "on_duty": 2}
