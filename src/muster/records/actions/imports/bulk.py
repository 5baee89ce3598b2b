"""Very many lines written at once: a hundred thousand in seconds, as an import and its undoing need it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import connection, models
from django.db.models import QuerySet, Value

from muster.accounts.models import User
from muster.ledger.appended import appending
from muster.ledger.lines import Line

ROWS_AT_ONCE: Final = 5_000
#: What a line that takes another back does not carry over.
_OWN: Final = ("id", "known_from", "known_by", "replaces", "withdrawn", "reason")


def insert_lines(table: type[Line], columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> int:
    """Insert rows of values, one for each named column (``attname``); every column of the table but its key is named.

    The caller owes the checks that a form or ``full_clean`` would make, and the turn (``take_turn``). Returns how many.
    Django's ``bulk_create`` makes an object and a few dozen conversions of each row: four times as slow.
    """
    fields = {field.attname: field for field in table._meta.concrete_fields}
    quoted = ", ".join(connection.ops.quote_name(str(fields[name].column)) for name in columns)
    places = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {connection.ops.quote_name(table._meta.db_table)} ({quoted}) VALUES ({places})"  # noqa: S608 - names of our own
    prepare = [_prepared(fields[name]) for name in columns]
    count, ready = 0, ([to(value) for to, value in zip(prepare, row, strict=True)] for row in rows)
    with appending(table), connection.cursor() as cursor:
        while piece := list(islice(ready, ROWS_AT_ONCE)):
            cursor.executemany(sql, piece)
            count += len(piece)
        if count > ROWS_AT_ONCE and connection.vendor == "postgresql":
            # or until its next round PostgreSQL takes the table for small, and reads the whole for each row
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")
    return count


def withdraw_lines(lines: QuerySet[Any], *, by: User, now: datetime, reason: str) -> int:
    """Append, for each of these lines, one that takes it back: inside of the database, in one statement.

    The caller owes the turn (``take_turn``). Returns how many.
    """
    return _append_each(lines, {**_said(by, now, reason), "withdrawn": True})


def correct_lines(lines: QuerySet[Any], *, by: User, now: datetime, reason: str, **changes: Any) -> int:
    """Append, for each of these lines, the same but for ``changes``, as ``withdraw_lines`` does."""
    return _append_each(lines, {**_said(by, now, reason), "withdrawn": False, **changes})


def _said(by: User, now: datetime, reason: str) -> dict[str, Any]:
    return {"known_from": now, "known_by": by.pk, "reason": reason}


def _append_each(lines: QuerySet[Any], said: dict[str, Any]) -> int:
    """Append a line after each of these, with the values in ``said`` and all others of the one that it replaces."""
    table = lines.model
    fields = {field.name: field for field in table._meta.concrete_fields}
    carried = [field for name, field in fields.items() if name not in {*_OWN, *said}]
    own: dict[str, Any] = {name: Value(value, _plain(fields[name])) for name, value in said.items()}
    own["replaces"] = models.F("pk")
    chosen = lines.order_by().annotate(**{f"new_{name}": value for name, value in own.items()})
    taken = [*(field.attname for field in carried), *(f"new_{name}" for name in own)]
    sql, values = chosen.values_list(*taken).query.sql_with_params()
    into = [*(field.column for field in carried), *(fields[name].column for name in own)]
    quoted = ", ".join(connection.ops.quote_name(column) for column in into)
    with appending(table), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(table._meta.db_table)} ({quoted}) {sql}",
            values,
        )
        return int(cursor.rowcount)


def _plain(field: Any) -> Any:
    """Return a field whose values are written as they are: of a link, its key."""
    return models.BigIntegerField() if field.is_relation else field


def _prepared(field: Any) -> Callable[[Any], Any]:
    """Return what turns a value into what the database takes; each distinct value is turned once."""
    known: dict[Any, Any] = {}

    def prepare(value: Any) -> Any:
        key = tuple(value) if isinstance(value, list) else value
        if key not in known:
            known[key] = field.get_db_prep_save(value, connection)
        return known[key]

    def prepare_unlike(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    return prepare_unlike if field.unique or isinstance(field, models.UUIDField) else prepare
