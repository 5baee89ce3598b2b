"""Django's flush over append-only tables, which the tests with real transactions rely on."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from muster.ledger.actions import write_down
from muster.ledger.models import Entry
from muster.ledger.triggers import unguarded


@pytest.fixture
def one_entry(transactional_db: None) -> None:
    with transaction.atomic():
        write_down(verb="tests:flush:try", subject=ContentType.objects.all()[0], actor=None)


def test_ledger_refuses_to_lose_an_entry_before_the_flush(one_entry: None) -> None:
    with pytest.raises(IntegrityError):
        Entry.objects.all().delete()


def test_flush_empties_the_ledger_and_leaves_it_guarded(one_entry: None) -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert Entry.objects.count() == 0
    assert unguarded(connection, "ledger_entry") == []
