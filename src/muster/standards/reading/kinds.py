"""What a record is about: its course, what is claimed of the course on that day, and what the record itself says."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import polars as pl

from muster.core.tables.schema import KINDS
from muster.standards.reading import sql
from muster.standards.reading.database import Ask
from muster.standards.reading.texts import day_of, moment_of


@dataclass(frozen=True)
class CourseRow:
    """A course as it describes itself; ``topics`` None: nobody has said yet."""

    code: str
    title: str
    topics: list[str] | None
    delivery: str
    provider: str
    minutes: int
    certified: bool | None


@dataclass(frozen=True)
class Claim:
    """Between two days a course also is about topics, has marks, and goes by another number. Open ends: always."""

    course: int
    topics: list[str]
    marks: list[str]
    code: str  # a state's number for it
    equals: int  # the course it is equivalent to; 0: none
    start: date | None
    end: date | None

    @property
    def is_dated(self) -> bool:
        """Whether it holds on some days only."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True)
class Catalogue:
    """Courses by key, and what is claimed of each. ``codes`` are the numbers that rules name."""

    courses: Mapping[int, CourseRow]
    claims: tuple[Claim, ...]
    codes: Collection[str] = frozenset()
    always: dict[int, list[Claim]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for claim in self.claims:
            if not claim.is_dated:
                self.always.setdefault(claim.course, []).append(claim)

    def holding(self, course: int, dated: str) -> list[Claim]:
        """Return what is claimed of a course: always, and by the dated claims numbered in a text."""
        return [*self.always.get(course, ()), *(self.claims[int(number)] for number in dated.split())]

    def topics(self, course: int, claims: Iterable[Claim]) -> list[str] | None:
        """Return what a course is about with what is claimed of it; None where nobody has said."""
        row = self.courses.get(course)
        own = row.topics if row else None
        claimed = [code for claim in claims for code in (*claim.topics, *self._of_equal(claim))]
        return list(dict.fromkeys([*(own or ()), *claimed])) if claimed else own

    def _of_equal(self, claim: Claim) -> list[str]:
        """Return what the course is about that another is equivalent to: one step, never a chain."""
        row = self.courses.get(claim.equals)
        further = [code for other in self.always.get(claim.equals, ()) for code in other.topics]
        return [*((row.topics if row else None) or ()), *further]

    def code(self, course: int, claims: Iterable[Claim]) -> str:
        """Return the number by which rules know a course, or else its own."""
        own = self.courses[course].code
        others = [claim.code or self._code_of(claim.equals) for claim in claims]
        return next((code for code in (own, *others) if code in self.codes), own)

    def _code_of(self, course: int) -> str:
        row = self.courses.get(course)
        return row.code if row else ""


def read_catalogue(
    ask: Ask,
    *,
    taken: str,
    agencies: str,
    jurisdictions: Collection[str],
    codes: Collection[str],
    known_at: datetime | None,
    sketches: Mapping[int, CourseRow] = MappingProxyType({}),
) -> Catalogue:
    """Read courses (``taken`` is a condition on them), and the claims that stood at a moment.

    ``sketches`` are put beside them: courses that nobody keeps yet, under keys that no course has.
    """
    kept = {row["id"]: _course(row) for row in ask(sql.COURSES.about(taken=taken)).iter_rows(named=True)}
    courses = {**kept, **sketches}
    answer = ask(sql.CLAIMS.about(agencies=agencies)).with_columns(
        start=day_of("first_day"),
        end=day_of("last_day"),
        known_from=moment_of("known_from"),
        known_until=moment_of("known_until"),
    )
    claims = tuple(
        _claim(row)
        for row in answer.iter_rows(named=True)
        if _stood(row, known_at) and row["jurisdiction"] in ("", *jurisdictions)
    )
    return Catalogue(courses, claims, codes)


def _course(row: dict[str, Any]) -> CourseRow:
    return CourseRow(
        code=row["code"],
        title=row["title"],
        topics=json.loads(row["topics"] or "null"),
        delivery=row["delivery"],
        provider=row["provider"],
        minutes=row["minutes"],
        certified=None if row["certified"] < 0 else bool(row["certified"]),
    )


def _claim(row: dict[str, Any]) -> Claim:
    return Claim(
        row["course"],
        json.loads(row["topics"]) or [],
        json.loads(row["marks"]) or [],
        row["code"],
        row["equals"],
        row["start"],
        row["end"],
    )


def _stood(row: dict[str, Any], known_at: datetime | None) -> bool:
    if known_at is None:
        return row["known_until"] is None
    return row["known_from"] <= known_at and (row["known_until"] is None or known_at < row["known_until"])


def with_kinds(records: pl.DataFrame, catalogue: Catalogue) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number the sorts of record there are; return the records with their ``kind``, and the table of kinds."""
    claimed = records.join(_dated_claims(records, catalogue), on="id", how="left", maintain_order="left")
    keyed = claimed.with_columns(
        pl.col("claimed").fill_null(""),
        # as a small number a text is compared once, and not once a record
        word=pl.concat_str("sort", pl.col("claimed").fill_null(""), separator="\x1e")
        .cast(pl.Categorical)
        .to_physical()
        .cast(pl.Int64),
    ).with_columns(key=pl.col("course") * (1 << 32) + pl.col("word"))
    sorts = keyed.unique("key", keep="first", maintain_order=True).select(
        "key", "course", "sort", "claimed", kind=pl.int_range(pl.len(), dtype=pl.UInt32)
    )
    rows = [_kind(row, catalogue) for row in sorts.iter_rows(named=True)]
    numbered = keyed.join(sorts.select("key", "kind"), on="key", how="left", maintain_order="left")
    return numbered, pl.DataFrame(rows, schema=KINDS)


def _dated_claims(records: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Return, for each record that was done while something was claimed of its course, the numbers of those claims."""
    dated = [(number, c.course, c.start, c.end) for number, c in enumerate(catalogue.claims) if c.is_dated]
    schema = {"claim": pl.Int64, "course": pl.Int64, "start": pl.Date, "end": pl.Date}
    days = pl.DataFrame(dated, schema=schema, orient="row")
    on = pl.col("completed_on")
    held = (pl.col("start").is_null() | (pl.col("start") <= on)) & (
        pl.col("end").is_null() | (on <= pl.col("end"))
    )
    return (
        records.select("id", "course", "completed_on")
        .join(days, on="course", how="inner")
        .filter(held & on.is_not_null())
        .sort("claim")
        .group_by("id", maintain_order=True)
        .agg(claimed=pl.col("claim").cast(pl.String).str.join(" "))
    )


def _kind(row: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    said = dict(zip(sql.SORT_PARTS, row["sort"].split(sql.SEPARATOR, len(sql.SORT_PARTS) - 1), strict=True))
    claims = catalogue.holding(row["course"], row["claimed"])
    course = catalogue.courses.get(row["course"])
    marks = [*(json.loads(said["marks"]) or ()), *(mark for claim in claims for mark in claim.marks)]
    return {
        "kind": row["kind"],
        "course": catalogue.code(row["course"], claims) if course else said["title"],
        "title": course.title if course else said["title"],
        "topics": catalogue.topics(row["course"], claims),
        "provider": said["provider"] or (course.provider if course else "") or None,
        "delivery": said["delivery"] or (course.delivery if course else "") or None,
        "outcome": said["outcome"],
        "unit": said["unit"] or None,
        "item": said["item"] or None,
        "marks": list(dict.fromkeys(marks)),
        "certified": course.certified if course else None,
        "course_minutes": course.minutes if course else None,
    }
