"""The database as columns: both ways of reading, and the same answer as from plain tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from django.db import connection, transaction
from polars.testing import assert_frame_equal
from tests.cast import make_unit

from muster.core.report.summary import in_plain_order
from muster.core.rules import evaluate, load_rulebook
from muster.core.sample import SampleTables, make_department
from muster.core.tables import Facts
from muster.curriculum.models import Course
from muster.records.models import Record
from muster.roster.models import Agency, Appointment, Assignment, Fact, Person, Unit
from muster.standards.reading import database
from muster.standards.reading.database import asking
from muster.standards.reading.sql import COURSES, RECORDS
from muster.standards.standing import standing_of

RULES = ["model", "us-co/annual-24", "us-or/maintenance-84", "us-or/firearms-or-force-8", "us-ca/cpt"]
ALWAYS = datetime(1990, 1, 1, tzinfo=UTC)


def written_into_database(tables: SampleTables) -> tuple[Agency, dict[str, Person]]:
    """Write a sample into the tables of the site, line by line with its corrections."""
    agency = Agency.objects.create(ori="XX0000100", name="Sample")
    people = {
        name: Person.objects.create(given_name="N", family_name=name)
        for name in tables.officers["officer_id"]
    }
    courses = {row["course"]: _course(agency, row) for row in tables.courses.iter_rows(named=True)}
    units: dict[str, Unit] = {}
    written: dict[str, Any] = {}
    for row in tables.facts.iter_rows(named=True):
        common = _line(row, people, written.get(row["supersedes"]))
        common |= {"start": row["start"], "end": row["end"]}
        if row["fact"] == "employment":
            line: Any = Appointment(agency=agency, employment=row["value"], **common)
        elif row["fact"] == "unit":
            if row["value"] not in units:
                units[row["value"]] = make_unit(agency, row["value"], row["value"])
            line = Assignment(unit=units[row["value"]], **common)
        elif row["fact"] == "agency":
            continue  # comes with the appointment
        else:
            line = Fact(agency=agency, fact=row["fact"], value=row["value"] or "", **common)
        line.save()
        written[row["fact_id"]] = line
    for row in tables.records.iter_rows(named=True):
        known = courses.get(row["course"])
        line = Record(
            agency=agency,
            course=known,
            title=known.title if known else row["course"],
            origin="imported",
            status="verified",
            completed_on=row["completed_on"],
            minutes=row["minutes"] or 0,
            outcome=row["outcome"],
            delivery=row["delivery"] or "",
            unit=row["unit"] or "",
            item=row["item"] or "",
            marks=row["marks"].split(";") if row["marks"] else [],
            score=row["score"],
            **_line(row, people, written.get(row["supersedes"])),
        )
        line.save()
        written[row["record_id"]] = line
    return agency, people


def _line(row: dict[str, Any], people: dict[str, Person], replaces: Any) -> dict[str, Any]:
    return {
        "person": people[row["officer_id"]],
        "known_from": row["recorded_at"].replace(tzinfo=UTC) if row["recorded_at"] else ALWAYS,
        "withdrawn": bool(row["withdrawn"]),
        "replaces": replaces,
    }


def _course(agency: Agency, row: dict[str, Any]) -> Course:
    topics = None if row["topics"] is None else [code for code in row["topics"].split(";") if code != "none"]
    return Course.objects.create(
        agency=agency,
        code=row["course"],
        title=row["title"],
        topics=topics,
        delivery=row["delivery"] or "",
        provider=row["provider"] or "",
        minutes=row["minutes"] or 0,
        certified=row["certified"],
    )


@pytest.mark.django_db
@pytest.mark.parametrize("known_at", [None, datetime(2024, 6, 30, 12, tzinfo=UTC)])
def test_the_standing_from_the_database_is_that_from_plain_tables(known_at: datetime | None) -> None:
    day = date(2026, 11, 20)
    tables = make_department(50, 7, day, 6, 12)
    # there a course has marks of its own, which the site keeps with approvals
    tables = SampleTables(
        tables.officers,
        tables.facts,
        tables.courses.with_columns(marks=pl.lit(None, pl.String)),
        tables.records,
    )
    assert tables.records["unit"].drop_nulls().len() > 0  # some are in college credits
    agency, people = written_into_database(tables)
    rules = load_rulebook(only=RULES)
    judged = standing_of(agency, day, known_at, people=Person.objects.all(), rules=rules)
    plain = evaluate(
        Facts.from_tables(tables.officers, tables.facts, tables.courses, tables.records),
        rules,
        day,
        known_at and known_at.replace(tzinfo=None),
    )
    names = {str(person.pk): name for name, person in people.items()}
    ours = judged.standing.with_columns(pl.col("officer_id").replace_strict(names, return_dtype=pl.String))
    assert_frame_equal(in_plain_order(ours), in_plain_order(plain.standing))
    given = judged.credit.with_columns(pl.col("officer_id").replace_strict(names, return_dtype=pl.String))
    columns = ["officer_id", "course", "completed_on", "requirement", "period_start", "minutes", "reason"]
    assert_frame_equal(_in_order(given, columns), _in_order(plain.credit, columns))


def _in_order(credit: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    words = [name for name, dtype in credit.schema.items() if isinstance(dtype, pl.Enum)]
    return credit.with_columns(pl.col(words).cast(pl.String)).select(columns).sort(columns)


@pytest.mark.django_db(transaction=True)
def test_both_ways_of_asking_give_the_same_columns() -> None:
    written_into_database(make_department(50, 3, date(2026, 11, 20), 2, 3))
    statements = [RECORDS.about(of_these="1 = 1", written="''"), COURSES.about(taken="1 = 1")]
    with asking() as ask:
        assert ask is not database._through_django
        past_django = [ask(statement) for statement in statements]
    with transaction.atomic(), asking() as ask:
        assert ask is database._through_django
        through_django = [ask(statement) for statement in statements]
    for one, other in zip(past_django, through_django, strict=True):
        assert one.height > 0
        assert_frame_equal(one.sort("id"), other.sort("id"))


@pytest.mark.django_db(transaction=True)
def test_columns_come_in_the_types_asked_for_also_where_there_are_none() -> None:
    with asking() as ask:
        empty = ask(RECORDS.about(of_these="1 = 1", written="''"))
    assert (empty.height, dict(empty.schema)) == (0, dict(RECORDS.columns))


@pytest.mark.django_db
def test_inside_a_transaction_what_it_has_written_is_seen() -> None:
    assert connection.in_atomic_block
    agency = Agency.objects.create(ori="XX0000100", name="Sample")
    Course.objects.create(agency=agency, code="C-1", title="Just made", minutes=60)
    with asking() as ask:
        assert ask(COURSES.about(taken="1 = 1"))["title"].to_list() == ["Just made"]
