"""Lengths of time as the rule files write them: ``2 years``, ``90 days``, ``06-30``, ``4.5`` hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from muster.core.periods.days import Days, add_months

_DURATION = re.compile(r"^(\d{1,4}) (day|week|month|year)s?$")
_MONTH_DAY = re.compile(r"^(\d{2})-(\d{2})$")
LONGEST = {"day": 9999, "week": 5000, "month": 1200, "year": 100}
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class _Written:
    """A value that a rule file writes as a short text."""

    @classmethod
    def parse(cls, text: str) -> Any:
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def read(value: Any) -> Any:
            return (
                value
                if isinstance(value, cls)
                else cls.parse(value if isinstance(value, str) else repr(value))
            )

        return core_schema.no_info_before_validator_function(
            read,
            core_schema.is_instance_schema(cls),
            json_schema_input_schema=core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )


@dataclass(frozen=True)
class Duration(_Written):
    """A length on the calendar: whole months plus whole days (one of the two is zero)."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read ``180 days``, ``2 weeks``, ``18 months`` or ``4 years``."""
        found = _DURATION.match(text)
        if not found:
            raise ValueError(
                f"{text} is not a length of time; write it like '180 days', '18 months' or '2 years'"
            )
        count, unit = int(found[1]), found[2]
        if count > LONGEST[unit]:
            raise ValueError(f"{text} is longer than a lifetime")
        if count == 0:
            raise ValueError("a length of time of 0 says nothing; leave the key out instead")
        match unit:
            case "year":
                return cls(months=12 * count)
            case "month":
                return cls(months=count)
            case "week":
                return cls(days=7 * count)
            case _:
                return cls(days=count)

    def after(self, days: Days) -> Days:
        """Return the day this long after each day."""
        return add_months(days, self.months) if self.months else _shift(days, self.days)

    def before(self, days: Days) -> Days:
        """Return the day this long before each day."""
        return add_months(days, -self.months) if self.months else _shift(days, -self.days)

    def __str__(self) -> str:
        if self.days:
            return f"{self.days} day{'s' if self.days != 1 else ''}"
        count, unit = (self.months // 12, "year") if self.months % 12 == 0 else (self.months, "month")
        return f"{count} {unit}{'s' if count != 1 else ''}"


def _shift(days: Days, by: int) -> Days:
    days = np.asarray(days, np.int32)
    shifted: NDArray[np.bool_] = np.abs(days) < 1_000_000
    return np.where(shifted, days + np.int32(by), days).astype(np.int32)


@dataclass(frozen=True)
class MonthDay(_Written):
    """A day of every year, such as 30 June, written ``06-30``."""

    month: int
    day: int

    @classmethod
    def parse(cls, text: str) -> MonthDay:
        """Read ``MM-DD``."""
        found = _MONTH_DAY.match(text)
        month, day = (int(found[1]), int(found[2])) if found else (0, 0)
        if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month - 1]:
            raise ValueError(f"{text} is not a day of the year; write month and day like '06-30', in quotes")
        return cls(month, day)

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


def parse_hours(value: Any) -> int:
    """Read hours as whole minutes: 24, 4.5 and "0.25" are fine, a third of an hour is not.

    Raises ValueError when the hours are negative, absurd (over 10,000) or no whole number of minutes.
    """
    try:
        hours = Decimal(str(value).strip())
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a number of hours") from None
    if isinstance(value, bool) or not hours.is_finite():
        raise ValueError(f"{value!r} is not a number of hours")
    if hours < 0:
        raise ValueError(f"{value} hours is below zero")
    if hours > 10_000:
        raise ValueError(f"{value} hours is more than a career holds")
    minutes = hours * 60
    if minutes != minutes.to_integral_value():
        raise ValueError(f"{value} hours is not a whole number of minutes")
    return int(minutes)


def hours_text(minutes: int) -> str:
    """Write minutes for a person: ``4 h``, ``1 h 30 min``, ``45 min``."""
    hours, rest = divmod(abs(int(minutes)), 60)
    sign = "-" if minutes < 0 else ""
    if rest == 0:
        return f"{sign}{hours} h"
    return f"{sign}{hours} h {rest} min" if hours else f"{sign}{rest} min"
