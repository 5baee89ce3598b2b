"""Text that others wrote, made fit to be shown."""

from __future__ import annotations

import re
from typing import Final

#: What a screen or a page would obey instead of showing: control characters but tab and line feed, marks that turn
#: the direction of writing around, halves of characters, and two code points that are no characters.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """Write what would steer a terminal or break a page as its number: ``\\x1b``, ``\\u202e``. The rest stays."""
    return _UNSEEN.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
