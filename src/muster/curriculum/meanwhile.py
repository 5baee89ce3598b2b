"""What somebody is told who saves on top of another's work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from muster.ledger.refusals import Refused


class EditedMeanwhile(Refused):
    """Somebody else saved first. ``newer`` is what it says now, in the form in which it can be compared."""

    def __init__(self, newer: Any) -> None:
        super().__init__(
            _(
                "Somebody else changed this while you were working on it. Nothing of yours was lost, and nothing was "
                "saved yet. See below what differs; take over what should stay, and save again."
            )
        )
        self.newer = newer
