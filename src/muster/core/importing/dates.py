"""Days as other systems write them, decided for a column as a whole and never row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from muster.core.errors import BadInput, BadUsage, MusterError, Where

FIRST_YEAR, LAST_YEAR = 1900, 2100

_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?"
_CLOCK = rf"(?:(?:T|,?\s+){_TIME}\s*(?:Z|UTC|[+-]\d{{2}}:?\d{{2}})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_NUMERIC = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_CLOCK}")
_DAY_NAME = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?(\d{{1,2}})[-\s/]([A-Za-z]{{3,9}})\.?,?[-\s/](\d{{4}}|\d{{2}}){_CLOCK}"
)
_NAME_DAY = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_CLOCK}"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDERS = {"mdy": "mdy", "m/d/y": "mdy", "m/d/yyyy": "mdy", "mm/dd/yyyy": "mdy", "dmy": "dmy", "d/m/y": "dmy"}
_ORDERS |= {"d/m/yyyy": "dmy", "dd/mm/yyyy": "dmy", "dd.mm.yyyy": "dmy", "ymd": "ymd", "yyyy-mm-dd": "ymd"}

#: Beyond this share, days that only fit the other order are no slips of the pen.
_SLIPS = 0.02


@dataclass(frozen=True)
class ReadDays:
    """One column of days: ``days`` (null where empty or unreadable), ``bad`` (true where unreadable)."""

    days: pl.Series
    bad: pl.Series
    notes: tuple[str, ...] = ()


def read_days(
    column: pl.Series, *, header: str, file: str, date_format: str | None = None, others: Iterable[str] = ()
) -> ReadDays:
    """Read a text column as days.

    ``date_format`` is mdy, dmy, ymd or a pattern such as %d.%m.%Y; ``others`` are the orders that other
    columns of the file settled on, borrowed where this one alone cannot tell. Raises BadInput when the
    column can be read both as month/day and day/month.
    """
    values = [value for value in column.unique().to_list() if value is not None]
    pattern = _pattern(date_format)
    if pattern:
        found = {value: _by_pattern(value, pattern) for value in values}
        return _collect(column, found, ())
    order = _ORDERS.get(date_format.strip().casefold()) if date_format else None
    notes: tuple[str, ...] = ()
    if order is None:
        order, notes = _order(values, column, header, file, set(others))
    if any(_MONTH.fullmatch(value) for value in values):
        notes += (f"{header} holds months such as 2006-07; the first day of the month is taken.",)
    return _collect(column, {value: _read(value, order) for value in values}, notes)


def order_of(column: pl.Series) -> str | None:
    """Say ``mdy`` or ``dmy`` where the column's own values leave no doubt."""
    month_first, day_first, _ = _evidence(column)
    if bool(month_first) == bool(day_first):
        return None
    return "mdy" if month_first else "dmy"


def read_moments(column: pl.Series, read: ReadDays) -> pl.Series:
    """Add the time of day, where one is written, to days already read: moments without a time zone."""
    clock = column.str.extract_groups(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp])?").struct.unnest()
    half = pl.col("4").str.to_lowercase()
    parts = clock.select(pl.all().exclude("4").cast(pl.Int64).fill_null(0), half=half)
    hour = pl.col("1") % 12 + pl.when(pl.col("half") == "p").then(12).otherwise(0)
    hour = pl.when(pl.col("half").is_null()).then(pl.col("1")).otherwise(hour)
    moments = parts.with_columns(day=read.days).select(
        pl.col("day").cast(pl.Datetime("ms"))
        + pl.duration(seconds=hour * 3600 + pl.col("2") * 60 + pl.col("3"))
    )
    return moments.to_series().cast(pl.Datetime("ms"))


