"""Supply against floor, beside an oracle that walks every minute and asks every officer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.planning.cover.people import MONDAY, A, B, C, D, absence, floor, officer, stretch

from muster.core.errors import BadFact, BadUsage
from muster.core.planning.cover.clock import Stretch, at
from muster.core.planning.cover.floors import OFFICERS, SUPERVISORS, Floor, skill_in
from muster.core.planning.cover.street import Absence, ExtraDuty, Member, Street
from muster.core.planning.cover.supply import Slot, relief_factor, supply_of


def slots(street: Street, day: date = MONDAY, last: date | None = None) -> list[tuple[str, int, int, int]]:
    return [(slot.need, slot.floor, slot.supply, slot.free) for slot in supply_of(street, day, last or day)]


FOUR = (officer("a1"), officer("a2"), officer("a3"), officer("b1", B))


def test_supply_counts_those_of_the_pattern() -> None:
    assert slots(Street(FOUR, floors=(floor(2),))) == [(OFFICERS, 2, 3, 1)]


@pytest.mark.parametrize("kind", ["leave", "court", "class", "travel", "light_duty", "day_moved", "other"])
def test_every_kind_of_absence_takes_one_from_the_street(kind: str) -> None:
    street = Street(FOUR, (absence("a1", stretch(5, 0, 6, 0), kind),), (floor(2),))  # type: ignore[arg-type]
    (slot,) = supply_of(street, MONDAY, MONDAY)
    assert (slot.assigned, slot.off, slot.away, slot.supply) == (4, 1, ((kind, 1),), 2)


@pytest.mark.parametrize(
    ("away", "supply"),
    [
        (stretch(5, 4, 5, 6), 3),  # back as the shift begins
        (stretch(5, 17, 5, 18), 2),
        (stretch(5, 18, 5, 20), 3),  # goes as the shift ends
    ],
)
def test_an_absence_counts_only_within_the_shift(away: Stretch, supply: int) -> None:
    assert slots(Street(FOUR, (absence("a1", away),), (floor(2),)))[0][2] == supply


def test_two_absences_at_different_hours_take_only_one_at_a_time() -> None:
    away = (absence("a1", stretch(5, 6, 5, 10)), absence("a2", stretch(5, 10, 5, 18)))
    (slot,) = supply_of(Street(FOUR, away, (floor(2),)), MONDAY, MONDAY)
    assert (slot.supply, slot.tightest) == (2, at(MONDAY, 6 * 60))


def test_two_absences_of_one_officer_count_once() -> None:
    away = (absence("a1", stretch(5, 6, 5, 12)), absence("a1", stretch(5, 9, 5, 18), "court"))
    assert slots(Street(FOUR, away, (floor(2),)))[0][2] == 2


def test_of_two_floors_the_higher_binds_in_its_hours() -> None:
    late = floor(3, 15, 2, source="contract", cite="art. 9")
    (all_day, afternoon) = supply_of(Street(FOUR, floors=(floor(2), late)), MONDAY, MONDAY)
    assert (all_day.floor, all_day.source, all_day.cite, all_day.tightest) == (
        3, "contract", "art. 9", at(MONDAY, 15 * 60),
    )  # fmt: skip
    assert afternoon.floor == 3


def test_a_band_over_midnight_belongs_to_the_day_it_starts() -> None:
    friday_night = floor(5, 22, 6, weekdays=frozenset({4}))
    street = Street(FOUR, floors=(friday_night,))
    assert [slot.band.begins.day for slot in supply_of(street, MONDAY, MONDAY + timedelta(days=6))] == [9]


@pytest.mark.parametrize(("day", "bands"), [(5, 0), (6, 1), (8, 1), (9, 0)])
def test_a_floor_holds_from_its_first_day_to_its_last(day: int, bands: int) -> None:
    street = Street(FOUR, floors=(floor(1, first_day=date(2026, 1, 6), last_day=date(2026, 1, 8)),))
    on = date(2026, 1, day)
    assert len(supply_of(street, on, on)) == bands


@pytest.mark.parametrize(("day", "number"), [(5, 1), (6, 3), (8, 3), (9, 1)])
def test_a_floor_for_some_days_binds_from_its_first_to_its_last(day: int, number: int) -> None:
    some_days = floor(3, first_day=date(2026, 1, 6), last_day=date(2026, 1, 8), source="contract")
    on = date(2026, 1, day)
    slot = supply_of(Street(FOUR, floors=(floor(1), some_days)), on, on)[0]
    assert (slot.floor, slot.source) == (number, "contract" if number == 3 else "policy")


@pytest.mark.parametrize(("counts", "officers"), [(False, 2), (True, 3)])
def test_a_supervisor_counts_among_officers_only_where_the_floor_says_so(counts: bool, officers: int) -> None:
    street = Street(
        (officer("a1"), officer("a2"), officer("s1", supervisor=True)),
        floors=(floor(2, supervisors=1, supervisors_count=counts),),
    )
    assert slots(street) == [(OFFICERS, 2, officers, officers - 2), (SUPERVISORS, 1, 1, 0)]


def test_a_skill_is_counted_by_its_holders() -> None:
    street = Street(
        (officer("a1", skills=frozenset({"crisis"})), officer("a2")),
        floors=(floor(1, skills=(("crisis", 2),)),),
    )
    assert slots(street) == [(OFFICERS, 1, 2, 1), ("skill:crisis", 2, 1, -1)]


def test_a_relief_officer_counts_only_when_arranged() -> None:
    people = (officer("a1"), officer("r1", A, relief=True))
    assert slots(Street(people, floors=(floor(1),)))[0][2] == 1
    stands_in = ExtraDuty("r1", stretch(5, 6, 5, 18), "Town")
    (slot,) = supply_of(Street(people, floors=(floor(1),), extras=(stands_in,)), MONDAY, MONDAY)
    assert (slot.assigned, slot.lent, slot.supply) == (1, 1, 2)


def test_who_is_lent_to_another_unit_is_missing_at_home() -> None:
    people = (officer("a1"), officer("a2"), officer("x1", unit="Hill"))
    hill = Floor("Hill", frozenset({"Hill"}), 6 * 60, 720, 1)
    lent = ExtraDuty("x1", stretch(5, 6, 5, 18), "Town")
    found = supply_of(Street(people, floors=(floor(2), hill), extras=(lent,)), MONDAY, MONDAY)
    assert [(slot.place, slot.supply) for slot in found] == [("Town", 3), ("Hill", 0)]
    assert found[1].away == (("arranged", 1),)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Street((officer("a1"), officer("a1"))), "an officer is listed twice"),
        (lambda: Street((), (absence("a9", stretch(5, 6, 5, 7)),)), "officer a9 is not among those"),
    ],
)
def test_a_street_that_does_not_fit_together_is_refused(call: object, sentence: str) -> None:
    with pytest.raises(BadFact, match=sentence):
        call()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: stretch(6, 6, 5, 6), "the time ends .* before it starts"),
        (lambda: floor(-1), "a number below zero"),
        (lambda: floor(1, 6, 25), "over 24 hours"),
        (lambda: Street((), floors=(floor(1), floor(1, units=frozenset({"Hill"})))).places, "do not agree"),
        (lambda: supply_of(Street(()), MONDAY, MONDAY - timedelta(days=1)), "are no days"),
        (lambda: supply_of(Street(()), MONDAY, MONDAY + timedelta(days=400)), "are no days"),
    ],
)
def test_times_and_floors_that_cannot_be_are_refused(call: object, sentence: str) -> None:
    with pytest.raises(BadUsage, match=sentence):
        call()  # type: ignore[operator]


# ── the oracle ─────────────────────────────────────────────────────────────────────────────────

SQUADS = (A, B, C, D)
members = st.builds(
    lambda n, squad, unit, boss, skilled: officer(
        f"o{n}", SQUADS[squad], unit=unit, supervisor=boss, skills=frozenset({"crisis"} if skilled else ())
    ),
    st.integers(0, 30),
    st.integers(0, 3),
    st.sampled_from(["Town", "Hill"]),
    st.booleans(),
    st.booleans(),
)
hours = st.tuples(st.integers(-12, 60), st.integers(1, 40))


def plain_supply(street: Street, which: Floor, need: str, minute: int) -> int:
    """Ask every officer whether they are on the street at a minute."""
    return sum(_there(street, member, which, need, minute) for member in street.members)


def _there(street: Street, member: Member, which: Floor, need: str, minute: int) -> bool:
    skill = skill_in(need)
    counts = (
        (which.supervisors_count or not member.supervisor) if need == OFFICERS
        else member.supervisor if need == SUPERVISORS
        else skill in member.skills
    )  # fmt: skip
    if member.unit not in which.units or not counts or member.squad is None:
        return False
    day = MONDAY + timedelta(days=minute // 1440 - at(MONDAY) // 1440)
    shifts = [member.squad.shift_on(day - timedelta(days=1)), member.squad.shift_on(day)]
    on = any(shift.start <= minute < shift.end for shift in shifts if shift)
    away = any(
        a.officer == member.officer and a.stretch.start <= minute < a.stretch.end for a in street.absences
    )
    return on and not away


@settings(max_examples=15)
@given(
    st.lists(members, unique_by=lambda it: it.officer, max_size=14),
    st.lists(st.tuples(st.integers(0, 13), hours), max_size=8),
    st.lists(
        st.tuples(st.integers(0, 23), st.integers(1, 24), st.integers(0, 4), st.integers(0, 2)),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_slots_are_those_of_walking_every_minute(
    people: list[Member],
    away: list[tuple[int, tuple[int, int]]],
    bands: list[tuple[int, int, int, int]],
    supervisors_count: bool,
) -> None:
    absences = tuple(
        Absence(people[n].officer, Stretch(at(MONDAY, h * 60 + 7), at(MONDAY, (h + long) * 60 + 7)), "leave")
        for n, (h, long) in away
        if n < len(people)
    )
    floors = tuple(
        floor(
            number + 1,
            start,
            long,
            supervisors=bosses,
            skills=(("crisis", 1),),
            supervisors_count=supervisors_count,
        )
        for start, long, number, bosses in bands
    )
    street = Street(tuple(people), absences, floors)
    for slot in supply_of(street, MONDAY, MONDAY + timedelta(days=1)):
        assert (slot.free, slot.tightest) == _walked(street, slot)
        assert slot.assigned - slot.off - sum(number for _, number in slot.away) + slot.lent == slot.supply


def _walked(street: Street, slot: Slot) -> tuple[int, int]:
    """Walk every minute of a slot: the least that is free, and the first minute in which it is."""
    margins = {}
    for minute in range(slot.band.start, slot.band.end):
        holding = [f.number(slot.need) for f in street.floors if _holds(f, minute)]
        margins[minute] = plain_supply(street, street.floors[0], slot.need, minute) - max(holding)
    least = min(margins.values())
    return least, min(minute for minute, margin in margins.items() if margin == least)


def _holds(which: Floor, minute: int) -> bool:
    return (minute - which.start_minute) % 1440 < which.minutes


# ── relief factor ──────────────────────────────────────────────────────────────────────────────


def test_relief_factor_is_hours_to_cover_by_net_hours_of_a_person() -> None:
    # one post around the clock: 8,760 hours; a person: 2,080 less 200 of leave, 40 of court, 80 of training
    found = relief_factor(8_760 * 60, 2_080 * 60, [200 * 60, 40 * 60, 80 * 60])
    assert found.net_minutes == 1_760 * 60
    assert found.factor == Decimal("4.98")


def test_relief_factor_without_hours_left_is_refused() -> None:
    with pytest.raises(BadUsage, match="no hours of the person's year are left"):
        relief_factor(60, 100, [100])
