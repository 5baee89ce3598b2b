"""The columns of the database put together as facts.

A merged person is one officer. A line carries the moment it was written and the moment another one replaced it,
half open, so that every past moment can be asked again. Only records that are believed are facts of training.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import polars as pl

from muster.core.tables import Facts
from muster.core.tables.schema import COMPACT_RECORDS, MOMENT, SPANS
from muster.records.enums import Outcome
from muster.roster.models import Agency, Person
from muster.standards.enums import ExceptionKind
from muster.standards.reading import sql
from muster.standards.reading.database import Ask, asking
from muster.standards.reading.kinds import CourseRow, read_catalogue, with_kinds
from muster.standards.reading.texts import day_of, moment_of

# Where the people asked about are more than one in _MOST of all there are, a table is read from end to end: in a
# file that is quicker than looking up the lines of each. Up to _FEW people nobody need count.
_MOST = 4
_FEW = 50
_EVERYBODY = "1 = 1"
_PLANNED = "-"  # how the id of a record begins that is only imagined


@dataclass(frozen=True)
class PlannedClass:
    """Somebody will have taken a course on a day."""

    person: int
    course: int
    day: date
    minutes: int


@dataclass(frozen=True)
class PlannedExcuse:
    """Somebody will be excused from a requirement, or have more time for it."""

    kind: str
    requirement: str
    start: date
    end: date


@dataclass(frozen=True)
class Asked:
    """Whose facts are wanted, for which agency and day. ``people`` maps every entry to the person it is shown as.

    ``codes`` are course numbers that rules name; ``jurisdictions`` say whose numbers of courses are looked at.
    ``planned`` classes are put beside the records there are; ``without_planned`` takes them out again. They may be of
    ``sketches``: courses that are in no catalogue, under keys below zero.
    """

    agency: Agency
    people: Mapping[int, int]
    as_of: date
    known_at: datetime | None = None
    codes: Collection[str] = field(default_factory=frozenset)
    jurisdictions: Collection[str] = field(default_factory=frozenset)
    planned: Sequence[PlannedClass] = ()
    sketches: Mapping[int, CourseRow] = field(default_factory=dict)

    @property
    def agencies(self) -> str:
        """The agency and the commission over it, which both decide, as SQL."""
        return ", ".join(str(int(key)) for key in (self.agency.pk, self.agency.commission_id) if key)

    def with_planned(
        self, planned: Sequence[PlannedClass], sketches: Mapping[int, CourseRow] | None = None
    ) -> Asked:
        """Return the same question with classes that are only planned."""
        return replace(self, planned=planned, sketches=sketches or {})


def plain_moment(known_at: datetime | None) -> datetime | None:
    """Return a moment as the engine has it: on the world's clock, without saying so."""
    return known_at and known_at.astimezone(UTC).replace(tzinfo=None)


def facts_of(asked: Asked) -> Facts:
    """Read what is known of some people. Officers are numbered in the order of their keys, which are their ids."""
    kept = sorted(set(asked.people.values()))
    place = {key: number for number, key in enumerate(kept)}
    number = {entry: place[person] for entry, person in asked.people.items()}
    these = _of_these(asked.people)
    with asking() as ask:
        spans = _spans(
            ask(sql.SPANS.about(of_these=these, agency=str(asked.agency.pk), agencies=asked.agencies))
        )
        records = _records(ask, these, asked)
        catalogue = read_catalogue(
            ask,
            taken=_taken(these, asked),
            agencies=asked.agencies,
            jurisdictions=asked.jurisdictions,
            codes=asked.codes,
            known_at=plain_moment(asked.known_at),
            sketches=asked.sketches,
        )
    spans = pl.concat([spans, _still_excused(spans, asked)])
    records, kinds = with_kinds(_numbered(records, number), catalogue)
    return Facts(
        officers=pl.DataFrame(
            {"officer": range(len(kept)), "officer_id": [str(key) for key in kept]},
            schema={"officer": pl.UInt32, "officer_id": pl.String},
        ),
        spans=_numbered(spans, number).select(pl.col(name).cast(dtype) for name, dtype in SPANS.items()),
        kinds=kinds,
        # lazy: no verdict reads the ids of records, and writing a hundred thousand of them as text takes its time
        records=records.lazy().select(pl.col(name).cast(dtype) for name, dtype in COMPACT_RECORDS.items()),
    )


