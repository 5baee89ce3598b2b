"""The rows of a file of training records, written as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

import polars as pl

from muster.accounts.models import User
from muster.curriculum.enums import Delivery
from muster.curriculum.models import Course
from muster.curriculum.search import write_passage
from muster.records.actions.imports.bulk import insert_lines
from muster.records.actions.imports.people import appoint_people, number_people, settle_people
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Batch, Record
from muster.records.queries.imports.deciding import Decided, course_of, same_words
from muster.roster.access import own_keys
from muster.roster.models import Person

_COLUMNS: Final = (
    *("row", "who", "course", "title", "completed_on", "minutes", "outcome", "delivery", "provider", "item"),
    *("unit", "marks", "score", "recorded_at", "expires_on"),
)
#: What is written of each: every column of the table but its key.
_WRITTEN: Final = (
    *(
        "key",
        "agency_id",
        "person_id",
        "course_id",
        "title",
        "session_id",
        "plan_id",
        "batch_id",
        "row",
        "origin",
    ),
    *(
        "status",
        "completed_on",
        "minutes",
        "outcome",
        "delivery",
        "provider",
        "unit",
        "item",
        "marks",
        "score",
    ),
    *("expires_on", "known_from", "known_by_id", "replaces_id", "withdrawn", "reason"),
)


def write_records(batch: Batch, decided: Decided, by: User, now: datetime) -> dict[str, list[int]]:
    """Write every row that comes in, with the people and courses that were asked for. Returns what was made beside."""
    made: dict[str, list[int]] = {}
    needed = set(decided.rows["who"].unique().to_list())
    people = settle_people(decided.matches, needed, made)
    new = [person for person in dict.fromkeys(people.values()) if person.pk in set(made["people"])]
    described = {person.pk: decided.reading.people[place] for place, person in people.items()}
    number_people({p: people[p] for p in needed}, decided.reading.people, batch.agency, by, now, made)
    appoint_people(new, batch.agency, by, now, described, made)
    courses = dict(decided.courses)
    if batch.answers.get("make_courses"):
        courses |= _make_courses(batch, decided, made)
    insert_lines(Record, list(_WRITTEN), _lines(batch, decided.rows, people, courses, by, now))
    return made


def _lines(
    batch: Batch,
    rows: pl.DataFrame,
    people: Mapping[int, Person],
    courses: Mapping[str, int],
    by: User,
    now: datetime,
) -> Iterator[tuple[Any, ...]]:
    """Yield the records, column by column of ``_WRITTEN``. A row about who brings the file in waits for somebody else."""
    mine = own_keys([by.pk])
    own = {place for place, person in people.items() if person.pk in mine}
    deliveries = set(Delivery.values)
    found: dict[tuple[str, str | None], int | None] = {}
    for row in rows.select(_COLUMNS).iter_rows():
        (
            number,
            who,
            course,
            title,
            day,
            minutes,
            outcome,
            delivery,
            provider,
            item,
            unit,
            marks,
            score,
            wrote,
            until,
        ) = row
        if (course, title) not in found:
            found[course, title] = course_of(course, title, courses)
        yield (
            *(uuid4(), batch.agency_id, people[who].pk, found[course, title]),
            _title(course, title, found[course, title]),
            *(None, None, batch.pk, number, Origin.IMPORTED.value),
            RecordStatus.PENDING.value if who in own else RecordStatus.VERIFIED.value,
            *(
                day,
                minutes or 0,
                outcome,
                delivery if delivery in deliveries else "",
                provider or "",
                unit or "",
            ),
            *(item or "", [mark.strip() for mark in (marks or "").split(";") if mark.strip()]),
            None if score is None else Decimal(str(score)).quantize(Decimal("0.01")),
            until,
            now if wrote is None else min(wrote.replace(tzinfo=UTC), now),
            *(by.pk, None, False, ""),
        )


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
