"""What is written down, and when it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from muster.ledger.actions import write_down
from muster.ledger.chain import Verdict
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db


def note(subject: AbstractBaseUser, **more: object) -> Entry:
    """Write a short entry about somebody."""
    given = {"verb": "accounts:user:note", "subject": subject, "actor": None, **more}
    with transaction.atomic():
        return write_down(**given)  # type: ignore[arg-type]


def test_first_entry_is_number_one_and_follows_nothing(ada: AbstractBaseUser) -> None:
    entry = note(ada)
    assert (entry.number, entry.previous) == (1, "0" * 64)


def test_next_entry_remembers_the_hash_of_the_one_before(ada: AbstractBaseUser) -> None:
    first, second = note(ada), note(ada)
    assert (second.number, second.previous) == (2, first.hash)


def test_hash_is_over_every_other_column_as_anybody_can_work_out(
    ada: AbstractBaseUser, bo: AbstractBaseUser
) -> None:
    entry = note(ada, actor=bo, on_behalf_of=ada, agency=7, reason="por qué", details={"b": 1, "a": [True]})
    row = Entry.objects.values().get(number=entry.number)
    content = {
        "number": 1,
        "at": row["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": bo.pk,
        "on_behalf_of": ada.pk,
        "verb": "accounts:user:note",
        "subject_kind": "accounts.user",
        "subject_id": str(ada.pk),
        "agency": 7,
        "reason": "por qué",
        "details": '{"a":[true],"b":1}',
        "previous": "0" * 64,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert row["hash"] == sha256(text.encode()).hexdigest()


def test_details_are_read_back_as_they_were_told(ada: AbstractBaseUser) -> None:
    entry = note(ada, details={"day": date(2026, 11, 20), "minutes": 90})
    assert entry.told == {"day": "2026-11-20", "minutes": 90}


def test_agency_may_be_given_as_a_row(ada: AbstractBaseUser) -> None:
    assert note(ada, agency=ada).agency_id == ada.pk


def test_entry_falls_with_the_deed(ada: AbstractBaseUser) -> None:
    def deed() -> None:
        with transaction.atomic():
            note(ada)
            raise InterruptedError("the deed failed")

    with pytest.raises(InterruptedError):
        deed()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("reason", ["a\0b", "a\ud800b"])
def test_reason_that_cannot_be_stored_is_refused_at_its_field(ada: AbstractBaseUser, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        note(ada, reason=reason)
    assert refusal.value.field == "reason"
    assert "Type it anew" in str(refusal.value)


def test_details_without_a_single_text_are_a_mistake_of_the_caller(ada: AbstractBaseUser) -> None:
    with pytest.raises(TypeError, match="float has no single text"):
        note(ada, details={"hours": 1.5})


def test_unsaved_subject_is_a_mistake_of_the_caller(db: None) -> None:
    with pytest.raises(ValueError, match="no key yet"):
        note(get_user_model()(email="new@example.org"))


def test_stranger_cannot_be_the_actor(ada: AbstractBaseUser) -> None:
    with pytest.raises(ValueError, match="no key yet"):
        note(ada, actor=AnonymousUser())


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nothing_is_written(ada: AbstractBaseUser) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="stand or fall together"):
        write_down(verb="accounts:user:note", subject=ada, actor=None)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain(
    ada: AbstractBaseUser, verdict: Callable[..., Verdict]
) -> None:
    writers, each = 4, 15
    start = Barrier(writers)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            start.wait(timeout=20)
            for _ in range(each):
                note(ada)
        except BaseException as error:  # told by the test's own thread
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert Entry.objects.aggregate(Max("number"))["number__max"] == writers * each == Entry.objects.count()
    assert verdict().holds


# ── what the database itself holds ──────────────────────────────────────────────────────────────────


def forged(dozen: list[Entry], **values: object) -> Entry:
    """An entry that somebody puts in without ``write_down``; right but for what is given."""
    last = dozen[-1]
    right = {"number": last.number + 1, "at": last.at, "verb": "x", "subject_kind": "x", "subject_id": "1"}
    return Entry(**{**right, "previous": last.hash, "hash": "f" * 64, **values})


@pytest.mark.parametrize("name", ["ledger_entry_counts_from_one"])
def test_numbers_begin_at_one(dozen: list[Entry], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        forged(dozen, number=0).save(force_insert=True)


def test_nobody_acts_for_another_without_a_name(dozen: list[Entry], ada: AbstractBaseUser) -> None:
    with pytest.raises(IntegrityError, match="ledger_entry_delegate_is_named"), transaction.atomic():
        forged(dozen, on_behalf_of=ada).save(force_insert=True)


def test_no_two_entries_follow_the_same_one(dozen: list[Entry]) -> None:
    with (
        pytest.raises(IntegrityError, match=r"ledger_entry_no_fork|ledger_entry\.previous"),
        transaction.atomic(),
    ):
        forged(dozen, previous=dozen[3].hash).save(force_insert=True)


def test_no_two_entries_have_the_same_hash(dozen: list[Entry]) -> None:
    with (
        pytest.raises(IntegrityError, match=r"ledger_entry_one_hash|ledger_entry\.hash"),
        transaction.atomic(),
    ):
        forged(dozen, hash=dozen[3].hash).save(force_insert=True)


def test_account_that_did_something_is_not_deleted(dozen: list[Entry], bo: AbstractBaseUser) -> None:
    with pytest.raises(IntegrityError):  # ProtectedError is one
        bo.delete()
