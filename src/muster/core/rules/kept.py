"""The rulebook as this process has it: read once, and again when one of its files has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from muster.core.errors import MusterError
from muster.core.rules.load import VOCABULARY, load_rulebook
from muster.core.rules.rulebook import Rulebook

#: What tells whether a file has changed: its path, when it was written, how long it is.
_Stamp: TypeAlias = tuple[str, int, int]
_Asked: TypeAlias = tuple[tuple[Path, ...], str]

MOST = 64  # questions of which the answer is kept: the whole rulebook, and one of each jurisdiction asked for


@dataclass(frozen=True)
class _Read:
    stamps: tuple[_Stamp, ...]
    found: Rulebook | MusterError  # a mistake is kept as well: it stays one until a file changes


_reading = Lock()
_kept: dict[_Asked, _Read] = {}


def kept_rulebook(folders: Sequence[Path], only: str = "") -> Rulebook:
    """Return the rulebook of some folders, whole or ``only`` one jurisdiction's. Raises BadRule for mistakes in it."""
    asked = (tuple(folders), only)
    stamps = tuple(sorted(_stamps(folders, only)))
    read = _kept.get(asked)
    if read is None or read.stamps != stamps:
        with _reading:
            read = _kept.get(asked)
            if read is None or read.stamps != stamps:
                read = _kept[asked] = _Read(stamps, _found(folders, only))
                if len(_kept) > MOST:
                    del _kept[next(iter(_kept))]
    if isinstance(read.found, MusterError):
        raise read.found.with_traceback(None)
    return read.found


def _found(folders: Sequence[Path], only: str) -> Rulebook | MusterError:
    try:
        return load_rulebook(folders, (only,) if only else ())
    except MusterError as error:
        return error


def _stamps(folders: Sequence[Path], only: str) -> Iterator[_Stamp]:
    for folder in folders:
        # a folder that does not have the jurisdiction is read whole, see ``load_rulebook``
        alone = bool(only) and (folder / only).is_dir()
        if alone:
            yield from _stamps_of(folder, [VOCABULARY] if (folder / VOCABULARY).is_file() else [])
        for inside, _, names in os.walk(folder / only if alone else folder):
            yield from _stamps_of(inside, names)


def _stamps_of(inside: str | Path, names: Sequence[str]) -> Iterator[_Stamp]:
    for name in names:
        if name.endswith(".yaml"):
            path = os.path.join(inside, name)  # noqa: PTH118 - two hundred files on every question
            about = os.stat(path)  # noqa: PTH116
            yield path, about.st_mtime_ns, about.st_size


__all__ = ["kept_rulebook"]
