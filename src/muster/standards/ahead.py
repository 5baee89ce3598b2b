"""What people will owe by a day to come, and which courses would meet it. Nothing is written anywhere.

The judgement of the last day, with the classes they have a seat in, says what would be late by then. Each course is then
tried: as if everybody had taken it on a day that serves. So no rule is read here a second way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from django.db.models import QuerySet

from muster.core.report.todo import SHORT
from muster.core.rules import Rulebook, evaluate
from muster.core.tables import Facts
from muster.curriculum.models import Course
from muster.roster.models import Agency, Person
from muster.standards.queries import entries_of
from muster.standards.reading import Asked, PlannedClass, facts_of
from muster.standards.rulebook import titles_of
from muster.standards.standing import asked_of, rules_of

#: What is renewed is planned so many days before it runs out, and not sooner: earlier would be given away.
RENEWED_WITHIN: Final = 180
_RENEWED: Final = ("ran_out", "not_held")
_KEY: Final = ("officer_id", "requirement", "due")


@dataclass(frozen=True)
class Owed:
    """One requirement that somebody would be late with, and the days on which it can still be met, both included.

    ``was_due`` is the day the rule says. Of what is late already that day is gone: ``due`` is the last day asked about.
    """

    person: int
    requirement: str
    was_due: date
    earliest: date
    due: date

    @property
    def is_late(self) -> bool:
        """Whether it is late already."""
        return self.was_due < self.earliest


@dataclass(frozen=True)
class Ahead:
    """What is owed, by person and day, and by which courses (keys) alone each would be met."""

    owed: tuple[Owed, ...]
    met_by: Mapping[Owed, frozenset[int]]
    titles: Mapping[str, str]


@dataclass
class _Tries:
    """Classes that are imagined; ``of_course`` has their numbers by course and round, ``rounds`` what each round is about."""

    planned: list[PlannedClass]
    rounds: list[list[Owed]]
    of_course: defaultdict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))


def look_ahead(
    agency: Agency,
    people: QuerySet[Person],
    first: date,
    last: date,
    *,
    booked: Sequence[PlannedClass] = (),
    courses: Iterable[Course] = (),
    others: Iterable[Course] = (),
) -> Ahead:
    """Judge people on the last day as if nothing happened until then but the ``booked`` classes.

    Required duties alone, and of those that closed before the first day none: nothing serves them any more. ``others``
    are tried for what none of the ``courses`` meets. Reads the facts three times, however many courses are tried.
    Raises BadRule and BadFact.
    """
    rules = rules_of(agency, last).book
    asked = asked_of(agency, entries_of(people), last, rules).with_planned(booked)
    owed = tuple(_owed(_late(facts_of(asked), rules, last), first, last))
    met_by = _met_by(asked, rules, owed, list(courses))
    met_by |= _met_by(asked, rules, [each for each in owed if not met_by[each]], list(others))
    return Ahead(owed, met_by, titles_of(rules))


def _late(facts: Facts, rules: Rulebook, day: date) -> pl.DataFrame:
    rows = evaluate(facts, rules, day).standing
    late = pl.col("verdict").cast(pl.String).is_in(SHORT) & pl.col("due").is_not_null()
    return rows.filter(late & (pl.col("force").cast(pl.String) == "required"))


def _owed(rows: pl.DataFrame, first: date, last: date) -> Iterator[Owed]:
    for row in rows.sort("due", "requirement", "officer_id").iter_rows(named=True):
        if row["reason"] == "closed_short" and row["due"] < first:
            continue
        due = row["due"] if first <= row["due"] <= last else last
        yield Owed(int(row["officer_id"]), row["requirement"], row["due"], _earliest(row, first, due), due)


def _earliest(row: Mapping[str, Any], first: date, due: date) -> date:
    if row["due"] < first:
        return first
    if row["reason"] in _RENEWED:
        return max(first, due - timedelta(days=RENEWED_WITHIN))
    begins = row["period_start"]
    return max(first, begins) if begins is not None and begins <= due else first


def _tries(owed: Sequence[Owed], booked: Sequence[PlannedClass], courses: Sequence[Course]) -> _Tries:
    """Let everybody take each course on days that serve: in each round once, as few rounds as will do."""
    days = _days_tried(owed)
    found = _Tries(list(booked), [])
    for each in owed:
        number = days[each][0]
        found.rounds += [[] for _ in range(number + 1 - len(found.rounds))]
        found.rounds[number].append(each)
    tried = sorted({(each.person, *day) for each, day in days.items()})
    for course in courses:
        for person, number, day in tried:
            found.planned.append(PlannedClass(person, course.pk, day, course.minutes))
            found.of_course[course.pk, number].append(len(found.planned))
    return found


def _days_tried(owed: Iterable[Owed]) -> dict[Owed, tuple[int, date]]:
    """Return for all that is owed a round and a day on which it can be met; one day serves all that it can."""
    found: dict[Owed, tuple[int, date]] = {}
    reached: dict[int, tuple[int, date]] = {}
    for each in sorted(owed, key=lambda it: (it.person, it.due, it.requirement)):
        number, day = reached.get(each.person, (-1, date.min))
        if day < each.earliest:
            reached[each.person] = number + 1, each.due
        found[each] = reached[each.person]
    return found


def _met_by(
    asked: Asked, rules: Rulebook, owed: Sequence[Owed], courses: Sequence[Course]
) -> dict[Owed, frozenset[int]]:
    """Say which course alone would meet what: what is late without it and not with it, taken on a day that serves."""
    found: dict[Owed, set[int]] = {each: set() for each in owed}
    tries = _tries(owed, asked.planned, courses)
    short = {each.person for each in owed}
    theirs = {entry: kept for entry, kept in asked.people.items() if kept in short}
    narrow = rules.only(sorted({each.requirement for each in owed})) if owed else rules
    facts = facts_of(replace(asked, people=theirs).with_planned(tries.planned))
    for (course, number), imagined in tries.of_course.items():
        with_it = _only_planned(facts, [*range(1, len(asked.planned) + 1), *imagined])
        still = set(_late(with_it, narrow, asked.as_of).select(_KEY).iter_rows())
        for each in tries.rounds[number]:
            if (str(each.person), each.requirement, each.was_due) not in still:
                found[each].add(course)
    return {each: frozenset(found[each]) for each in owed}


def _only_planned(facts: Facts, numbers: Sequence[int]) -> Facts:
    """Return facts with the planned classes of these numbers alone."""
    key = pl.col("record_id")
    kept = key.is_in([str(-number) for number in numbers])
    return replace(facts, records=facts.records.filter(~key.str.starts_with("-") | kept))
