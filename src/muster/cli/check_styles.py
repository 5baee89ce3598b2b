"""The colours of verdicts on a terminal; the words always say the same."""

from __future__ import annotations

from typing import Final

STYLES: Final = {
    "overdue": "bold red",
    "in_grace": "yellow",
    "cannot_tell": "magenta",
    "due_soon": "yellow",
    "not_yet_due": "",
    "excused": "",
    "met": "green",
    "not_applicable": "dim",
}
