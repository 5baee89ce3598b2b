"""Every byte of a small database file is flipped in turn: the ledger is read as it was, or the damage is found."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from muster.ledger.chain import Verdict, verify
from muster.ledger.guards import database_problems
from muster.ledger.models import Entry
from muster.ledger.stored import Stored, stored_entries

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the bytes are those of a SQLite file"),
]

PAGE = 1024  # bytes; small, so that the file has many kinds of pages and few empty bytes
HEADER = 100  # bytes at the beginning of a SQLite file


@pytest.fixture
def image(dozen: list[Entry]) -> bytes:
    """The bytes of a database file that holds the ledger, its indexes and its triggers, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'ledger_entry' AND sql IS NOT NULL "
            "ORDER BY type = 'trigger', type = 'index'"
        )
        schema = [sql for (sql,) in cursor.fetchall()]
        cursor.execute("SELECT * FROM ledger_entry ORDER BY number")
        rows, width = cursor.fetchall(), len(cursor.description)
    copy = sqlite3.connect(":memory:", isolation_level=None)
    copy.execute(f"PRAGMA page_size = {PAGE}")
    copy.execute("PRAGMA auto_vacuum = NONE")
    for sql in schema:
        copy.execute(sql)
    copy.executemany(
        f"INSERT INTO ledger_entry VALUES ({', '.join('?' * width)})",  # noqa: S608
        [tuple(map(plain, row)) for row in rows],
    )
    copy.execute("VACUUM")
    content = copy.serialize()
    copy.close()
    return content


def plain(value: object) -> object:
    """A value as Django writes it into SQLite."""
    return str(value.replace(tzinfo=None)) if hasattr(value, "tzinfo") else value


@pytest.fixture
def opened() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own, whose whole database a test may put in place of another."""
    settings = {**connection.settings_dict, "NAME": ":memory:"}
    other = type(connections[connection.alias])(settings, alias="tampered")
    other.ensure_connection()
    yield other
    other.connection.close()


def look(other: BaseDatabaseWrapper, content: bytes) -> tuple[Verdict, list[str], list[Stored]]:
    """Verify a database file, as ``muster ledger verify`` does."""
    other.connection.deserialize(content)
    seen: list[Stored] = []

    def read() -> Iterator[Stored]:
        for row in stored_entries(other):
            seen.append(row)
            yield row

    found = verify(read())
    return found, database_problems(other) if found.holds else [], seen


def flipped(content: bytes, spot: int, mask: int) -> bytes:
    return content[:spot] + bytes([content[spot] ^ mask]) + content[spot + 1 :]


def rows_region(content: bytes, entry: Entry) -> range:
    """Where in the file the values of an entry lie: from its moment to its hash."""
    start = content.index(plain(entry.at).encode())  # type: ignore[union-attr]
    assert content.count(plain(entry.at).encode()) == 1  # type: ignore[union-attr]
    return range(start, content.index(entry.hash.encode(), start) + len(entry.hash))


def test_file_as_it_was_written_holds(image: bytes, opened: BaseDatabaseWrapper, dozen: list[Entry]) -> None:
    found, problems, rows = look(opened, image)
    assert (found.holds, problems) == (True, [])
    assert [row.hash for row in rows] == [entry.hash for entry in dozen]


@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80])
def test_flipped_byte_of_an_entry_is_found_in_that_entry(
    image: bytes, opened: BaseDatabaseWrapper, dozen: list[Entry], mask: int
) -> None:
    wrong = {}
    for entry in dozen:
        for spot in rows_region(image, entry):
            found, _, _ = look(opened, flipped(image, spot, mask))
            numbers = [fault.number for fault in found.faults]
            if numbers != [entry.number]:
                wrong[spot] = (entry.number, found.faults)
    assert wrong == {}


def test_flipped_byte_anywhere_is_found_or_changes_nothing(
    image: bytes,
    opened: BaseDatabaseWrapper,
    dozen: list[Entry],
    record_property: Callable[[str, object], None],
) -> None:
    _, _, as_written = look(opened, image)
    harmless, misread = [], []
    for spot in range(len(image)):
        found, problems, rows = look(opened, flipped(image, spot, 0xFF))
        if found.holds and not problems:
            harmless.append(spot)
            if rows != as_written:
                misread.append(spot)
    assert misread == []
    assert [spot for spot in harmless if any(spot in rows_region(image, entry) for entry in dozen)] == []
    for place, count in Counter(place_in_file(spot, image) for spot in harmless).items():
        record_property(f"harmless: {place}", count)


def place_in_file(spot: int, image: bytes) -> str:
    """Say in which part of the file a harmless byte lies."""
    if spot < HEADER:
        return "the header of the file: counters, versions, sizes"
    return (
        "space that no row uses"
        if image[spot] == 0
        else "names and types in the description of the table, or old space"
    )
