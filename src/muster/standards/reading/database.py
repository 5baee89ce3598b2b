"""Two ways to the same columns: past Django through ADBC, or through Django's own connection.

ADBC hands over whole columns and needs a connection of its own (for SQLite in a process of its own, ``beside.py``),
which cannot see what a transaction that is still open has written. So inside a transaction, in a database that lives
in memory, or where the driver for PostgreSQL is not installed, the same questions go through Django's connection: the
same answer, only slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

import polars as pl
from django.db import connection

from muster.standards.reading.beside import reading
from muster.standards.reading.sql import Statement

#: Puts a question and returns its columns.
Ask: TypeAlias = Callable[[Statement], pl.DataFrame]
#: The same of a question in plain SQL.
Columns: TypeAlias = Callable[[str], pl.DataFrame]

_HAS_POSTGRESQL = find_spec("adbc_driver_postgresql") is not None
#: SQLite reads pages of the file in place, up to this many bytes of it, and does not copy each first.
_MAPPED = 1 << 30


@contextmanager
def asking() -> Iterator[Ask]:
    """Open the quicker way that sees everything; all questions put to it see the same moment of the database."""
    if connection.in_atomic_block or not _has_columns():
        yield _through_django
        return
    with _sqlite() if connection.vendor == "sqlite" else _postgresql() as columns:

        def ask(statement: Statement) -> pl.DataFrame:
            answer = columns(statement.sql)
            wanted = pl.Schema(statement.columns)
            return answer if answer.schema == wanted else answer.cast(wanted)

        yield ask


def _has_columns() -> bool:
    if connection.vendor == "sqlite":
        return not connection.is_in_memory_db()  # type: ignore[attr-defined]  # SQLite's connection has it
    return _HAS_POSTGRESQL


@contextmanager
def _sqlite() -> Iterator[Columns]:
    with reading(f"file:{quote(str(connection.settings_dict['NAME']))}?mode=ro") as reader:
        reader.ask(do=f"PRAGMA mmap_size = {_MAPPED}")
        yield reader.columns


@contextmanager
def _postgresql() -> Iterator[Columns]:
    import adbc_driver_postgresql.dbapi as postgresql  # noqa: PLC0415 - an extra; there only for PostgreSQL

    with postgresql.connect(_address(connection.settings_dict)) as opened, opened.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")

        def columns(sql: str) -> pl.DataFrame:
            cursor.execute(sql)
            answer: pl.DataFrame = cursor.fetch_polars()
            return answer

        yield columns


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
