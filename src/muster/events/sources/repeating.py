"""The days on which something repeats, by an iCalendar rule (RFC 5545, 3.3.10), counted out between two days.

Every day between is looked at once and no other, so a rule that never comes true ends like any: with no day. Rules
finer than days, and those by week of the year or day of the year, are not read; training does not repeat so.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

_WEEKDAYS: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_KNOWN: Final = {
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
}
_OFTEN: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


class UnreadableRule(ValueError):
    """A rule that says something which is not read."""


@dataclass(frozen=True)
class _Rule:
    """A rule, read. ``weekdays``: pairs of which one in the month or year (0: each) and the weekday, Monday 0."""

    often: str
    every: int
    week_begins: int
    weekdays: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    places: tuple[int, ...]


def repeated_days(
    rule: Mapping[str, Sequence[Any]], first: date, last: date, *, count: int | None = None
) -> list[date]:
    """Return the days from ``first`` to ``last`` by a rule, ``first`` among them; ``count``: so many at most.

    Raises UnreadableRule.
    """
    read = _read({name.upper(): [str(each) for each in values] for name, values in rule.items()})
    days = {first}
    for period in _periods(read, first, last):
        fitting = [day for day in period if _fits(read, day, first)]
        days |= {day for day in _placed(fitting, read.places) if first <= day <= last}
    return sorted(days)[:count]


def _read(rule: Mapping[str, list[str]]) -> _Rule:
    often = "".join(rule.get("FREQ", [])).upper()
    if often not in _OFTEN or set(rule) - _KNOWN:
        raise UnreadableRule
    try:
        return _Rule(
            often=often,
            every=max(int(rule.get("INTERVAL", ["1"])[0]), 1),
            week_begins=_WEEKDAYS[rule.get("WKST", ["MO"])[0].upper()],
            weekdays=tuple(_weekday(text) for text in rule.get("BYDAY", [])),
            month_days=tuple(int(text) for text in rule.get("BYMONTHDAY", [])),
            months=tuple(int(text) for text in rule.get("BYMONTH", [])),
            places=tuple(int(text) for text in rule.get("BYSETPOS", [])),
        )
    except (ValueError, KeyError, IndexError):
        raise UnreadableRule from None


def _weekday(text: str) -> tuple[int, int]:
    which = text[:-2]
    return (int(which) if which else 0), _WEEKDAYS[text[-2:].upper()]


def _periods(rule: _Rule, first: date, last: date) -> Iterator[list[date]]:
    """Yield the days of each day, week, month or year that is its turn, up to the last day."""
    begin = {
        "DAILY": first,
        "WEEKLY": first - timedelta(days=(first.weekday() - rule.week_begins) % 7),
        "MONTHLY": first.replace(day=1),
        "YEARLY": first.replace(month=1, day=1),
    }[rule.often]
    turn = 0
    while begin <= last:
        after = _next(rule.often, begin)
        if turn % rule.every == 0:
            yield [begin + timedelta(days=number) for number in range((after - begin).days)]
        begin, turn = after, turn + 1


def _next(often: str, begin: date) -> date:
    if often == "DAILY":
        return begin + timedelta(days=1)
    if often == "WEEKLY":
        return begin + timedelta(days=7)
    if often == "MONTHLY":
        return begin + timedelta(days=monthrange(begin.year, begin.month)[1])
    return begin.replace(year=begin.year + 1)


def _fits(rule: _Rule, day: date, first: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    length = monthrange(day.year, day.month)[1]
    if rule.month_days and not {day.day, day.day - length - 1} & set(rule.month_days):
        return False
    if rule.weekdays:
        return any(_is_weekday(rule, day, which, weekday) for which, weekday in rule.weekdays)
    return bool(rule.month_days) or _is_as_first(rule, day, first)


def _is_as_first(rule: _Rule, day: date, first: date) -> bool:
    """Return whether a day is as the first was, where the rule names no days."""
    if rule.often == "DAILY":
        return True
    if rule.often == "WEEKLY":
        return day.weekday() == first.weekday()
    return day.day == first.day and (rule.often == "MONTHLY" or bool(rule.months) or day.month == first.month)


def _is_weekday(rule: _Rule, day: date, which: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if which == 0:
        return True
    if rule.often == "YEARLY" and not rule.months:
        begin, end = date(day.year, 1, 1), date(day.year, 12, 31)
    else:
        begin, end = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return which in ((day - begin).days // 7 + 1, -((end - day).days // 7 + 1))


def _placed(days: list[date], places: Sequence[int]) -> list[date]:
    """Return all days, or those at the places that the rule names, counted from either end."""
    if not places:
        return days
    wanted = {place - 1 if place > 0 else len(days) + place for place in places}
    return [day for number, day in enumerate(days) if number in wanted]
