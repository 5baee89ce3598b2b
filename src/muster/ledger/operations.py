"""What migrations do in SQL of their own, which the models know nothing of: triggers, an index of words."""

# ruff: noqa: ARG002 the arguments are those that Django gives to every operation

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Statements(Operation):
    """Statements that make something, in place of an older one, and statements that take it away again."""

    reversible = True
    reduces_to_sql = False

    def making(self, connection: BaseDatabaseWrapper) -> Iterable[str]:
        """Return what makes it in the database at hand; the tables are there."""
        raise NotImplementedError

    def removing(self, connection: BaseDatabaseWrapper) -> Iterable[str]:
        """Return what takes it away, also where there is none."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: the models look the same with it and without."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make it, in place of an older one."""
        connection = schema_editor.connection
        for statement in (*self.removing(connection), *self.making(connection)):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take it away."""
        for statement in self.removing(schema_editor.connection):
            schema_editor.execute(statement, params=None)
