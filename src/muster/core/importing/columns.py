"""Which of our columns a header of another system means."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from importlib.resources import files

from muster.core.errors import BadInput, BadUsage, MusterError, Where
from muster.core.errors.sentence import sentence

#: What a row of each sort may be given, beside what Muster adds itself. Hours become minutes.
COLUMNS = {
    "records": (
        "officer_id",
        "course",
        "title",
        "completed_on",
        "hours",
        "minutes",
        "outcome",
        "delivery",
        "provider",
        "item",
        "unit",
        "marks",
        "score",
        "recorded_at",
    ),
    "facts": ("officer_id", "fact", "value", "start", "end", "recorded_at"),
    "officers": ("officer_id", "recorded_at"),
}

_POSITION = re.compile(r"col(\d{1,3})")


@dataclass(frozen=True)
class Alias:
    """One line of the shipped ``columns.csv``."""

    header: str
    table: str
    column: str
    automatic: bool
    sets: dict[str, str]
    source: str
    note: str


@dataclass(frozen=True)
class Matched:
    """The columns of a file joined to ours: ``columns`` by our name, and what the aliases add."""

    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def normal(header: str) -> str:
    """Reduce a header to its letters and digits: ``Credit Hours:`` and ``credit_hours`` are the same."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", header).casefold() if letter.isalnum())


@lru_cache(maxsize=1)
def aliases() -> tuple[Alias, ...]:
    """Return the shipped list of headers seen in other systems."""
    text = files("muster.core.importing").joinpath("columns.csv").read_text("utf-8")
    return tuple(
        Alias(
            line["header"],
            line["table"],
            line["column"],
            line["automatic"] == "yes",
            dict(part.split("=", 1) for part in line["sets"].split(";") if part),
            line["source"],
            line["note"],
        )
        for line in csv.DictReader(text.splitlines())
    )


def known_headers(target: str) -> dict[str, Alias]:
    """Return the headers that are mapped without being asked, by their normal form."""
    own = {normal(name): Alias(name, target, name, True, {}, "Muster", "") for name in COLUMNS[target]}
    found = {normal(a.header): a for a in aliases() if a.automatic and a.table in (target, "any")}
    return found | {key: alias for key, alias in own.items() if key not in found}


@lru_cache(maxsize=len(COLUMNS))
def _listed_headers(target: str) -> frozenset[str]:
    """Return the normal form of every header that is listed, mapped without being asked or not."""
    return frozenset(
        {*known_headers(target), *(normal(a.header) for a in aliases() if a.table in (target, "any"))}
    )


def recognised(cells: Iterable[str | None], target: str, overrides: Iterable[str] = ()) -> int:
    """Count the cells of a row that are headers somebody knows."""
    wanted = _listed_headers(target) | {normal(header) for header in overrides}
    return len({normal(cell) for cell in cells if cell and normal(cell)} & wanted)


def match_columns(headers: tuple[str, ...], target: str, overrides: Mapping[str, str], file: str) -> Matched:
    """Join headers to our columns; ``overrides`` (their header -> our column) win over the shipped list.

    Raises BadUsage for an override that names nothing, BadInput where two headers claim one column.
    """
    chosen = _chosen(headers, target, overrides, file)
    known = known_headers(target)
    claims: dict[str, list[str]] = {}
    for header in headers:
        alias = known.get(normal(header))
        if alias and header not in chosen and alias.column not in chosen.values():
            claims.setdefault(alias.column, []).append(header)
    columns = {ours: header for header, ours in chosen.items() if ours}
    columns |= {ours: _only(ours, claimed, target, file) for ours, claimed in claims.items()}
    taken = {header: known[normal(header)] for header in columns.values() if normal(header) in known}
    constants = {key: value for alias in taken.values() for key, value in alias.sets.items()}
    notes = tuple(
        sentence("{header}: {note}.", header=header, note=sentence(alias.note))
        for header, alias in taken.items()
        if alias.sets and alias.note
    )
    unused = tuple(header for header in headers if header not in columns.values() and header not in chosen)
    return Matched(columns, constants, unused, notes)


def _chosen(headers: tuple[str, ...], target: str, overrides: Mapping[str, str], file: str) -> dict[str, str]:
    """Resolve the overrides to headers of this file. One mapped to nothing is left out on purpose."""
    by_name = {normal(header): header for header in headers}
    chosen: dict[str, str] = {}
    for theirs, ours in overrides.items():
        if ours and ours not in COLUMNS[target]:
            raise BadUsage.because(
                "import-no-column",
                sentence("{target} have no column {column}.", target=target, column=ours),
                f"They have: {', '.join(COLUMNS[target])}.",
            )
        position = _POSITION.fullmatch(theirs)
        header = by_name.get(normal(theirs))
        if header is None and position and 0 < int(position[1]) <= len(headers):
            header = headers[int(position[1]) - 1]
        if header is None:
            raise _no_such_header(theirs, headers, file)
        if ours and ours in chosen.values():
            raise BadUsage.because(
                "import-mapped-twice",
                sentence("two headers are mapped to {column}.", column=ours),
                "Map only one of them.",
            )
        chosen[header] = ours
    return chosen


def _only(ours: str, claimed: list[str], target: str, file: str) -> str:
    exact = [header for header in claimed if normal(header) == normal(ours)]
    if len(claimed) == 1 or len(exact) == 1:
        return (exact or claimed)[0]
    raise BadInput.because(
        "import-ambiguous-column",
        sentence(
            "the headers {headers} both mean {column} of {target}.",
            headers=reduce(_and, (f"'{header}'" for header in claimed)),
            column=ours,
            target=target,
        ),
        f'Say which: --map "{claimed[0]}={ours}".',
        Where(file),
    )


def _and(one: str, other: str) -> str:
    return sentence("{one} and {other}", one=one, other=other)


def _no_such_header(theirs: str, headers: tuple[str, ...], file: str) -> MusterError:
    near = difflib.get_close_matches(theirs, headers, 1)
    return BadInput.because(
        "import-no-header",
        sentence("no column is called '{header}'; there is '{near}'.", header=theirs, near=near[0])
        if near
        else sentence("no column is called '{header}'.", header=theirs),
        f"The headers are: {listed(headers)}.",
        Where(file),
    )


def listed(headers: Iterable[str], most: int = 20) -> str:
    """Write headers for a person, cut after ``most``."""
    headers = list(headers)
    named = ", ".join(header[:60] for header in headers[:most])
    if len(headers) <= most:
        return named
    return sentence("{headers} and {more} more", headers=named, more=len(headers) - most)
