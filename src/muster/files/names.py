"""Names of files as people give them, made harmless."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from muster.files.kinds import Kind

LONGEST: Final = 120
_NAMELESS: Final = "file"
_FORBIDDEN: Final = re.compile(r'[<>:"|?*`$&;\'\\/]')


def clean_name(name: str, kind: Kind | None = None) -> str:
    """Return the last part of a path, without what no file system or header bears, ending as its kind does.

    ``../../run.bat`` that is plain text becomes ``run.bat.txt``: the end of a name decides what opens a file.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", shown)).strip().rstrip(" .")
    suffixes = kind.suffixes if kind else ("",)
    stem, suffix = plain, next((s for s in suffixes if plain.lower().endswith(s)), None)
    if suffix is None:
        suffix = suffixes[0]
    else:
        stem = plain[: len(plain) - len(suffix)]
    return (stem[: LONGEST - len(suffix)].strip(" .") or _NAMELESS) + suffix
