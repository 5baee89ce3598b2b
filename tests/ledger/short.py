"""A short ledger, and ways to change it that no program of ours has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction

from muster.ledger.actions import write_down
from muster.ledger.models import Entry
from muster.ledger.triggers import AppendOnly

DOZEN = 12


def write_a_dozen(ada: AbstractBaseUser, bo: AbstractBaseUser) -> list[Entry]:
    """Twelve entries in which every column is filled in most rows."""
    with transaction.atomic():
        return [
            write_down(
                verb="records:record:correct",
                subject=ada,
                actor=bo,
                on_behalf_of=ada if turn % 2 else None,
                agency=70 + turn,
                reason=f"the hours were off by {turn} minutes — señor",
                details={"minutes": turn, "before": f"{turn} h"},
            )
            for turn in range(1, DOZEN + 1)
        ]


def tamper(sql: str, values: list[object]) -> None:
    """Change the ledger by raw SQL, as somebody with the database's password would: without the triggers."""
    with unguarded_ledger(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@contextmanager
def unguarded_ledger() -> Iterator[None]:
    """Take the triggers of the ledger away for a while. Works inside a transaction on both databases."""
    guard = AppendOnly("ledger_entry")
    guard.database_backwards("ledger", _Editor(), None, None)  # type: ignore[arg-type]
    yield
    guard.database_forwards("ledger", _Editor(), None, None)  # type: ignore[arg-type]


class _Editor:
    """As much of a schema editor as the operation needs; Django's own refuses to work inside a test's transaction."""

    connection = connection

    def execute(self, sql: str, params: object = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
