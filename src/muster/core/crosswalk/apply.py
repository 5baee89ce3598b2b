"""Confirmed topics given to courses, and how far the confirming has come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from muster.core.crosswalk.book import Crosswalk, Group
from muster.core.crosswalk.words import normal_title
from muster.core.errors import BadInput, Where
from muster.core.tables import conform
from muster.core.tables.schema import COURSES

STATUSES = ("confirmed", "suggested", "refused", "known", "unseen")


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


def crosswalk_status(
    crosswalk: Crosswalk, titles: pl.DataFrame | None = None, known: Collection[str] = ()
) -> CrosswalkStatus:
    """Count titles and records by status; without ``titles`` those of the file itself.

    ``titles`` has the columns course, title and records; ``known`` are courses whose topics the folder
    knows, so that nobody has to judge their titles.
    """
    if titles is None:
        listed = [(name, name, 0) for group in crosswalk.groups for name in group.names]
        titles = pl.DataFrame(listed, schema=["course", "title", "records"], orient="row")
    pairs = zip(titles["course"], groups_of(titles, crosswalk), strict=True)
    statuses = [_status(group, known=course in known) for course, group in pairs]
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


def _status(group: Group | None, *, known: bool) -> str:
    if group is None or group.status == "suggested":
        return "known" if known else group.status if group else "unseen"
    return group.status


def courses_with_topics(
    crosswalk: Crosswalk, titles: pl.DataFrame, existing: pl.DataFrame, *, replace: bool = False
) -> pl.DataFrame:
    """Put topics into a table of courses (all text); what else it says about a course stays.

    Confirmed topics are added to those that stand there, which somebody knew without the titles. With
    ``replace`` they take their place, and where the proposal was refused nothing is left.
    """
    applied = apply_crosswalk(titles, crosswalk)
    # A title that a spreadsheet would run goes into no CSV unless a person confirmed it.
    runs = pl.concat_str("course", pl.lit("\n"), "title").str.contains(r"(?m)^[=+@\t\r]")
    applied = applied.filter(pl.col("topics").is_not_null() | ~runs)
    missing = [pl.lit(None, pl.String).alias(name) for name in COURSES if name not in existing.columns]
    known = existing.with_columns(missing)
    joined = known.join(applied, on="course", how="full", coalesce=True, suffix="_found")
    topics = _replaced(joined, crosswalk, titles) if replace else _added(joined)
    return joined.with_columns(title=pl.coalesce("title", "title_found"), topics=topics).select(known.columns)


def _added(joined: pl.DataFrame) -> pl.Series:
    pairs = joined.select("topics", "topics_found").rows()
    return pl.Series("topics", [_together(before, found) for before, found in pairs], pl.String)


def _together(before: str | None, found: str | None) -> str | None:
    """Join two lists of topics; ``none`` gives way to any topic."""
    if not before or not found:
        return before or found
    stood = [topic.strip() for topic in before.split(";")]
    more = [topic for topic in found.split(";") if topic not in (*stood, "none")]
    if not more:
        return before  # as it was written, to the letter
    return ";".join([*(topic for topic in stood if topic not in ("", "none")), *more])


def _replaced(joined: pl.DataFrame, crosswalk: Crosswalk, titles: pl.DataFrame) -> pl.Series:
    pairs = zip(titles["course"], groups_of(titles, crosswalk), strict=True)
    refused = [course for course, group in pairs if group and group.status == "refused"]
    left = pl.when(~pl.col("course").is_in(refused)).then("topics")
    return joined.select(topics=pl.coalesce("topics_found", left))["topics"]


@dataclass(frozen=True)
class CourseChanges:
    """What a crosswalk does to courses.csv: the table before and after, all text, sorted by course."""

    before: pl.DataFrame
    after: pl.DataFrame

    @property
    def changed(self) -> pl.DataFrame:
        """The courses whose topics change: course, title, before, after."""
        old = self.before.select("course", pl.col("topics").replace("", None).alias("before"))
        both = self.after.join(old, on="course", how="left", maintain_order="left")
        return both.filter(pl.col("topics").ne_missing(pl.col("before"))).select(
            "course", "title", "before", after="topics"
        )

    @property
    def known(self) -> tuple[int, int]:
        """How many courses have known topics before and after."""
        return _known(self.before), _known(self.after)


def _known(courses: pl.DataFrame) -> int:
    return courses["topics"].replace("", None).drop_nulls().len()


def plan_courses(
    folder: Path, crosswalk: Crosswalk, titles: pl.DataFrame, *, replace: bool = False
) -> CourseChanges:
    """Work out what the confirmed topics change in ``courses.csv`` of a folder; nothing is written.

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
    empty = pl.DataFrame(schema={"course": pl.String})
    existing = pl.read_csv(file, infer_schema=False, glob=False) if file.exists() else empty
    conform(existing, "courses", file)
    courses = courses_with_topics(crosswalk, titles, existing, replace=replace).sort("course")
    if "topics" not in existing.columns:
        existing = existing.with_columns(topics=pl.lit(None, pl.String))
    return CourseChanges(existing.sort("course"), courses)


def write_courses(
    folder: Path, crosswalk: Crosswalk, titles: pl.DataFrame, *, replace: bool = False
) -> CourseChanges:
    """Write ``courses.csv`` of a folder with the confirmed topics, whole or not at all.

    Raises as ``plan_courses`` does.
    """
    changes = plan_courses(folder, crosswalk, titles, replace=replace)
    temporary = folder / ".courses.csv.part"
    try:
        temporary.write_bytes(changes.after.write_csv().encode("utf-8"))
        temporary.replace(folder / "courses.csv")
    except OSError as error:
        raise BadInput.because(
            "crosswalk-unwritable",
            f"courses.csv cannot be written ({error.strerror}); it is as it was.",
            "Check that the folder can be written to, then run it again.",
            Where(str(folder)),
        ) from None
    return changes
