"""One year of a block of officers: rows of training, who was on duty, and how classes end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from muster.core.periods import Days, as_day
from muster.core.sample.careers import Careers
from muster.core.sample.catalogue import OUTCOME, Catalogue
from muster.core.sample.frames import Flags, Ints, Random
from muster.core.sample.recipe import Recipe

NO_SCORE = -1
PASS_MARK = 70
REGISTERS_AHEAD = 120  # days

_UNTAUGHT = [OUTCOME[name] for name in ("no_show", "excused")]
_NO_SHOW, _EXCUSED, _PARTIAL, _FAILED = 0.015, 0.005, 0.01, 0.04


class Rows(NamedTuple):
    """Records as arrays of one length.

    ``officer`` is the place in the block, ``score`` hundredths of a percent, ``sure`` marks rows that
    stand even where the officer was not on duty that day (an academy taken before the appointment).
    """

    officer: Ints
    template: Ints
    outcome: Ints
    day: Days
    minutes: Ints
    score: Ints
    sure: Flags

    def only(self, kept: Flags | Ints) -> Rows:
        """Return the rows marked, or those at these places."""
        return Rows._make(column[kept] for column in self)


@dataclass(frozen=True)
class Year:
    """One year of one block: who, what can be taught, and how much is asked for.

    ``rate`` is records per officer and year of service; ``keep`` the chance that planned training
    leaves a record, below 1 where fewer records are asked for than a real year has.
    """

    careers: Careers
    catalogue: Catalogue
    recipe: Recipe
    year: int
    random: Random
    rate: float
    keep: float

    @cached_property
    def first(self) -> int:
        """1 January."""
        return as_day(date(self.year, 1, 1))

    @cached_property
    def last(self) -> int:
        """31 December, whether it has come yet or not."""
        return as_day(date(self.year, 12, 31))

    @cached_property
    def so_far(self) -> int:
        """The last day on which something can have happened."""
        return min(self.last, self.recipe.now)

    @cached_property
    def everyone(self) -> Ints:
        """All places in the block."""
        return np.arange(self.careers.size, dtype=np.int32)


def stack(parts: list[Rows]) -> Rows:
    """Put rows under one another."""
    return Rows._make(np.concatenate(column) for column in zip(*parts, strict=True))


def rows(
    year: Year,
    officer: Ints,
    template: Ints | int,
    outcome: Ints | int,
    day: Days | int,
    minutes: Ints | None = None,
    *,
    sure: bool = False,
) -> Rows:
    """Make rows; one template, outcome or day serves all; minutes default to the template's."""
    count = len(officer)
    templates = np.broadcast_to(np.asarray(template, np.int16), count)
    return Rows(
        officer,
        templates,
        np.broadcast_to(np.asarray(outcome, np.int8), count),
        np.broadcast_to(np.asarray(day, np.int32), count),
        year.catalogue.minutes[templates] if minutes is None else minutes.astype(np.int32),
        np.full(count, NO_SCORE, np.int16),
        np.full(count, sure),
    )


def taken(year: Year, officer: Ints, template: Ints, day: Days, *, tested: Flags | bool) -> Rows:
    """Rows of people who were booked: most finish, some miss it, leave early or fail the test.

    Those of days still to come are registrations, and only of the near future.
    """
    count, today = len(officer), year.recipe.now
    luck = year.random.random(count, np.float32)
    tested = np.broadcast_to(np.asarray(tested), count)
    outcome = np.where(tested, OUTCOME["passed"], OUTCOME["completed"]).astype(np.int8)
    outcome[tested & (luck > 1 - _FAILED)] = OUTCOME["failed"]
    outcome[luck < _NO_SHOW + _EXCUSED + _PARTIAL] = OUTCOME["partial"]
    outcome[luck < _NO_SHOW + _EXCUSED] = OUTCOME["excused"]
    outcome[luck < _NO_SHOW] = OUTCOME["no_show"]
    ahead = day > today
    outcome[ahead] = OUTCOME["registered"]
    booked = rows(year, officer, template, outcome, day)
    booked = _credited(booked, year.random)
    if not ahead.any():
        return booked
    return booked.only(~ahead | ((luck < 0.3) & (day <= today + REGISTERS_AHEAD)))


def _credited(booked: Rows, random: Random) -> Rows:
    """Cut the minutes of those who left early or stayed away, and score the tests in half percents."""
    partial = booked.outcome == OUTCOME["partial"]
    # half of it, in whole quarters of an hour
    minutes = np.where(partial, booked.minutes // 30 * 15, booked.minutes)
    minutes[np.isin(booked.outcome, _UNTAUGHT)] = 0
    passed, failed = booked.outcome == OUTCOME["passed"], booked.outcome == OUTCOME["failed"]
    good = random.integers(2 * PASS_MARK, 201, len(minutes), np.int16)
    bad = random.integers(80, 2 * PASS_MARK, len(minutes), np.int16)
    score = np.where(passed, good * 50, np.where(failed, bad * 50, NO_SCORE)).astype(np.int16)
    return booked._replace(minutes=minutes.astype(np.int32), score=score)


def retaken(year: Year, booked: Rows) -> Rows:
    """Give every failure one to four weeks later a pass, where that day has come."""
    failed = booked.only(booked.outcome == OUTCOME["failed"])
    day = failed.day + year.random.integers(7, 29, len(failed.day), np.int32)
    again = failed._replace(
        day=day,
        outcome=np.full(len(day), OUTCOME["passed"], np.int8),
        score=np.full(len(day), PASS_MARK * 100 + 500, np.int16),
    )
    return again.only(day <= year.so_far)


def on_duty(careers: Careers, officer: Ints, day: Days) -> Flags:
    """Who was employed and not on leave on the day of each row."""
    here = np.zeros(len(day), np.bool_)
    for appointment in (0, 1):
        here |= _within(careers.hired[:, appointment], careers.left[:, appointment], officer, day)
    for leave in (0, 1):
        here &= ~_within(careers.leave_from[:, leave], careers.leave_until[:, leave], officer, day)
    return here


def _within(start: Days, end: Days, officer: Ints, day: Days) -> Flags:
    inside: Flags = (start[officer] <= day) & (day <= end[officer])
    return inside


def days_served(careers: Careers, first: int, last: int) -> Ints:
    """Days of duty of each officer from ``first`` to ``last``, both included; leave taken off."""
    served = np.zeros(careers.size, np.int64)
    for appointment in (0, 1):
        start = np.maximum(careers.hired[:, appointment], first)
        end = np.minimum(careers.left[:, appointment], last)
        served += _length(start, end)
        for leave in (0, 1):
            served -= _length(
                np.maximum(start, careers.leave_from[:, leave]),
                np.minimum(end, careers.leave_until[:, leave]),
            )
    return served


def _length(start: Days, end: Days) -> Ints:
    length: Ints = np.maximum(end.astype(np.int64) - start + 1, 0)
    return length


def off_weekends(days: Ints) -> Days:
    """Move Saturdays and Sundays back to the Friday before."""
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
    return (days - np.maximum(weekday - 4, 0)).astype(np.int32)
