"""Empty an append-only database between two tests that write for good.

Most tests roll back. Those with a live server or real transactions cannot, so Django empties every table after
them, which our own triggers refuse. Here the triggers rest while that happens, and at no other time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

emptied = BaseDatabaseOperations.execute_sql_flush


def let_triggers_rest() -> None:
    """From now on Django's flush works on append-only tables too."""

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        rest = {"sqlite": sqlite_rest, "postgresql": postgresql_rest}[self.connection.vendor]
        with transaction.atomic(using=self.connection.alias), rest(self.connection):
            emptied(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush


@contextmanager
def sqlite_rest(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers that refuse away and put them back; those that keep an index in step stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)


@contextmanager
def postgresql_rest(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Switch our triggers off and on again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
