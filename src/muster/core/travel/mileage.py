"""What a mile in one's own car pays: a rate with its days, given by the agency.

Muster ships no figure. The federal one changes every January, and an agency need not follow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Final

from muster.core.errors import BadInput, visible
from muster.core.travel.tables import Problems, Row, day_in, refuse, rows_of

MILEAGE_COLUMNS: Final = ("start", "end", "cents_per_mile", "source")
_MOST_CENTS_A_MILE: Final = Decimal(1000)
_MOST_MILES: Final = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class MileageRate:
    """Cents for a mile from one day on, to another or until further notice, and who says so."""

    cents_per_mile: Decimal
    start: date
    end: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether this rate is in force on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


def mileage_rate_on(rates: Sequence[MileageRate], day: date) -> MileageRate:
    """Return the rate in force on a day. Raises BadInput when there is none, or more than one."""
    holding = [rate for rate in rates if rate.holds_on(day)]
    if len(holding) == 1:
        return holding[0]
    what = "is no rate" if not holding else "is more than one rate"
    raise BadInput.because(
        "mileage-rate",
        f"there {what} for miles on {day}.",
        "Give the agency's rate with its first and last day.",
    )


def parse_miles(text: str) -> Decimal:
    """Read miles, to a tenth. Raises ValueError with a sentence."""
    return _number(text, "miles", places=1, most=_MOST_MILES)


def read_mileage_rates(content: bytes, file: str = "mileage.csv") -> tuple[MileageRate, ...]:
    """Read rates from CSV with the columns start, end (empty: until further notice), cents_per_mile, source.

    Raises BadInput with every problem found: bad figures, overlaps, gaps, a rate without a source.
    """
    problems = Problems(file)
    found = [_rate(row, problems) for row in rows_of(content, MILEAGE_COLUMNS, problems)]
    lines = sorted((it for it in found if it is not None), key=lambda it: (it[1].start, it[0]))
    if not lines and not problems.found:
        problems.add("mileage-empty", "there is no rate in the file.", "Write one line for each rate.")
    for (_, one), (line, other) in pairwise(lines):
        _check_pair(one, other, line, problems)
    refuse(problems.found)
    return tuple(rate for _, rate in lines)


def _rate(row: Row, problems: Problems) -> tuple[int, MileageRate] | None:
    start = day_in(row, "start", problems)
    end = day_in(row, "end", problems) if row["end"] else None
    try:
        cents = _number(row["cents_per_mile"], "cents for a mile", places=3, most=_MOST_CENTS_A_MILE)
    except ValueError as error:
        what = f"{visible(str(error))}."
        problems.add("rates-money", what, "Write cents, like 72.5.", row.line, "cents_per_mile")
        return None
    if start is None or (row["end"] and end is None):
        return None
    if end is not None and end < start:
        problems.add("rates-days", f"it ends on {end}, before it starts.", "Mend the days.", row.line, "end")
    if not row["source"]:
        problems.add("mileage-source", "the rate has no source.", "Say who set it.", row.line, "source")
    return row.line, MileageRate(cents, start, end, row["source"])


def _check_pair(one: MileageRate, other: MileageRate, line: int, problems: Problems) -> None:
    if one.end is None or other.start <= one.end:
        what = f"the rate from {other.start} overlaps the one from {one.start}."
        problems.add("rates-overlap", what, "A day has one rate: end the earlier one before.", line)
    elif (other.start - one.end).days > 1:
        what = f"there is no rate between {one.end} and {other.start}."
        problems.add("rates-gap", what, "Let a rate begin the day after the one before ends.", line)


def _number(text: str, what: str, *, places: int, most: Decimal) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number of {what}") from None
    if not number.is_finite() or number < 0:
        raise ValueError(f"{text!r} is no number of {what}")
    if number > most:
        raise ValueError(f"{text} is more than {most:,} {what}")
    if number != round(number, places):
        raise ValueError(f"{text} is finer than {places} places behind the point")
    return number
