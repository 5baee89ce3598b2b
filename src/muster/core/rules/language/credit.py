"""How records earn: what counts at all, what teaching is worth, caps, repeats, conversions, carry-over."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from muster.core.rules.language.filters import EVERYTHING, Filter
from muster.core.rules.language.what import Exact
from muster.core.rules.language.written import Minutes, Written

ONE_VALUED = {"delivery", "providers", "courses"}  # a record has one of each


class Cap(Written):
    """No more than so many hours of the records that fit count in a period."""

    of: Filter
    hours: Minutes
    why: str = ""


class Repeats(Written):
    """The same course (by the same provider) counts at most so many times in a period; the longest count."""

    same: Literal["course", "course_and_provider"] = "course"
    at_most: Annotated[int, Field(ge=1)]
    of: Filter = EVERYTHING


class Conversion(Written):
    """Records that fit are worth more or less than they say: ``multiply``, or the course's own length."""

    of: Filter
    multiply: Exact | None = None
    use_course_length: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.multiply is None) == (not self.use_course_length):
            raise ValueError("a conversion says either multiply or use_course_length: true")
        return self


class CarryOver(Written):
    """Hours beyond what a period needed count in the next, up to a limit; carried hours are not carried again."""

    at_most: Minutes


class DoubleUse(Written):
    """Whether hours that serve this rule may also serve another, and how the choice is recorded."""

    with_: str = Field(alias="with", description="the other rule or use, by id or in words")
    allowed: bool
    mark: str = Field(
        "", description="a record with this mark was given to the other use and earns nothing here"
    )
    why: str = ""

    @model_validator(mode="after")
    def _choice_is_recorded(self) -> Self:
        if not self.allowed and not self.mark:
            raise ValueError(
                "where hours may not be used twice, name the mark that says which use was chosen"
            )
        return self


class Credit(Written):
    """The credit policy of a version."""

    counts: Filter = EVERYTHING
    teaching: Literal["counts", "does_not_count", "once_per_course"] = "does_not_count"
    shortest: Minutes = 0
    caps: Annotated[tuple[Cap, ...], Field(max_length=4)] = ()
    repeats: Repeats | None = None
    convert: tuple[Conversion, ...] = ()
    carry_over: CarryOver | None = None
    double_use: tuple[DoubleUse, ...] = ()

    @model_validator(mode="after")
    def _caps_can_be_shared_out(self) -> Self:
        """More than two caps must be about different values of one key: else no simple count is right."""
        if len(self.caps) > 2:
            keys = {key for cap in self.caps for key in cap.of.model_fields_set}
            values = (
                [value for cap in self.caps for key in keys for value in getattr(cap.of, key)]
                if keys <= ONE_VALUED
                else []
            )
            if len(keys) != 1 or not values or len(values) != len(set(values)):
                raise ValueError(
                    "more than two caps must all be about one of delivery, providers, courses, and not overlap"
                )
        return self
