"""Lodging and meal rates by destination and day, and how they are looked up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from muster.core.errors import BadInput, visible
from muster.core.errors.sentence import sentence
from muster.core.money import cents_text

Meal = Literal["breakfast", "lunch", "dinner"]
MEALS: Final[tuple[Meal, ...]] = ("breakfast", "lunch", "dinner")

#: What the federal files call the rate of every place that is not listed.
STANDARD: Final = "0"

#: ZIP prefixes outside the lower 48 states and DC: Puerto Rico and the Virgin Islands, military post, Hawaii,
#: Guam, Alaska. Their rates are set by others and lie in other files.
_OUTSIDE: Final = (("006", "009"), ("090", "098"), ("340", "340"), ("962", "969"), ("995", "999"))

_ZIP: Final = re.compile(r"\d{5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Destination:
    """A place with rates of its own, or the standard rate. ``counties`` say what it covers."""

    id: str
    name: str
    states: tuple[str, ...]
    counties: tuple[str, ...] = ()

    @property
    def is_standard(self) -> bool:
        """Whether this is the rate of every place that is not listed."""
        return self.id == STANDARD


@dataclass(frozen=True, slots=True)
class MealTier:
    """How a day's meals and incidentals (M&IE) divide into meals: what a provided meal takes away."""

    mie_cents: int
    breakfast_cents: int
    lunch_cents: int
    dinner_cents: int
    incidental_cents: int
    first_last_cents: int

    def meal_cents(self, meal: Meal) -> int:
        """Return what one provided meal is worth."""
        return {
            "breakfast": self.breakfast_cents,
            "lunch": self.lunch_cents,
            "dinner": self.dinner_cents,
        }[meal]


@dataclass(frozen=True, slots=True)
class Rate:
    """What a destination allows from one day to another, both included; lodging is for a night, without tax."""

    destination: str
    start: date
    end: date
    lodging_cents: int
    mie_cents: int
    first_last_cents: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A ZIP that touches several destinations: a person has to say in which one the place lies."""

    zip_code: str
    destinations: tuple[Destination, ...]


@dataclass(frozen=True)
class Rates:
    """All rates of a file, from ``first`` to ``last``. Any ZIP that is not listed takes the standard rate."""

    first: date
    last: date
    destinations: Mapping[str, Destination]
    by_zip: Mapping[str, tuple[str, ...]]
    by_destination: Mapping[str, tuple[Rate, ...]]
    tiers: Mapping[int, MealTier]
    source: str = ""

    def destination_of(self, zip_code: str) -> Destination | Choice:
        """Return where a ZIP lies: a destination, or the choice to ask a person about.

        Raises BadInput when it is not five digits (a ZIP+4 may follow), or lies where these rates do not hold.
        """
        five = checked_zip(zip_code)
        if five not in self.by_zip and any(low <= five[:3] <= high for low, high in _OUTSIDE):
            raise BadInput.because(
                "zip-outside",
                sentence(
                    "ZIP {zip} lies outside the 48 states and DC, where these rates do not hold.", zip=five
                ),
                "Enter the lodging and meal rates of that place by hand.",
            )
        found = tuple(self.destinations[name] for name in self.by_zip.get(five, (STANDARD,)))
        return found[0] if len(found) == 1 else Choice(five, found)

    def on(self, destination: str, day: date) -> Rate:
        """Return the rate of a destination on a day.

        Raises BadInput when the destination is not known or the day lies outside the file.
        """
        series = self.by_destination.get(destination)
        if series is None:
            raise BadInput.because(
                "rate-destination",
                sentence("there is no destination {id} in these rates.", id=destination),
                "Choose one of the list, or load the rates again.",
            )
        if not self.first <= day <= self.last:
            raise BadInput.because(
                "rate-day",
                sentence(
                    "the rates end before or begin after {day}: they hold from {first} to {last}.",
                    day=day,
                    first=self.first,
                    last=self.last,
                ),
                "Load the rate files of that year.",
            )
        return series[bisect_right(series, day, key=lambda rate: rate.start) - 1]

    def tier(self, rate: Rate) -> MealTier:
        """Return how the meals of a rate divide. The loader has seen to it that there is one."""
        return self.tiers[rate.mie_cents]


def look_up(rates: Rates, zip_code: str, day: date) -> Rate | Choice:
    """Return the rate at a ZIP on a day, or the choice to ask about. Raises BadInput as ``Rates`` does."""
    place = rates.destination_of(zip_code)
    return place if isinstance(place, Choice) else rates.on(place.id, day)


def checked_zip(written: str) -> str:
    """Return the five digits of a ZIP or a ZIP+4. Raises BadInput otherwise."""
    five = written.strip().partition("-")[0]
    if not _ZIP.fullmatch(five):
        raise BadInput.because(
            "zip-form",
            sentence("{text!r} is no ZIP code.", text=visible(written)),
            "It has five digits; keep a zero at its beginning.",
        )
    return five


def rate_text(rate: Rate) -> str:
    """Write a rate for a person: lodging and meals, with its days."""
    return (
        f"lodging {cents_text(rate.lodging_cents)}, meals and incidentals {cents_text(rate.mie_cents)}, "
        f"{rate.start} to {rate.end}"
    )
