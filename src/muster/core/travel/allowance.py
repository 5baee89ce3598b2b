"""Lodging and meals of a journey, night by night and day by day, under an agency's policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from muster.core.errors import BadUsage
from muster.core.money import cents_text, share_of
from muster.core.travel.costs import CostLine, CostSheet, percent_text
from muster.core.travel.policy import DEDUCTED, ProvidedMeal, TravelPolicy, Trip
from muster.core.travel.rates import MEALS, Meal, MealTier, Rate, Rates


@dataclass(frozen=True)
class Note:
    """What the policy did not pay, or did not take away, and why: a key for the page and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Allowance:
    """What lodging and meals come to: lines that add up, and notes on what was left out."""

    lines: tuple[CostLine, ...]
    notes: tuple[Note, ...] = ()

    @property
    def total_cents(self) -> int:
        """The sum of the lines."""
        return CostSheet(self.lines).total_cents


def allowance(trip: Trip, rates: Rates, policy: TravelPolicy) -> Allowance:
    """Return the lodging and meals of a journey. Raises BadInput when the rates do not reach its days."""
    _check_meals(trip)
    lodging, lodging_notes = lodging_lines(trip, rates, policy)
    meals, meal_notes = meal_lines(trip, rates, policy)
    return Allowance((*lodging, *meals), (*lodging_notes, *meal_notes))


def _check_meals(trip: Trip) -> None:
    strays = sorted({meal.day for meal in trip.provided} - set(trip.days))
    if strays:
        raise BadUsage.because(
            "trip-meal", f"a meal on {strays[0]} lies outside the journey.", "Leave it out, or mend the days."
        )


# ── lodging ────────────────────────────────────────────────────────────────────────────────────


def lodging_lines(
    trip: Trip, rates: Rates, policy: TravelPolicy
) -> tuple[tuple[CostLine, ...], tuple[Note, ...]]:
    """Return a line for each night, at the rate of that night, and notes on nights that are not paid in full."""
    if not trip.lodging:
        return (), ()
    too_near = _too_near(trip, policy)
    if too_near:
        return (), (too_near,)
    lines = tuple(_night(night, trip, rates, policy) for night in trip.nights)
    return lines, _above_rate(trip, lines, policy)


def _too_near(trip: Trip, policy: TravelPolicy) -> Note | None:
    beyond, miles = policy.lodging_beyond_miles, trip.miles_one_way
    if not trip.nights or beyond is None:
        return None
    if miles is None:
        raise BadUsage.because(
            "trip-miles",
            f"lodging is paid beyond {beyond} miles; the distance is missing.",
            "Give the miles one way.",
        )
    if miles > beyond:
        return None
    return Note(
        "lodging_too_near", (("miles", str(miles)), ("beyond", str(beyond)), ("source", policy.source))
    )


def _night(night: date, trip: Trip, rates: Rates, policy: TravelPolicy) -> CostLine:
    rate = rates.on(trip.destination_on(night), night)
    source = f"{rates.destinations[rate.destination].name}, {rates.source}".strip(", ")
    hotel = trip.hotel_cents
    if hotel is None:
        return CostLine("lodging", rate.lodging_cents, cents_text(rate.lodging_cents), source, night)
    if policy.lodging == "as_quoted":
        return CostLine("lodging", hotel, cents_text(hotel), policy.source, night)
    paid = min(hotel, rate.lodging_cents)
    formula = f"min({cents_text(hotel)}, {cents_text(rate.lodging_cents)})"
    return CostLine("lodging", paid, formula, source, night)


def _above_rate(trip: Trip, lines: tuple[CostLine, ...], policy: TravelPolicy) -> tuple[Note, ...]:
    """Say what the hotel costs above the rates: the traveller would pay it unless somebody allows it."""
    if trip.hotel_cents is None or policy.lodging == "as_quoted":
        return ()
    own = sum(trip.hotel_cents - line.cents for line in lines)
    return (Note("lodging_above_rate", (("cents", str(own)),)),) if own else ()


# ── meals ──────────────────────────────────────────────────────────────────────────────────────


