"""How much of a duty is done in some days: the tree of parts, counted one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import ceil
from typing import Any

from tests.oracle.days import DAY, NEVER, plus
from tests.oracle.records import Earned, capped_minutes, fitting, within
from tests.oracle.who import all_of, any_of, holds

from muster.core.periods import Duration
from muster.core.rules.language import Filter, Version
from muster.core.rules.language.what import (
    AllParts,
    Alternating,
    AnyPart,
    EachTopic,
    ForEach,
    Held,
    Hours,
    HoursAtMost,
    Ratio,
    Separately,
    SomeParts,
    Times,
)

#: Where a counted part stands in the tree: the position at every level, then the item of a for_each.
Place = tuple[int | str, ...]


@dataclass(frozen=True)
class Measure:
    """What was asked, what was found; ``met`` None: it cannot be told."""

    met: bool | None
    needed: int
    credited: int
    short: int
    unit: str = "minutes"


@dataclass(frozen=True)
class Look:
    """The days and the records a duty is measured in.

    ``share`` is the part of the hours asked for (a prorated period). ``carried`` and ``spent`` add to and take
    from a part: hours beyond the last period's need, late training that served it. ``late_until`` is the last
    day on which training still serves this period as far as it is short.
    """

    person: Any
    version: Version
    earned: Sequence[Earned]
    start: date
    end: date
    undated: bool = False
    not_before: date | None = None
    before: date | None = None
    first_day: date | None = None
    number: int = 0
    judged_on: date = NEVER
    share: Fraction = Fraction(1)
    late_until: date | None = None
    carried: Mapping[Place, int] = field(default_factory=dict)
    spent: Mapping[Place, int] = field(default_factory=dict)

    def records(self, part: Any, rule: Filter, *, late: bool = False) -> list[Earned]:
        """Return the records a part counts, with the late ones or without."""
        low = self.not_before or date.min
        ever = part.looks_in == "ever"
        undated = self.undated or ever
        end = self.late_until if late and self.late_until else self.end
        here = within(
            self.version.credit, self.earned, date.min if ever else max(self.start, low), end, undated=undated
        )
        if part.looks_in == "this_or_previous" and self.before:
            # repeats are counted in each period for itself
            here = within(self.version.credit, self.earned, self.start, end)
            here += within(self.version.credit, self.earned, self.before, self.start - DAY)
        return fitting(here, rule if self.first_day is None else rule.in_period(self.first_day))

    def need(self, minutes: int) -> int:
        """Return the hours asked for in this period, in whole minutes rounded up."""
        return ceil(minutes * self.share)


def measure(duty: Any, look: Look, place: Place = ()) -> Measure:
    """Measure a part and everything in it."""
    match duty:
        case AllParts() | AnyPart() | SomeParts() | EachTopic():
            return _several(duty, look, place)
        case Alternating():
            return _alternating(duty, look, place)
        case Separately():
            return _separately(duty, look)
        case Hours() | Times():
            return _counted(duty, look, place)
        case HoursAtMost():
            used = sum(e.minutes for e in look.records(duty, duty.of))
            return Measure(used <= duty.hours_at_most, duty.hours_at_most, used, 0)
        case Ratio():
            return _ratio(duty, look)
        case Held():
            ((fact, wanted),) = duty.held.items()
            met = holds(look.person, fact, wanted, look.judged_on)
            return Measure(met, 1, int(met is True), int(met is not True), "parts")
        case ForEach():
            return _for_each(duty, look, place)
    raise AssertionError(duty)


def inner_parts(duty: Any) -> tuple[Any, ...]:
    """Return the parts directly inside a part that has parts."""
    match duty:
        case AllParts():
            return duty.all
        case AnyPart():
            return duty.any
        case SomeParts():
            return duty.of_these
        case EachTopic():
            return duty.parts
        case Separately():
            return duty.separately
        case _:
            return ()


def active_filters(duty: Any, number: int) -> list[Filter]:
    """Every filter of the parts asked for in the period with this number."""
    if isinstance(duty, Alternating):
        return active_filters(duty.alternating[number % len(duty.alternating)], number)
    inner = inner_parts(duty)
    if inner:
        return [rule for part in inner for rule in active_filters(part, number)]
    return [getattr(duty, key) for key in ("of", "ratio", "to") if hasattr(duty, key)]


def _several(duty: Any, look: Look, place: Place) -> Measure:
    found = [measure(part, look, (*place, i)) for i, part in enumerate(inner_parts(duty))]
    truths = [one.met for one in found]
    if isinstance(duty, AnyPart):
        return replace(_nearest(found), met=any_of(truths))
    if isinstance(duty, SomeParts):
        done = truths.count(True)
        met = True if done >= duty.at_least else done + truths.count(None) >= duty.at_least and None
        shown = min(done, duty.at_least)
        return Measure(met, duty.at_least, shown, duty.at_least - shown, "parts")
    if isinstance(duty, AllParts) and getattr(duty.all[0], "part", "") == "total":
        return replace(_total(found), met=all_of(truths))
    return replace(_together(found), met=all_of(truths))


def _alternating(duty: Alternating, look: Look, place: Place) -> Measure:
    found = [measure(part, look, (*place, i)) for i, part in enumerate(duty.alternating)]
    asked = found[look.number % len(found)]
    if len({one.unit for one in found}) == 1:
        return asked
    return Measure(asked.met, 1, int(asked.met is True), int(asked.met is not True), "parts")


def _nearest(found: list[Measure]) -> Measure:
    """Of parts any one of which will do: one that is met, else the one that wants least."""
    if len({one.unit for one in found}) > 1:
        done = any(one.met for one in found)
        return Measure(None, 1, int(done), int(not done), "parts")
    return min(found, key=lambda one: (one.met is not True, one.short))


def _total(found: list[Measure]) -> Measure:
    """The total's own amounts; short as much as the part that is furthest from done."""
    total = found[0]
    return replace(total, short=max(one.short for one in found if one.unit == total.unit))


