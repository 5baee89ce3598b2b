"""The index of the search: beside one ordinary table, kept in step by the database itself.

SQLite: an FTS5 table over ``curriculum_passage``, with three triggers. PostgreSQL: a generated column and a GIN index.
"""

# ruff: noqa: ARG002 the arguments are those that Django gives to every operation
# ruff: noqa: S608 only our own names stand in the statements

from __future__ import annotations

from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

TABLE: Final = "curriculum_passage"
FTS: Final = "curriculum_passage_words"
#: English words are cut to their stems; accents are dropped, so that "capacitacion" finds "capacitación".
_ACCENTS: Final = ("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")

SQLITE: Final = (
    f"CREATE VIRTUAL TABLE {FTS} USING fts5("
    f"title, body, content='{TABLE}', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')",
    f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')",
    f"CREATE TRIGGER {FTS}_insert AFTER INSERT ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END",
    f"CREATE TRIGGER {FTS}_delete AFTER DELETE ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}({FTS}, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body); END",
    f"CREATE TRIGGER {FTS}_update AFTER UPDATE ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}({FTS}, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body); "
    f"INSERT INTO {FTS}(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END",
)
SQLITE_BACK: Final = (
    *(f"DROP TRIGGER IF EXISTS {FTS}_{deed}" for deed in ("insert", "delete", "update")),
    f"DROP TABLE IF EXISTS {FTS}",
)


def folded(column: str) -> str:
    """Return SQL (PostgreSQL) for a text without the accents of Spanish."""
    return f"translate({column}, '{_ACCENTS[0]}', '{_ACCENTS[1]}')"


POSTGRESQL: Final = (
    f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    f"setweight(to_tsvector('english', {folded('title')}), 'A') || "
    f"setweight(to_tsvector('english', {folded('body')}), 'D')) STORED",
    f"CREATE INDEX {FTS} ON {TABLE} USING gin (words)",
)
POSTGRESQL_BACK: Final = (f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS words",)


class MakeSearchIndex(Operation):
    """Make the index for the database at hand. A migration that changes the table repeats this at its end."""

    reversible = True
    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing that the models know of."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the index anew."""
        for statement in _both(schema_editor, SQLITE_BACK + SQLITE, POSTGRESQL_BACK + POSTGRESQL):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the index away."""
        for statement in _both(schema_editor, SQLITE_BACK, POSTGRESQL_BACK):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """Return a line for ``migrate``."""
        return "Index the words of courses, lesson plans and materials"


def _both(
    schema_editor: BaseDatabaseSchemaEditor, sqlite: tuple[str, ...], postgresql: tuple[str, ...]
) -> tuple[str, ...]:
    return sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
