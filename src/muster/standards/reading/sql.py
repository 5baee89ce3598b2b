# ruff: noqa: S608 - the pieces are constants of this file; what is filled in are whole numbers (facts.py)
"""The questions that are put to the database, written once for SQLite and PostgreSQL.

Each answers with texts and whole numbers only, and nothing is empty: unknown is '' or -1. So both databases, and
both ways of asking (``database.py``), give the same columns. What stands in braces is filled in by ``facts.py``
with whole numbers and words of its own; no text of a user ever becomes part of a question.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from muster.core.tables.schema import Columns
from muster.records.enums import COUNTING

_TEXT, _NUMBER = pl.String, pl.Int64

#: Stands between the parts of a record's sort. JSON writes it otherwise, and the free texts come last, so that
#: nobody who types it into a form moves one part into another that is not theirs to write.
SEPARATOR = "\x1f"
SORT_PARTS = ("outcome", "delivery", "marks", "unit", "item", "provider", "title")


@dataclass(frozen=True)
class Statement:
    """A question, and the columns of its answer."""

    sql: str
    columns: Columns

    def about(self, **filled: str) -> Statement:
        """Return the question with its braces filled."""
        return Statement(self.sql.format(**filled), self.columns)


def _day(column: str) -> str:
    return f"COALESCE(CAST({column} AS TEXT), '')"


_END = 'l."end"'  # a word of SQL's own
_DAYS = f"{_day('l.start')} AS first_day, {_day(_END)} AS last_day"
_KNOWN = f"CAST(l.known_from AS TEXT) AS known_from, {_day('n.known_from')} AS known_until"


def _lines(fact: str, value: str, table: str, joined: str = "", condition: str = "") -> str:
    """Return the part of SPANS that reads one table of lines, each with the moment a later line replaced it."""
    return f"""
SELECT l.person_id AS person, {fact} AS fact, {value} AS value, {_DAYS}, {_KNOWN}
FROM {table} l {joined} LEFT JOIN {table} n ON n.replaces_id = l.id
WHERE NOT l.withdrawn AND {{of_these}} {condition}"""


_EMPLOYER = "JOIN roster_agency a ON a.id = l.agency_id"

#: Everything dated that is known of people: appointments, units, facts, and what they are excused from.
SPANS = Statement(
    "\nUNION ALL".join(
        (
            _lines("'agency'", "a.ori", "roster_appointment", _EMPLOYER),
            _lines("'employment'", "l.employment", "roster_appointment"),
            _lines("'sworn'", "CASE WHEN l.sworn THEN 'yes' ELSE 'no' END", "roster_appointment"),
            # a unit's code means something in its own agency only
            _lines(
                "'unit'",
                "u.code",
                "roster_assignment",
                "JOIN roster_unit u ON u.id = l.unit_id",
                "AND u.agency_id = {agency}",
            ),
            _lines("l.fact", "l.value", "roster_fact"),
            f"""
SELECT l.person_id, l.kind, l.requirement, {_DAYS},
    CAST(l.decided_at AS TEXT) AS known_from, {_day("l.ended_at")} AS known_until
FROM standards_excuse l
WHERE l.decision IN ('granted', 'ended') AND {{of_these}} AND l.agency_id IN ({{agencies}})""",
        )
    ),
    {
        "person": _NUMBER,
        "fact": _TEXT,
        "value": _TEXT,
        "first_day": _TEXT,
        "last_day": _TEXT,
        "known_from": _TEXT,
        "known_until": _TEXT,
    },
)

_SORT = f" || '{SEPARATOR}' || ".join(
    (
        "l.outcome",
        "l.delivery",
        "CAST(l.marks AS TEXT)",
        "l.unit",
        "l.item",
        "l.provider",
        "CASE WHEN l.course_id IS NULL THEN l.title ELSE '' END",
    )
)
_COUNTING = ", ".join(f"'{status.value}'" for status in COUNTING)

#: Training that is believed. ``sort`` holds what many records share in one text: it is cheaper to carry, and to number.
RECORDS = Statement(
    f"""
SELECT l.id AS id, l.person_id AS person, COALESCE(l.course_id, 0) AS course, {_day("l.completed_on")} AS day,
    l.minutes AS minutes, COALESCE(CAST(ROUND(l.score * 100) AS INTEGER), -1) AS score, {_SORT} AS sort,
    {{written}} AS known_from
FROM records_record l
WHERE NOT l.withdrawn AND l.status IN ({_COUNTING}) AND {{of_these}}""",
    {
        "id": _NUMBER,
        "person": _NUMBER,
        "course": _NUMBER,
        "day": _TEXT,
        "minutes": _NUMBER,
        "score": _NUMBER,
        "sort": _TEXT,
        "known_from": _TEXT,
    },
)
#: When a record was written down, for ``written``: only who asks what was known at a moment has to read it.
WRITTEN, WRITTEN_UNASKED = "CAST(l.known_from AS TEXT)", "''"

#: Which records were replaced, and when. Few are, so asking apart is cheaper than joining every record.
REPLACED = Statement(
    """
SELECT n.replaces_id AS id, CAST(n.known_from AS TEXT) AS known_until
FROM records_record n JOIN records_record l ON l.id = n.replaces_id
WHERE {of_these}""",
    {"id": _NUMBER, "known_until": _TEXT},
)

COURSES = Statement(
    f"""
SELECT c.id AS id, c.code AS code, c.title AS title, {_day("c.topics")} AS topics, c.delivery AS delivery,
    c.provider AS provider, c.minutes AS minutes,
    CASE WHEN c.certified IS NULL THEN -1 WHEN c.certified THEN 1 ELSE 0 END AS certified
FROM curriculum_course c
WHERE {{taken}}""",
    {
        "id": _NUMBER,
        "code": _TEXT,
        "title": _TEXT,
        "topics": _TEXT,
        "delivery": _TEXT,
        "provider": _TEXT,
        "minutes": _NUMBER,
        "certified": _NUMBER,
    },
)

#: What is claimed of courses: approvals and equivalences of the agency, and the numbers states know courses by.
CLAIMS = Statement(
    f"""
SELECT l.course_id AS course, CAST(l.topics AS TEXT) AS topics, CAST(l.marks AS TEXT) AS marks,
    '' AS code, COALESCE(l.equivalent_to_id, 0) AS equals, '' AS jurisdiction, {_DAYS}, {_KNOWN}
FROM standards_courseapproval l LEFT JOIN standards_courseapproval n ON n.replaces_id = l.id
WHERE NOT l.withdrawn AND l.agency_id IN ({{agencies}})
UNION ALL
SELECT l.course_id, '[]', '[]', l.code, 0, l.jurisdiction, {_DAYS}, {_KNOWN}
FROM curriculum_coursecode l LEFT JOIN curriculum_coursecode n ON n.replaces_id = l.id
WHERE NOT l.withdrawn""",
    {
        "course": _NUMBER,
        "topics": _TEXT,
        "marks": _TEXT,
        "code": _TEXT,
        "equals": _NUMBER,
        "jurisdiction": _TEXT,
        "first_day": _TEXT,
        "last_day": _TEXT,
        "known_from": _TEXT,
        "known_until": _TEXT,
    },
)
