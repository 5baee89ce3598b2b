"""Whatever was changed in an append-only table is found, and the row and its entry are named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from tests.cast import Cast
from tests.ledger.rows import a_row_in_every_table, compared, let_any_value_in, record, sql, undone, written
from tests.records.bringing import RECORDS_HEADER, bring, brought_in, number_of

from muster.ledger.appended import (
    Appended,
    AppendedQuerySet,
    Vouched,
    VouchedQuerySet,
    appended_tables,
    vouched_tables,
)
from muster.ledger.comparing import Comparison, RowKind
from muster.ledger.contents import columns_of, digests
from muster.ledger.models import Entry
from muster.ledger.stored import stored_entries
from muster.ledger.triggers import AppendOnly
from muster.ledger.vouching import rows_in
from muster.records.actions.imports.accepting import undo_import
from muster.records.models import Record

pytestmark = pytest.mark.django_db
#: What a copy of a row must say differently, by table.
Place = tuple[RowKind, str, Any, int | None]


def places() -> list[Place]:
    """What does not hold: how, in which table, from which key, written by which entry."""
    return [(f.kind, f.table, f.run[0] if f.run else None, f.entry) for f in compared().faults]


# ── every table ─────────────────────────────────────────────────────────────────────────────────────


def guarded_tables() -> set[str]:
    """Return every table that a migration makes append-only."""
    loader = MigrationLoader(connection)
    return {
        operation.table
        for migration in loader.graph.nodes.values()
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
    }


def test_every_append_only_table_is_vouched_for() -> None:
    assert set(appended_tables()) == guarded_tables() - {"ledger_entry"}


def _noting(table: type[Vouched]) -> type[models.QuerySet[Any]]:
    return AppendedQuerySet if issubclass(table, Appended) else VouchedQuerySet


def test_every_way_to_save_such_a_row_is_noted() -> None:
    unnoted = {
        f"{table._meta.label}.{manager.name}"
        for table in vouched_tables().values()
        for manager in table._meta.managers
        if not issubclass(manager._queryset_class, _noting(table))  # type: ignore[attr-defined]  # made from one
    }
    assert unnoted == set()
    assert {model for model in apps.get_models() if model._meta.proxy} == set()


def test_an_entry_names_a_row_of_every_table(cast: Cast) -> None:
    entry = a_row_in_every_table(cast)
    assert set(rows_in(entry.lines)) == set(vouched_tables())


def test_tables_as_they_were_written_hold(cast: Cast) -> None:
    a_row_in_every_table(cast)
    found = compared()
    assert found.faults == ()
    assert found.rows == sum(table._base_manager.count() for table in vouched_tables().values())


def others(field: Any, value: Any) -> list[Any]:
    """Return other values of a column, one of which the database takes."""
    while field.is_relation:
        field = field.target_field
    if isinstance(field, models.JSONField):
        return ['["other"]', "[]", "null"]
    if isinstance(field, models.UUIDField):
        return ["00000000000000000000000000000001"]
    if isinstance(field, models.BooleanField):
        return [not value]
    if isinstance(field, models.DateTimeField):
        return [value + timedelta(microseconds=1)]
    if isinstance(field, models.DateField):
        return [(value or date(2031, 1, 1)) + timedelta(days=1)]
    if isinstance(field, models.DecimalField | models.IntegerField):
        return [(value or 0) + 1, (value or 0) - 1]
    text = str(value or "")
    return [
        text.swapcase(),
        text + "x",
        text[:-1],
        *(key for key, _label in field.flatchoices if key != value),
    ]


def change(table: type[models.Model], field: Any, key: Any, value: Any) -> bool:
    """Put another value into one column of one row. Return False where the database takes none."""
    statement = (
        f'UPDATE "{table._meta.db_table}" SET "{field.column}" = %s WHERE "{table._meta.pk.column}" = %s'  # noqa: S608
    )
    for other in others(field, value):
        try:
            with transaction.atomic():
                if other != value:
                    sql(statement, other, key)
                    return True
        except (IntegrityError, DataError):
            continue
    return False


def test_another_value_in_any_column_of_any_table_is_found_in_its_row(cast: Cast) -> None:
    entry = a_row_in_every_table(cast)
    let_any_value_in()
    wrong, tried = {}, 0
    for name, table in vouched_tables().items():
        row = table._base_manager.order_by("pk").last()
        assert row is not None
        for field in table._meta.concrete_fields:
            if field.primary_key:
                continue
            with undone():
                assert change(table, field, row.pk, getattr(row, field.attname)), field
                tried += 1
                if (found := places()) != [(RowKind.changed, name, row.pk, entry.number)]:
                    wrong[str(field)] = found
    assert wrong == {}
    assert tried == sum(len(columns_of(table)) - 1 for table in vouched_tables().values())


def test_deleted_row_is_found_in_any_table(cast: Cast) -> None:
    entry = a_row_in_every_table(cast)
    for name, table in vouched_tables().items():
        row = table._base_manager.order_by("pk").last()
        assert row is not None
        with undone():
            sql(f'DELETE FROM "{name}" WHERE "{table._meta.pk.column}" = %s', row.pk)  # noqa: S608
            assert places() == [(RowKind.missing, name, row.pk, entry.number)]


def unlike(name: str, row: Any) -> dict[str, Any]:
    """What a copy of a row must have of its own, where the database allows no second one like it."""
    own: dict[str, dict[str, Any]] = {
        "records_record": {"key": "00000000000000000000000000000001"},
        "curriculum_course": {"code": "another"},
        "events_score": {"criterion": "another"},
        "events_scoring": {"by_id": -1},
        "community_passage": {"number": 2},
        "community_comment": {"code_hash": "e" * 64},
        "community_screening": {"replaces_id": row.pk},
        "community_answer": {"replaces_id": row.pk},
    }
    return own.get(name, {})


def test_row_that_no_deed_wrote_is_found_in_any_table(cast: Cast) -> None:
    a_row_in_every_table(cast)
    for name, table in vouched_tables().items():
        row = table._base_manager.order_by("pk").last()
        assert row is not None
        key: Any = row.pk + 1 if isinstance(row.pk, int) else "f" * 64
        new = unlike(name, row)
        own = table._meta.pk.column
        kept = [column for column in columns_of(table) if column not in (own, *new)]
        into = ", ".join(f'"{column}"' for column in (own, *new, *kept))
        values = ", ".join(["%s", *(["%s"] * len(new)), *(f'"{column}"' for column in kept)])
        with undone():
            sql(
                f'INSERT INTO "{name}" ({into}) SELECT {values} FROM "{name}" WHERE "{own}" = %s',  # noqa: S608
                key,
                *new.values(),
                row.pk,
            )
            assert places() == [(RowKind.added, name, key, None)]


# ── many rows ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def many(cast: Cast) -> list[Record]:
    """1,300 records of one deed: three blocks."""
    made = [record(cast, title=f"Class {number}") for number in range(2)]
    copies = [
        Record(**{f.attname: getattr(made[0], f.attname) for f in Record._meta.concrete_fields})
        for _ in range(1298)
    ]
    for number, copy in enumerate(copies):
        copy.pk, copy.key, copy.title = None, None, f"Class {number + 2}"  # type: ignore[assignment]  # given below
        copy.key = Record._meta.get_field("key").get_default()
    Record.lines.bulk_create(copies)
    written(cast, cast.millbrook)
    return list(Record.lines.order_by("pk"))


def test_import_of_a_hundred_thousand_rows_takes_less_than_two_megabytes(many: list[Record]) -> None:
    entry = Entry.objects.get()
    roster = 6_000  # of the cast's own lines and roles, and the names of columns
    assert len(entry.lines) - roster < len(many) * 20


def test_the_row_among_many_is_named(many: list[Record]) -> None:
    for record_ in (many[0], many[499], many[500], many[1299]):
        with undone():
            sql("UPDATE records_record SET minutes = minutes + 1 WHERE id = %s", record_.pk)
            assert places() == [(RowKind.changed, "records_record", record_.pk, 1)]


def test_neighbours_that_are_gone_are_told_together(many: list[Record]) -> None:
    keys = [many[10].pk, many[11].pk, many[12].pk]
    sql("DELETE FROM records_record WHERE id IN (%s, %s, %s)", *keys)
    (fault,) = compared().faults
    assert (fault.run, fault.kind, fault.entry) == ((keys[0], keys[-1]), RowKind.missing, 1)
    assert fault.sentence == f"Each of records_record {keys[0]} to {keys[-1]}, written by entry 1, is gone."


def test_two_rows_that_changed_places_are_both_named(many: list[Record]) -> None:
    one, other, free = many[3].pk, many[700].pk, many[-1].pk + 1
    for old, new in ((one, free), (other, one), (free, other)):
        sql("UPDATE records_record SET id = %s WHERE id = %s", new, old)
    changed = RowKind.changed
    assert places() == [(changed, "records_record", one, 1), (changed, "records_record", other, 1)]


def test_block_is_broken_even_where_the_short_digits_of_a_row_agree(
    many: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    sql("UPDATE records_record SET minutes = 1 WHERE id = %s", many[3].pk)
    monkeypatch.setattr("muster.ledger.comparing.mark_of", lambda _row: _Any())
    (fault,) = compared().faults
    assert (fault.kind, fault.run) == (RowKind.unclear, (many[0].pk, many[499].pk))


class _Any:
    """A mark that agrees with any."""

    __hash__ = None  # type: ignore[assignment]  # equal to all, so of no hash

    def __eq__(self, other: object) -> bool:
        return True


def test_too_many_strangers_are_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muster.ledger.comparing._STRANGERS_KEPT", 1)
    of_cast = {
        "accounts_grant",
        "roster_identifier",
        "roster_appointment",
        "roster_assignment",
        "roster_fact",
    }
    told = [fault.sentence for fault in compared().faults if fault.run is None]
    assert {sentence.partition("more rows of ")[2].split()[0] for sentence in told} == of_cast


# ── the deeds themselves ────────────────────────────────────────────────────────────────────────────


def test_later_deed_vouches_for_its_own_rows_only(cast: Cast) -> None:
    first = written(cast, record(cast))
    line = record(cast)
    second = written(cast, line)
    assert "records_record" in rows_in(first.lines)
    assert rows_in(second.lines) == {"records_record": [(line.pk, line.pk)]}
    assert compared().holds


def test_row_of_a_savepoint_that_was_rolled_back_is_in_no_entry(cast: Cast) -> None:
    written(cast, cast.millbrook)
    with undone():
        record(cast)
    kept = record(cast)
    entry = written(cast, kept)
    assert rows_in(entry.lines) == {"records_record": [(kept.pk, kept.pk)]}
    assert compared().holds


def test_rows_whose_entry_was_rolled_back_are_taken_by_the_next(cast: Cast) -> None:
    written(cast, cast.millbrook)
    line = record(cast)
    with undone():
        written(cast, line)
    assert rows_in(written(cast, line).lines) == {"records_record": [(line.pk, line.pk)]}


def test_entry_without_rows_says_nothing_of_them(cast: Cast) -> None:
    written(cast, cast.millbrook)
    entry = written(cast, cast.millbrook)
    assert entry.lines == ""
    assert "lines" not in entry.content()


def test_import_and_its_undoing_are_vouched_for(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    batch = brought_in(
        cast, bring(cast, RECORDS_HEADER + f"{ada},First aid,2024-05-31,4\n{ada},Law,2024-06-01,1\n")
    )
    brought = Entry.objects.order_by("number").last()
    undo_import(batch=batch, by=cast.user["dina"], reason="the wrong file")
    undid = Entry.objects.order_by("number").last()
    assert brought is not None
    assert undid is not None
    keys = list(Record.lines.order_by("pk").values_list("pk", flat=True))
    assert rows_in(brought.lines)["records_record"] == [(keys[0], keys[1])]
    assert rows_in(undid.lines) == {"records_record": [(keys[2], keys[3])]}
    assert compared().holds


def test_rows_that_an_entry_should_not_have_named_are_told(cast: Cast) -> None:
    entry = written(cast, record(cast))
    for text in (
        "[]",
        '{"x":1}',
        '{"records_record":{"blocks":[{}],"columns":["id"]}}',
        entry.lines.replace('"rows":"', '"rows":"0'),
    ):
        with undone():
            sql("UPDATE ledger_entry SET lines = %s WHERE number = 1", text)
            assert compared_anyhow() != []


def compared_anyhow() -> list[RowKind]:
    """What is found in the rows where the chain does not hold."""
    comparison = Comparison(connection)
    assert [entry.number for entry in comparison.along(stored_entries(connection))] == [1]
    return [fault.kind for fault in comparison.verdict().faults]


def test_contents_are_those_of_the_database_and_in_the_order_of_the_keys(many: list[Record]) -> None:
    columns = columns_of(Record)
    runs = [(many[0].pk, many[3].pk), (many[900].pk, many[901].pk)]
    keys = [key for key, _digest in digests(connection, Record, columns, runs)]
    assert keys == [many[n].pk for n in (0, 1, 2, 3, 900, 901)]
