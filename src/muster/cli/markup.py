"""Text of others among our own markup: neither Rich nor the terminal obeys it."""

from __future__ import annotations

from rich import markup

from muster.core.errors import visible


def escape(text: str) -> str:
    """Return text that Rich prints as it is, with control characters and turns of direction as their numbers."""
    return markup.escape(visible(text))
