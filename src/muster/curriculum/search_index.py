"""The index of the search: beside one ordinary table, kept in step by the database itself.

SQLite: an FTS5 table over ``curriculum_passage``, with three triggers. PostgreSQL: a generated column and a GIN index.
"""

# ruff: noqa: S608 only our own names stand in the statements

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from muster.ledger.operations import Statements

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


class MakeSearchIndex(Statements):
    """Make the index for the database at hand. A migration that changes the table repeats this at its end."""

    def making(self, connection: BaseDatabaseWrapper) -> tuple[str, ...]:
        """Return what makes the index."""
        return SQLITE if connection.vendor == "sqlite" else POSTGRESQL

    def removing(self, connection: BaseDatabaseWrapper) -> tuple[str, ...]:
        """Return what takes it away."""
        return SQLITE_BACK if connection.vendor == "sqlite" else POSTGRESQL_BACK

    def describe(self) -> str:
        """Return a line for ``migrate``."""
        return "Index the words of courses, lesson plans and materials"
