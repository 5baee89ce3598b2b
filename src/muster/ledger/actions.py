"""The one way into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.ledger.appended import take_notes
from muster.ledger.canonical import NOTHING_BEFORE, canonical_json, hash_of
from muster.ledger.models import Entry, kind_of
from muster.ledger.refusals import Refused
from muster.ledger.vouching import lines_text

#: The lock of PostgreSQL that writers take turns by; the number is "ledger" in bytes.
_TURN: Final = int.from_bytes(b"ledger")


def write_down(
    *,
    verb: str,
    subject: models.Model,
    actor: AbstractBaseUser | None,
    agency: models.Model | int | None = None,
    on_behalf_of: AbstractBaseUser | None = None,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one entry about what the caller does in the same transaction, and return it.

    The caller owes an open transaction, so that the deed and its entry stand or fall together, and calls this as
    the last step: the entry vouches for the append-only rows that were added until now (``vouching``), and from here
    to the end of the transaction no other writer gets a turn. ``subject`` is saved by then; about a thing that is
    deleted it is called just before. ``actor`` is None when Muster itself acts.
    ``details`` hold text, whole numbers, yes/no, days and moments, in dictionaries and lists.

    Raises TransactionManagementError outside of a transaction, Refused for a reason that cannot be stored,
    ValueError for somebody or something that has no key yet, TypeError for details that have no single text.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "write_down was called outside of a transaction: the deed and its entry must stand or fall together."
        )
    _refuse_unstorable(reason, "reason")
    content: dict[str, Any] = {
        "lines": lines_text(connection, take_notes()),
        "actor_id": _key(actor),
        "on_behalf_of_id": _key(on_behalf_of),
        "verb": str(verb),
        "subject_kind": kind_of(subject),
        "subject_id": str(_key(subject)),
        "agency_id": agency if isinstance(agency, int) else _key(agency),
        "reason": str(reason),
        "details": canonical_json(details or {}),
    }
    _refuse_unstorable(content["details"], "details")
    take_turn()
    last = Entry.objects.order_by("-number").values_list("number", "hash").first()
    number, previous = last or (0, NOTHING_BEFORE)
    entry = Entry(number=number + 1, at=timezone.now(), previous=previous, **content)
    entry.hash = hash_of(entry.content())
    entry.save(force_insert=True)
    return entry


def take_turn() -> None:
    """Wait until no other transaction writes, and keep the others waiting until this one ends.

    ``write_down`` does it. An action that locks rows and writes down more than once calls it first of all, so that
    two of them never wait for one another. On SQLite a transaction has its turn from the start.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _key(thing: models.Model | None) -> Any:
    if thing is None:
        return None
    if thing.pk is None:
        raise ValueError(f"{type(thing).__name__} has no key yet: save it before writing about it")
    return thing.pk


def _refuse_unstorable(text: str, field: str) -> None:
    """Refuse what UTF-8 or PostgreSQL cannot hold, before it is half written."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Refused(
            _("The text holds a character that cannot be stored. Type it anew and try again."), field
        )
