"""Money as people write and read it on pages. The arithmetic, and the one reading of an amount, is ``core.money``."""

from __future__ import annotations

import re
from typing import Final

from muster.core.money import cents_text, parse_cents

#: Thousands set off by commas, each group whole: 1,234 and not 12,34.
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?", re.ASCII)


def dollars_text(cents: int) -> str:
    """Return an amount as it is read: ``$1,234.56``, below zero with the sign of a minus in front."""
    return cents_text(cents).replace("-", "−")


def cents_of(text: str) -> int | None:
    """Read an amount as it is written, ``1234.5`` or ``$1,234.50``, into whole cents; None where it is none."""
    written = text.strip().removeprefix("$").strip()
    if _GROUPED.fullmatch(written):
        written = written.replace(",", "")
    try:
        return parse_cents(written)
    except ValueError:
        return None


def plain_dollars(cents: int | None) -> str | None:
    """Return an amount as a table for a spreadsheet holds it: ``1234.56``; None stays None."""
    return None if cents is None else cents_text(cents).replace("$", "").replace(",", "")
