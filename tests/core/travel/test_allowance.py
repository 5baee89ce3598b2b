"""Lodging by night and meals by day: expected figures are written as arithmetic on the hand-made rates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.travel.files import refusal, small_rates

from muster.core.errors import BadUsage
from muster.core.travel.allowance import Note, allowance, provided_by_registration
from muster.core.travel.costs import CostSheet
from muster.core.travel.load import load_rates
from muster.core.travel.policy import FEDERAL, ProvidedMeal, Stop, TravelPolicy, Trip
from muster.core.travel.rates import MEALS, Choice, MealTier

RATES = small_rates()
THURSDAY = date(2026, 1, 29)


clock = datetime.fromisoformat


def trip(depart: datetime, back: datetime, destination: str = "7", **more: object) -> Trip:
    return replace(Trip(depart, back, (Stop(depart.date(), destination),)), **more)  # type: ignore[arg-type]


#: Thursday morning to Monday evening over the end of a month, at Rivermouth: 80 for meals, 150 and 175 a night.
OVER_MONTH_END = trip(clock("2026-01-29 07:00"), clock("2026-02-02 18:00"))


def amounts(which: Trip, kind: str, policy: TravelPolicy = FEDERAL) -> list[tuple[date | None, int]]:
    return [(line.day, line.cents) for line in allowance(which, RATES, policy).lines if line.kind == kind]


# ── lodging ────────────────────────────────────────────────────────────────────────────────────


def test_each_night_has_the_rate_of_its_own_month() -> None:
    assert amounts(OVER_MONTH_END, "lodging") == [
        (date(2026, 1, 29), 15_000),
        (date(2026, 1, 30), 15_000),
        (date(2026, 1, 31), 15_000),
        (date(2026, 2, 1), 17_500),
    ]


@pytest.mark.parametrize(("miles", "nights"), [("79.9", 0), ("80", 0), ("80.1", 4)])
def test_lodging_begins_beyond_the_distance_of_the_policy(miles: str, nights: int) -> None:
    city = replace(FEDERAL, lodging_beyond_miles=Decimal(80))
    found = allowance(replace(OVER_MONTH_END, miles_one_way=Decimal(miles)), RATES, city)
    assert sum(line.kind == "lodging" for line in found.lines) == nights
    assert [note.key for note in found.notes] == ([] if nights else ["lodging_too_near"])


def test_policy_with_a_distance_asks_for_the_miles() -> None:
    city = replace(FEDERAL, lodging_beyond_miles=Decimal(80))
    with pytest.raises(BadUsage, match="lodging is paid beyond 80 miles; the distance is missing"):
        allowance(OVER_MONTH_END, RATES, city)


def test_a_dearer_hotel_is_paid_up_to_the_rate_and_the_rest_is_said() -> None:
    found = allowance(replace(OVER_MONTH_END, hotel_cents=16_000), RATES, FEDERAL)
    assert [line.cents for line in found.lines if line.kind == "lodging"] == [15_000, 15_000, 15_000, 16_000]
    assert found.notes == (Note("lodging_above_rate", (("cents", str(3 * 1_000)),)),)


def test_a_policy_may_pay_the_hotel_as_quoted() -> None:
    as_quoted = replace(FEDERAL, lodging="as_quoted")
    found = allowance(replace(OVER_MONTH_END, hotel_cents=16_000), RATES, as_quoted)
    assert [line.cents for line in found.lines if line.kind == "lodging"] == [16_000] * 4
    assert found.notes == ()


def test_a_second_stop_changes_the_nights_and_the_meals() -> None:
    two = Trip(
        clock("2026-01-05 08:00"),
        clock("2026-01-08 17:00"),
        (Stop(date(2026, 1, 5), "7"), Stop(date(2026, 1, 7), "8")),
    )
    assert [cents for _, cents in amounts(two, "lodging")] == [15_000, 15_000, 14_000]
    # the day of return has the meals of the night before
    assert [cents for _, cents in amounts(two, "meals")] == [6_000, 8_000, 6_800, 5_100]


# ── meals ──────────────────────────────────────────────────────────────────────────────────────


def test_first_and_last_day_have_three_quarters() -> None:
    assert [cents for _, cents in amounts(OVER_MONTH_END, "meals")] == [6_000, 8_000, 8_000, 8_000, 6_000]


@pytest.mark.parametrize(
    ("day", "meals", "deducted"),
    [
        (THURSDAY, {"lunch"}, 2_200),  # in full, from a day of three quarters
        (date(2026, 1, 30), {"lunch"}, 2_200),
        (date(2026, 1, 30), {"breakfast", "lunch"}, 2_000 + 2_200),
        (date(2026, 1, 30), {"breakfast", "lunch", "dinner"}, 8_000 - 500),
        (THURSDAY, {"breakfast", "lunch", "dinner"}, 6_000 - 500),  # the incidentals stay
        (THURSDAY, {"lunch", "dinner"}, 6_000 - 500),  # 22 + 33 are exactly what may go
    ],
)
def test_provided_meals_are_deducted_in_full_but_never_the_incidentals(
    day: date, meals: set[str], deducted: int
) -> None:
    fed = replace(OVER_MONTH_END, provided=provided_by_registration((day,), frozenset(meals)))  # type: ignore[arg-type]
    assert amounts(fed, "meal_deduction") == [(day, -deducted)]


@pytest.mark.parametrize("giver", ["hotel", "carrier"])
def test_free_meals_of_hotel_or_airline_are_not_deducted(giver: str) -> None:
    meal = ProvidedMeal(date(2026, 1, 30), "breakfast", giver)  # type: ignore[arg-type]
    found = allowance(replace(OVER_MONTH_END, provided=frozenset({meal})), RATES, FEDERAL)
    assert [line for line in found.lines if line.kind == "meal_deduction"] == []
    assert [note.key for note in found.notes] == ["free_meals_not_deducted"]


def test_a_policy_that_deducts_no_meals_says_so() -> None:
    fed = replace(OVER_MONTH_END, provided=provided_by_registration((THURSDAY,), frozenset({"lunch"})))
    found = allowance(fed, RATES, replace(FEDERAL, deduct_meals=False))
    assert [line for line in found.lines if line.kind == "meal_deduction"] == []
    assert [note.key for note in found.notes] == ["policy_deducts_no_meals"]


def test_flat_meals_replace_the_amounts_of_the_destination() -> None:
    flat = MealTier(4_000, 800, 1_200, 1_800, 200, 3_000)
    city = replace(FEDERAL, meals="flat", flat_meals=flat)
    fed = replace(OVER_MONTH_END, provided=provided_by_registration((THURSDAY,), frozenset({"lunch"})))
    assert [cents for _, cents in amounts(fed, "meals", city)] == [3_000, 4_000, 4_000, 4_000, 3_000]
    assert amounts(fed, "meal_deduction", city) == [(THURSDAY, -1_200)]


@pytest.mark.parametrize(("minutes", "meals"), [(719, []), (720, []), (721, [6_000])])
def test_one_day_gives_meals_only_beyond_the_hours_of_the_policy(minutes: int, meals: list[int]) -> None:
    leave = clock("2026-01-05 06:00")
    day = trip(leave, leave + timedelta(minutes=minutes))
    assert [cents for _, cents in amounts(day, "meals")] == meals


def test_one_day_gives_nothing_where_the_policy_has_no_hours() -> None:
    day = trip(clock("2026-01-05 00:01"), clock("2026-01-05 23:59"))
    found = allowance(day, RATES, TravelPolicy("city", "manual 4.2"))
    assert found.lines == ()
    assert [note.key for note in found.notes] == ["one_day_no_meals"]


def test_a_night_on_the_road_without_lodging_is_a_short_journey() -> None:
    night = trip(clock("2026-01-05 20:00"), clock("2026-01-06 06:00"), lodging=False)
    assert allowance(night, RATES, FEDERAL).lines == ()


def test_lines_say_how_they_were_worked_out() -> None:
    fed = replace(OVER_MONTH_END, provided=provided_by_registration((THURSDAY,), frozenset(MEALS)))
    lines = [line for line in allowance(fed, RATES, FEDERAL).lines if line.day == THURSDAY]
    assert [(line.kind, line.formula, line.source) for line in lines] == [
        ("lodging", "$150.00", "Rivermouth, made by hand"),
        ("meals", "$80.00 × 75 %", "Rivermouth, made by hand"),
        ("meal_deduction", "max(-($20.00 + $22.00 + $33.00), -($60.00 - $5.00))", "Rivermouth, made by hand"),
    ]


# ── what is refused ────────────────────────────────────────────────────────────────────────────


def test_a_journey_past_the_rates_is_refused() -> None:
    late = trip(clock("2026-02-27 08:00"), clock("2026-03-01 18:00"))
    assert [code for code, _ in refusal(lambda: allowance(late, RATES, FEDERAL))] == ["rate-day"]


@pytest.mark.parametrize(
    ("depart", "back", "sentence"),
    [
        (clock("2026-01-06 08:00"), clock("2026-01-05 08:00"), "before it begins"),
        (clock("2026-01-06 08:00"), clock("2026-01-06 08:00"), "before it begins"),
        (clock("2026-01-06 08:00"), clock("2027-02-06 08:00"), "longer than a year"),
    ],
)
def test_a_journey_of_no_length_or_too_long_is_refused(
    depart: datetime, back: datetime, sentence: str
) -> None:
    with pytest.raises(BadUsage, match=sentence):
        trip(depart, back)


def test_stops_out_of_order_are_refused() -> None:
    stops = (Stop(date(2026, 1, 7), "7"), Stop(date(2026, 1, 5), "8"))
    with pytest.raises(BadUsage, match="the stops do not cover the journey in order"):
        Trip(clock("2026-01-07 08:00"), clock("2026-01-09 08:00"), stops)


def test_a_meal_outside_the_journey_is_refused() -> None:
    fed = replace(
        OVER_MONTH_END, provided=provided_by_registration((date(2026, 2, 3),), frozenset({"lunch"}))
    )
    with pytest.raises(BadUsage, match="a meal on 2026-02-03 lies outside the journey"):
        allowance(fed, RATES, FEDERAL)


# ── what always holds ──────────────────────────────────────────────────────────────────────────


@given(
    start=st.integers(0, 40),
    nights=st.integers(0, 15),
    place=st.sampled_from(["0", "7", "8"]),
    given_meals=st.frozensets(st.tuples(st.integers(0, 15), st.sampled_from(MEALS)), max_size=20),
)
def test_no_day_falls_below_the_incidentals_and_no_cent_is_lost(
    start: int, nights: int, place: str, given_meals: frozenset[tuple[int, str]]
) -> None:
    first = date(2026, 1, 1) + timedelta(days=start)
    leave = clock(f"{first} 06:00")
    provided = frozenset(
        ProvidedMeal(first + timedelta(days=n), meal)  # type: ignore[arg-type]
        for n, meal in given_meals
        if n <= nights
    )
    which = trip(leave, leave + timedelta(days=nights, hours=13), place, provided=provided)
    if which.back.date() > RATES.last:
        return
    found = allowance(which, RATES, FEDERAL)
    by_day = {
        day: sum(line.cents for line in found.lines if line.day == day and line.kind != "lodging")
        for day in which.days
    }
    assert min(by_day.values()) >= 500
    lodging = sum(line.cents for line in found.lines if line.kind == "lodging")
    assert (
        found.total_cents == lodging + sum(by_day.values()) == sum(CostSheet(found.lines).by_kind().values())
    )


def test_a_journey_at_the_federal_rates_over_the_end_of_february(shared: Path) -> None:
    rates = load_rates(shared / "data" / "per_diem_fy2026")
    place = rates.destination_of("31401")
    assert not isinstance(place, Choice)
    assert place.name == "Savannah"
    # Savannah is 147 a night in February and 176 in March, with 80 for meals: read off the file by hand
    which = trip(clock("2026-02-27 07:00"), clock("2026-03-03 19:00"), place.id)
    found = allowance(which, rates, FEDERAL)
    assert sum(line.cents for line in found.lines if line.kind == "lodging") == 100 * (147 + 147 + 176 + 176)
    assert sum(line.cents for line in found.lines if line.kind == "meals") == 100 * (60 + 80 + 80 + 80 + 60)
