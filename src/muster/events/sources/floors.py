"""Floors as a table: read row by row, every wrong row named, nothing written before all are right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from muster.core.errors import MusterError
from muster.core.importing.grid import is_blank
from muster.core.importing.text import decode, read_delimited
from muster.events.enums import FloorSource
from muster.events.models import Floor
from muster.ledger.refusals import Refused
from muster.roster.models import Unit

#: The columns, in the order of the download.
COLUMNS: Final = (
    "unit",
    "days",
    "from",
    "to",
    "people",
    "supervisors",
    "skill",
    "with the skill",
    "source",
    "where it is written",
    "first day",
    "last day",
)
MOST_ROWS: Final = 2_000
MOST_BYTES: Final = 500_000
MOST_TOLD: Final = 20


def row_of(floor: Floor) -> list[object]:
    """Return a floor as a row of the table."""
    return [
        floor.unit.code,
        floor.weekdays,
        f"{floor.begins:%H:%M}",
        f"{floor.ends:%H:%M}",
        floor.people,
        floor.supervisors,
        floor.skill,
        floor.skilled,
        floor.source,
        floor.source_text,
        floor.start.isoformat(),
        floor.end.isoformat() if floor.end else "",
    ]


def read_floors(raw: bytes, units: Iterable[Unit]) -> list[Floor]:
    """Read a table of floors of some units. Raises Refused, on the field ``file``, that names every wrong row."""
    if len(raw) > MOST_BYTES:
        raise Refused(_("The table is larger than half a megabyte. Cut it into parts."), field="file")
    try:
        text, _encoding = decode(raw, "")
        rows = [(n, row) for n, row in enumerate(read_delimited(text, "").rows, 1) if not is_blank(row)]
    except MusterError as error:
        raise Refused(str(error.problems[0]), field="file") from None
    if len(rows) < 2:
        raise Refused(_("The table is empty."), field="file")
    if len(rows) > MOST_ROWS + 1:
        raise Refused(_("The table has more than two thousand rows. Cut it into parts."), field="file")
    columns = _columns(rows[0][1])
    by_code = {unit.code.casefold(): unit for unit in units}
    floors, wrong = [], []
    for number, row in rows[1:]:
        cells = {
            name: str(row[at]).strip().removeprefix("'") if at < len(row) else ""
            for name, at in columns.items()
        }
        try:
            floors.append(_floor(cells, by_code))
        except _Wrong as why:
            wrong.append(_("Row %(number)d: %(why)s") % {"number": number, "why": why})
    if wrong:
        raise Refused(" ".join(wrong[:MOST_TOLD]), field="file")
    return floors


class _Wrong(Exception):
    """A row that says nothing that can be read; the sentence says why."""


def _columns(header: Sequence[object]) -> dict[str, int]:
    found = {str(name).strip().lower().removeprefix("\ufeff"): at for at, name in enumerate(header)}
    lacking = [name for name in ("unit", "from", "to", "people", "where it is written") if name not in found]
    if lacking:
        raise Refused(
            _("These columns are missing: %(names)s. Take the download as a pattern.")
            % {"names": ", ".join(lacking)},
            field="file",
        )
    return {name: at for name, at in found.items() if name in COLUMNS}


def _floor(cells: Mapping[str, str], units: Mapping[str, Unit]) -> Floor:
    unit = units.get(cells["unit"].casefold())
    if unit is None:
        raise _Wrong(_("there is no unit with the code “%(code)s” here.") % {"code": cells["unit"][:40]})
    floor = Floor(
        unit=unit,
        weekdays=_weekdays(cells.get("days", "")),
        begins=_clock(cells["from"]),
        ends=_clock(cells["to"]),
        people=_number(cells["people"]),
        supervisors=_number(cells.get("supervisors", "") or "0"),
        skill=cells.get("skill", ""),
        skilled=_number(cells.get("with the skill", "") or "0"),
        source=cells.get("source", "").lower() or FloorSource.POLICY,
        source_text=cells["where it is written"],
        start=_day(cells.get("first day", "")) or date(2000, 1, 1),
        end=_day(cells.get("last day", "")),
    )
    try:
        floor.full_clean()
    except ValidationError as error:
        raise _Wrong(" ".join(error.messages)) from None
    return floor


def _weekdays(text: str) -> str:
    found = text or "1234567"
    if not set(found) <= set("1234567") or len(set(found)) != len(found):
        raise _Wrong(_("the days are digits, 1 for Monday to 7 for Sunday."))
    return "".join(sorted(found))


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text if len(text) != 4 or ":" not in text else f"0{text}")
    except ValueError:
        raise _Wrong(_("“%(text)s” is no time such as 06:00.") % {"text": text[:20]}) from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 4:
        raise _Wrong(_("“%(text)s” is no whole number.") % {"text": text[:20]})
    return int(text)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Wrong(_("“%(text)s” is no day such as 2026-11-30.") % {"text": text[:20]}) from None
