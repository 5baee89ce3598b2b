"""The way from a command to the site's database: for the commands that need it, and for no others."""

# ruff: noqa: PLC0415 Django is imported inside the functions: `muster check` should not wait for a web framework

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from muster.core.errors import BadUsage, MissingPart, Where

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def open_site() -> BaseDatabaseWrapper:
    """Set Django up and return the connection to a database that is there, readable and up to date.

    Raises BadUsage for a setting that cannot be read, MissingPart when there is no database, it does not answer, or
    its tables are older than the program.
    """
    set_up()
    from django.db import connection

    _look_for_file(connection)
    with database_answering():
        connection.ensure_connection()
        behind = _steps_left(connection)
    if behind:
        raise MissingPart.because(
            "database-behind",
            f"the database lacks {behind} of the steps that this version of Muster needs.",
            "Make a backup, then run: python manage.py migrate",
            Where(_name_of(connection)),
        )
    return connection


@contextmanager
def database_answering() -> Iterator[None]:
    """Raise MissingPart where the database does not answer, or is none. Call it after ``set_up``."""
    from django.db import DatabaseError, connection

    try:
        yield
    except DatabaseError as error:
        raise MissingPart.because(
            "database-out-of-reach",
            f"the database of this site cannot be read: {_first_line(error)}.",
            "Is the server running, and is MUSTER_DATABASE right? A damaged file is put back from a backup.",
            Where(_name_of(connection)),
        ) from error


def set_up() -> None:
    """Set Django up with the settings of this site. Raises BadUsage for a setting that cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ValueError as error:
        raise BadUsage.because(
            "bad-setting",
            f"a setting of this site cannot be read: {error}.",
            "The settings and their forms are in docs/operators/settings.md.",
        ) from error
    django.setup()


def data_folder() -> Path:
    """Return the folder that holds the site's own files (MUSTER_DATA). Call it after ``open_site``."""
    from django.conf import settings

    return Path(settings.ENVIRONMENT.data)


def _look_for_file(connection: BaseDatabaseWrapper) -> None:
    """Refuse a SQLite file that is not there; opening it would make an empty one."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and connection.connection is None and not Path(name).is_file():
        raise MissingPart.because(
            "no-database",
            "there is no database of a site here.",
            "Is MUSTER_DATA the right folder? To make a new one, run: python manage.py migrate",
            Where(name),
        )


def _steps_left(connection: BaseDatabaseWrapper) -> int:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _name_of(connection: BaseDatabaseWrapper) -> str:
    """Return which database is meant, without its password."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(settings["NAME"])
    return f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}/{settings['NAME']}"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
