"""Who would change verdict if these people took a course on a day. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from muster.core.rules import evaluate
from muster.core.rules.what_if import WhatIf
from muster.curriculum.models import Course
from muster.roster.models import Agency, Person
from muster.standards.queries import entries_of
from muster.standards.reading import CourseRow, PlannedClass, facts_of, without_planned
from muster.standards.rulebook import steps_told, titles_of
from muster.standards.standing import asked_of, rules_of


@dataclass(frozen=True)
class Change:
    """One person would stand differently by one requirement."""

    person: int
    requirement: str
    title: str
    before: str
    after: str
    next_step: str


#: The key of a course that is in no catalogue.
_SKETCHED = -1


def what_if_class(
    *,
    agency: Agency,
    course: Course | CourseRow,
    day: date,
    people: QuerySet[Person],
    minutes: int | None = None,
) -> list[Change]:
    """Judge people on the day of a class, with it and without; ``minutes`` None: as long as the course is.

    ``course`` may be a sketch: topics and minutes of something that is in no catalogue. Returns who changes verdict,
    by requirement. Raises BadRule and BadFact.
    """
    rules = rules_of(agency, day).book
    entries = entries_of(people)
    length = course.minutes if minutes is None else minutes
    sketches = {_SKETCHED: course} if isinstance(course, CourseRow) else {}
    key = _SKETCHED if isinstance(course, CourseRow) else course.pk
    planned = [PlannedClass(person, key, day, length) for person in sorted(set(entries.values()))]
    asked = asked_of(agency, entries, day, rules)
    facts = facts_of(asked.with_planned(planned, sketches))
    found = WhatIf(
        day,
        evaluate(without_planned(facts), rules, day).standing,
        evaluate(facts, rules, day).standing,
    )
    titles, say = titles_of(rules), steps_told()
    return [
        Change(
            int(row["officer_id"]),
            row["requirement"],
            titles[row["requirement"]],
            row["before"],
            row["after"],
            say(row["next_step"] or ""),
        )
        for row in found.changes.sort("requirement", "officer_id").iter_rows(named=True)
    ]


def helped_by(changes: Collection[Change]) -> set[int]:
    """Return who would be better off: who then has in order what they had not."""
    return {change.person for change in changes if change.after == "met"}
