"""Two ways to the same columns: past Django through ADBC, or through Django's own connection.

ADBC hands over whole columns and needs a connection of its own, which cannot see what a transaction that is still
open has written. So inside a transaction, in a database that lives in memory, or where the driver for PostgreSQL
is not installed, the same questions go through Django's connection: the same answer, only slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

import adbc_driver_sqlite.dbapi as sqlite
import polars as pl
from django.db import connection

from muster.standards.reading.sql import Statement

#: Puts a question and returns its columns.
Ask: TypeAlias = Callable[[Statement], pl.DataFrame]

_HAS_POSTGRESQL = find_spec("adbc_driver_postgresql") is not None
#: SQLite reads pages of the file in place, up to this many bytes of it, and does not copy each first.
_MAPPED = 1 << 30


@contextmanager
def asking() -> Iterator[Ask]:
    """Open the quicker way that sees everything; all questions put to it see the same moment of the database."""
    if connection.in_atomic_block or not _has_columns():
        yield _through_django
        return
    with _opened() as columns, columns.cursor() as cursor:
        for statement in _PREPARED[connection.vendor]:
            cursor.execute(statement)

        def ask(statement: Statement) -> pl.DataFrame:
            cursor.execute(statement.sql)
            answer: pl.DataFrame = cursor.fetch_polars()
            columns = pl.Schema(statement.columns)
            return answer if answer.schema == columns else answer.cast(columns)

        yield ask


_PREPARED = {
    "sqlite": (f"PRAGMA mmap_size = {_MAPPED}",),
    "postgresql": (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "SET LOCAL TIME ZONE 'UTC'",
    ),
}


def _has_columns() -> bool:
    if connection.vendor == "sqlite":
        return not connection.is_in_memory_db()  # type: ignore[attr-defined]  # SQLite's connection has it
    return _HAS_POSTGRESQL


def _opened() -> Any:
    if connection.vendor == "sqlite":
        return sqlite.connect(f"file:{quote(str(connection.settings_dict['NAME']))}?mode=ro")
    import adbc_driver_postgresql.dbapi as postgresql  # noqa: PLC0415 - an extra; there only for PostgreSQL

    return postgresql.connect(_address(connection.settings_dict))


def _address(settings: dict[str, Any]) -> str:
    """Return where Django's PostgreSQL is, as libpq writes it; a host may be the folder of a socket."""
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {key: str(settings[name]) for key, name in named.items() if settings.get(name)}
    return f"postgresql:///{quote(str(settings['NAME']))}?{urlencode(given, quote_via=quote)}"


def _through_django(statement: Statement) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql)
        rows = cursor.fetchall()
    return pl.DataFrame(rows, schema=dict(statement.columns), orient="row")
