"""Whom a rule binds: conditions over dated facts, judged on a day.

Each shape is one frozen class with one method, ``judge``, and one row in :data:`CONDITIONS`.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

import numpy as np
from pydantic import BeforeValidator, Field, model_validator

from muster.core.periods import NEVER, Days, Duration, as_day
from muster.core.rules.language.written import Codes, Written, one_of

if TYPE_CHECKING:
    from muster.core.rules.people import People, Truth


class Bound(Written):
    """A comparison of a number, or of a rank in the jurisdiction's order."""

    at_least: str | None = None
    at_most: str | None = None
    above: str | None = None
    below: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _numbers_as_text(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: str(v) if isinstance(v, int) and not isinstance(v, bool) else v
                for key, v in value.items()
            }
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.limits:
            raise ValueError("a comparison needs at_least, at_most, above or below")
        return self

    @property
    def limits(self) -> dict[str, str]:
        """The comparisons written, by name."""
        return self.model_dump(exclude_none=True)


def _value(value: Any) -> Any:
    if value is True:
        return "any"
    if isinstance(value, list | tuple) and not value:
        raise ValueError("an empty list fits nobody; name a value, or write any")
    return value


#: What a fact must be: one code, a list (any of them), ``any`` (whatever it is), or a comparison.
Wanted: TypeAlias = Annotated[Bound | Codes, BeforeValidator(_value)]


class On(Written):
    """A comparison of days."""

    before: date | None = None
    on_or_before: date | None = None
    on_or_after: date | None = None
    after: date | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a comparison of days needs before, on_or_before, on_or_after or after")
        return self

    def holds(self, days: Days) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Whether each day satisfies every comparison; a day that never came satisfies none."""
        kept = days < NEVER
        if self.before:
            kept &= days < as_day(self.before)
        if self.on_or_before:
            kept &= days <= as_day(self.on_or_before)
        if self.on_or_after:
            kept &= days >= as_day(self.on_or_after)
        if self.after:
            kept &= days > as_day(self.after)
        return kept


class AllOf(Written):
    """Every condition holds (AND)."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]

    def judge(self, people: People, day: Days) -> Truth:
        """Judge every condition and join them."""
        return reduce(and_, (part.judge(people, day) for part in self.all))


class AnyOf(Written):
    """At least one condition holds (OR)."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]

    def judge(self, people: People, day: Days) -> Truth:
        """Judge every condition and keep the best."""
        return reduce(or_, (part.judge(people, day) for part in self.any))


class Not(Written):
    """The condition does not hold."""

    not_: Condition = Field(alias="not")

    def judge(self, people: People, day: Days) -> Truth:
        """Turn the answer round; what cannot be told stays so."""
        return ~self.not_.judge(people, day)


class Is(Written):
    """Each fact has one of the values wanted on the day."""

    is_: Annotated[dict[str, Wanted], Field(min_length=1)] = Field(alias="is")

    def judge(self, people: People, day: Days) -> Truth:
        """Look at the spells that cover the day."""
        return reduce(and_, (people.holds(fact, wanted, day) for fact, wanted in self.is_.items()))


class Was(Written):
    """Each fact has had one of the values wanted on the day or at any time before."""

    was: Annotated[dict[str, Wanted], Field(min_length=1)]

    def judge(self, people: People, day: Days) -> Truth:
        """Look at the spells that began by the day."""
        return reduce(and_, (people.held_by(fact, wanted, day) for fact, wanted in self.was.items()))


class Began(Written):
    """The first spell of a fact (with one of ``values``, if given) began when the comparison says."""

    began: str
    values: Wanted = ("any",)
    on: On

    def judge(self, people: People, day: Days) -> Truth:  # noqa: ARG002 - a first day does not change
        """Compare the first day; no such spell at all is a no, or cannot be told where everybody has one."""
        first = people.first_start(self.began, self.values)
        return people.told(self.began, self.on.holds(first))


class Served(Written):
    """The spell of a fact that covers the day has lasted at least this long by then."""

    served: str
    values: Wanted = ("any",)
    at_least: Duration | None = None
    less_than: Duration | None = None

    def judge(self, people: People, day: Days) -> Truth:
        """Measure from the start of the spell that covers the day."""
        start = people.current_start(self.served, self.values, day)
        held = start < NEVER
        if self.at_least:
            held &= self.at_least.after(start) <= day
        if self.less_than:
            held &= self.less_than.after(start) > day
        return people.told(self.served, held)


class Met(Written):
    """Another requirement, a one-time one, had been met by the day."""

    met: str

    def judge(self, people: People, day: Days) -> Truth:
        """Compare the day it was met."""
        return people.sure(people.met_on(self.met) <= day)


class Everyone(Written):
    """Nobody is left out: ``everyone: true``."""

    everyone: Literal[True]

    def judge(self, people: People, day: Days) -> Truth:
        """Hold for all."""
        return people.sure(np.ones(len(day), bool))


CONDITIONS: dict[str, type[Written]] = {
    "all": AllOf,
    "any": AnyOf,
    "not": Not,
    "is": Is,
    "was": Was,
    "began": Began,
    "served": Served,
    "met": Met,
    "everyone": Everyone,
}

if TYPE_CHECKING:
    Condition: TypeAlias = AllOf | AnyOf | Not | Is | Was | Began | Served | Met | Everyone
else:
    Condition = one_of("a condition", CONDITIONS)
    for _shape in CONDITIONS.values():
        _shape.model_rebuild()

_MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"

#: On which day the condition is judged. A day of the year is that day within the period.
Judged: TypeAlias = (
    Literal["period_end", "period_start", "any_day", "as_of"] | Annotated[str, Field(pattern=_MONTH_DAY)]
)

EVERYONE = Everyone(everyone=True)


def facts_named(condition: Any) -> set[str]:
    """Every fact a condition looks at."""
    match condition:
        case AllOf():
            return set().union(*(facts_named(part) for part in condition.all))
        case AnyOf():
            return set().union(*(facts_named(part) for part in condition.any))
        case Not():
            return facts_named(condition.not_)
        case Is():
            return set(condition.is_)
        case Was():
            return set(condition.was)
        case Began():
            return {condition.began}
        case Served():
            return {condition.served}
        case _:
            return set()
