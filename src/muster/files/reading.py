"""The words of a file, for the search.

Documents come from anywhere, and reading one may take for ever or too much memory. So a program of its own reads
it (``muster.files.words``), with a few seconds, some memory and no way to write a file. If it fails, the document
is kept and is found by its title alone. PDF is read by pypdf: slower than a library in C, but a document made
for harm can only make it fail.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import muster
from muster.files.words import MOST_LETTERS, READERS

SECONDS: Final = 15


def words_of(path: Path, media_type: str) -> str:
    """Return the text of a file, at most ``MOST_LETTERS`` long; nothing where there is none or it cannot be read."""
    if media_type not in READERS:
        return ""
    package = str(Path(muster.__file__).resolve().parent.parent)
    try:
        done = subprocess.run(  # noqa: S603 - see above
            [sys.executable, "-I", "-c", _START, package, str(path), media_type],
            capture_output=True,
            timeout=SECONDS,
            env={"PATH": os.defpath, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return tidy(done.stdout.decode("utf-8", errors="replace")) if done.returncode == 0 else ""


#: Isolated mode reads no environment and no current folder; so the program is told where the package lies.
_START: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from muster.files.words import main; main()"


def tidy(text: str) -> str:
    """Return text that every database can hold, with single spaces."""
    shown = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    return " ".join(shown.split())[:MOST_LETTERS]
