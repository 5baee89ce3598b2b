"""Tables in which nothing is changed and nothing is deleted, because the database itself refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from muster.ledger.operations import Statements

_SUFFIXES: Final = {
    "sqlite": ("no_update", "no_delete"),
    "postgresql": ("no_update", "no_delete", "no_truncate"),
}


class AppendOnly(Statements):
    """Make the database refuse UPDATE and DELETE on a table (on PostgreSQL TRUNCATE too), with a sentence.

    ``except_columns`` may change; the other columns are compared by value, so that saving the same row again is
    allowed where exceptions are. The refusal reaches Python as ``django.db.IntegrityError`` on both databases.

    It belongs after CreateModel. A later migration that changes the columns of the table repeats it at its end:
    SQLite rebuilds a table to change it, and a rebuilt table has no triggers. ``unguarded`` tells when it was
    forgotten, and a test asks that of every such table.
    """

    reduces_to_sql = True

    def __init__(self, table: str, except_columns: Sequence[str] = ()) -> None:
        self.table = table
        self.except_columns = tuple(except_columns)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation in a migration."""
        more = {"except_columns": self.except_columns} if self.except_columns else {}
        return type(self).__name__, [self.table], more

    def making(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Return the triggers."""
        return _making(connection, self.table, self.except_columns)

    def removing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Return what takes the triggers away."""
        return _removing(connection, self.table)

    def describe(self) -> str:
        """Return a line for ``migrate``."""
        return f"Let {self.table} be added to only"

    @property
    def migration_name_fragment(self) -> str:
        """The part of a migration's name that stands for this operation."""
        return f"{self.table}_append_only"


def unguarded(connection: BaseDatabaseWrapper, table: str, except_columns: Sequence[str] = ()) -> list[str]:
    """Return the names of the triggers that a table should have and has not, or has in another form."""
    if connection.vendor == "sqlite":
        found = _sqlite_triggers(connection, table)
        wanted = _sqlite(connection, table, except_columns)
        names = _names(connection, table)
        return [name for name, sql in zip(names, wanted, strict=True) if found.get(name) != sql]
    found = _postgresql_triggers(connection, table)
    body = _postgresql_body(table, except_columns)
    return [name for name in _names(connection, table) if found.get(name) != body]


def _names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    return [f"{table}_{suffix}" for suffix in _SUFFIXES[connection.vendor]]


def _sentence(table: str, deed: str) -> str:
    return (
        f"Nothing is {deed} in {table}: it is added to only. "
        "To mend something, write a new line that says what is right."
    )


def _making(connection: BaseDatabaseWrapper, table: str, except_columns: Sequence[str]) -> list[str]:
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    return make(connection, table, except_columns)


def _removing(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    quoted = connection.ops.quote_name
    on = "" if connection.vendor == "sqlite" else f" ON {quoted(table)}"
    statements = [f"DROP TRIGGER IF EXISTS {quoted(name)}{on}" for name in _names(connection, table)]
    if connection.vendor == "postgresql":
        statements.append(f"DROP FUNCTION IF EXISTS {quoted(f'{table}_refuse')}()")
    return statements


# ── SQLite ────────────────────────────────────────────────────────────────────────────────────────


def _sqlite(connection: BaseDatabaseWrapper, table: str, except_columns: Sequence[str]) -> list[str]:
    quoted = connection.ops.quote_name
    update, delete = (quoted(name) for name in _names(connection, table))
    changed = ""
    if except_columns:
        kept = [column for column in _columns(connection, table) if column not in except_columns]
        differs = " OR ".join(f"NEW.{quoted(column)} IS NOT OLD.{quoted(column)}" for column in kept)
        changed = f" WHEN {differs or '1'}"  # sqlmigrate prints this before there is a table to ask
    return [
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {quoted(table)}{changed} "
        f"BEGIN SELECT RAISE(ABORT, '{_sentence(table, 'changed')}'); END",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {quoted(table)} "
        f"BEGIN SELECT RAISE(ABORT, '{_sentence(table, 'deleted')}'); END",
    ]


def _columns(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _sqlite_triggers(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
        return dict(cursor.fetchall())


# ── PostgreSQL ────────────────────────────────────────────────────────────────────────────────────


def _postgresql(connection: BaseDatabaseWrapper, table: str, except_columns: Sequence[str]) -> list[str]:
    quoted, on = connection.ops.quote_name, connection.ops.quote_name(table)
    update, delete, truncate = (quoted(name) for name in _names(connection, table))
    refuse = quoted(f"{table}_refuse")
    body = _postgresql_body(table, except_columns)
    return [
        f"CREATE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS $refuse${body}$refuse$",
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {on} FOR EACH ROW EXECUTE FUNCTION {refuse}()",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {on} FOR EACH ROW EXECUTE FUNCTION {refuse}()",
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {on} FOR EACH STATEMENT EXECUTE FUNCTION {refuse}()",
    ]


def _postgresql_body(table: str, except_columns: Sequence[str]) -> str:
    """Return what the triggers do. Rows are compared as JSON, so that a column added later is held as well."""
    may = ", ".join(f"'{column}'" for column in except_columns)
    allowed = ""
    if except_columns:
        allowed = (
            f"IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - ARRAY[{may}]) IS NOT DISTINCT FROM "
            f"(to_jsonb(OLD) - ARRAY[{may}]) THEN RETURN NEW; END IF; "
        )
    return (
        f"BEGIN {allowed}RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = "
        f"CASE TG_OP WHEN 'UPDATE' THEN '{_sentence(table, 'changed')}' "
        f"ELSE '{_sentence(table, 'deleted')}' END; END"
    )


def _postgresql_triggers(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    """Return the triggers that are switched on, with what they do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A')",
            [connection.ops.quote_name(table)],
        )
        return dict(cursor.fetchall())
