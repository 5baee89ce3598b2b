"""Write the oracle's officers down as the plain tables that the engine reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import polars as pl
from tests.oracle.crowds import COURSES
from tests.oracle.model import Fact, Officer, Record

from muster.core.tables import Facts
from muster.core.tables.schema import COURSES as COURSE_COLUMNS
from muster.core.tables.schema import DATED_FACTS, OFFICERS
from muster.core.tables.schema import RECORDS as RECORD_COLUMNS


def facts_of(officers: Sequence[Officer]) -> Facts:
    """Number the officers ``o-0000`` on, and build the engine's facts from all of them together."""
    names = [name_of(i) for i in range(len(officers))]
    facts: list[dict[str, Any]] = []
    records: list[dict[str, Any]] = []
    for name, officer in zip(names, officers, strict=True):
        for line in officer.facts:
            facts += _lines(name, line, "fact_id", len(facts))
        for record in officer.records:
            records += _lines(name, record, "record_id", len(records))
    return Facts.from_tables(
        pl.DataFrame({"officer_id": names}, schema=OFFICERS),
        _table(facts, DATED_FACTS),
        _table([_course_row(course) for course in COURSES], COURSE_COLUMNS),
        _table([_record_row(row) for row in records], RECORD_COLUMNS),
    )


def name_of(number: int) -> str:
    """The id of the officer with this number; ids sort as the numbers do."""
    return f"o-{number:04}"


def _lines(name: str, line: Fact | Record, key: str, number: int) -> list[dict[str, Any]]:
    """Write a line and, where it was replaced, the line that took it back."""
    own = {**asdict(line), "officer_id": name, key: f"{key}-{number}"}
    if line.superseded_at is None:
        return [own]
    back = {**own, key: f"{key}-{number}-back", "supersedes": own[key], "withdrawn": True}
    return [own, {**back, "recorded_at": line.superseded_at}]


def _record_row(row: dict[str, Any]) -> dict[str, Any]:
    score = row["score"]
    return {
        **row,
        "completed_on": row["date"],
        "marks": ";".join(row["marks"]) or None,
        "score": None if score is None else float(score),
    }


def _course_row(course: str) -> dict[str, Any]:
    topics, certified, minutes = COURSES[course]
    text = None if topics is None else ";".join(topics) or "none"
    return {"course": course, "topics": text, "certified": certified, "minutes": minutes}


def _table(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame({column: [row.get(column) for row in rows] for column in schema}, schema=schema)