def _pattern(date_format: str | None) -> str | None:
    if date_format is None or date_format.strip().casefold() in _ORDERS:
        return None
    if "%" in date_format:
        try:
            datetime.strptime(datetime(2026, 2, 13).strftime(date_format), date_format)  # noqa: DTZ001, DTZ007 - a day
        except ValueError as error:
            raise _bad_format(date_format, str(error)) from None
        return date_format
    raise _bad_format(date_format, "it is neither a known order nor a pattern with %")


def _bad_format(date_format: str, why: str) -> MusterError:
    return BadUsage.because(
        "import-date-format",
        f"the date format {date_format!r} says nothing ({why}).",
        "Write mdy, dmy or ymd, or a pattern such as %d.%m.%Y.",
    )


def _evidence(column: pl.Series) -> tuple[int, int, int]:
    """Count the rows that can only be month first, only day first, and either."""
    counts = column.drop_nulls().value_counts()
    month_first = day_first = either = 0
    for value, count in counts.rows():
        match = _NUMERIC.fullmatch(value)
        if not match:
            continue
        first, second = int(match[1]), int(match[2])
        if first <= 12 < second <= 31:
            month_first += count
        elif second <= 12 < first <= 31:
            day_first += count
        elif first != second and max(first, second) <= 12:
            either += count
    return month_first, day_first, either


def _order(
    values: list[str], column: pl.Series, header: str, file: str, others: set[str]
) -> tuple[str, tuple[str, ...]]:
    month_first, day_first, either = _evidence(column)
    total = month_first + day_first + either
    fewer = min(month_first, day_first)
    if fewer and fewer > _SLIPS * total:
        raise _ambiguous(
            header, file, f"{month_first} values can only be month first and {day_first} only day first"
        )
    if month_first or day_first:
        return ("mdy" if month_first > day_first else "dmy"), ()
    if either and len(others) == 1:
        order = next(iter(others))
        return order, (
            f"{header} could be month or day first; it is read as {order}, like the other days here.",
        )
    if either:
        example = next(value for value in values if _NUMERIC.fullmatch(value))
        raise _ambiguous(
            header, file, f"{example} could be month first or day first, and so could every other value"
        )
    return "mdy", ()  # no value depends on it


def _ambiguous(header: str, file: str, why: str) -> MusterError:
    return BadInput.because(
        "import-ambiguous-date",
        f"the days in {header} cannot be told for certain: {why}.",
        "Say which with --date-format mdy or --date-format dmy.",
        Where(file, key=header),
    )


def _collect(column: pl.Series, found: dict[str, date | None], notes: tuple[str, ...]) -> ReadDays:
    table = pl.DataFrame(
        {"text": list(found), "day": list(found.values())}, schema={"text": pl.String, "day": pl.Date}
    )
    days = column.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")["day"]
    return ReadDays(days, column.is_not_null() & days.is_null(), notes)


def _by_pattern(value: str, pattern: str) -> date | None:
    try:
        return _in_range(datetime.strptime(value, pattern).date())  # noqa: DTZ007 - only its day is kept
    except ValueError:
        return None


def _read(value: str, order: str) -> date | None:
    for shape in (_ISO, _COMPACT):
        if match := shape.fullmatch(value):
            return _day(match[1], match[2], match[3])
    if match := _MONTH.fullmatch(value):
        return _day(match[1], match[2], "1")
    if match := _NUMERIC.fullmatch(value):
        first, second, year = match[1], match[2], match[3]
        return _day(year, second, first) if order == "dmy" else _day(year, first, second)
    if match := _DAY_NAME.fullmatch(value):
        return _day(match[3], _month(match[2]), match[1])
    if match := _NAME_DAY.fullmatch(value):
        return _day(match[3], _month(match[1]), match[2])
    return None


def _month(name: str) -> str:
    short = name[:3].casefold()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else "0"


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year)
    if len(year) == 2:
        # Records of living officers: 70 to 99 lie in the last century.
        full += 1900 if full >= 70 else 2000
    try:
        return _in_range(date(full, int(month), int(day)))
    except ValueError:
        return None


def _in_range(day: date) -> date | None:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
