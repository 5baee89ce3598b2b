"""Is the database still able, and still told, to keep the ledger as it is?"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from muster.ledger.triggers import unguarded

TABLE = "ledger_entry"


def database_problems(connection: BaseDatabaseWrapper, tables: Iterable[str] = (TABLE,)) -> list[str]:
    """Return a sentence for each trigger that is gone and, on SQLite, for each damage to these tables or indexes."""
    missing: list[str] = []
    damage: list[str] = []
    try:
        for table in tables:
            missing += unguarded(connection, table)
            damage += _damage(connection, table) if connection.vendor == "sqlite" else []
    except (DatabaseError, UnicodeDecodeError) as error:  # SQLite quotes damaged names in its own errors
        return [f"The database cannot look through its own tables: it says “{error}”."]
    return [
        f"The trigger {name} is gone or another: the database no longer refuses to change what is added to only."
        for name in missing
    ] + [f"The file of the database is damaged: {says}." for says in damage]


def _damage(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA integrity_check({table})")
        return [says for (says,) in cursor.fetchall() if says != "ok"]
