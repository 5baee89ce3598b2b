"""Rows that no entry knows are taken in once, as they are."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.ledger.rows import compared, record, sql, written

from muster.ledger.adopting import adopt_rows
from muster.ledger.appended import note, take_notes
from muster.ledger.comparing import RowKind
from muster.ledger.models import Entry
from muster.records.models import Record
from muster.roster.models import Identifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def unknown(cast: Cast) -> list[Record]:
    """Three records, of which an entry knows the second only; it knows none of the cast's own lines."""
    made = [record(cast, title=str(number)) for number in range(3)]
    take_notes()
    note(Record, [made[1].pk])
    written(cast, made[1])
    return made


def test_rows_in_no_entry_are_taken_in_and_told_by_table(unknown: list[Record]) -> None:
    assert {fault.kind for fault in compared().faults} == {RowKind.added}
    adopted = adopt_rows(reason="written before")
    assert adopted["records_record"] == 2
    assert adopted["roster_identifier"] == Identifier.lines.count()
    assert compared().holds


def test_each_table_taken_in_is_an_entry_with_the_reason(unknown: list[Record]) -> None:
    adopted = adopt_rows(reason="written before")
    entries = Entry.objects.filter(verb="ledger:rows:adopt")
    assert {entry.told["table"]: entry.told["rows"] for entry in entries} == adopted
    assert {(entry.reason, entry.actor) for entry in entries} == {("written before", None)}


def test_what_is_known_is_not_taken_in_again(unknown: list[Record]) -> None:
    adopt_rows(reason="written before")
    before = Entry.objects.count()
    assert adopt_rows(reason="once more") == {}
    assert Entry.objects.count() == before


def test_changed_row_stays_a_changed_row(unknown: list[Record]) -> None:
    sql("UPDATE records_record SET minutes = 1 WHERE id = %s", unknown[1].pk)
    adopt_rows(reason="to hide it")
    (fault,) = compared().faults
    assert (fault.kind, fault.run) == (RowKind.changed, (unknown[1].pk, unknown[1].pk))


def test_many_rows_are_taken_in_by_several_entries(
    unknown: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("muster.ledger.adopting._ROWS_AN_ENTRY", 1)
    adopt_rows(reason="written before")
    told = [entry.told for entry in Entry.objects.filter(verb="ledger:rows:adopt")]
    assert told.count({"table": "records_record", "rows": 1}) == 2
    assert compared().holds
