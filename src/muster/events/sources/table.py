"""A table of events: columns are known by their headers, days are read a column at a time, every doubt is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from muster.core.errors import MusterError
from muster.core.importing.dates import order_of, read_days
from muster.core.importing.grid import is_blank, tidy
from muster.core.importing.text import decode, read_delimited
from muster.events.enums import EventKind
from muster.events.money import cents_of
from muster.events.sources.found import Doubt, Found, Reading, short, strange_topics, topics_named
from muster.ledger.refusals import Refused

MOST_ROWS: Final = 1_000
MOST_BYTES: Final = 500_000

#: Headers as real tables have them, for each thing a table may say.
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        "title",
        "event",
        "event title",
        "event name",
        "course",
        "course title",
        "course name",
        "class",
        "name",
    ),
    "kind": ("kind", "type", "event type", "format", "delivery"),
    "provider": (
        "provider",
        "organizer",
        "organiser",
        "host",
        "presenter",
        "vendor",
        "sponsor",
        "training provider",
    ),
    "starts_on": (
        "first day",
        "start",
        "start date",
        "starts",
        "begins",
        "begin date",
        "from",
        "date",
        "event date",
    ),
    "ends_on": ("last day", "end", "end date", "ends", "to", "through", "until"),
    "city": ("city", "town", "location city"),
    "region": ("state", "region", "st"),
    "zip": ("zip", "zip code", "postal code", "postcode"),
    "venue": ("venue", "location", "place", "facility", "site"),
    "miles": ("miles", "distance", "miles one way"),
    "hours": ("hours", "hrs", "credit hours", "training hours", "length in hours", "length"),
    "minutes": ("minutes", "credit minutes"),
    "topics": ("topics", "topic", "subject", "category", "subject area"),
    "tuition": ("tuition", "cost", "fee", "price", "registration fee", "registration cost"),
    "seats": ("seats", "capacity", "class size", "max", "openings"),
    "register_by": ("register by", "registration deadline", "deadline", "register before"),
    "cancel_by": ("cancel by", "cancel without a fee by", "cancellation deadline"),
    "website": ("website", "url", "link", "web", "website or flyer", "registration link"),
    "certification_number": (
        "certification number",
        "course number",
        "cert no",
        "course no",
        "control number",
    ),
    "summary": ("summary", "description", "what it is about", "notes"),
    "series": ("series", "name of the series"),
}
_DAYS: Final = ("starts_on", "ends_on", "register_by", "cancel_by")
_HOURS = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?\s*(?:h|hr|hrs|hours?)?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class _Row:
    """One row: its number as a spreadsheet counts, and its cells by what they say."""

    number: int
    cells: Mapping[str, str]


class _Unreadable(Exception):
    """A cell says nothing that can be read; the sentence says which."""


def read_table(raw: bytes) -> Reading:
    """Read a table of events. Raises Refused where it is no table, too large, or has no title and first day."""
    if len(raw) > MOST_BYTES:
        raise Refused(_("The table is larger than half a megabyte. Cut it into parts."), field="file")
    try:
        text, _encoding = decode(raw, "")
        rows = read_delimited(text, "").rows
    except MusterError as error:
        raise Refused(str(error.problems[0]), field="file") from None
    filled = [(number, row) for number, row in enumerate(rows, 1) if not is_blank(row)]
    if not filled:
        raise Refused(_("The table is empty."), field="file")
    if len(filled) > MOST_ROWS + 1:
        raise Refused(_("The table has more than a thousand rows. Cut it into parts."), field="file")
    columns = _columns(filled[0][1])
    parsed = [_Row(number, _cells(row, columns)) for number, row in filled[1:]]
    return _read(parsed, columns, filled[0][1])


def _columns(header: Sequence[str | None]) -> dict[str, int]:
    """Return where each thing stands. The first header that is known for it counts."""
    known = {alias: name for name, aliases in HEADERS.items() for alias in aliases}
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        plain = " ".join(re.sub(r"[_*:()\-]+", " ", (tidy(cell) or "").casefold()).split())
        if plain in known:
            found.setdefault(known[plain], place)
    lacking = [
        name for name, wanted in ((_("title"), "title"), (_("first day"), "starts_on")) if wanted not in found
    ]
    if lacking:
        raise Refused(
            _("No column is headed %(what)s. The first row must hold the headers.")
            % {"what": ", ".join(lacking)},
            field="file",
        )
    return found


def _cells(row: Sequence[str | None], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        name: text
        for name, place in columns.items()
        if place < len(row) and (text := tidy(row[place])) is not None
    }


def _read(rows: list[_Row], columns: Mapping[str, int], header: Sequence[str | None]) -> Reading:
    days = {name: _days(rows, name) for name in _DAYS if name in columns}
    found, doubts = [], []
    for place, row in enumerate(rows):
        where = _("row %(number)d") % {"number": row.number}
        try:
            dated = {name: _day(row, name, column[place]) for name, column in days.items()}
            found.append(_found(row, where, dated))
        except _Unreadable as unreadable:
            doubts.append(Doubt(where, str(unreadable)))
    headed = tuple((tidy(header[place]) or "", name) for name, place in columns.items())
    strange = [
        name for cell in header if (name := tidy(cell)) and name not in {told for told, _name in headed}
    ]
    notes = (_("Not read: %(columns)s.") % {"columns": ", ".join(strange)},) if strange else ()
    return Reading(tuple(found), tuple(doubts), headed, notes)


def _days(rows: list[_Row], name: str) -> list[date | None]:
    """Read a column of days as a whole; where it cannot tell month from day, the month comes first."""
    column = pl.Series(name, [row.cells.get(name) for row in rows], dtype=pl.String)
    read = read_days(column, header=name, file="", date_format=order_of(column) or "mdy")
    return read.days.to_list()


def _day(row: _Row, name: str, day: date | None) -> date | None:
    if day is None and name in row.cells:
        raise _Unreadable(_("“%(text)s” is no day. Write it as 2027-05-03.") % {"text": row.cells[name]})
    return day


def _found(row: _Row, where: str, dated: Mapping[str, date | None]) -> Found:
    cells = row.cells
    if "title" not in cells:
        raise _Unreadable(_("The title is missing."))
    first = dated.get("starts_on")
    kind = _kind(cells)
    if first is None and kind != EventKind.SELF_PACED:
        raise _Unreadable(_("The first day is missing."))
    return Found(
        where=where,
        title=short(cells["title"], "title"),
        kind=kind,
        provider=" ".join(cells.get("provider", "").split())[:200],
        starts_on=first,
        ends_on=dated.get("ends_on") or first,
        register_by=dated.get("register_by"),
        cancel_by=dated.get("cancel_by"),
        minutes=_minutes(cells),
        topics=_topics(cells),
        tuition_cents=_number(cells, "tuition", _tuition) or 0,
        region=cells.get("region", "").upper(),
        zip=cells.get("zip", ""),
        miles=_number(cells, "miles", _whole),
        seats=_number(cells, "seats", _whole),
        city=short(cells.get("city", ""), "city"),
        venue=short(cells.get("venue", ""), "venue"),
        website=short(cells.get("website", ""), "website"),
        certification_number=short(cells.get("certification_number", ""), "certification_number"),
        summary=short(cells.get("summary", ""), "summary"),
        series=short(cells.get("series", ""), "series"),
    )


def _kind(cells: Mapping[str, str]) -> str:
    text = cells.get("kind", "").casefold()
    if not text:
        return ""
    plain = text.replace("-", "_").replace(" ", "_")
    named = {str(kind.label).casefold(): kind.value for kind in EventKind}
    kind = plain if plain in EventKind.values else named.get(text, "")
    if not kind:
        raise _Unreadable(
            _("“%(text)s” is no kind of event. Write one of: %(kinds)s.")
            % {"text": cells["kind"], "kinds": ", ".join(str(each.label) for each in EventKind)}
        )
    return str(kind)


def _topics(cells: Mapping[str, str]) -> tuple[str, ...]:
    codes, strange = topics_named(cells.get("topics", ""))
    if strange:
        raise _Unreadable(strange_topics(strange))
    return codes


def _minutes(cells: Mapping[str, str]) -> int:
    """Return the length; hours with parts become whole minutes by counting, never by a float."""
    if "minutes" in cells:
        return _number(cells, "minutes", _whole) or 0
    return _number(cells, "hours", _of_hours) or 0


def _of_hours(text: str) -> int | None:
    read = _HOURS.fullmatch(text)
    if read is None:
        return None
    whole, part = read.groups()
    return int(whole) * 60 + int((part or "0").ljust(2, "0")) * 60 // 100


def _whole(text: str) -> int | None:
    plain = text.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else None


def _tuition(text: str) -> int | None:
    return 0 if text.casefold() in {"free", "none", "no cost", "n/a"} else cents_of(text)


def _number(cells: Mapping[str, str], name: str, read: Callable[[str], Any]) -> int | None:
    if name not in cells:
        return None
    value: int | None = read(cells[name])
    if value is None:
        raise _Unreadable(
            _("“%(text)s” under %(column)s cannot be read as a number.")
            % {"text": cells[name], "column": name.replace("_", " ")}
        )
    return value
