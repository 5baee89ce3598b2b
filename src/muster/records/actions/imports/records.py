"""The rows of a file of training records, written as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from typing import Any, Final
from uuid import uuid4

from muster.accounts.models import User
from muster.curriculum.enums import Delivery
from muster.curriculum.models import Course
from muster.curriculum.search import write_passage
from muster.records.actions.imports.bulk import insert_lines
from muster.records.actions.imports.people import appoint_people, number_people, settle_people
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Batch, Record
from muster.records.queries.imports.deciding import Decided, course_of, makes_courses, same_words
from muster.roster.models import Person

_PENDING, _VERIFIED = RecordStatus.PENDING.value, RecordStatus.VERIFIED.value
_DELIVERIES: Final = frozenset(Delivery.values)
#: What every record of an import has, whoever it is about. The rest is said by ``_Writer.record``.
_ALIKE: Final[dict[str, Any]] = {
    "session_id": None,
    "plan_id": None,
    "origin": Origin.IMPORTED.value,
    "replaces_id": None,
    "withdrawn": False,
    "reason": "",
}


def write_records(
    batch: Batch, decided: Decided, by: User, now: datetime, own: frozenset[int]
) -> dict[str, list[int]]:
    """Write every row that comes in, with the people and courses that were asked for. Returns what was made beside.

    Records about the people in ``own`` (of who decides about the file) wait for somebody else.
    """
    made: dict[str, list[int]] = {}
    needed = set(decided.rows["who"].unique().to_list())
    people = settle_people(decided.matches, needed, made)
    new = [person for person in dict.fromkeys(people.values()) if person.pk in set(made["people"])]
    described = {person.pk: decided.reading.people[place] for place, person in people.items()}
    number_people({p: people[p] for p in needed}, decided.reading.people, batch.agency, by, now, made)
    appoint_people(new, batch.agency, by, now, described, made)
    courses = dict(decided.courses)
    if makes_courses(batch):
        courses |= _make_courses(batch, decided, made)
    writer = _Writer(batch, people, courses, by, now, own)
    records = (writer.record(row) for row in decided.rows.iter_rows(named=True))
    columns, rows = _as_columns(records)
    insert_lines(Record, columns, rows)
    return made


def _as_columns(records: Iterator[dict[str, Any]]) -> tuple[list[str], Iterator[Iterable[Any]]]:
    """Return the columns that records are written by, and their values in this order."""
    first = next(records)
    return list(first), (record.values() for record in chain([first], records))


@dataclass(frozen=True)
class _Writer:
    """What the rows of a file become: whose they are, which course they mean, who writes them down and when."""

    batch: Batch
    people: Mapping[int, Person]
    courses: Mapping[str, int]
    by: User
    now: datetime
    own: frozenset[int]
    _known: dict[tuple[str, str | None], int | None] = field(default_factory=dict)  # courses looked up before

    def record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the record that a row becomes: every column of the table but its key."""
        person, known = self.people[row["who"]].pk, self._course(row["course"], row["title"])
        return {
            **_ALIKE,
            "key": uuid4(),
            "agency_id": self.batch.agency_id,
            "person_id": person,
            "course_id": known,
            "title": _title(row["course"], row["title"], known),
            "batch_id": self.batch.pk,
            "row": row["row"],
            "status": _PENDING if person in self.own else _VERIFIED,
            "completed_on": row["completed_on"],
            "minutes": row["minutes"] or 0,
            "outcome": row["outcome"],
            "delivery": row["delivery"] if row["delivery"] in _DELIVERIES else "",
            "provider": row["provider"] or "",
            "unit": row["unit"] or "",
            "item": row["item"] or "",
            "marks": [mark.strip() for mark in (row["marks"] or "").split(";") if mark.strip()],
            "score": _percent(row["score"]),
            "expires_on": row["expires_on"],
            "known_from": self._written(row["recorded_at"]),
            "known_by_id": self.by.pk,
        }

    def _course(self, course: str, title: str | None) -> int | None:
        if (course, title) not in self._known:
            self._known[course, title] = course_of(course, title, self.courses)
        return self._known[course, title]

    def _written(self, said: datetime | None) -> datetime:
        """Return when a record was written down: as the file says, but never later than now; else now."""
        return self.now if said is None else min(said.replace(tzinfo=UTC), self.now)


def _percent(score: float | None) -> Decimal | None:
    return None if score is None else Decimal(str(score)).quantize(Decimal("0.01"))


def _title(course: str, title: str | None, known: int | None) -> str:
    """Return the words of the source. Without a known course its number is part of them."""
    if title is None or known is not None or same_words(course).startswith(same_words(title)):
        return title or course
    return title if same_words(title) == same_words(course) else f"{course}: {title}"[:300]


def _make_courses(batch: Batch, decided: Decided, made: dict[str, list[int]]) -> dict[str, int]:
    """Add the courses that nobody here knows, without topics: what they count for is for a person to say."""
    taken = set(Course.objects.filter(agency=batch.agency).values_list("code", flat=True))
    found: dict[str, int] = {}
    for number, title, minutes in decided.new_courses:
        if same_words(number) in found or same_words(title) in found:
            continue
        course = Course(
            agency=batch.agency, code=_free(number[:60], taken), title=title[:200], minutes=minutes
        )
        course.full_clean()
        course.save()
        write_passage(course)
        taken.add(course.code)
        found |= {same_words(number): course.pk}
        found.setdefault(same_words(title), course.pk)
        made.setdefault("courses", []).append(course.pk)
    return found


def _free(code: str, taken: set[str]) -> str:
    number, free = 2, code
    while free in taken:
        free = f"{code[:54]}-{number}"
        number += 1
    return free
