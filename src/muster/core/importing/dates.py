"""Days as other systems write them, decided for a column as a whole and never row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from muster.core.errors import BadInput, BadUsage, MusterError, Where
from muster.core.errors.sentence import sentence

FIRST_YEAR, LAST_YEAR = 1900, 2100

# [0-9] and not \d: other alphabets have digits too, and nothing behind this reads them
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?"
_CLOCK = rf"(?:(?:T|,?\s+){_TIME}\s*(?:Z|UTC|[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
_ISO = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_CLOCK}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_NUMERIC = re.compile(rf"([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{4}}|[0-9]{{2}}){_CLOCK}")
_DAY_NAME = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?([0-9]{{1,2}})[-\s/]([A-Za-z]{{3,9}})\.?,?[-\s/]([0-9]{{4}}|[0-9]{{2}}){_CLOCK}"
)
_NAME_DAY = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?([A-Za-z]{{3,9}})\.?\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+([0-9]{{4}}){_CLOCK}"
)
#: A moment as most systems write it, for Polars: cut to its day, a day of many moments is read only once.
_MOMENT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDERS = {"mdy": "mdy", "m/d/y": "mdy", "m/d/yyyy": "mdy", "mm/dd/yyyy": "mdy", "dmy": "dmy", "d/m/y": "dmy"}
_ORDERS |= {"d/m/yyyy": "dmy", "dd/mm/yyyy": "dmy", "dd.mm.yyyy": "dmy", "ymd": "ymd", "yyyy-mm-dd": "ymd"}

#: Beyond this share, days that only fit the other order are no slips of the pen. One always may be a slip
#: where at least so many others fit the order of the column.
_SLIPS = 0.02
_OUTVOTE = 3

_SLIPPED = {
    "mdy": "{header} is read month first; {slips} of its values cannot be, and are set aside.",
    "dmy": "{header} is read day first; {slips} of its values cannot be, and are set aside.",
}


@dataclass(frozen=True)
class ReadDays:
    """One column of days: ``days`` (null where empty or unreadable), ``bad`` (true where unreadable).

    ``written`` says how the column writes days (mdy, dmy, ymd, or ``pattern``), for the sentence about one that does
    not.
    """

    days: pl.Series
    bad: pl.Series
    notes: tuple[str, ...] = ()
    written: str = "mdy"
    pattern: str = ""


def read_days(
    column: pl.Series, *, header: str, file: str, date_format: str | None = None, others: Iterable[str] = ()
) -> ReadDays:
    """Read a text column as days.

    ``date_format`` is mdy, dmy, ymd or a pattern such as %d.%m.%Y; ``others`` are the orders that other
    columns of the file settled on, borrowed where this one alone cannot tell. Raises BadInput when the
    column can be read both as month/day and day/month.
    """
    pattern = _pattern(date_format)
    if pattern:
        found = {value: _by_pattern(value, pattern) for value in _distinct(column)}
        return _collect(column, found, (), "pattern", pattern)
    column = column.str.replace(_MOMENT, "${1}")
    values = _distinct(column)
    order = _ORDERS.get(date_format.strip().casefold()) if date_format else None
    notes: tuple[str, ...] = ()
    if order is None:
        order, notes = _order(column, header, file, set(others))
    if any(_MONTH.fullmatch(value) for value in values):
        said = "{header} holds months such as 2006-07; the first day of the month is taken."
        notes += (sentence(said, header=header),)
    return _collect(column, {value: _read(value, order) for value in values}, notes, order)


def _distinct(column: pl.Series) -> list[str]:
    return column.drop_nulls().unique().to_list()


def order_of(column: pl.Series) -> str | None:
    """Say ``mdy`` or ``dmy`` where the column's own values leave no doubt."""
    rows = _evidence(column).rows
    if bool(rows["mdy"]) == bool(rows["dmy"]):
        return None
    return "mdy" if rows["mdy"] else "dmy"