def _together(found: list[Measure]) -> Measure:
    """Amounts of one unit are added up, each no further than its need; else parts are counted."""
    units = {one.unit for one in found}
    if len(units) > 1:
        done = sum(one.met is True for one in found)
        return Measure(None, len(found), done, len(found) - done, "parts")
    credited = sum(min(one.credited, one.needed) for one in found)
    return Measure(
        None, sum(one.needed for one in found), credited, sum(one.short for one in found), units.pop()
    )


def late_amount(part: Any, look: Look, rule: Filter | None = None) -> int:
    """Count one part with the late training too."""
    return amount(part, look, rule, late=True)


def amount(part: Any, look: Look, rule: Filter | None = None, *, late: bool = False) -> int:
    """Count one part of hours or times, before anything carried or spent."""
    here = look.records(part, part.of if rule is None else rule, late=late)
    if isinstance(part, Hours):
        return capped_minutes(look.version.credit, here)
    if isinstance(part, Times):
        return _count(part, here)
    return len(here)


def _count(part: Times, here: list[Earned]) -> int:
    if part.different_courses:
        return len({e.record.course for e in here})
    days = sorted(e.record.date for e in here if e.record.date)
    if part.on_different_days:
        return len(set(days))
    return len(here) if part.apart is None else _spaced(days, part.apart)


def _spaced(days: list[date], apart: Duration) -> int:
    """Take the earliest day that is far enough from the one taken before: no other choice takes more."""
    taken: list[date] = []
    for day in days:
        if not taken or plus(taken[-1], apart) <= day:
            taken.append(day)
    return len(taken)


def _counted(part: Hours | Times, look: Look, place: Place) -> Measure:
    need = look.need(part.hours) if isinstance(part, Hours) else part.times
    credited = credited_at(part, look, place, need)
    if isinstance(part, Times) and part.apart:
        credited = min(credited, need)  # nobody asks how many more could have been spaced
    unit = "minutes" if isinstance(part, Hours) else "times"
    return Measure(credited >= need, need, credited, max(need - credited, 0), unit)


def credited_at(part: Any, look: Look, place: Place, need: int, rule: Filter | None = None) -> int:
    """Credit in time, carried hours and late training that served the period before, then this one's late training."""
    in_time = amount(part, look, rule)
    credited = max(in_time - look.spent.get(place, 0), 0) + look.carried.get(place, 0)
    if look.late_until is None:
        return credited
    late = late_amount(part, look, rule) - in_time
    if part.looks_in:
        return credited + late  # such a part looks over the period's bounds anyway, so nothing is shared out
    return credited + min(max(need - credited, 0), late)


def _for_each(duty: ForEach, look: Look, place: Place) -> Measure:
    asked = list(counted_parts(duty, look, place))
    done = sum(min(credited_at(duty, look, at, need, rule), need) for at, _, need, rule in asked)
    needed = sum(need for _, _, need, _ in asked)
    return Measure(done >= needed, needed, done, needed - done, "times")


def counted_parts(duty: Any, look: Look, place: Place = ()) -> Iterator[tuple[Place, Any, int, Filter]]:
    """Every part of hours or times asked for in the period: its place, itself, its need, its filter."""
    match duty:
        case Alternating():
            turn = look.number % len(duty.alternating)
            yield from counted_parts(duty.alternating[turn], look, (*place, turn))
        case AllParts() | AnyPart() | SomeParts() | EachTopic():
            for i, part in enumerate(inner_parts(duty)):
                yield from counted_parts(part, look, (*place, i))
        case Hours():
            yield place, duty, look.need(duty.hours), duty.of
        case Times():
            yield place, duty, duty.times, duty.of
        case ForEach():
            for value in look.person.values_on(duty.for_each, look.judged_on):
                yield (*place, value), duty, duty.times, Filter(items=(value,), all=(duty.of,))


def _ratio(duty: Ratio, look: Look) -> Measure:
    one = sum(e.minutes for e in look.records(duty, duty.ratio))
    other = sum(e.minutes for e in look.records(duty, duty.to))
    needed = ceil(duty.at_least * other)
    return Measure(one >= duty.at_least * other, needed, one, max(needed - one, 0))


def _separately(duty: Separately, look: Look) -> Measure:
    """No minute serves two parts: each group of parts must find the sum of its needs in what fits any of them."""
    parts = duty.separately
    short = 0
    for size in range(1, len(parts) + 1):
        for group in combinations(parts, size):
            fit = {
                id(e): e
                for part in group
                for e in look.records(part, part.of, late=look.late_until is not None)
            }
            need = sum(look.need(part.hours) for part in group)
            short = max(short, need - capped_minutes(look.version.credit, list(fit.values())))
    needed = sum(look.need(part.hours) for part in parts)
    return Measure(short <= 0, needed, needed - max(short, 0), max(short, 0))