def meal_lines(
    trip: Trip, rates: Rates | None, policy: TravelPolicy
) -> tuple[tuple[CostLine, ...], tuple[Note, ...]]:
    """Return the meals of each day and what is taken off, and notes on meals that were not.

    Flat meals need no ``rates``. Raises BadUsage where others have none.
    """
    if trip.is_short and not _one_day_pays(trip, policy):
        minutes = _minutes(trip.depart, trip.back)
        return (), (Note("one_day_no_meals", (("minutes", str(minutes)), ("source", policy.source))),)
    lines: list[CostLine] = []
    for day in trip.days:
        lines += _meals_of(day, trip, rates, policy)
    return tuple(lines), _kept(trip, policy)


def _one_day_pays(trip: Trip, policy: TravelPolicy) -> bool:
    over = policy.one_day_over_minutes
    return over is not None and _minutes(trip.depart, trip.back) > over


def _minutes(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(minutes=1)


def _meals_of(day: date, trip: Trip, rates: Rates | None, policy: TravelPolicy) -> list[CostLine]:
    tier, source = _tier_on(day, trip, rates, policy)
    base, formula = _base(day, trip, tier, policy)
    lines = [CostLine("meals", base, formula, source, day)]
    taken, how = _deduction(day, base, trip, tier, policy)
    if how:
        lines.append(CostLine("meal_deduction", -taken, how, source, day))
    return lines


def _tier_on(day: date, trip: Trip, rates: Rates | None, policy: TravelPolicy) -> tuple[MealTier, str]:
    """Return how the meals of a day divide, and where that stands."""
    if policy.flat_meals is not None:
        return policy.flat_meals, policy.source
    if rates is None:
        raise BadUsage.because(
            "rates-missing", "there are no rates to take the meals from.", "Load them, or pay meals flat."
        )
    rate = rates.on(trip.destination_on(day), day)
    return rates.tier(rate), _rate_source(rate, rates)


def _rate_source(rate: Rate, rates: Rates) -> str:
    return f"{rates.destinations[rate.destination].name}, {rates.source}".strip(", ")


def _base(day: date, trip: Trip, tier: MealTier, policy: TravelPolicy) -> tuple[int, str]:
    """Return the day's amount before meals are taken off, and how it comes about."""
    whole = cents_text(tier.mie_cents)
    if trip.is_short:
        share = policy.one_day_basis_points
        return share_of(tier.mie_cents, share), f"{whole} × {percent_text(share)}"
    if day in (trip.days[0], trip.days[-1]):
        if tier.first_last_cents * 4 == tier.mie_cents * 3:
            return tier.first_last_cents, f"{whole} × 75 %"
        return tier.first_last_cents, cents_text(tier.first_last_cents)
    return tier.mie_cents, whole


def _deduction(day: date, base: int, trip: Trip, tier: MealTier, policy: TravelPolicy) -> tuple[int, str]:
    """Return what provided meals take off: in full even from a 75 % day, but the incidentals stay."""
    given = {meal.meal for meal in trip.provided if meal.day == day and meal.by in DEDUCTED}
    if not policy.deduct_meals or not given:
        return 0, ""
    amounts = [tier.meal_cents(meal) for meal in MEALS if meal in given]
    formula = "-(" + " + ".join(cents_text(amount) for amount in amounts) + ")"
    most = max(base - tier.incidental_cents, 0)
    if sum(amounts) > most:
        return most, f"max({formula}, -({cents_text(base)} - {cents_text(tier.incidental_cents)}))"
    return sum(amounts), formula


def _kept(trip: Trip, policy: TravelPolicy) -> tuple[Note, ...]:
    free = [meal for meal in trip.provided if meal.by not in DEDUCTED]
    notes = [Note("free_meals_not_deducted", (("count", str(len(free))),))] if free else []
    given = [meal for meal in trip.provided if meal.by in DEDUCTED]
    if given and not policy.deduct_meals:
        notes.append(Note("policy_deducts_no_meals", (("count", str(len(given))), ("source", policy.source))))
    if policy.meals == "receipts":
        notes.append(Note("meals_by_receipt", (("source", policy.source),)))
    return tuple(notes)


def provided_by_registration(days: tuple[date, ...], meals: frozenset[Meal]) -> frozenset[ProvidedMeal]:
    """Return the meals that a registration fee includes on each of some days."""
    return frozenset(ProvidedMeal(day, meal) for day in days for meal in MEALS if meal in meals)