def read_moments(column: pl.Series, read: ReadDays) -> pl.Series:
    """Add the time of day, where one is written, to days already read: moments without a time zone."""
    clock = column.str.extract_groups(
        r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\.[0-9]+)?\s*([AaPp])?"
    ).struct.unnest()
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
        sentence("the date format '{format}' says nothing ({why}).", format=date_format, why=why),
        "Write mdy, dmy or ymd, or a pattern such as %d.%m.%Y.",
    )


@dataclass(frozen=True)
class _Evidence:
    """How many rows can only be month first, only day first, or either; and the first text of each."""

    rows: dict[str, int]
    example: dict[str, str]


def _evidence(column: pl.Series) -> _Evidence:
    rows = {"mdy": 0, "dmy": 0, "either": 0}
    example: dict[str, str] = {}
    counts = column.drop_nulls().alias("text").to_frame().group_by("text", maintain_order=True).len()
    for value, count in counts.rows():
        kind = _kind(value)
        if kind:
            rows[kind] += count
            example.setdefault(kind, value)
    return _Evidence(rows, example)


def _kind(value: str) -> str | None:
    """Say in which order a text is a day: mdy, dmy, or either where both give different days."""
    if not _NUMERIC.fullmatch(value):
        return None
    month_first, day_first = _read(value, "mdy"), _read(value, "dmy")
    if month_first == day_first:
        return None
    if month_first and day_first:
        return "either"
    return "mdy" if month_first else "dmy"


def _order(column: pl.Series, header: str, file: str, others: set[str]) -> tuple[str, tuple[str, ...]]:
    found = _evidence(column)
    month_first, day_first, either = (found.rows[kind] for kind in ("mdy", "dmy", "either"))
    order = "mdy" if month_first > day_first else "dmy"
    if month_first and day_first:
        _refuse_mixed(found, header, file)
        slips = min(month_first, day_first)
        return order, (sentence(_SLIPPED[order], header=header, slips=slips),)
    if month_first or day_first:
        return order, ()
    if either and len(others) == 1:
        order = next(iter(others))
        said = "{header} could be month or day first; it is read as {order}, like the other days here."
        return order, (sentence(said, header=header, order=order),)
    if either:
        either_way = "{day} could be month first or day first, and no other value decides it"
        raise _ambiguous(header, file, sentence(either_way, day=found.example["either"]))
    return "mdy", ()  # no value depends on it


def _refuse_mixed(found: _Evidence, header: str, file: str) -> None:
    """Raise BadInput where both orders stand in one column too often for slips of the pen."""
    fewer, more = sorted((found.rows["mdy"], found.rows["dmy"]))
    slips = fewer <= _SLIPS * sum(found.rows.values()) or (fewer == 1 and more >= _OUTVOTE)
    if not slips:
        both = sentence(
            "{mdy} values can only be month first ({month_first}) and {dmy} only day first ({day_first})",
            mdy=found.rows["mdy"],
            dmy=found.rows["dmy"],
            month_first=found.example["mdy"],
            day_first=found.example["dmy"],
        )
        raise _ambiguous(header, file, both)


def _ambiguous(header: str, file: str, why: str) -> MusterError:
    return BadInput.because(
        "import-ambiguous-date",
        sentence("the days in {header} cannot be told for certain: {why_not}.", header=header, why_not=why),
        "Say which with --date-format mdy or --date-format dmy.",
        Where(file, key=header),
    )


def _collect(
    column: pl.Series, found: dict[str, date | None], notes: tuple[str, ...], written: str, pattern: str = ""
) -> ReadDays:
    table = pl.DataFrame(
        {"text": list(found), "day": list(found.values())}, schema={"text": pl.String, "day": pl.Date}
    )
    days = column.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")["day"]
    return ReadDays(days, column.is_not_null() & days.is_null(), notes, written, pattern)


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
        if order == "ymd":
            return None  # somebody said that the year comes first, and here it does not
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
