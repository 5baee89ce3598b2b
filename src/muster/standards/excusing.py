"""What a waiver or more time would change for one person, judged with it and without. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from muster.core.rules import Rulebook, evaluate
from muster.core.tables import Facts
from muster.roster.models import Agency, Person
from muster.standards.enums import Decision, ExceptionKind
from muster.standards.models import Excuse
from muster.standards.queries import entries_of, today_at
from muster.standards.reading import PlannedExcuse, facts_of, with_excuse
from muster.standards.standing import asked_of, rules_of

_DAY = timedelta(days=1)
_FAR = timedelta(days=3653)  # as far ahead as anybody looks; what still excuses then has no last day in sight


@dataclass(frozen=True)
class Stand:
    """How somebody stands by the requirement on a day."""

    verdict: str
    due: date | None


@dataclass(frozen=True)
class Effect:
    """What the days would change. ``first`` None: nothing, on any day that matters.

    ``now`` is the standing today without them; ``before`` and ``after`` are those of the day ``first``, without and
    with them. ``until`` is the last day on which they excuse; None: no last day is in sight, or they do not excuse.
    """

    today: date
    now: Stand
    first: date | None = None
    before: Stand | None = None
    after: Stand | None = None
    until: date | None = None

    @property
    def is_now(self) -> bool:
        """Whether something changes today."""
        return self.first == self.today

    @property
    def excuses(self) -> bool:
        """Whether the person is excused by it, and not only given more time."""
        return self.after is not None and self.after.verdict == "excused"


def effect_of(
    *, agency: Agency, person: Person, kind: str, requirement: str, start: date, end: date
) -> Effect:
    """Judge one person by one requirement with these days and without. Raises BadRule and BadFact.

    Looked at are today, the first of the days, and the day after the requirement falls due: on these it can begin to
    matter.
    """
    today = today_at(agency)
    shown = person.same_as_id or person.pk
    rules = rules_of(agency, today).book
    if requirement not in rules.requirements:
        return Effect(today, Stand("not_applicable", None))
    book = rules.only([requirement])
    entries = entries_of(Person.objects.filter(pk=shown))
    facts = facts_of(asked_of(agency, entries, today, book))
    without = _asker(facts, book, requirement)
    within = _asker(with_excuse(facts, PlannedExcuse(kind, requirement, start, end)), book, requirement)
    now = without(today)
    for day in sorted({today, *(_later(today, start, now.due))}):
        before, after = without(day), within(day)
        if before != after:
            until = _last_day(within, day) if after.verdict == "excused" else None
            return Effect(today, now, day, before, after, until)
    return Effect(today, now)


def due_day(agency: Agency, person: Person, requirement: str) -> date:
    """Return the day on which a requirement is or was due for somebody; today where it has no such day."""
    today = today_at(agency)
    now = effect_of(
        agency=agency,
        person=person,
        kind=ExceptionKind.EXTENDED,
        requirement=requirement,
        start=today,
        end=today,
    ).now
    return now.due or today


def effect_of_excuse(excuse: Excuse) -> Effect | None:
    """Return what a proposal would change if it were granted; None once it has been decided or withdrawn."""
    if excuse.decision != Decision.PROPOSED:
        return None
    return effect_of(
        agency=excuse.agency,
        person=excuse.person,
        kind=ExceptionKind(excuse.kind),
        requirement=excuse.requirement,
        start=excuse.start,
        end=excuse.end,
    )


def _later(today: date, start: date, due: date | None) -> list[date]:
    days = [start, *([due + _DAY] if due else [])]
    return [day for day in days if today < day <= today + _FAR]


def _asker(facts: Facts, book: Rulebook, requirement: str) -> Callable[[date], Stand]:
    """Return how to ask for the standing on a day, each day judged once."""
    known: dict[date, Stand] = {}

    def stand(day: date) -> Stand:
        if day not in known:
            found = evaluate(facts, book, day).standing
            rows = [row for row in found.iter_rows(named=True) if _says(row, requirement)]
            known[day] = Stand(rows[0]["verdict"], rows[0]["due"]) if rows else Stand("not_applicable", None)
        return known[day]

    return stand


def _says(row: dict[str, Any], requirement: str) -> bool:
    return bool(row["headline"]) and row["requirement"] == requirement


def _last_day(within: Callable[[date], Stand], excused: date) -> date | None:
    """Return the last day in a row on which somebody is excused, from a day on which they are; None: none in sight."""
    low, high = 0, _FAR.days
    if within(excused + _FAR).verdict == "excused":
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if within(excused + middle * _DAY).verdict == "excused":
            low = middle
        else:
            high = middle
    return excused + low * _DAY
