"""Entries as the database holds them, before any Python type tidies them up: what verification reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from muster.ledger.canonical import canonical_json, hash_of, moment_text

#: Columns in the order they are read, with the name under which each goes into the hash.
_COLUMNS: Final = {
    "number": "number",
    "at": "at",
    "actor_id": "actor",
    "on_behalf_of_id": "on_behalf_of",
    "verb": "verb",
    "subject_kind": "subject_kind",
    "subject_id": "subject_id",
    "agency_id": "agency",
    "reason": "reason",
    "details": "details",
    "previous": "previous",
    "hash": "hash",
    "lines": "lines",
}
_WHOLE: Final = {"number", "actor", "on_behalf_of", "agency"}
_MAY_BE_EMPTY: Final = _WHOLE - {"number"}
_CHUNK: Final = 100  # the entry of a large import is nearly a megabyte

# What Django writes into SQLite. Anything else that it would still read as the same moment was not written by it.
_SQLITE_MOMENT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{6})?")


class Damaged(Exception):
    """The database cannot read its own rows any further."""

    def __init__(self, after: int, says: str) -> None:
        super().__init__(f"after entry {after}: {says}")
        self.after = after
        self.says = says


@dataclass(frozen=True, slots=True)
class Stored:
    """One row: its values by name, ``hash`` apart, and the names of those that have not even the right form."""

    number: int
    content: dict[str, Any]
    hash: Any
    misfits: tuple[str, ...] = ()

    @property
    def previous(self) -> Any:
        """The hash that this row remembers of the one before."""
        return self.content["previous"]

    def computed(self, **instead: object) -> str:
        """Return the hash that the values give, or would give with other values instead."""
        return hash_of({**self.content, **instead})

    def with_content(self, **instead: object) -> Stored:
        """Return the same row with other values."""
        return replace(self, content={**self.content, **instead})


def stored_entries(connection: BaseDatabaseWrapper) -> Iterator[Stored]:
    """Read all rows in the order of their numbers, a hundred at a time. Raises Damaged where reading ends early."""
    last = 0
    try:
        with connection.chunked_cursor() as cursor:
            cursor.execute(_QUERIES[connection.vendor])
            while rows := cursor.fetchmany(_CHUNK):
                for row in rows:
                    stored = _ROWS[connection.vendor](row)
                    last = stored.number
                    yield stored
    except (DatabaseError, UnicodeDecodeError) as error:  # SQLite quotes damaged names in its own errors
        raise Damaged(last, str(error)) from error


def _stored(values: dict[str, Any], misfits: set[str]) -> Stored:
    hash_ = values.pop("hash")
    if values["lines"] == "":
        del values["lines"]  # as ``Entry.content`` does
    for name in ("details", "lines"):
        if name in values and name not in misfits and not _is_canonical(values[name]):
            misfits.add(name)
    return Stored(
        values["number"], values, hash_, tuple(name for name in _COLUMNS.values() if name in misfits)
    )


def _is_canonical(text: str) -> bool:
    try:
        return canonical_json(json.loads(text)) == text
    except (ValueError, TypeError, RecursionError):
        return False


# ── SQLite: a column may hold any type, and text need not be UTF-8 ──────────────────────────────────


def _from_sqlite(row: tuple[Any, ...]) -> Stored:
    values: dict[str, Any] = {}
    misfits: set[str] = set()
    for name, kind, raw in zip(_COLUMNS.values(), row[0::2], row[1::2], strict=True):
        text = None if raw is None else bytes(raw).decode("utf-8", "surrogateescape")
        values[name] = int(text) if kind == "integer" and text is not None else text
        if not _has_form(name, kind):
            misfits.add(name)
    moment = _SQLITE_MOMENT.fullmatch(values["at"] or "") if "at" not in misfits else None
    if moment:
        values["at"] = f"{moment[1]}T{moment[2]}{moment[3] or '.000000'}Z"
    if not moment or moment[3] == ".000000":
        misfits.add("at")
    return _stored(values, misfits)


def _has_form(name: str, kind: str) -> bool:
    if kind == "null":
        return name in _MAY_BE_EMPTY
    return kind == ("integer" if name in _WHOLE else "text")


# ── PostgreSQL: every column has its type ───────────────────────────────────────────────────────────


def _from_postgresql(row: tuple[Any, ...]) -> Stored:
    values = dict(zip(_COLUMNS.values(), row, strict=True))
    at = values["at"]
    values["at"] = moment_text(at) if isinstance(at, datetime) else at
    return _stored(values, set())


_SQLITE_COLUMNS: Final = ", ".join(f"typeof({column}), CAST({column} AS BLOB)" for column in _COLUMNS)
_QUERIES: Final = {
    "sqlite": f"SELECT {_SQLITE_COLUMNS} FROM ledger_entry ORDER BY number",  # noqa: S608 the names are above
    "postgresql": f"SELECT {', '.join(_COLUMNS)} FROM ledger_entry ORDER BY number",  # noqa: S608 the names are above
}
_ROWS: Final = {"sqlite": _from_sqlite, "postgresql": _from_postgresql}
