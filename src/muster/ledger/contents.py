"""What a row holds, as one text that is the same on SQLite and PostgreSQL, and its SHA-256.

The text is the JSON list of the row's values in UTF-8, without spaces, letters as they are: whole numbers; yes and no as
1 and 0; days ``2026-11-20``; moments in UTC as ``2026-11-20 12:00:00`` with ``.000001`` behind where there are
microseconds; decimals with all their places, as text; UUIDs as 32 digits; JSON as text in canonical form; nothing as
``null``. The database is asked for what it holds, not Django for what it makes of it: on SQLite a value of another form
than Django writes there has another text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from muster.ledger.appended import Key
from muster.ledger.canonical import canonical_json

Run = tuple[Key, Key]  # keys from the first to the last; of keys that are text only one at a time

ROWS_AT_ONCE: Final = 20_000
_RUNS_AT_ONCE: Final = 200

#: What each kind of column is read as. SQLite holds most as they are; a plus keeps Python from converting them.
_SQLITE: Final = {
    "decimal": (
        "CASE WHEN typeof({c}) IN ('integer', 'real') AND {c} = CAST(printf('%%.{places}f', {c}) AS REAL) "
        "THEN printf('%%.{places}f', {c}) ELSE +{c} END"
    )
}
_POSTGRESQL: Final = {
    "yes": "{c}::int",
    "day": "CASE WHEN {c} BETWEEN '0001-01-01' AND '9999-12-31' THEN to_char({c}, 'YYYY-MM-DD') ELSE {c}::text END",
    "moment": (
        "CASE WHEN {c} BETWEEN '0001-01-02 00:00Z' AND '9999-12-30 00:00Z' THEN "
        "replace(to_char({c} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '') ELSE {c}::text END"
    ),
    "decimal": "{c}::text",
    "uuid": "replace({c}::text, '-', '')",
    "json": "{c}::text",
}
_KINDS: Final = {
    **dict.fromkeys(("AutoField", "BigAutoField", "SmallAutoField"), "whole"),
    **dict.fromkeys(("IntegerField", "BigIntegerField", "SmallIntegerField"), "whole"),
    **dict.fromkeys(
        ("PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"), "whole"
    ),
    **dict.fromkeys(("CharField", "TextField", "SlugField"), "text"),
    "BooleanField": "yes",
    "DateField": "day",
    "DateTimeField": "moment",
    "DecimalField": "decimal",
    "UUIDField": "uuid",
    "JSONField": "json",
}


def columns_of(table: type[models.Model]) -> list[str]:
    """Return the columns of a table in alphabetical order."""
    return sorted(str(field.column) for field in table._meta.concrete_fields)


def digests(
    connection: BaseDatabaseWrapper, table: type[models.Model], columns: Sequence[str], runs: Sequence[Run]
) -> Iterator[tuple[Key, bytes]]:
    """Yield key and SHA-256 of the rows in these runs of keys that are there, in the order of the keys.

    ``runs`` are in order and do not overlap. A few thousand rows are in memory at a time. Raises TypeError for a
    kind of column that has no text here, DatabaseError where the database cannot read on.
    """
    fields = {field.column: field for field in table._meta.concrete_fields}
    held = [_expression(connection, fields[column]) for column in columns]
    from_json = [place for place, column in enumerate(columns, 1) if _kind(fields[column]) == "json"]
    quoted = connection.ops.quote_name
    key, own = _expression(connection, _own(table)), quoted(_own(table).column)
    start = f"SELECT {key}, {', '.join(held)} FROM {quoted(table._meta.db_table)} WHERE "  # noqa: S608 names of our own
    for some in _pieces(runs):
        within = " OR ".join([f"{own} BETWEEN %s AND %s"] * len(some))
        with _any_bytes(connection), connection.cursor() as cursor:
            cursor.execute(start + within, [end for run in some for end in run])
            found = [_digest(row, from_json, connection.vendor) for row in cursor.fetchall()]
        yield from sorted(found)  # here and not there: each database sorts letters in a way of its own


def keys_in(connection: BaseDatabaseWrapper, table: type[models.Model]) -> Iterator[Key]:
    """Yield all keys of a table, whole numbers in their order. Raises DatabaseError as ``digests`` does."""
    quoted, own = connection.ops.quote_name, _own(table)
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {_expression(connection, own)} FROM {quoted(table._meta.db_table)} "  # noqa: S608 names of our own
            f"ORDER BY {quoted(own.column)}"
        )
        while rows := _fetched(connection, cursor):
            yield from (key for (key,) in rows)


def runs_of(keys: Sequence[Key]) -> list[Run]:
    """Return keys as runs without gaps, in order; each key that is text is a run of its own."""
    if isinstance(keys, range) and keys:
        return [(keys[0], keys[-1])]
    return merged([(key, key) for key in keys])


def merged(runs: Sequence[Run]) -> list[Run]:
    """Return runs in order, those that touch or overlap as one."""
    found: list[Run] = []
    for first, last in sorted(runs):  # of one table, so all are numbers or all are text
        if found and _touches(found[-1][1], first):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def length(run: Run) -> int:
    """Return how many keys a run has."""
    first, last = run
    return last - first + 1 if isinstance(first, int) and isinstance(last, int) else 1


def _touches(last: Key, first: Key) -> bool:
    if isinstance(last, int) and isinstance(first, int):
        return first <= last + 1
    return first == last


def _pieces(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Cut runs so that a query asks for a bounded number of them, and of rows."""
    cut = (piece for run in runs for piece in _short(run))
    while some := list(islice(cut, 1)):
        room = ROWS_AT_ONCE - length(some[0])
        while room > 0 and len(some) < _RUNS_AT_ONCE and (more := next(cut, None)):
            some.append(more)
            room -= length(more)
        yield some


