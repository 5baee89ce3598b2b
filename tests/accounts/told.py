"""What the ledger tells."""

from __future__ import annotations

from muster.accounts.models import User
from muster.ledger.models import Entry


def verbs() -> list[str]:
    """What was done, the oldest first."""
    return [entry.verb for entry in Entry.objects.order_by("number")]


def last_entry() -> Entry:
    """The newest entry."""
    return Entry.objects.latest("number")


def last() -> tuple[str, User | None, str]:
    """Verb, actor and reason of the newest entry."""
    entry = last_entry()
    return entry.verb, entry.actor, entry.reason
