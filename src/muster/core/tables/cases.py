"""Facts out of written cases: small officers, made up to test a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from muster.core.tables.facts import Facts
from muster.core.tables.schema import COURSES, DATED_FACTS, OFFICERS, RECORDS


def facts_of_cases(officers: Sequence[Any]) -> Facts:
    """Build facts of officers ``case-0``, ``case-1`` ...; each record is a course of its own unless it names one."""
    facts: list[dict[str, Any]] = []
    courses: dict[str, dict[str, Any]] = {}
    records: list[dict[str, Any]] = []
    for number, officer in enumerate(officers):
        identity = f"case-{number}"
        facts += [
            {
                "officer_id": identity,
                "fact": fact.fact,
                "value": fact.value,
                "start": fact.start,
                "end": fact.end,
                "recorded_at": _moment(fact.recorded_at),
            }
            for fact in officer.facts
        ]
        for position, record in enumerate(officer.records):
            name = record.course or f"case {number} record {position}"
            course = _course(courses, name, record)
            row = {
                "officer_id": identity,
                "course": course,
                "completed_on": record.on,
                "minutes": record.amount,
                "outcome": record.outcome,
                "delivery": record.delivery,
                "provider": record.provider,
                "item": record.item,
                "unit": record.unit,
                "marks": ";".join(record.marks) or None,
                "score": record.score,
                "recorded_at": _moment(record.recorded_at),
            }
            records += [row] * record.times
    return Facts.from_tables(
        pl.DataFrame([{"officer_id": f"case-{i}"} for i in range(len(officers))], schema=OFFICERS),
        pl.DataFrame(facts, schema=DATED_FACTS),
        pl.DataFrame(list(courses.values()), schema=COURSES),
        pl.DataFrame(records, schema=RECORDS),
    )


def _course(courses: dict[str, dict[str, Any]], name: str, record: Any) -> str:
    """Note the course of a record and return its number. One course number is one course, whatever it teaches."""
    topics = None if record.topics is None else ";".join(record.topics) or "none"
    known = courses.setdefault(
        name,
        {
            "course": name,
            "title": name,
            "topics": topics,
            "certified": record.certified,
            "minutes": record.course_hours,
        },
    )
    if known["topics"] is None:
        known["topics"] = topics
    return name


def _moment(value: datetime | date | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - records carry local moments
