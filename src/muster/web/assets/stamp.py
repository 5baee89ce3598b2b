"""Says whether work is due: a step leaves a stamp of what it was made from, and is skipped while that is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def content_of(files: Iterable[Path], *words: str) -> str:
    """Return one hash of the names and contents of files, and of words that matter beside them."""
    whole = hashlib.sha256(repr(words).encode())
    for file in sorted(files):
        raw = file.read_bytes()
        whole.update(f"{file.name}:{len(raw)}:".encode() + raw)
    return whole.hexdigest()


def is_fresh(stamp: Path, content: str) -> bool:
    """Return whether the stamp says that this very content was built."""
    return stamp.is_file() and stamp.read_text("utf-8").strip() == content


def leave(stamp: Path, content: str) -> None:
    """Write the stamp; last of all, so that a build that was cut short is done again."""
    stamp.write_text(content + "\n", "utf-8")
