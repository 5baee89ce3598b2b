"""Whatever was changed in the ledger is found, and its place is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from tests.ledger.short import DOZEN, tamper

from muster.ledger.canonical import hash_of
from muster.ledger.chain import Kind, Verdict, verify
from muster.ledger.models import Entry
from muster.ledger.stored import Damaged, Stored, stored_entries

pytestmark = pytest.mark.django_db

Verify = Callable[..., Verdict]


def places(verdict: Verdict) -> list[tuple[int, Kind, str]]:
    """Where it does not hold, and what."""
    return [(fault.number, fault.kind, fault.part) for fault in verdict.faults]


def rehash(number: int) -> None:
    """Give an entry the hash of what it says now, as a careful forger would."""
    entry = Entry.objects.get(number=number)
    tamper("UPDATE ledger_entry SET hash = %s WHERE number = %s", [hash_of(entry.content()), number])


def test_empty_ledger_holds(verdict: Verify) -> None:
    found = verdict()
    assert (found.holds, found.entries, found.last_number) == (True, 0, 0)


def test_ledger_as_it_was_written_holds(dozen: list[Entry], verdict: Verify) -> None:
    found = verdict()
    assert (found.holds, found.entries, found.last_number) == (True, DOZEN, DOZEN)
    assert found.last_hash == dozen[-1].hash


# ── one value of one entry ──────────────────────────────────────────────────────────────────────────

CHANGES = {
    "at": "2001-01-01 00:00:00.000001",
    "actor_id": "ada",
    "on_behalf_of_id": "somebody",
    "verb": "records:record:create",
    "subject_kind": "accounts.grant",
    "subject_id": "987654",
    "agency_id": 6,
    "reason": "",
    "details": '{"before":"9 h","minutes":9000}',
}


@pytest.mark.parametrize("column", CHANGES)
def test_changed_value_is_found_in_every_row(
    dozen: list[Entry], verdict: Verify, ada: AbstractBaseUser, column: str
) -> None:
    somebody = get_user_model().objects.create_user(email="somebody@example.org")
    value = {"ada": ada.pk, "somebody": somebody.pk}.get(str(CHANGES[column]), CHANGES[column])
    for entry in dozen:
        with undone():
            tamper(f"UPDATE ledger_entry SET {column} = %s WHERE number = %s", [value, entry.number])  # noqa: S608
            found = verdict()
            assert [(fault.number, fault.kind) for fault in found.faults] == [(entry.number, Kind.changed)]
            assert f"Entry {entry.number} was changed" in found.faults[0].sentence


def test_overwritten_hash_is_named_as_such_in_every_row_that_another_follows(
    dozen: list[Entry], verdict: Verify
) -> None:
    for entry in dozen[:-1]:
        with undone():
            tamper("UPDATE ledger_entry SET hash = %s WHERE number = %s", ["f" * 64, entry.number])
            assert places(verdict()) == [(entry.number, Kind.changed, "hash")]


def test_overwritten_hash_of_the_last_row_is_found(dozen: list[Entry], verdict: Verify) -> None:
    tamper("UPDATE ledger_entry SET hash = %s WHERE number = %s", ["f" * 64, DOZEN])
    assert [(number, kind) for number, kind, _ in places(verdict())] == [(DOZEN, Kind.changed)]


def test_overwritten_link_is_named_as_such_in_every_row(dozen: list[Entry], verdict: Verify) -> None:
    for entry in dozen:
        with undone():
            tamper("UPDATE ledger_entry SET previous = %s WHERE number = %s", ["f" * 64, entry.number])
            assert places(verdict()) == [(entry.number, Kind.changed, "previous")]


@pytest.mark.parametrize("details", ['{ "minutes": 1}', "{", '{"b":1,"a":2}', "[1.0]"])
def test_details_in_another_form_are_named(dozen: list[Entry], verdict: Verify, details: str) -> None:
    tamper("UPDATE ledger_entry SET details = %s WHERE number = 4", [details])
    assert places(verdict()) == [(4, Kind.changed, "details")]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL holds the type of each column")
@pytest.mark.parametrize(
    ("column", "sql"),
    [
        ("at", "replace(at, ' ', 'T')"),
        ("at", "''"),
        ("reason", "CAST(reason AS BLOB)"),
        ("agency", "agency_id + 0.5"),
        ("verb", "CAST(x'ff' AS TEXT)"),
    ],
)
def test_value_that_django_might_read_the_same_is_found(
    dozen: list[Entry], verdict: Verify, column: str, sql: str
) -> None:
    name = "agency_id" if column == "agency" else column
    tamper(f"UPDATE ledger_entry SET {name} = {sql} WHERE number = 4", [])  # noqa: S608
    assert [(number, kind) for number, kind, _ in places(verdict())] == [(4, Kind.changed)]


# ── rows that go, move or come ──────────────────────────────────────────────────────────────────────


def test_missing_entry_is_found_wherever_it_was_but_at_the_end(dozen: list[Entry], verdict: Verify) -> None:
    for entry in dozen[:-1]:
        with undone():
            tamper("DELETE FROM ledger_entry WHERE number = %s", [entry.number])
            found = verdict()
            assert places(found) == [(entry.number, Kind.missing, "number")]
            assert found.faults[0].sentence == f"Entry {entry.number} is missing."


def test_missing_entries_are_told_as_one_gap(dozen: list[Entry], verdict: Verify) -> None:
    tamper("DELETE FROM ledger_entry WHERE number BETWEEN %s AND %s", [1, 4])
    assert [fault.sentence for fault in verdict().faults] == ["Entries 1 to 4 are missing."]


def test_two_entries_that_changed_places_are_named_both(dozen: list[Entry], verdict: Verify) -> None:
    for old, new in ((4, 100), (9, 4), (100, 9)):
        tamper("UPDATE ledger_entry SET number = %s WHERE number = %s", [new, old])
    found = verdict()
    assert places(found) == [(4, Kind.moved, "number"), (9, Kind.moved, "number")]
    assert "Entry 4 was written as entry 9" in found.faults[0].sentence


def test_entry_moved_to_the_end_is_missing_where_it_was(dozen: list[Entry], verdict: Verify) -> None:
    tamper("UPDATE ledger_entry SET number = %s WHERE number = %s", [DOZEN + 1, 5])
    assert places(verdict()) == [(5, Kind.missing, "number"), (DOZEN + 1, Kind.moved, "number")]


def test_gap_closed_by_renumbering_shows_every_entry_that_moved(dozen: list[Entry], verdict: Verify) -> None:
    tamper("DELETE FROM ledger_entry WHERE number = %s", [5])
    for number in range(6, DOZEN + 1):
        tamper("UPDATE ledger_entry SET number = %s WHERE number = %s", [number - 1, number])
    found = verdict()
    assert [fault.number for fault in found.faults] == list(range(5, DOZEN))
    assert {fault.kind for fault in found.faults[:-1]} == {Kind.moved}


def test_entry_added_at_the_end_without_the_right_link_is_found(dozen: list[Entry], verdict: Verify) -> None:
    added = Entry(number=13, at=dozen[0].at, verb="x", subject_kind="x", subject_id="1", previous="a" * 64)
    added.hash = hash_of(added.content())
    added.save(force_insert=True)
    assert places(verdict()) == [(13, Kind.broken, "previous")]


def test_entry_before_the_first_is_found(dozen: list[Entry]) -> None:
    rows = list(stored_entries(connection))
    added = Stored(0, {**rows[0].content, "number": 0}, "")
    added = Stored(0, added.content, added.computed())
    assert (0, Kind.added, "number") in places(verify([added, *rows]))


# ── a careful forger ────────────────────────────────────────────────────────────────────────────────


def test_rewritten_entry_with_a_new_hash_breaks_the_next_link(dozen: list[Entry], verdict: Verify) -> None:
    for entry in dozen[:-1]:
        with undone():
            tamper("UPDATE ledger_entry SET reason = %s WHERE number = %s", ["forged", entry.number])
            rehash(entry.number)
            found = verdict()
            assert places(found) == [(entry.number + 1, Kind.broken, "previous")]
            assert f"does not follow entry {entry.number}" in found.faults[0].sentence


def forge_all_from(number: int) -> None:
    """Rewrite an entry and give it and all that follow new hashes and links."""
    tamper("UPDATE ledger_entry SET reason = %s WHERE number = %s", ["forged", number])
    for following in range(number, DOZEN + 1):
        rehash(following)
        if following < DOZEN:
            new = Entry.objects.get(number=following).hash
            tamper("UPDATE ledger_entry SET previous = %s WHERE number = %s", [new, following + 1])


def test_chain_rewritten_to_its_end_is_found_by_a_checkpoint_alone(
    dozen: list[Entry], verdict: Verify
) -> None:
    promised = {9: dozen[8].hash}
    forge_all_from(6)
    assert verdict().holds
    assert places(verdict(promised)) == [(9, Kind.other, "hash")]


def test_checkpoint_says_nothing_of_what_came_after_it(dozen: list[Entry], verdict: Verify) -> None:
    promised = {5: dozen[4].hash}
    forge_all_from(6)
    assert verdict(promised).holds


def test_end_that_was_cut_off_is_found_by_a_checkpoint_alone(dozen: list[Entry], verdict: Verify) -> None:
    promised = {12: dozen[11].hash}
    tamper("DELETE FROM ledger_entry WHERE number > %s", [8])
    assert verdict().holds
    assert places(verdict(promised)) == [(12, Kind.cut_short, "number")]


def test_ledger_that_is_gone_is_found_by_a_checkpoint(dozen: list[Entry], verdict: Verify) -> None:
    promised = {12: dozen[11].hash}
    tamper("DELETE FROM ledger_entry WHERE number > %s", [0])
    assert places(verdict(promised)) == [(12, Kind.cut_short, "number")]


def test_checkpoint_that_agrees_is_told(dozen: list[Entry], verdict: Verify) -> None:
    found = verdict({3: dozen[2].hash, 12: dozen[11].hash})
    assert (found.holds, found.compared) == (True, (3, 12))


# ── many faults, and reading that breaks off ────────────────────────────────────────────────────────


def test_every_fault_is_told_not_just_the_first(dozen: list[Entry], verdict: Verify) -> None:
    tamper("UPDATE ledger_entry SET verb = %s WHERE number IN (2, 7)", ["x"])
    tamper("DELETE FROM ledger_entry WHERE number = %s", [10])
    assert [(number, kind) for number, kind, _ in places(verdict())] == [
        (2, Kind.changed),
        (7, Kind.changed),
        (10, Kind.missing),
    ]


def test_faults_beyond_what_anybody_reads_are_counted() -> None:
    wrong = (
        Stored(number, {"number": number, "previous": "0" * 64}, "f" * 64, ("verb",))
        for number in range(1, 2001)
    )
    found = verify(wrong)
    assert len(found.faults) + found.more_faults >= 2000
    assert found.faults[0].number == 1


def test_where_the_database_stops_reading_is_told_with_what_was_wrong_before(dozen: list[Entry]) -> None:
    tamper("UPDATE ledger_entry SET verb = %s WHERE number = 3", ["x"])
    rows = list(stored_entries(connection))

    def breaking_off() -> Iterator[Stored]:
        yield from rows[:5]
        raise Damaged(5, "database disk image is malformed")

    found = verify(breaking_off(), {12: rows[-1].hash})
    assert [(fault.number, fault.kind) for fault in found.faults] == [(3, Kind.changed), (6, Kind.damaged)]
    assert "after entry 5" in found.faults[1].sentence


@contextmanager
def undone() -> Iterator[None]:
    """Take back on leaving whatever was done to the database inside."""
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)
