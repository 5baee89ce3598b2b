"""Periods that repeat: fixed ones, personal ones, and the calendar years before a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.days import DAY, FIRST, NEVER, first_on_or_after, in_month, minus, plus

from muster.core.periods import MonthDay
from muster.core.rules.language import Credit
from muster.core.rules.language.when import (
    Calendar,
    Groups,
    Lookback,
    Personal,
    WhenCalendar,
    WhenLookback,
    WhenPersonal,
)

NO_CREDIT = Credit()
REPEATING = (WhenCalendar, WhenPersonal, WhenLookback)


class Missing(Exception):
    """There is no day to count from; ``unknown``: there must be one, but it is not known."""

    def __init__(self, *, unknown: bool) -> None:
        super().__init__(unknown)
        self.unknown = unknown


@dataclass(frozen=True)
class Period:
    """One period; ``due`` is the last day to act, before any leave."""

    number: int
    start: date
    end: date
    due: date
    before: date


@dataclass(frozen=True)
class Cycle:
    """Periods by number. ``first`` is the lowest number, None: there always was one."""

    at: Callable[[int], Period | None]
    first: int | None = None

    def from_day(self, wanted: Callable[[Period], bool], near: int) -> Period | None:
        """Return the first period that is wanted; once one is, all later ones are. None: there is none."""
        number = near if self.first is None else self.first
        while self.first is None and (here := self.at(number)) and wanted(here):
            number -= 1
        while (here := self.at(number)) and not wanted(here):
            number += 1
        return here


def cycle_of(when: Any, person: Any, credit: Credit) -> Cycle:
    """Return the periods of an officer. Raises Missing where there is nothing to count from."""
    if isinstance(when, WhenCalendar):
        return _calendar(when.calendar, person)
    if isinstance(when, WhenPersonal):
        return _personal(when.personal, person, credit)
    return _lookback(when.lookback, person)


def _calendar(when: Calendar, person: Any) -> Cycle:
    anchor = group_day(when.anchored, person)

    def at(k: int) -> Period:
        start, end = plus(anchor, when.every, k), plus(anchor, when.every, k + 1) - DAY
        return Period(k, start, end, end, plus(anchor, when.every, k - 1))

    return Cycle(at)


def group_day(anchored: date | Groups, person: Any) -> date:
    """Return the anchor day, by the officer's group where there are groups."""
    if isinstance(anchored, date):
        return anchored
    value = person.value_on(anchored.by, person.as_of)
    for written, day in anchored.groups.items():
        if value is not None and _in_group(value, written):
            return day
    raise Missing(unknown=value is None and person.unknown(anchored.by))


def _in_group(value: str, written: str) -> bool:
    low, dash, high = written.partition("-")
    if not dash:
        return value == written
    if low.isdigit() and high.isdigit():
        return value.isdigit() and int(low) <= int(value) <= int(high)
    return low <= value <= high


def anchor_day(anchor: Any, person: Any, credit: Credit = NO_CREDIT) -> date:
    """Return the day an anchor names; a record must count under the credit policy. Raises Missing."""
    day = person.anchor(anchor, credit)
    if day is None:
        raise Missing(unknown=person.anchor_unknown(anchor))
    if anchor.met and day == FIRST:
        raise Missing(unknown=True)  # met by training without a date: nobody knows the day
    return day


def _personal(when: Personal, person: Any, credit: Credit) -> Cycle:
    if when.end_in_month_of and not person.values(when.end_in_month_of):
        raise Missing(unknown=person.unknown(when.end_in_month_of))
    anchor = anchor_day(when.from_, person, credit)
    if anchor == FIRST:
        raise Missing(unknown=True)  # since always: it binds, but no period can be counted from that
    if when.start_on:
        anchor = _snapped(anchor, when.start_on.day, when.start_on.back_if_by)
    first_end = _first_end(when, anchor, person)
    last_start = plus(anchor, when.ends_after) if when.ends_after else NEVER

    def start_of(k: int) -> date:
        if first_end is None or k == 0:
            return plus(anchor, when.every, k)
        return plus(first_end, when.every, k - 1) + DAY

    def at(k: int) -> Period | None:
        start = start_of(k)
        if k < 0 or start >= last_start:
            return None
        end = start_of(k + 1) - DAY
        return Period(k, start, end, end, start_of(k - 1) if k else minus(start, when.every))

    return Cycle(at, first=0)


def _snapped(anchor: date, day: MonthDay, back_if_by: MonthDay) -> date:
    back = (anchor.month, anchor.day) <= (back_if_by.month, back_if_by.day)
    return in_month(anchor.year if back else anchor.year + 1, day.month, day.day)


def _first_end(when: Personal, anchor: date, person: Any) -> date | None:
    """Return the last day of a first period that runs on to a fixed day; None: it has its plain length."""
    anniversary = plus(anchor, when.every)
    if when.end_on_or_after:
        return first_on_or_after(anniversary, when.end_on_or_after.month, when.end_on_or_after.day)
    if when.end_in_month_of:
        return first_on_or_after(anniversary, int(person.values(when.end_in_month_of)[0]), 1)
    return None


def _lookback(when: Lookback, person: Any) -> Cycle:
    anchor = group_day(when.anchored, person)

    def at(k: int) -> Period:
        year = anchor.year + k * (when.every.months // 12)
        start = date(year - when.years, 1, 1)
        report = in_month(year, when.reported_by.month, when.reported_by.day)
        return Period(k, start, date(year - 1, 12, 31), report, minus(start, when.every))

    return Cycle(at)
