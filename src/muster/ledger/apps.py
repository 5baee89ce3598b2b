"""The ledger as Django knows it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The lowest app: everything above writes into it, and it knows none of them."""

    name = "muster.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        """See to it that no connection has a way around the triggers."""
        connection_created.connect(_let_replace_be_refused, dispatch_uid="muster.ledger")


def _let_replace_be_refused(*, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """SQLite's INSERT OR REPLACE deletes rows, and asks the triggers against that only when told to."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")
