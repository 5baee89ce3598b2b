"""The rulebook as this process has it: read once, and again when one of its files has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from muster.core.rules import Rulebook, load_rulebook
from muster.core.rules.check import pieces_of
from muster.core.rules.evaluate import in_order
from muster.core.rules.language import Filter
from muster.roster.words import rulebook_folders

#: What tells whether a file has changed: its path, when it was written, how long it is.
_Stamp: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True)
class _Read:
    stamps: tuple[_Stamp, ...]
    book: Rulebook


_reading = Lock()
_kept: _Read | None = None


def whole_rulebook() -> Rulebook:
    """Return the shipped rulebook, with the folder that the operator named on top. Raises BadRule for mistakes in it."""
    global _kept
    stamps = tuple(sorted(_stamps(rulebook_folders())))
    found = _kept
    if found is None or found.stamps != stamps:
        with _reading:
            found = _kept
            if found is None or found.stamps != stamps:
                found = _Read(stamps, load_rulebook(rulebook_folders()))
                _kept = found
    return found.book


def rulebook_of(names: Iterable[str]) -> tuple[Rulebook, tuple[str, ...]]:
    """Return the rules of these names, and which names the rulebook does not have (any more)."""
    book = whole_rulebook()
    asked = sorted(set(names))
    known = [name for name in asked if is_in(book, name)]
    missing = tuple(name for name in asked if name not in known)
    return book.only(known), missing


def is_in(book: Rulebook, name: str) -> bool:
    """Return whether a rulebook has a jurisdiction or a requirement of this name."""
    return name in book.requirements or any(each.split("/")[0] == name for each in book.requirements)


def sets_of(book: Rulebook) -> dict[str, str]:
    """Return the rule sets there are, by code, with their names."""
    used = dict.fromkeys(name.split("/")[0] for name in book.requirements)
    return {code: book.jurisdictions[code].name for code in used}


def titles_of() -> dict[str, str]:
    """Return the titles of all requirements by their ids."""
    return {name: rule.title for name, rule in whole_rulebook().requirements.items()}


def codes_named(book: Rulebook) -> frozenset[str]:
    """Return every course number that the rules name, or those they refer to."""
    found: set[str] = set()
    for requirement in in_order(book):
        for _, piece in pieces_of(requirement):
            if isinstance(piece, Filter):
                found.update(piece.courses)
                for codes in (piece.courses_by_period or {}).values():
                    found.update(codes)
    return frozenset(found)


def _stamps(folders: Iterable[Path]) -> Iterator[_Stamp]:
    for folder in folders:
        for inside, _, names in os.walk(folder):
            for name in names:
                if name.endswith(".yaml"):
                    path = os.path.join(inside, name)  # noqa: PTH118 - two hundred files on every question
                    about = os.stat(path)  # noqa: PTH116
                    yield path, about.st_mtime_ns, about.st_size
