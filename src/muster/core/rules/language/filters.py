"""Which records a part of a rule asks for: the words behind ``of:``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from muster.core.rules.language.written import Codes, Minutes, Written


class Filter(Written):
    """Records that fit every key written here; within a list, any of the values will do.

    Topics, courses and the like belong to the sort of record; ``score_at_least``,
    ``lasting_at_least`` and the dates belong to the single record.
    """

    topics: Codes = ()
    courses: Codes = ()
    providers: Codes = ()
    delivery: Codes = ()
    outcomes: Codes = ()
    units: Codes = ()
    items: Codes = ()
    marks: Codes = ()
    certified: bool | None = None
    courses_by_period: dict[date, Codes] | None = Field(
        None, description="first day of the period: the courses asked for in it"
    )
    score_at_least: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None = None
    lasting_at_least: Minutes | None = None
    on_or_after: date | None = None
    on_or_before: date | None = None
    all: tuple[Filter, ...] = ()
    any: tuple[Filter, ...] = ()
    not_: Filter | None = Field(None, alias="not")

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.on_or_after and self.on_or_before and self.on_or_after > self.on_or_before:
            raise ValueError("on_or_after lies behind on_or_before, so no record can fit")
        return self

    @property
    def inner(self) -> tuple[Filter, ...]:
        """The filters written inside this one."""
        return (*self.all, *self.any, *((self.not_,) if self.not_ else ()))

    @property
    def looks_at_rows(self) -> bool:
        """Whether it asks for something that differs from record to record of one kind."""
        own = (self.score_at_least, self.lasting_at_least, self.on_or_after, self.on_or_before)
        return any_given(own) or _some(part.looks_at_rows for part in self.inner)

    @property
    def bound_to_period(self) -> bool:
        """Whether the courses it asks for change from period to period."""
        return self.courses_by_period is not None or _some(part.bound_to_period for part in self.inner)

    def in_period(self, start: date) -> Filter | None:
        """Return the filter for the period that starts on this day; None when no list is written for it."""
        if not self.bound_to_period:
            return self
        inner = [part.in_period(start) for part in self.inner]
        if None in inner or (self.courses_by_period is not None and start not in self.courses_by_period):
            return None
        kept = [part for part in inner if part is not None]
        listed = self.courses_by_period[start] if self.courses_by_period is not None else self.courses
        return self.model_copy(
            update={
                "courses": listed,
                "courses_by_period": None,
                "all": tuple(kept[: len(self.all)]),
                "any": tuple(kept[len(self.all) : len(self.all) + len(self.any)]),
                "not_": kept[-1] if self.not_ else None,
            }
        )

    def topics_named(self) -> set[str]:
        """Every topic code written anywhere in the filter."""
        return set(self.topics).union(*(part.topics_named() for part in self.inner))


def any_given(values: tuple[object, ...]) -> bool:
    """Whether at least one key was written."""
    return _some(value is not None for value in values)


# Filter has fields called ``all`` and ``any``; inside it the built-ins go by these names.
_some = any

EVERYTHING = Filter()
