"""One writer at a time in a folder of facts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from muster.core.errors import MissingPart, Where

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no such lock; there one person imports at a time
    fcntl = None  # type: ignore[assignment]

_NAME = ".lock"


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for one import or undo; another waits. A killed process holds nothing.

    Raises MissingPart when the folder cannot be written to.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = _hold(folder / _NAME)
    except OSError as error:
        raise MissingPart.because(
            "import-cannot-write",
            f"the folder cannot be written to ({error.strerror}); nothing was changed.",
            "Check that it is a folder, can be written to and has room, then run it again.",
            Where(str(folder)),
        ) from None
    try:
        yield
    finally:
        # Removed while it is held, so that the one who waits sees that it is gone and takes a new one.
        (folder / _NAME).unlink(missing_ok=True)
        os.close(held)
        if made and not any(folder.iterdir()):
            folder.rmdir()


def _hold(path: Path) -> int:
    while True:
        held = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        if fcntl is None:
            return held
        fcntl.flock(held, fcntl.LOCK_EX)
        if _is_still(held, path):
            return held
        os.close(held)


def _is_still(held: int, path: Path) -> bool:
    try:
        return os.fstat(held).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False


def clear_parts(folder: Path, names: Iterable[str]) -> None:
    """Remove what an import cut short left half-written; only for the holder of the lock."""
    for part in (part for name in names for part in (folder / name).glob(".*.part")):
        part.unlink(missing_ok=True)
    (folder / ".officers.csv.part").unlink(missing_ok=True)
