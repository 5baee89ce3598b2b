"""A process beside this one reads the database: nothing that it does is done to the locks of this one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from muster.standards.reading import beside
from muster.standards.reading.beside import reading

ELSEWHERE = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1])
print(other.execute("SELECT count(*) FROM line").fetchone()[0])
other.close()
"""


@pytest.fixture
def held(tmp_path: Path):
    """A database in a file, open in this process, with a journal."""
    path = tmp_path / "held.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE line (number INTEGER, word TEXT)")
    connection.execute("INSERT INTO line VALUES (1, 'one'), (2, 'two')")
    yield path, connection
    connection.close()


def counted_elsewhere(path: Path) -> int:
    """How many lines another process finds, as `muster ledger verify` would; then it closes the file."""
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(path)], capture_output=True, check=True, timeout=60
    )
    return int(done.stdout)


def columns_of(path: Path) -> dict[str, list[object]]:
    """What the reader finds."""
    with reading(f"file:{path}?mode=ro") as reader:
        return reader.columns("SELECT number, word FROM line ORDER BY number").to_dict(as_series=False)


def test_journal_stays_where_it_is_when_somebody_else_closes_the_file_after_a_reading(held) -> None:
    path, connection = held
    assert columns_of(path) == {"number": [1, 2], "word": ["one", "two"]}
    assert counted_elsewhere(path) == 2
    assert path.with_name("held.sqlite3-wal").exists()
    connection.execute("INSERT INTO line VALUES (3, 'three')")
    assert counted_elsewhere(path) == 3
    assert columns_of(path)["number"] == [1, 2, 3]


def test_reader_is_asked_again_and_not_started_anew(held) -> None:
    path, _connection = held
    with reading(f"file:{path}?mode=ro") as first:
        pass
    with reading(f"file:{path}?mode=ro") as second:
        assert second is first


def test_two_who_read_at_once_have_a_reader_each(held) -> None:
    path, _connection = held
    with reading(f"file:{path}?mode=ro") as first, reading(f"file:{path}?mode=ro") as second:
        assert first is not second
        assert first.columns("SELECT 1 AS x").equals(second.columns("SELECT 1 AS x"))


def test_all_questions_see_the_same_moment(held) -> None:
    path, connection = held
    with reading(f"file:{path}?mode=ro") as reader:
        before = reader.columns("SELECT count(*) AS x FROM line").item()
        connection.execute("INSERT INTO line VALUES (3, 'three')")
        assert reader.columns("SELECT count(*) AS x FROM line").item() == before
    assert len(columns_of(path)["number"]) == 3


def test_reader_that_died_meanwhile_is_replaced(held) -> None:
    path, _connection = held
    with reading(f"file:{path}?mode=ro") as reader:
        pass
    reader.process.kill()
    reader.process.wait()
    assert columns_of(path)["word"] == ["one", "two"]


def killed_at_work(path: Path) -> None:
    with reading(f"file:{path}?mode=ro") as reader:
        reader.process.kill()
        reader.columns("SELECT 1 AS x")


def test_reader_that_dies_at_work_is_told_of_and_not_used_again(held) -> None:
    path, _connection = held
    with pytest.raises(OperationalError, match="has gone"):
        killed_at_work(path)
    assert all(idle.process.poll() is None for _process, idle in beside._idle)
    assert columns_of(path)["word"] == ["one", "two"]


def asked_for(path: Path, sql: str) -> None:
    with reading(f"file:{path}?mode=ro") as reader:
        reader.columns(sql)


@pytest.mark.parametrize(
    ("sql", "why"),
    [("SELECT nothing FROM nowhere", "nowhere"), ("INSERT INTO line VALUES (4, 'four')", "readonly")],
)
def test_what_the_database_refuses_is_said(held, sql: str, why: str) -> None:
    path, _connection = held
    with pytest.raises(OperationalError, match=why):
        asked_for(path, sql)
    assert counted_elsewhere(path) == 2