def _short(run: Run) -> Iterator[Run]:
    first, last = run
    if not isinstance(first, int) or not isinstance(last, int):
        yield run
        return
    for start in range(first, last + 1, ROWS_AT_ONCE):
        yield start, min(start + ROWS_AT_ONCE - 1, last)


# ── one row ───────────────────────────────────────────────────────────────────────────────────────


def _digest(row: Sequence[Any], from_json: Sequence[int], vendor: str) -> tuple[Key, bytes]:
    values = list(row)
    for place in from_json:
        if values[place] is not None:
            values[place] = _json_text(values[place], vendor)
    return values[0], sha256(_encode(values[1:]).encode("utf-8", "surrogatepass")).digest()


def _strange(value: object) -> dict[str, str]:
    """Write what only a changed SQLite file holds: bytes where none belong."""
    return {"not": repr(value)}


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_strange).encode


@lru_cache(maxsize=10_000)
def _json_text(held: Any, vendor: str) -> Any:
    """Return the canonical text of JSON; in a list by itself what is none, or not as Django writes it."""
    try:
        value = json.loads(held)
        text = canonical_json(value)
    except (ValueError, TypeError, RecursionError):
        return [held]
    return text if vendor != "sqlite" or json.dumps(value) == held else [held]


def _own(table: type[models.Model]) -> Any:
    return table._meta.pk


def _kind(field: Any) -> str:
    while field.is_relation:
        field = field.target_field
    kind = field.get_internal_type()
    if kind not in _KINDS:
        raise TypeError(f"{field} is a {kind}, of which ledger.contents has no single text: say there which")
    return _KINDS[kind]


def _expression(connection: BaseDatabaseWrapper, field: Any) -> str:
    kind, column = _kind(field), connection.ops.quote_name(field.column)
    places = getattr(field, "decimal_places", None)
    if connection.vendor == "sqlite":
        return _SQLITE.get(kind, "+{c}").format(c=column, places=places)
    return _POSTGRESQL.get(kind, "{c}").format(c=column)


@contextmanager
def _any_bytes(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Read also text that is no UTF-8, which only a damaged or changed SQLite file holds."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    inner: Any = connection.connection
    before, inner.text_factory = inner.text_factory, _decoded
    try:
        yield
    finally:
        inner.text_factory = before


def _fetched(connection: BaseDatabaseWrapper, cursor: Any) -> list[tuple[Key]]:
    with _any_bytes(connection):
        return list(cursor.fetchmany(ROWS_AT_ONCE))


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")
