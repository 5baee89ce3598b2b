"""Rows of another system turned into training records."""

from __future__ import annotations

from datetime import date

import polars as pl

from muster.core.errors import BadUsage
from muster.core.errors.sentence import sentence
from muster.core.importing.checks import check_identical, check_officers, check_shape, check_text
from muster.core.importing.columns import listed
from muster.core.importing.dates import ReadDays, read_days, read_moments
from muster.core.importing.grid import RawTable
from muster.core.importing.profile import Profile
from muster.core.importing.review import Review, Said, look_up
from muster.core.importing.values import HOURS_PROBLEMS, outcome_of, read_minutes, read_score
from muster.core.tables import conform
from muster.core.tables.schema import OUTCOMES, RECORDS

_DAY = 24 * 60
_PLAIN_TEXT = ("provider", "item", "unit", "marks")

#: What is said of a text that is no day, by how the column writes days.
_NO_DAY = {
    "mdy": "{header} '{text}' is no day between 1900 and 2100, written month first",
    "dmy": "{header} '{text}' is no day between 1900 and 2100, written day first",
    "ymd": "{header} '{text}' is no day between 1900 and 2100, written year first",
    "pattern": "{header} '{text}' is no day between 1900 and 2100, written like {pattern}",
}


def build_records(
    table: RawTable, mapped: pl.DataFrame, headers: dict[str, str], profile: Profile, file: str, today: date
) -> tuple[Review, pl.DataFrame]:
    """Read every mapped cell. Returns the review and all rows, with ``row`` and ``title`` beside the columns.

    ``mapped`` holds the text of each of our columns, ``headers`` how the source calls them. Raises BadInput
    when a column of days can be read in two ways.
    """
    review = Review(table.numbers)
    check_shape(table, review)
    check_officers(mapped["officer_id"], review)
    text = {name: _text(mapped, name) for name in _PLAIN_TEXT}
    built = pl.DataFrame(
        {
            "row": review.rows,
            "officer_id": mapped["officer_id"],
            **_courses(mapped, review),
            "completed_on": _days(mapped, headers, profile, file, review),
            "minutes": _minutes(mapped, review),
            "outcome": _outcomes(mapped, profile, review),
            "delivery": _text(mapped, "delivery").str.to_lowercase().str.replace_all(" ", "-", literal=True),
            **text,
            "score": _scores(mapped, profile, review),
            "recorded_at": recorded_at(mapped, headers, profile, file, review),
        }
    )
    check_text(built, ["course", "title", *_PLAIN_TEXT], review)
    _check_days(built, review, today)
    _check_hours(built, review)
    _check_repeats(built, check_identical(table, review), review)
    return review, built


def _text(mapped: pl.DataFrame, name: str) -> pl.Series:
    return mapped[name] if name in mapped.columns else pl.Series(name, [None] * mapped.height, pl.String)


def _courses(mapped: pl.DataFrame, review: Review) -> dict[str, pl.Series]:
    """A course is its number or, where there is none, its title."""
    number, title = _text(mapped, "course"), _text(mapped, "title")
    course = number.fill_null(title)
    review.set_aside(course.is_null(), "no-course", "the row names no course")
    return {"course": _apart(course, title, review), "title": title}


def _apart(course: pl.Series, title: pl.Series, review: Review) -> pl.Series:
    """Keep titles apart that share one number: such a number (MISCMAIN) names no course by itself."""
    frame = pl.DataFrame({"course": course, "title": title})
    several = frame.select(
        (pl.col("title").drop_nulls().n_unique().over("course") > 1) & pl.col("title").is_not_null()
    )
    shared = several.to_series()
    if not shared.any():
        return course
    names = course.filter(shared).unique().sort().to_list()
    review.notes.append(
        sentence(
            "{numbers}: one number with several titles, so the title was added to the number.",
            numbers=listed(names, most=5),
        )
    )
    return frame.select(
        pl.when(shared)
        .then(pl.concat_str("course", pl.lit(": "), "title"))
        .otherwise("course")
        .alias("course")
    )["course"]


def _days(
    mapped: pl.DataFrame, headers: dict[str, str], profile: Profile, file: str, review: Review
) -> pl.Series:
    if "completed_on" not in mapped.columns:
        review.notes.append("No column says when: every row is held but counts in no dated cycle.")
        return pl.Series("completed_on", [None] * mapped.height, pl.Date)
    column = mapped["completed_on"]
    header = headers.get("completed_on", "completed_on")
    read = read_days(column, header=header, file=file, date_format=profile.date_format)
    set_aside_bad_days(column, read, header, review)
    review.doubt(
        column.is_null(),
        "no-date",
        Said("{header} is empty: the training is held but counts in no dated cycle", header=header),
    )
    return read.days


def set_aside_bad_days(column: pl.Series, read: ReadDays, header: str, review: Review) -> None:
    """Set aside the rows whose text is no day, and pass on what was noticed about the column."""
    review.notes.extend(read.notes)
    review.set_aside(
        read.bad,
        "unreadable-date",
        Said(_NO_DAY[read.written], header=header, text=column, pattern=read.pattern),
    )


def _minutes(mapped: pl.DataFrame, review: Review) -> pl.Series:
    found = pl.Series("minutes", [None] * mapped.height, pl.Int32)
    for name in ("minutes", "hours"):
        if name in mapped.columns:
            found = found.fill_null(_minutes_of(mapped[name], review, hours=name == "hours"))
    if not {"minutes", "hours"} & set(mapped.columns):
        review.notes.append("No column says how long: rules that count hours will find none.")
    return found


