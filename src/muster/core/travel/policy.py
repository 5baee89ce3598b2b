"""How an agency pays for journeys: cities differ, so this is an object that the agency fills in, not code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from muster.core.errors import BadUsage
from muster.core.travel.rates import Meal, MealTier

#: per_diem: rates without receipts; receipts: what was paid, up to the rate; flat: the agency's own amounts.
MealRule = Literal["per_diem", "receipts", "flat"]
#: up_to_rate: a dearer hotel is paid up to the rate of the night; as_quoted: what the hotel costs.
LodgingRule = Literal["up_to_rate", "as_quoted"]
#: Who gave a meal. Only what the registration fee or the agency paid for is deducted.
Giver = Literal["registration", "agency", "hotel", "carrier"]

DEDUCTED: Final[frozenset[Giver]] = frozenset({"registration", "agency"})


@dataclass(frozen=True)
class TravelPolicy:
    """What an agency pays for. ``source`` names its order or manual.

    A journey without a night gives meals only when it is longer than ``one_day_over_minutes`` (None: never), and
    then ``one_day_basis_points`` of the day. Lodging is paid beyond ``lodging_beyond_miles`` one way (None:
    always). ``deduct_meals`` takes provided meals off. ``flat_meals`` are the amounts of the rule ``flat``.
    """

    name: str
    source: str
    meals: MealRule = "per_diem"
    lodging: LodgingRule = "up_to_rate"
    one_day_over_minutes: int | None = None
    one_day_basis_points: int = 7_500
    lodging_beyond_miles: Decimal | None = None
    deduct_meals: bool = True
    flat_meals: MealTier | None = None

    def __post_init__(self) -> None:
        if (self.meals == "flat") != (self.flat_meals is not None):
            raise BadUsage.because(
                "policy-flat",
                "flat meals need their amounts, and only they have them.",
                "Give flat_meals with 'flat'.",
            )
        if not 0 <= self.one_day_basis_points <= 10_000:
            raise BadUsage.because(
                "policy-share",
                "a share of the day lies between 0 and 10,000 basis points.",
                "Mend the policy.",
            )


#: The federal traveller's rules, for an agency that follows them: 41 CFR 301-11.101 (75 % for a journey of more
#: than 12 hours and less than a day), 301-11.17 and .18 (provided meals).
FEDERAL: Final = TravelPolicy(
    name="federal per diem", source="41 CFR 301-11.17, .18, .101", one_day_over_minutes=12 * 60
)


@dataclass(frozen=True, slots=True)
class ProvidedMeal:
    """A meal somebody gave on a day."""

    day: date
    meal: Meal
    by: Giver = "registration"


@dataclass(frozen=True)
class Stop:
    """From this day on the nights are spent at this destination (an id of the rates)."""

    first_day: date
    destination: str


@dataclass(frozen=True)
class Trip:
    """A journey: local times of leaving and of being back, where the nights are, what is given.

    ``stops`` are in order; the first begins no later than the day of departure. ``miles_one_way`` is the distance
    that lodging may depend on. ``hotel_cents`` is the price of a night without tax, where it is known; without
    ``lodging`` somebody drives home through the night, or stays with friends.
    Raises BadUsage when the journey ends before it begins, is longer than a year, or has no stop for its first day.
    """

    depart: datetime
    back: datetime
    stops: tuple[Stop, ...]
    miles_one_way: Decimal | None = None
    provided: frozenset[ProvidedMeal] = frozenset()
    hotel_cents: int | None = None
    lodging: bool = True

    def __post_init__(self) -> None:
        if self.back <= self.depart:
            what = f"the journey ends ({self.back:%Y-%m-%d %H:%M}) before it begins ({self.depart:%Y-%m-%d %H:%M})."
            raise BadUsage.because("trip-days", what, "Mend departure and return.")
        if self.back - self.depart > timedelta(days=366):
            raise BadUsage.because(
                "trip-days", "the journey is longer than a year.", "Mend departure and return."
            )
        days = [stop.first_day for stop in self.stops]
        if not days or days[0] > self.depart.date() or days != sorted(set(days)):
            raise BadUsage.because(
                "trip-stops",
                "the stops do not cover the journey in order.",
                "Begin with the day of departure.",
            )

    @property
    def nights(self) -> tuple[date, ...]:
        """The days on whose evening the traveller is away."""
        first = self.depart.date()
        return tuple(first + timedelta(days=n) for n in range((self.back.date() - first).days))

    @property
    def is_short(self) -> bool:
        """Whether it is a journey of one day: no night away, or none paid for and less than 24 hours in all."""
        return not self.nights or (not self.lodging and self.back - self.depart < timedelta(days=1))

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the journey, first and last included."""
        return (*self.nights, self.back.date())

    def destination_on(self, day: date) -> str:
        """Return where the night of a day is spent; on the day of return, where the night before was."""
        night = day if day < self.back.date() or not self.nights else self.nights[-1]
        return next(stop.destination for stop in reversed(self.stops) if stop.first_day <= night)
