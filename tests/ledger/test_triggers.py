"""The database refuses to change what is added to only, and says so in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import OperationWriter

from muster.ledger.models import Entry
from muster.ledger.triggers import AppendOnly, unguarded

pytestmark = pytest.mark.django_db
ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
ON_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite rebuilds tables")

Run = Callable[[str], None]


@pytest.fixture
def run() -> Run:
    """Run one statement of SQL, in a transaction of its own."""

    def ran(sql: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    return ran


@pytest.fixture
def board(transactional_db: None, run: Run) -> Iterator[str]:
    """A table with a row, on which a test may lay triggers."""
    run("CREATE TABLE notice_board (id integer PRIMARY KEY, said text, read_by text)")
    run("INSERT INTO notice_board VALUES (1, 'range closed', NULL)")
    yield "notice_board"
    lift(AppendOnly("notice_board"))
    run("DROP TABLE notice_board")


def lay(operation: AppendOnly) -> None:
    with connection.schema_editor() as editor:
        operation.database_forwards("ledger", editor, None, None)  # type: ignore[arg-type]


def lift(operation: AppendOnly) -> None:
    with connection.schema_editor() as editor:
        operation.database_backwards("ledger", editor, None, None)  # type: ignore[arg-type]


# ── the ledger ──────────────────────────────────────────────────────────────────────────────────────


def test_entry_is_not_changed(dozen: list[Entry]) -> None:
    with pytest.raises(IntegrityError, match="Nothing is changed in ledger_entry"), transaction.atomic():
        Entry.objects.filter(number=3).update(reason="something else")
    assert Entry.objects.get(number=3).reason == dozen[2].reason


def test_entry_is_not_deleted(dozen: list[Entry]) -> None:
    with pytest.raises(IntegrityError, match="Nothing is deleted in ledger_entry"), transaction.atomic():
        Entry.objects.filter(number=12).delete()
    assert Entry.objects.count() == len(dozen)


@ON_POSTGRESQL
def test_ledger_is_not_emptied_at_once(dozen: list[Entry], run: Run) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")  # or PostgreSQL refuses for a reason of its own
    with pytest.raises(IntegrityError, match="Nothing is deleted in ledger_entry"):
        run("TRUNCATE ledger_entry CASCADE")


@ON_SQLITE
def test_entry_is_not_replaced_by_inserting_it_again(dozen: list[Entry], run: Run) -> None:
    with pytest.raises(IntegrityError, match="Nothing is deleted in ledger_entry"):
        run("INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE number = 3")


# ── any table ───────────────────────────────────────────────────────────────────────────────────────


def test_rows_may_still_be_added(board: str, run: Run) -> None:
    lay(AppendOnly(board))
    run("INSERT INTO notice_board VALUES (2, 'range open', NULL)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notice_board")
        assert cursor.fetchone() == (2,)


def test_without_exceptions_not_even_the_same_value_is_written(board: str, run: Run) -> None:
    lay(AppendOnly(board))
    with pytest.raises(IntegrityError, match="write a new line that says what is right"):
        run("UPDATE notice_board SET said = said")


def test_excepted_column_may_change_alone(board: str, run: Run) -> None:
    lay(AppendOnly(board, except_columns=("read_by",)))
    run("UPDATE notice_board SET read_by = 'Ada', said = said")
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, read_by FROM notice_board")
        assert cursor.fetchone() == ("range closed", "Ada")


@pytest.mark.parametrize("value", ["'range open'", "NULL"])
def test_other_column_may_not_change_along_with_it(board: str, run: Run, value: str) -> None:
    lay(AppendOnly(board, except_columns=("read_by",)))
    with pytest.raises(IntegrityError, match="Nothing is changed in notice_board"):
        run(f"UPDATE notice_board SET read_by = 'Ada', said = {value}")  # noqa: S608


def test_row_with_an_exception_is_not_deleted(board: str, run: Run) -> None:
    lay(AppendOnly(board, except_columns=("read_by",)))
    with pytest.raises(IntegrityError, match="Nothing is deleted in notice_board"):
        run("DELETE FROM notice_board")


def test_operation_can_be_taken_back_and_repeated(board: str, run: Run) -> None:
    lay(AppendOnly(board))
    lay(AppendOnly(board, except_columns=("read_by",)))
    assert unguarded(connection, board, ("read_by",)) == []
    lift(AppendOnly(board, except_columns=("read_by",)))
    run("DELETE FROM notice_board")
    assert len(unguarded(connection, board)) == (2 if connection.vendor == "sqlite" else 3)


def test_missing_trigger_is_named(board: str, run: Run) -> None:
    lay(AppendOnly(board))
    on = "" if connection.vendor == "sqlite" else " ON notice_board"
    run(f"DROP TRIGGER notice_board_no_delete{on}")
    assert unguarded(connection, board) == ["notice_board_no_delete"]


@ON_POSTGRESQL
def test_trigger_that_was_switched_off_is_named(board: str, run: Run) -> None:
    lay(AppendOnly(board))
    run("ALTER TABLE notice_board DISABLE TRIGGER notice_board_no_update")
    assert unguarded(connection, board) == ["notice_board_no_update"]


@ON_POSTGRESQL
def test_trigger_that_no_longer_refuses_is_named(board: str, run: Run) -> None:
    lay(AppendOnly(board))
    run(
        "CREATE OR REPLACE FUNCTION notice_board_refuse() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN NEW; END'"
    )
    assert len(unguarded(connection, board)) == 3


@ON_SQLITE
def test_rebuilt_table_is_named_with_both_triggers(board: str, run: Run) -> None:
    lay(AppendOnly(board))
    run("CREATE TABLE new_board AS SELECT * FROM notice_board")
    run("DROP TABLE notice_board")
    run("ALTER TABLE new_board RENAME TO notice_board")
    assert unguarded(connection, board) == ["notice_board_no_update", "notice_board_no_delete"]


def test_operation_is_written_into_a_migration_as_it_was_made() -> None:
    text, imports = OperationWriter(
        AppendOnly("notice_board", except_columns=("read_by",)), indentation=0
    ).serialize()
    assert imports == {"import muster.ledger.triggers"}
    made = eval(text.rstrip(","), {"muster": __import__("muster.ledger.triggers")})  # noqa: S307 our own text
    assert (made.table, made.except_columns) == ("notice_board", ("read_by",))


def test_every_table_that_migrations_guard_is_guarded_in_the_end() -> None:
    last: dict[str, AppendOnly] = {}
    loader = MigrationLoader(connection)
    for leaf in loader.graph.leaf_nodes():
        for step in loader.graph.forwards_plan(leaf):
            for operation in loader.graph.nodes[step].operations:
                if isinstance(operation, AppendOnly):
                    last[operation.table] = operation
    assert "ledger_entry" in last
    assert {table: unguarded(connection, table, guard.except_columns) for table, guard in last.items()} == {
        table: [] for table in last
    }
