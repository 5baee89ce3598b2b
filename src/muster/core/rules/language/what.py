"""What must be done: the shapes behind ``what:``, a tree of parts.

A shape says what is asked; ``muster.core.rules.measures`` says how each is measured.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from muster.core.periods import Duration
from muster.core.rules.language.filters import EVERYTHING, Filter
from muster.core.rules.language.who import Wanted
from muster.core.rules.language.written import Codes, Minutes, Written, one_of

LARGEST = 1000  # keeps every product of minutes within whole numbers that arrays hold
LONGEST_NUMBER = 20


def _fraction(value: Any) -> Any:
    try:
        number = Fraction(str(value)) if len(str(value)) < LONGEST_NUMBER else Fraction(0)
    except (ValueError, ZeroDivisionError):
        raise ValueError(
            f"{value} is not a number; write a whole number, 1.5 or a fraction such as 40/3"
        ) from None
    if not 0 < number <= LARGEST or number.denominator > LARGEST:
        raise ValueError(f"{value} is out of bounds; write a number above 0 and up to {LARGEST:,}")
    return number


#: An exact number: 2, 1.5 or 40/3.
Exact = Annotated[
    Fraction,
    BeforeValidator(_fraction),
    PlainSerializer(str, when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "description": "2, 1.5 or 40/3"}),
]

#: Which days a part looks at: the period; the period or the one before; ever; or from a date.
Lookup: TypeAlias = Literal["period", "this_or_previous", "ever"]


class Part(Written):
    """A part that is counted. ``part`` is its name in answers; left out, it is described by its filter."""

    part: str = ""
    looks_in: Lookup | None = Field(None, description="period (usual), this_or_previous, ever")


class Hours(Part):
    """At least so many hours of the records that fit."""

    hours: Minutes
    of: Filter = EVERYTHING


class HoursAtMost(Part):
    """No more than so many hours of the records that fit."""

    hours_at_most: Minutes
    of: Filter = EVERYTHING


class Times(Part):
    """So many records that fit, perhaps some time apart, perhaps on different days."""

    times: Annotated[int, Field(ge=1, le=100)]
    of: Filter = EVERYTHING
    apart: Duration | None = None
    on_different_days: bool = False
    different_courses: bool = False

    @model_validator(mode="after")
    def _one_way_of_counting(self) -> Self:
        if sum((self.apart is not None, self.on_different_days, self.different_courses)) > 1:
            raise ValueError("choose one of apart, on_different_days, different_courses")
        return self


class Held(Part):
    """A fact (a card, a licence) is in force on the day judged."""

    held: Annotated[dict[str, Wanted], Field(min_length=1, max_length=1)]


class ForEach(Part):
    """For each value the officer's fact has (each firearm carried), so many records whose item is that value."""

    for_each: str
    times: Annotated[int, Field(ge=1, le=100)] = 1
    of: Filter = EVERYTHING


class Ratio(Part):
    """Hours of one group of records are at least so many times the hours of another."""

    ratio: Filter
    to: Filter
    at_least: Exact


class EachTopic(Part):
    """Every topic listed, each with at least so many hours or times (once, if neither is written)."""

    each_topic: Annotated[Codes, Field(min_length=1)]
    hours: Minutes | None = None
    times: Annotated[int, Field(ge=1, le=100)] | None = None
    of: Filter = EVERYTHING

    @property
    def parts(self) -> tuple[Hours | Times, ...]:
        """The parts it stands for."""
        return tuple(self._of(topic) for topic in self.each_topic)

    def _of(self, topic: str) -> Hours | Times:
        own = Filter(topics=(topic,), all=(self.of,) if self.of != EVERYTHING else ())
        common: dict[str, Any] = {"of": own, "looks_in": self.looks_in}
        if self.hours is not None:
            return Hours.model_construct(part="", hours=self.hours, **common)
        return Times(times=self.times or 1, **common)


class AllParts(Written):
    """Every part. Records may serve several parts at once (nested and overlapping minimums)."""

    all: Annotated[tuple[Duty, ...], Field(min_length=1)]
    part: str = ""


class AnyPart(Written):
    """Any one part will do (a course or a test)."""

    any: Annotated[tuple[Duty, ...], Field(min_length=1)]
    part: str = ""


class SomeParts(Written):
    """At least so many of the parts (k of n)."""

    at_least: Annotated[int, Field(ge=1)]
    of_these: Annotated[tuple[Duty, ...], Field(min_length=1)]
    part: str = ""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.at_least > len(self.of_these):
            raise ValueError(f"at_least {self.at_least} of {len(self.of_these)} parts can never be met")
        return self


class Separately(Written):
    """Every part in hours, and no minute may serve two of them."""

    separately: Annotated[tuple[Hours, ...], Field(min_length=2, max_length=5)]
    part: str = ""


class Alternating(Written):
    """One part after the other, a different one each period: the first in the period that starts at the anchor."""

    alternating: Annotated[tuple[Duty, ...], Field(min_length=2)]
    part: str = ""


DUTIES: dict[str, type[Written]] = {
    "all": AllParts,
    "any": AnyPart,
    "of_these": SomeParts,
    "separately": Separately,
    "alternating": Alternating,
    "each_topic": EachTopic,
    "for_each": ForEach,
    "hours": Hours,
    "hours_at_most": HoursAtMost,
    "times": Times,
    "held": Held,
    "ratio": Ratio,
}

if TYPE_CHECKING:
    Duty: TypeAlias = (
        AllParts | AnyPart | SomeParts | Separately | Alternating | EachTopic | ForEach
        | Hours | HoursAtMost | Times | Held | Ratio
    )  # fmt: skip
else:
    Duty = one_of("a part of what", DUTIES)
    for _shape in DUTIES.values():
        _shape.model_rebuild()


def parts_of(duty: Any) -> tuple[Any, ...]:
    """The parts directly inside a part."""
    for key in ("all", "any", "of_these", "separately", "alternating", "parts"):
        if hasattr(duty, key):
            return tuple(getattr(duty, key))
    return ()


def leaves_of(duty: Any) -> tuple[Any, ...]:
    """The counted parts, in the order written."""
    inner = parts_of(duty)
    return tuple(leaf for part in inner for leaf in leaves_of(part)) if inner else (duty,)


def filters_of(duty: Any) -> tuple[Filter, ...]:
    """Every filter of every counted part."""
    found: list[Filter] = []
    for leaf in leaves_of(duty):
        found += [getattr(leaf, key) for key in ("of", "ratio", "to") if hasattr(leaf, key)]
    return tuple(found)