def without_planned(facts: Facts) -> Facts:
    """Return facts without the classes that are only planned."""
    return replace(facts, records=facts.records.filter(~pl.col("record_id").str.starts_with(_PLANNED)))


def with_excuse(facts: Facts, planned: PlannedExcuse) -> Facts:
    """Return facts with a waiver or more time, which is only thought of, for everybody in them."""
    lines = facts.officers.select(
        "officer",
        fact=pl.lit(planned.kind),
        value=pl.lit(planned.requirement),
        start=pl.lit(planned.start),
        end=pl.lit(planned.end),
        known_from=pl.lit(None),
        known_until=pl.lit(None),
    ).select(pl.col(name).cast(dtype) for name, dtype in SPANS.items())
    return replace(facts, spans=pl.concat([facts.spans, lines]))


def _of_these(people: Mapping[int, int]) -> str:
    """Return the condition that a line is about these people."""
    if len(people) > _FEW and len(people) * _MOST > Person.objects.count():
        return _EVERYBODY
    return f"l.person_id IN ({', '.join(str(int(entry)) for entry in sorted(people)) or 'NULL'})"


def _taken(these: str, asked: Asked) -> str:
    """Return the condition that somebody took or will take a course, or that another is equivalent to it."""
    if these == _EVERYBODY:
        return these
    planned = ", ".join(str(int(each.course)) for each in asked.planned) or "NULL"
    return (
        f"c.id IN (SELECT l.course_id FROM records_record l WHERE {these}) "  # noqa: S608 - whole numbers only
        f"OR c.id IN (SELECT equivalent_to_id FROM standards_courseapproval) OR c.id IN ({planned})"
    )


def _numbered(table: pl.DataFrame, number: Mapping[int, int]) -> pl.DataFrame:
    """Give each row its officer's number, and leave out those about somebody else."""
    officer = pl.col("person").replace_strict(
        list(number), list(number.values()), default=None, return_dtype=pl.UInt32
    )
    return table.with_columns(officer=officer).filter(pl.col("officer").is_not_null())


# ── dated facts ───────────────────────────────────────────────────────────────────────────────────


def _spans(answer: pl.DataFrame) -> pl.DataFrame:
    return answer.select(
        "person",
        "fact",
        pl.col("value").replace("", None),
        start=day_of("first_day"),
        end=day_of("last_day"),
        known_from=moment_of("known_from"),
        known_until=moment_of("known_until"),
    )


def _still_excused(spans: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Return waivers and extensions that were ended early, and not before the day judged.

    The line ends with the moment of that deed, so from then on none of it would be known; yet on the days before,
    they held. A rule looks at whole periods: of one that ended before the day judged, nothing is left.
    """
    ended = spans.filter(pl.col("fact").is_in(ExceptionKind.values) & pl.col("known_until").is_not_null())
    there = pl.col("known_until").dt.replace_time_zone("UTC").dt.convert_time_zone(asked.agency.time_zone)
    return ended.filter(there.dt.date() >= asked.as_of).with_columns(
        known_from="known_until", known_until=pl.lit(None, MOMENT)
    )


# ── training ──────────────────────────────────────────────────────────────────────────────────────


def _records(ask: Ask, these: str, asked: Asked) -> pl.DataFrame:
    known = asked.known_at is not None
    written = sql.WRITTEN if known else sql.WRITTEN_UNASKED
    found = ask(sql.RECORDS.about(of_these=these, written=written)).sort(
        "id"
    )  # whatever order the database has
    if asked.planned:
        found = pl.concat([found, _planned(asked.planned)])
    replaced = ask(sql.REPLACED.about(of_these=these)).select("id", known_until=moment_of("known_until"))
    return found.join(replaced, on="id", how="left", maintain_order="left").with_columns(
        record_id="id",
        known_from=moment_of("known_from") if known else pl.lit(None, MOMENT),
        completed_on=day_of("day"),
        score=pl.when(pl.col("score") >= 0).then("score"),
    )


def _planned(classes: Sequence[PlannedClass]) -> pl.DataFrame:
    sort = sql.SEPARATOR.join((Outcome.COMPLETED.value, "", json.dumps([]), "", "", "", ""))
    rows = [
        (-number, each.person, each.course, each.day.isoformat(), each.minutes, -1, sort, "")
        for number, each in enumerate(classes, 1)
    ]
    return pl.DataFrame(rows, schema=dict(sql.RECORDS.columns), orient="row")
