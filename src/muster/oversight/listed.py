"""A list of recommendations as a file holds it: columns known by their headers, every row kept or set aside with why."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from muster.core.errors import MusterError
from muster.core.importing.dates import order_of, read_days
from muster.core.importing.grid import is_blank, tidy
from muster.core.importing.text import decode, read_delimited
from muster.ledger.refusals import Refused
from muster.oversight.actions.issuing import new_recommendation
from muster.oversight.enums import Priority, RecommendationKind, RecommendationState
from muster.oversight.models import Issuer, Recommendation

MOST_ROWS: Final = 5_000
MOST_BYTES: Final = 5_000_000

#: Headers as real lists have them, for each thing a list may say.
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("number", "no", "recommendation number", "rec no", "rec number", "id", "ref", "reference"),
    "title": ("title", "short title", "subject", "topic", "heading"),
    "issued_on": (
        "issued on",
        "issued",
        "date",
        "date issued",
        "issue date",
        "report date",
        "date of report",
    ),
    "text": ("text", "recommendation", "recommendation text", "description", "wording"),
    "rationale": ("rationale", "why", "justification"),
    "evidence": ("evidence", "finding", "findings", "what was found"),
    "kind": ("type", "kind", "category", "area"),
    "priority": ("priority", "severity", "importance"),
    "addressed_to": ("addressed to", "to", "addressee", "directed to"),
    "respond_by": ("response due", "answer by", "respond by", "due", "due date", "response due date"),
    "state": ("status", "state", "current status", "implementation status"),
    "response": ("response", "answer", "agency response", "department response", "reply"),
    "decline_reason": ("reason", "reason declined", "reason for declining"),
    "plan": ("plan", "action plan", "planned action", "corrective action"),
    "owner": ("owner", "responsible", "responsible party", "assigned to", "lead"),
    "finish_by": ("done by", "target date", "implementation date", "completion date", "finish by", "due by"),
}
DAYS: Final = ("issued_on", "respond_by", "finish_by")
NEEDED: Final = ("number", "text", "issued_on")
#: Words of other lists for our states; "implemented" alone is the department's word, so it is not yet verified.
WORDS: Final[dict[str, str]] = {
    "new": "issued",
    "open": "issued",
    "pending": "response_due",
    "agreed": "accepted",
    "accept": "accepted",
    "partially accepted": "partly",
    "accepted in part": "partly",
    "rejected": "declined",
    "not accepted": "declined",
    "ongoing": "in_progress",
    "in process": "in_progress",
    "implemented": "reported_implemented",
    "complete": "reported_implemented",
    "completed": "reported_implemented",
    "verified": "verified_implemented",
    "partially implemented": "verified_partial",
    "partial": "verified_partial",
}


@dataclass(frozen=True)
class Row:
    """One row that can come in: its number as a spreadsheet counts, and the recommendation, not saved."""

    number: int
    asked: Recommendation


@dataclass(frozen=True)
class SetAside:
    """One row that cannot, with the sentence that says why."""

    number: int
    sentence: str


@dataclass(frozen=True)
class Listed:
    """What a file holds. Every filled row is among ``rows`` or ``set_aside``."""

    rows: tuple[Row, ...]
    set_aside: tuple[SetAside, ...]
    columns: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


class _Unreadable(Exception):
    """A cell says nothing that can be read; the sentence says which."""


def read_list(raw: bytes, issuer: Issuer) -> Listed:
    """Read a file as recommendations of a body. Raises Refused where it is no table or lacks a column we need."""
    if len(raw) > MOST_BYTES:
        raise Refused(_("The file is larger than five megabytes. Cut it into parts."), field="file")
    try:
        rows = read_delimited(_text(raw), "").rows
    except MusterError as error:
        raise Refused(str(error.problems[0]), field="file") from None
    filled = [(number, row) for number, row in enumerate(rows, 1) if not is_blank(row)]
    if not filled:
        raise Refused(_("The file is empty."), field="file")
    if len(filled) > MOST_ROWS + 1:
        raise Refused(_("The file has more than 5,000 rows. Cut it into parts."), field="file")
    header, body = filled[0][1], filled[1:]
    columns = _columns(header)
    cells = [(number, _cells(row, columns)) for number, row in body]
    kept, aside = _sorted_out(cells, columns, issuer)
    headed = tuple((tidy(header[place]) or "", name) for name, place in columns.items())
    return Listed(tuple(kept), tuple(aside), headed, _notes(header, headed))


def _text(raw: bytes) -> str:
    """Return the text. Some programs put the mark of UTF-8 before a text that is Latin-1; the bytes are believed."""
    if raw.startswith(codecs.BOM_UTF8):
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raw = raw.removeprefix(codecs.BOM_UTF8)
    return decode(raw, "")[0]


def _columns(header: Sequence[str | None]) -> dict[str, int]:
    """Return where each thing stands. The first header that is known for it counts."""
    known = {alias: name for name, aliases in HEADERS.items() for alias in aliases}
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = known.get(_plain(cell))
        if name is not None:
            found.setdefault(name, place)
    lacking = [HEADERS[name][0] for name in NEEDED if name not in found]
    if lacking:
        raise Refused(
            _("No column is headed %(what)s. The first row must hold the headers.")
            % {"what": ", ".join(lacking)},
            field="file",
        )
    return found


def _plain(cell: str | None) -> str:
    return " ".join(re.sub(r"[_*:#.()\-]+", " ", (tidy(cell) or "").casefold()).split())


def _cells(row: Sequence[str | None], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        name: text
        for name, place in columns.items()
        if place < len(row) and (text := tidy(row[place])) is not None
    }


def _notes(header: Sequence[str | None], headed: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    read = {told for told, _name in headed}
    strange = [name for cell in header if (name := tidy(cell)) and name not in read]
    return (_("Not read: %(columns)s.") % {"columns": ", ".join(strange)},) if strange else ()


Cells = tuple[int, dict[str, str]]


def _sorted_out(
    cells: list[Cells], columns: Mapping[str, int], issuer: Issuer
) -> tuple[list[Row], list[SetAside]]:
    """Read row by row; what cannot be kept, or is there already, is set aside with its sentence."""
    days = {name: _days(cells, name) for name in DAYS if name in columns}
    known = dict.fromkeys(issuer.recommendations.values_list("number", flat=True), 0)
    kept: list[Row] = []
    aside: list[SetAside] = []
    for place, (number, said) in enumerate(cells):
        try:
            asked = _read(said, {name: column[place] for name, column in days.items()}, issuer)
            _refuse_known(asked.number, known)
        except _Unreadable as unreadable:
            aside.append(SetAside(number, str(unreadable)))
        else:
            known[asked.number] = number
            kept.append(Row(number, asked))
    return kept, aside


def _refuse_known(number: str, known: Mapping[str, int]) -> None:
    if number not in known:
        return
    if known[number]:
        raise _Unreadable(
            _("Number %(number)s stands in row %(row)d already.") % {"number": number, "row": known[number]}
        )
    raise _Unreadable(
        _("Number %(number)s is in the register already; it was left as it is.") % {"number": number}
    )


def _days(cells: list[Cells], name: str) -> list[date | None]:
    """Read a column of days as a whole; where it cannot tell month from day, the month comes first."""
    column = pl.Series(name, [said.get(name) for _number, said in cells], dtype=pl.String)
    read = read_days(column, header=name, file="", date_format=order_of(column) or "mdy")
    return read.days.to_list()


def _read(said: dict[str, str], days: Mapping[str, date | None], issuer: Issuer) -> Recommendation:
    for name in NEEDED:
        if name not in said:
            raise _Unreadable(_("%(what)s is missing.") % {"what": HEADERS[name][0].capitalize()})
    for name, day in days.items():
        if day is None and name in said:
            raise _Unreadable(_("“%(text)s” is no day. Write it as 2027-05-03.") % {"text": said[name]})
    issued = days["issued_on"]
    if issued is None or issued > timezone.localdate():
        raise _Unreadable(_("The day on which it was issued is still to come."))
    asked = new_recommendation(issuer, _asked(said, days))
    asked.state = _state(said)
    for name in ("response", "decline_reason", "plan", "owner"):
        setattr(asked, name, said.get(name, ""))
    asked.finish_by = days.get("finish_by")
    _check(asked)
    return asked


def _asked(said: dict[str, str], days: Mapping[str, date | None]) -> dict[str, Any]:
    return {
        "number": said["number"],
        "title": said.get("title") or Truncator(" ".join(said["text"].split())).chars(120),
        "issued_on": days["issued_on"],
        "text": said["text"],
        "rationale": said.get("rationale", ""),
        "evidence": said.get("evidence", ""),
        "kind": _choice(said, "kind", RecommendationKind, RecommendationKind.TRAINING),
        "priority": _choice(said, "priority", Priority, Priority.MEDIUM),
        "addressed_to": said.get("addressed_to", ""),
        "respond_by": days.get("respond_by"),
    }


def _state(said: dict[str, str]) -> str:
    return str(_choice(said, "state", RecommendationState, RecommendationState.ISSUED))


def _choice(said: dict[str, str], name: str, words: Any, otherwise: Any) -> Any:
    """Return which word of a closed list a cell says: our value, our name of it, or a word that other lists use."""
    if name not in said:
        return otherwise
    text = _plain(said[name])
    for one in words:
        if text in (str(one.value).replace("_", " "), _plain(str(one.label)), _plain(one.name)):
            return one.value
    if name == "state" and text in WORDS:
        return WORDS[text]
    raise _Unreadable(
        _("“%(text)s” under %(column)s is not known. Write one of: %(words)s.")
        % {
            "text": said[name],
            "column": HEADERS[name][0],
            "words": ", ".join(str(one.label) for one in words),
        }
    )


def _check(asked: Recommendation) -> None:
    try:
        asked.clean_fields(exclude=["issuer"])
        asked.validate_constraints(exclude=["issuer"])
    except ValidationError as error:
        raise _Unreadable(" ".join(_told(error.message_dict))) from None


def _told(messages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, sentences in messages.items():
        for sentence in sentences:
            yield sentence if name == "__all__" else f"{HEADERS.get(name, (name,))[0]}: {sentence}"
