"""What somebody was shown before they said yes, and whether the same would still happen.

A page that shows what a deed would do puts ``mark_of`` that into its form, as ``seen``. The deed is done only while the
mark is the same; else it is refused, and the page shows what would happen now.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from muster.ledger.canonical import hash_of
from muster.ledger.refusals import Refused


class Outdated(Refused):
    """Something else would be done now than was looked at."""

    def __init__(self) -> None:
        super().__init__(
            _("What this page said has changed since, and nothing was done. Look again, then decide.")
        )


def mark_of(shown: object) -> str:
    """Return what stands for this and nothing else: text, whole numbers and days, in lists and dictionaries.

    Raises TypeError for what has no single text (``canonical.canonical_json``).
    """
    return hash_of({"shown": shown})[:24]


def refuse_outdated(shown: object, seen: str | None) -> None:
    """Raise Outdated where the mark that was posted is of something else. None: nothing was shown before."""
    if seen is not None and seen != mark_of(shown):
        raise Outdated
