"""How the roster writes into the ledger."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.roster.models import Agency


def write_entry(
    verb: Permission, subject: Model, by: User | None, agency: Agency | None, reason: str = "", **details: Any
) -> None:
    """Write one deed down, with details by name."""
    write_deed(verb=verb, subject=subject, by=by, agency=agency, reason=reason, details=details)
