"""Documents that are archives: looked into with limits, never unpacked to disk."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

MOST_MEMBERS: Final = 10_000
MOST_UNPACKED_BYTES: Final = 1024**3
MOST_RATIO: Final = 200  # plain XML shrinks to a twentieth; a bomb to a thousandth
SMALL_BYTES: Final = 10 * 1024**2  # below this, no ratio matters
CONTENT_TYPES: Final = "[Content_Types].xml"
_LONGEST_LIST: Final = 4 * 1024**2

#: The main part of a document, as the list of its parts names it.
_MAIN_PARTS: Final = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
_ODT: Final = b"application/vnd.oasis.opendocument.text"


def what_is_inside(path: Path) -> str:
    """Return ``docx``, ``xlsx``, ``pptx``, ``odt``; or why it is none: ``macros``, ``bomb``, ``broken``, ``zip``."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if is_bomb(members, path.stat().st_size):
                return "bomb"
            return _named(archive, {member.filename for member in members})
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return "broken"  # what zipfile raises for damaged, encrypted or oddly packed members


def is_bomb(members: list[zipfile.ZipInfo], size: int) -> bool:
    """Return whether an archive says that it unpacks to more than we would read. ``size`` in bytes."""
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED_BYTES:
        return True
    return unpacked > SMALL_BYTES and unpacked > MOST_RATIO * max(size, 1)


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return at most ``limit`` bytes of a member, whatever size it claims to have."""
    with archive.open(name) as member:
        return member.read(limit)


def _named(archive: zipfile.ZipFile, names: set[str]) -> str:
    if CONTENT_TYPES in names:
        listed = read_member(archive, CONTENT_TYPES, _LONGEST_LIST)
        if b"macroEnabled" in listed or any(name.lower().endswith("vbaproject.bin") for name in names):
            return "macros"
        return next((kind for kind, part in _MAIN_PARTS.items() if part in listed), "zip")
    if "mimetype" in names and "content.xml" in names:
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            return "macros"
        if read_member(archive, "mimetype", 200).strip() == _ODT:
            return "odt"
    return "zip"
