"""Rows that the ledger vouches for, and which of them an open transaction has written so far.

Facts are added and never changed (Appended). Of a few things that do change, because rights and verdicts hang on them,
the newest entry says how they are (Vouched): roles, waivers, courses, joined entries.

Whatever is saved here is noted on the connection until ``write_down`` takes it into the entry of the deed. A savepoint
that is rolled back takes its notes along, and so does the transaction: they wait where Django keeps what is to be done
on commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max

M = TypeVar("M", bound=models.Model)
Key = int | str


class AppendedQuerySet(models.QuerySet[M]):
    """Rows of such a table; many of them saved at once are noted like one."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Save many, and note them."""
        made = super().bulk_create(objs, *args, **kwargs)
        note(self.model, [one.pk for one in made])
        return made


class VouchedQuerySet(AppendedQuerySet[M]):
    """Rows that may change; many of them changed at once are noted as well."""

    def update(self, **values: Any) -> int:
        """Change many, and note them."""
        keys = list(self.values_list("pk", flat=True))
        changed = super().update(**values)
        note(self.model, keys)
        return changed


class Vouched(models.Model):
    """A table whose rows the ledger vouches for, as they are after the newest deed. No row of it is ever deleted.

    Its managers are made from VouchedQuerySet, and every change of a row is part of a deed that is written down.
    """

    class Meta:
        """Abstract: without columns of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and note it."""
        super().save(*args, **kwargs)
        note(type(self), [self.pk])


class Appended(Vouched):
    """A table under ``triggers.AppendOnly``: its rows stay as they were written.

    Its managers are made from AppendedQuerySet. Rows that are written by SQL of one's own are written inside of
    ``appending``.
    """

    class Meta:
        """Abstract: without columns of its own."""

        abstract = True


@dataclass(frozen=True)
class Note:
    """Rows of one table that a transaction wrote."""

    table: type[models.Model]
    keys: Sequence[Key]

    def __call__(self) -> None:
        """Do nothing on commit: rows that no deed took along are found by ``muster ledger verify``."""


def _taken() -> None:
    """Stand between the notes that a deed took along and those after it."""


def note(table: type[models.Model], keys: Sequence[Key]) -> None:
    """Note rows that were just written. Outside of a transaction they are nobody's deed, and nothing is noted."""
    if connection.in_atomic_block and keys:
        transaction.on_commit(Note(table, keys))


@contextmanager
def appending(table: type[models.Model]) -> Iterator[None]:
    """Note the rows that SQL of the caller adds inside. The caller holds the turn (``actions.take_turn``).

    With the turn, every row that is new here is the caller's: what others add stays out of sight until they commit,
    and before that they wait for the turn.
    """
    before = _highest(table)
    yield
    note(table, range(before + 1, _highest(table) + 1))


def take_notes() -> list[Note]:
    """Return what was noted in this transaction since it was last asked."""
    fresh: list[Note] = []
    for waiting in reversed([each[1] for each in connection.run_on_commit]):
        if waiting is _taken:
            break
        if isinstance(waiting, Note):
            fresh.append(waiting)
    transaction.on_commit(_taken)
    return fresh[::-1]


def vouched_tables() -> dict[str, type[Vouched]]:
    """Return the tables that the ledger vouches for, by name."""
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Vouched)}


def appended_tables() -> dict[str, type[Appended]]:
    """Return those whose rows never change, by name."""
    return {name: table for name, table in vouched_tables().items() if issubclass(table, Appended)}


def _highest(table: type[models.Model]) -> int:
    found = table._base_manager.aggregate(highest=Max("pk"))["highest"]
    return int(found or 0)
