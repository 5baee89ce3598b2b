"""Confirmed topics given to courses, and how far the confirming has come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from muster.core.crosswalk.book import Crosswalk, Group
from muster.core.crosswalk.words import normal_title
from muster.core.errors import BadInput, Where
from muster.core.tables import conform
from muster.core.tables.schema import COURSES

STATUSES = ("confirmed", "suggested", "refused", "unseen")


@dataclass(frozen=True)
class CrosswalkStatus:
    """How much is confirmed: one line a status with ``titles``, ``records`` and their shares in percent."""

    table: pl.DataFrame
    unseen: pl.DataFrame  # title and records, most records first


def groups_of(titles: pl.DataFrame, crosswalk: Crosswalk) -> list[Group | None]:
    """Find the group of each row (columns course and title): by its number if listed, else by its title."""
    by_course, by_title = crosswalk.by_course(), crosswalk.by_title()
    return [
        by_course.get(course) or by_title.get(normal_title(title or course))
        for course, title in titles.select("course", "title").rows()
    ]


def apply_crosswalk(titles: pl.DataFrame, crosswalk: Crosswalk) -> pl.DataFrame:
    """Return the plain table of courses for ``titles`` (columns course and title).

    Only confirmed groups give topics, and ``none`` where they say there is none; every other course keeps
    empty topics, which means not known. A course under several titles has topics only if all agree.
    """
    titles = titles.select("course", "title").unique(maintain_order=True)
    topics: dict[str, str | None] = {}
    names: dict[str, str] = {}
    for (course, title), group in zip(titles.rows(), groups_of(titles, crosswalk), strict=True):
        found = _topics(group)
        topics[course] = found if topics.get(course, found) == found else None
        names.setdefault(course, title or course)
    return pl.DataFrame(
        {
            "course": list(names),
            "title": list(names.values()),
            "topics": [topics[course] for course in names],
        },
        schema={name: COURSES[name] for name in ("course", "title", "topics")},
    ).sort("course")


def _topics(group: Group | None) -> str | None:
    if group is None or group.status != "confirmed":
        return None
    return ";".join(group.topics) or "none"


def crosswalk_status(crosswalk: Crosswalk, titles: pl.DataFrame | None = None) -> CrosswalkStatus:
    """Count titles and records by status; without ``titles`` those of the file itself.

    ``titles`` has the columns course, title and records.
    """
    if titles is None:
        listed = [(name, name, 0) for group in crosswalk.groups for name in group.names]
        titles = pl.DataFrame(listed, schema=["course", "title", "records"], orient="row")
    statuses = [group.status if group else "unseen" for group in groups_of(titles, crosswalk)]
    seen = titles.select(
        pl.coalesce("title", "course").alias("title"), pl.col("records").cast(pl.Int64)
    ).with_columns(status=pl.Series(statuses, dtype=pl.String))
    counted = seen.group_by("status").agg(titles=pl.col("title").n_unique(), records=pl.col("records").sum())
    table = pl.DataFrame({"status": STATUSES}).join(counted, on="status", how="left", maintain_order="left")
    table = table.with_columns(pl.col("titles", "records").fill_null(0).cast(pl.Int64))
    shares = (
        (100 * pl.col(name) / pl.col(name).sum()).fill_nan(0).round(1).alias(f"{name}_share")
        for name in ("titles", "records")
    )
    unseen = seen.filter(pl.col("status") == "unseen").group_by("title").agg(pl.col("records").sum())
    return CrosswalkStatus(
        table.with_columns(*shares), unseen.sort(["records", "title"], descending=[True, False])
    )


def courses_with_topics(crosswalk: Crosswalk, titles: pl.DataFrame, existing: pl.DataFrame) -> pl.DataFrame:
    """Put topics into a table of courses (all text); what else it says about a course stays.

    Topics that stand there already stay where nobody has judged the title; where the proposal was refused
    they go.
    """
    applied = apply_crosswalk(titles, crosswalk)
    # A title that a spreadsheet would run goes into no CSV unless a person confirmed it.
    runs = pl.concat_str("course", pl.lit("\n"), "title").str.contains(r"(?m)^[=+@\t\r]")
    applied = applied.filter(pl.col("topics").is_not_null() | ~runs)
    groups = groups_of(titles, crosswalk)
    refused = {
        course
        for course, group in zip(titles["course"], groups, strict=True)
        if group and group.status == "refused"
    }
    missing = [pl.lit(None, pl.String).alias(name) for name in COURSES if name not in existing.columns]
    known = existing.with_columns(missing).with_columns(
        topics=pl.when(~pl.col("course").is_in(list(refused))).then(pl.col("topics"))
    )
    joined = known.join(applied, on="course", how="full", coalesce=True, suffix="_found")
    return joined.with_columns(
        title=pl.coalesce("title", "title_found"), topics=pl.coalesce("topics_found", "topics")
    ).select(known.columns)


def write_courses(folder: Path, crosswalk: Crosswalk, titles: pl.DataFrame) -> pl.DataFrame:
    """Write ``courses.csv`` of a folder with the confirmed topics, whole or not at all; return the table.

    Raises BadInput where the folder keeps its courses in another form, BadFact where they are no courses.
    """
    other = [*folder.glob("courses.parquet"), *folder.glob("courses/*"), *folder.glob("kinds.parquet")]
    if other:
        raise BadInput.because(
            "crosswalk-courses",
            f"topics are written into courses.csv, and this folder keeps courses in {other[0].name}.",
            "Bring them into courses.csv first.",
            Where(str(folder)),
        )
    file = folder / "courses.csv"
    existing = (
        pl.read_csv(file, infer_schema=False) if file.exists() else pl.DataFrame(schema={"course": pl.String})
    )
    conform(existing, "courses", file)
    courses = courses_with_topics(crosswalk, titles, existing).sort("course")
    temporary = folder / ".courses.csv.part"
    temporary.write_bytes(courses.write_csv().encode("utf-8"))
    temporary.replace(file)
    return courses
