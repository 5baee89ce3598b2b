"""Every byte of one row in a SQLite file is flipped in turn: it is found, or nothing that is read is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from tests.cast import Cast
from tests.ledger.rows import excuse, record, written

from muster.ledger.chain import verify
from muster.ledger.comparing import Comparison, RowKind, RowsVerdict
from muster.ledger.contents import columns_of, digests
from muster.ledger.models import Entry
from muster.ledger.stored import stored_entries

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the bytes are those of a SQLite file"),
]

HEAD = 60  # bytes before the first value: how long the row is, and the kinds of its values


@pytest.fixture
def opened() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own, whose whole database a test may put in place of another."""
    settings = {**connection.settings_dict, "NAME": ":memory:"}
    other = type(connections[connection.alias])(settings, alias="tampered")
    other.ensure_connection()
    yield other
    other.connection.close()


def image() -> bytes:
    """The bytes of the whole database, not in the mode with a log beside it, which a database in memory cannot have."""
    content = bytearray(connection.connection.serialize())
    content[18:20] = b"\1\1"
    return bytes(content)


def look(other: BaseDatabaseWrapper, content: bytes) -> RowsVerdict:
    other.connection.deserialize(content)
    comparison = Comparison(other)
    assert verify(comparison.along(stored_entries(other))).holds
    return comparison.verdict()


def a_record(cast: Cast) -> tuple[Model, Entry]:
    made = record(cast, title="T" * 30, reason="R" * 30)
    return made, written(cast, made)


def a_waiver(cast: Cast) -> tuple[Model, Entry]:
    """One that was decided, so that two entries know it."""
    made = excuse(cast, reason="T" * 30)
    written(cast, made)
    made.decision_note = "R" * 30
    made.save()
    return made, written(cast, made)


@pytest.mark.parametrize("row", [a_record, a_waiver])
@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80])
def test_flipped_byte_of_a_row_is_found_in_that_row(
    cast: Cast, opened: BaseDatabaseWrapper, mask: int, row: Callable[[Cast], tuple[Model, Entry]]
) -> None:
    made, entry = row(cast)
    content = image()
    spots = [content.index(letter * 30) for letter in (b"T", b"R")]
    low, high = min(spots), max(spots) + 30
    assert look(opened, content).holds
    missed, elsewhere = [], []
    for spot in range(low - HEAD, high):
        found = look(opened, content[:spot] + bytes([content[spot] ^ mask]) + content[spot + 1 :])
        told = {(fault.table, fault.entry) for fault in found.faults}
        if found.holds and (spot >= low or not same(opened, made)):
            missed.append(spot - low)
        if spot >= low and told != {(made._meta.db_table, entry.number)}:
            elsewhere.append((spot - low, found.faults))
    assert (missed, elsewhere) == ([], [])


def same(other: BaseDatabaseWrapper, made: Model) -> bool:
    """Whether the row is read as it was written."""
    table, runs = type(made), [(made.pk, made.pk)]
    columns = columns_of(table)
    return list(digests(other, table, columns, runs)) == list(digests(connection, table, columns, runs))


def test_text_that_is_no_utf_8_is_a_changed_row(cast: Cast, opened: BaseDatabaseWrapper) -> None:
    made = record(cast, title="T" * 30)
    written(cast, made)
    content = image()
    (fault,) = look(opened, content.replace(b"T" * 30, b"T" * 29 + b"\xff")).faults
    assert (fault.kind, fault.run) == (RowKind.changed, (made.pk, made.pk))
