"""What happened to an account, in words: the ledger's entries about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.queries import entries_about

SAID: dict[str, Promise] = {
    "accounts:factor:add": _("A passkey, app or set of codes was added."),
    "accounts:factor:remove": _("A passkey, app or set of codes was taken away."),
    "accounts:user:change": _("Name, language or appearance was changed."),
    "accounts:user:close": _("The account was closed."),
    "accounts:user:invite": _("A link to set a password was made."),
    "accounts:user:link": _("The agency account was linked."),
    "accounts:user:open": _("The account was opened."),
    "accounts:user:password": _("A password was set."),
    "accounts:user:reopen": _("The account was opened again."),
    "accounts:user:unlink": _("The agency account was unlinked."),
}


@dataclass(frozen=True)
class Event:
    """One line of an account's history."""

    at: datetime
    said: str | Promise
    actor: str
    reason: str


def history_of(account: User) -> list[Event]:
    """Return the newest entries about an account itself, the newest first."""
    return [
        Event(entry.at, SAID.get(entry.verb, entry.verb), str(entry.actor or ""), entry.reason)
        for entry in entries_about(account)
    ]