def _minutes_of(column: pl.Series, review: Review, *, hours: bool) -> pl.Series:
    minutes = look_up(column, lambda text: read_minutes(text, hours=hours)[0], pl.Int32)
    problems = look_up(column, lambda text: read_minutes(text, hours=hours)[1], pl.String)
    for form, reason in HOURS_PROBLEMS.items():
        tell = review.doubt if reason == "rounded-hours" else review.set_aside
        tell(problems == form, reason, Said(form, text=column, minutes=minutes))
    return minutes


def _outcomes(mapped: pl.DataFrame, profile: Profile, review: Review) -> pl.Series:
    if "outcome" not in mapped.columns:
        review.notes.append(
            "No column says how it ended: every row counts as completed. "
            "A list of sign-ups needs --set outcome=registered."
        )
        return pl.Series("outcome", ["completed"] * mapped.height, pl.String)
    words = profile.outcomes
    column = mapped["outcome"].fill_null("")
    found = look_up(column, lambda text: outcome_of(text, words), pl.String)
    review.set_aside(
        found.is_null() & (column == ""),
        "no-outcome",
        "the outcome is empty; put what that means into the profile, such as outcomes: {{'': incomplete}}",
    )
    review.set_aside(
        found.is_null(),
        "unknown-outcome",
        Said(
            "nobody said what the outcome '{word}' means; outcomes are {outcomes}",
            word=column,
            outcomes=", ".join(OUTCOMES),
        ),
    )
    return found


def _scores(mapped: pl.DataFrame, profile: Profile, review: Review) -> pl.Series:
    column = _text(mapped, "score")
    zero_is_none = profile.zero_score == "none"
    readable = look_up(column, lambda text: read_score(text, zero_is_none=zero_is_none)[1], pl.Boolean)
    review.doubt(
        ~readable,
        "unreadable-score",
        Said("the score '{text}' is no percentage; the row is kept without it", text=column),
    )
    if not zero_is_none:
        zero = look_up(column, lambda text: read_score(text, zero_is_none=False)[0] == 0, pl.Boolean)
        if zero.any() and zero.sum() > column.len() // 2:
            review.notes.append(
                "Most scores are 0. If that means none was recorded, put zero_score: none into the profile."
            )
    return look_up(column, lambda text: read_score(text, zero_is_none=zero_is_none)[0], pl.Float64)


def recorded_at(
    mapped: pl.DataFrame, headers: dict[str, str], profile: Profile, file: str, review: Review
) -> pl.Series:
    """Read when each row was written down; empty means always known. Raises BadInput, BadUsage."""
    name = "recorded_at"
    if name not in mapped.columns and not profile.recorded_at:
        review.notes.append(
            "Nothing says when the rows were written down, so they count as always known (see recorded_at)."
        )
        return pl.Series(name, [None] * mapped.height, pl.Datetime("ms"))
    said = pl.Series(name, [profile.recorded_at] * mapped.height, pl.String)
    column = mapped[name].fill_null(said) if name in mapped.columns else said
    read = read_days(column, header=headers.get(name, name), file=file, date_format=profile.date_format)
    if name not in mapped.columns and read.bad.any():
        raise BadUsage.because(
            "import-moment",
            sentence("'{moment}' is no moment.", moment=profile.recorded_at),
            "Write now, or 2026-01-31T09:00:00.",
        )
    set_aside_bad_days(column, read, headers.get(name, name), review)
    return read_moments(column, read)


def _check_days(built: pl.DataFrame, review: Review, today: date) -> None:
    ahead = (built["completed_on"] > today) & ~built["outcome"].is_in(["registered", "required"])
    said = Said(
        "{day} is after {today}, yet it is not a registration", day=built["completed_on"], today=today
    )
    review.doubt(ahead, "future-date", said)


def _check_hours(built: pl.DataFrame, review: Review) -> None:
    review.doubt(built["minutes"] == 0, "zero-hours", "0 hours: it may mark a cycle rather than a course")
    day = built.filter(review.kept()).filter(pl.col("completed_on").is_not_null())
    sums = day.group_by("officer_id", "completed_on").agg(total=pl.col("minutes").cast(pl.Int64).sum())
    totals = built.join(
        sums.filter(pl.col("total") > _DAY),
        on=["officer_id", "completed_on"],
        how="left",
        maintain_order="left",
    )["total"]
    review.doubt(
        totals.is_not_null() & (built["minutes"] > 0),
        "over-24-hours",
        Said(
            "the officer has {hours} hours or more on this one day; "
            "a course of several days may be dated by its last",
            hours=totals // 60,
        ),
    )


def _check_repeats(built: pl.DataFrame, identical: pl.Series, review: Review) -> None:
    same = built.select(pl.col("row").min().over("officer_id", "completed_on", "course", "title"))["row"]
    repeats = (same != built["row"]) & ~identical & built["completed_on"].is_not_null()
    review.doubt(
        repeats,
        "same-day-again",
        Said(
            "the officer, day, course and title of row {first} again; both count unless a person says otherwise",
            first=same,
        ),
    )


def as_plain(built: pl.DataFrame, batch: str) -> pl.DataFrame:
    """Return the rows as the plain table of records, numbered ``<batch>-<row>``."""
    numbered = built.with_columns(record_id=pl.concat_str(pl.lit(f"{batch}-"), "row"))
    return conform(numbered.select(set(numbered.columns) & set(RECORDS)), "records")
