"""The federal rate files into :class:`Rates`: everything is read and checked before anything is handed over.

Three files belong together: the rates by destination and days, the ZIP codes of the destinations, and how a
day's meals divide. One that does not fit the others is refused, so a file of another year cannot slip in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from muster.core.errors import BadInput, Where, visible
from muster.core.errors.sentence import sentence
from muster.core.money import cents_text
from muster.core.travel.rates import STANDARD, Destination, MealTier, Rate, Rates
from muster.core.travel.tables import Problems, Row, cents_in, day_in, refuse, rows_of

RATES_FILE: Final = "rates.csv"
ZIPS_FILE: Final = "zip_destinations.csv"
MEALS_FILE: Final = "mie_breakdown_conus.csv"

RATE_COLUMNS: Final = (
    "state",
    "destination_id",
    "destination",
    "is_standard",
    "county",
    "start",
    "end",
    "lodging",
    "mie",
    "first_last_day_mie",
)
ZIP_COLUMNS: Final = ("zip", "state", "destination_id", "destination", "county")
MEAL_COLUMNS: Final = ("mie_total", "breakfast", "lunch", "dinner", "incidental", "first_last_day")

_STATE: Final = re.compile(r"[A-Z]{2}")
_ID: Final = re.compile(r"\d{1,6}", re.ASCII)
_ZIP: Final = re.compile(r"\d{5}", re.ASCII)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class RateFiles:
    """The bytes of the three files, as they were uploaded."""

    rates: bytes
    zips: bytes
    meals: bytes


@dataclass(frozen=True)
class _RateLine:
    """One line of the rates file: a destination, one of its counties, some days."""

    line: int
    state: str
    county: str
    name: str
    rate: Rate


def load_rates(folder: Path, source: str = "") -> Rates:
    """Read the three files of a folder. Raises BadInput with every problem found; then nothing was read."""
    return read_rates(read_files(folder), source)


def read_files(folder: Path) -> RateFiles:
    """Return the bytes of the three files of a folder. Raises BadInput where one is not there."""
    return RateFiles(
        rates=_bytes_of(folder / RATES_FILE),
        zips=_bytes_of(folder / ZIPS_FILE),
        meals=_bytes_of(folder / MEALS_FILE),
    )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput.because(
            "rates-unreadable",
            sentence("the file cannot be read ({why}).", why=error.strerror),
            sentence(
                "The folder holds {rates}, {zips} and {meals}.",
                rates=RATES_FILE,
                zips=ZIPS_FILE,
                meals=MEALS_FILE,
            ),
            Where(str(path)),
        ) from None


def read_rates(files: RateFiles, source: str = "") -> Rates:
    """Read the three files. Raises BadInput with every problem found (gap, overlap, unknown tier, bad money ...)."""
    of_meals, of_rates, of_zips = Problems(MEALS_FILE), Problems(RATES_FILE), Problems(ZIPS_FILE)
    tiers = _tiers(rows_of(files.meals, MEAL_COLUMNS, of_meals), of_meals)
    # A file is held against another only when that one has no fault: what follows from a fault is none of its own.
    lines = _rate_lines(
        rows_of(files.rates, RATE_COLUMNS, of_rates), None if of_meals.found else tiers, of_rates
    )
    _check_days(lines, of_rates)
    destinations = _destinations(lines, of_rates)
    known = {} if of_meals.found or of_rates.found else destinations
    zips = _zips(rows_of(files.zips, ZIP_COLUMNS, of_zips), known, of_zips)
    _nothing_read(lines, of_rates)
    refuse([*of_meals.found, *of_rates.found, *of_zips.found])
    return Rates(
        first=min(line.rate.start for line in lines),
        last=max(line.rate.end for line in lines),
        destinations=destinations,
        by_zip=zips,
        by_destination=_series(lines),
        tiers=tiers,
        source=source,
    )


def _nothing_read(lines: list[_RateLine], problems: Problems) -> None:
    """Refuse files that have no fault but no rates either: an empty sheet would price every journey at nothing."""
    if problems.found:
        return
    if not lines:
        problems.add("rates-empty", "there is no rate in the file.", "Check that it is the right file.")
    elif all(line.rate.destination != STANDARD for line in lines):
        what = "the standard rate (destination 0) is missing; every ZIP that is not listed takes it."
        problems.add("rates-standard", what, "Load the whole file of the authority.")


# ── meals ──────────────────────────────────────────────────────────────────────────────────────


def _tiers(rows: list[Row], problems: Problems) -> dict[int, MealTier]:
    tiers: dict[int, MealTier] = {}
    for row in rows:
        amounts = [cents_in(row, column, problems) for column in MEAL_COLUMNS]
        if None in amounts:
            continue
        tier = MealTier(*(amount for amount in amounts if amount is not None))
        _check_tier(tier, row, problems)
        if tier.mie_cents in tiers:
            what = sentence("the tier of {amount} is there twice.", amount=cents_text(tier.mie_cents))
            problems.add("rates-duplicate", what, "Keep one of the two lines.", row.line)
        tiers[tier.mie_cents] = tier
    return tiers


def _check_tier(tier: MealTier, row: Row, problems: Problems) -> None:
    parts = tier.breakfast_cents + tier.lunch_cents + tier.dinner_cents + tier.incidental_cents
    if parts != tier.mie_cents:
        what = sentence(
            "the meals and incidentals add up to {sum}, not to {whole}.",
            sum=cents_text(parts),
            whole=cents_text(tier.mie_cents),
        )
        problems.add("rates-tier", what, "Copy the line from the authority's table again.", row.line)
    if not tier.incidental_cents <= tier.first_last_cents <= tier.mie_cents:
        what = sentence(
            "{amount} for the first and last day lies outside the day's amount.",
            amount=cents_text(tier.first_last_cents),
        )
        problems.add(
            "rates-tier",
            what,
            "It lies between the incidentals and the whole day.",
            row.line,
            "first_last_day",
        )


# ── rates ──────────────────────────────────────────────────────────────────────────────────────


def _rate_lines(rows: list[Row], tiers: Mapping[int, MealTier] | None, problems: Problems) -> list[_RateLine]:
    found = (_rate_line(row, tiers, problems) for row in rows)
    return [line for line in found if line is not None]


def _rate_line(row: Row, tiers: Mapping[int, MealTier] | None, problems: Problems) -> _RateLine | None:
    place = _place_in(row, problems)
    start, end = day_in(row, "start", problems), day_in(row, "end", problems)
    lodging, mie = cents_in(row, "lodging", problems), cents_in(row, "mie", problems)
    first_last = cents_in(row, "first_last_day_mie", problems)
    if not place or start is None or end is None or lodging is None or mie is None or first_last is None:
        return None
    if end < start:
        what = sentence("it ends on {day}, before it starts.", day=end)
        problems.add("rates-days", what, "Mend the days.", row.line, "end")
        return None
    if tiers is not None:
        _check_meals(row, mie, first_last, tiers, problems)
    rate = Rate(row["destination_id"], start, end, lodging, mie, first_last)
    return _RateLine(row.line, row["state"], row["county"], row["destination"], rate)


def _place_in(row: Row, problems: Problems) -> bool:
    """Check state, number and name of the destination; the standard rate is destination 0 and no other."""
    before = len(problems.found)
    if not _STATE.fullmatch(row["state"]):
        what = sentence("{text!r} is no state.", text=visible(row["state"]))
        problems.add("rates-place", what, "Write two capital letters, like OR.", row.line, "state")
    if not _ID.fullmatch(row["destination_id"]):
        what = sentence("{text!r} is no number of a destination.", text=visible(row["destination_id"]))
        problems.add("rates-place", what, "Write digits.", row.line, "destination_id")
    if "is_standard" in row.cells and (row["is_standard"] == "1") != (row["destination_id"] == STANDARD):
        problems.add(
            "rates-place",
            "only destination 0 is the standard rate, and it always is.",
            "Write 1 beside 0, and 0 beside the others.",
            row.line,
            "is_standard",
        )
    return len(problems.found) == before


def _check_meals(
    row: Row, mie: int, first_last: int, tiers: Mapping[int, MealTier], problems: Problems
) -> None:
    tier = tiers.get(mie)
    if tier is None:
        known = ", ".join(cents_text(amount) for amount in sorted(tiers)) or "–"
        what = sentence(
            "there is no tier of {amount} in {file} (there are: {known}).",
            amount=cents_text(mie),
            file=MEALS_FILE,
            known=known,
        )
        do = "Load both files of the same year; without a tier no provided meal can be deducted."
        problems.add("rates-tier", what, do, row.line, "mie")
    elif tier.first_last_cents != first_last:
        what = sentence(
            "first and last day are {here} here and {there} there.",
            here=cents_text(first_last),
            there=cents_text(tier.first_last_cents),
        )
        do = sentence("Load this file and {file} of the same year.", file=MEALS_FILE)
        problems.add("rates-tier", what, do, row.line, "first_last_day_mie")


def _check_days(lines: list[_RateLine], problems: Problems) -> None:
    """Each destination, in each of its counties, has one rate for every day of the file."""
    if not lines:
        return
    first, last = min(line.rate.start for line in lines), max(line.rate.end for line in lines)
    places: defaultdict[tuple[str, str, str], list[_RateLine]] = defaultdict(list)
    for line in lines:
        places[line.rate.destination, line.state, line.county].append(line)
    for place in places.values():
        in_order = sorted(place, key=lambda line: (line.rate.start, line.rate.end, line.line))
        _check_ends(in_order, first, last, problems)
        covered = in_order[0]
        for line in in_order[1:]:
            _check_next(covered, line, problems)
            covered = max(covered, line, key=lambda it: it.rate.end)


def _check_ends(in_order: list[_RateLine], first: date, last: date, problems: Problems) -> None:
    earliest, latest = in_order[0], max(in_order, key=lambda line: line.rate.end)
    if earliest.rate.start > first:
        _gap(earliest, first, earliest.rate.start - _DAY, problems)
    if latest.rate.end < last:
        _gap(latest, latest.rate.end + _DAY, last, problems)


def _check_next(one: _RateLine, other: _RateLine, problems: Problems) -> None:
    named = visible(other.name)
    if one.rate == other.rate:
        what = sentence("{name}: the same line as line {line}.", name=named, line=one.line)
        problems.add("rates-duplicate", what, "Keep one of the two.", other.line)
    elif other.rate.start <= one.rate.end:
        what = sentence(
            "{name}: the rate from {start} overlaps that of line {line}, to {end}.",
            name=named,
            start=other.rate.start,
            line=one.line,
            end=one.rate.end,
        )
        problems.add("rates-overlap", what, "A day has one rate: end the earlier one before.", other.line)
    elif other.rate.start > one.rate.end + _DAY:
        _gap(other, one.rate.end + _DAY, other.rate.start - _DAY, problems)


def _gap(line: _RateLine, start: date, end: date, problems: Problems) -> None:
    days = {"name": visible(line.name), "state": line.state, "start": start, "end": end}
    if start == end:
        what = sentence("{name}, {state}: there is no rate on {start}.", **days)
    else:
        what = sentence("{name}, {state}: there is no rate from {start} to {end}.", **days)
    problems.add("rates-gap", what, "Load the whole file of the authority.", line.line)


def _destinations(lines: list[_RateLine], problems: Problems) -> dict[str, Destination]:
    by_id: defaultdict[str, list[_RateLine]] = defaultdict(list)
    for line in lines:
        by_id[line.rate.destination].append(line)
    for same in by_id.values():
        _check_same(same, problems)
    return {name: _destination(name, same) for name, same in by_id.items()}


def _destination(name: str, lines: list[_RateLine]) -> Destination:
    states = tuple(sorted({line.state for line in lines}))
    counties = tuple(sorted({line.county for line in lines if line.county}))
    return Destination(name, lines[0].name, states, counties)


def _check_same(lines: list[_RateLine], problems: Problems) -> None:
    """A destination over several counties or states has one name, and on one day one rate."""
    seen: dict[date, _RateLine] = {}
    for line in lines:
        if line.name != lines[0].name:
            what = sentence(
                "destination {id} is called {name} here, {other} in line {line}.",
                id=line.rate.destination,
                name=visible(line.name),
                other=visible(lines[0].name),
                line=lines[0].line,
            )
            problems.add("rates-place", what, "A number stands for one place.", line.line, "destination")
        other = seen.setdefault(line.rate.start, line)
        same_place = (other.state, other.county) == (line.state, line.county)
        if not same_place and other.rate != line.rate:
            what = sentence(
                "{name} has other amounts or days here than in line {line}.",
                name=visible(line.name),
                line=other.line,
            )
            problems.add("rates-overlap", what, "A destination has one rate on a day.", line.line)


def _series(lines: Iterable[_RateLine]) -> dict[str, tuple[Rate, ...]]:
    by_id: defaultdict[str, set[Rate]] = defaultdict(set)
    for line in lines:
        by_id[line.rate.destination].add(line.rate)
    return {name: tuple(sorted(rates, key=lambda rate: rate.start)) for name, rates in by_id.items()}


# ── ZIP codes ──────────────────────────────────────────────────────────────────────────────────


def _zips(
    rows: list[Row], destinations: Mapping[str, Destination], problems: Problems
) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    first_line: dict[tuple[str, ...], int] = {}
    for row in rows:
        if not _zip_fits(row, destinations, problems):
            continue
        cells = tuple(row[column] for column in ZIP_COLUMNS)
        earlier = first_line.setdefault(cells, row.line)
        if earlier != row.line:
            what = sentence("ZIP {zip}: the same line as line {line}.", zip=row["zip"], line=earlier)
            problems.add("rates-duplicate", what, "Keep one of the two.", row.line)
        elif row["destination_id"] not in found[row["zip"]]:
            found[row["zip"]].append(row["destination_id"])
    return {zip_code: tuple(names) for zip_code, names in found.items()}


def _zip_fits(row: Row, destinations: Mapping[str, Destination], problems: Problems) -> bool:
    before = len(problems.found)
    if not _ZIP.fullmatch(row["zip"]):
        what = sentence("{text!r} is no ZIP code of five digits.", text=visible(row["zip"]))
        do = "A spreadsheet cuts the zero at the beginning: keep the column as text."
        problems.add("rates-zip", what, do, row.line, "zip")
    if not _place_in(row, problems):
        return False
    if destinations:
        _zip_known(row, destinations, problems)
    return len(problems.found) == before


def _zip_known(row: Row, destinations: Mapping[str, Destination], problems: Problems) -> None:
    place = destinations.get(row["destination_id"])
    do = sentence("Load this file and {file} of the same year.", file=RATES_FILE)
    said = {"id": row["destination_id"], "name": visible(row["destination"]), "file": RATES_FILE}
    if place is None:
        what = sentence("destination {id} ({name}) has no rate in {file}.", **said)
        problems.add("rates-zip", what, do, row.line, "destination_id")
    elif place.name != row["destination"]:
        what = sentence(
            "destination {id} is {name} here and {there} in {file}.", **said, there=visible(place.name)
        )
        problems.add("rates-zip", what, do, row.line, "destination")
