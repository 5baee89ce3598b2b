"""The command line: parse, call one function of the core, print, choose the exit code."""

from __future__ import annotations

import os
import sys

_INTERRUPTED, _BAD_WORDS, _NO_OUTPUT = 130, 2, 5  # as muster.cli.leaving documents them


def main() -> None:
    """Run the command line; the way in for ``muster`` and ``python -m muster.cli``.

    What Muster is made of takes a moment to load, and is loaded here so that Ctrl-C in that moment is no traceback.
    """
    try:
        _refuse_what_cannot_work()
        # Huge pages are cleared whole before NumPy writes into them: with two threads that took longer than the
        # arithmetic (docs/performance.md). NumPy reads this when it is loaded.
        os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
        from muster.cli.app import app  # noqa: PLC0415 - slow, see above

        app(prog_name="muster")
    except KeyboardInterrupt:
        _leave("Stopped.", _INTERRUPTED)


def _refuse_what_cannot_work() -> None:
    """Leave where there is no stdout, or where a word of the command is no text."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
    if sys.stdout is None:
        _leave("muster: stdout is closed. Leave it open, or send it to a file or to /dev/null.", _NO_OUTPUT)
    for word in sys.argv[1:]:
        if any("\ud800" <= mark <= "\udfff" for mark in word):
            _leave(f"muster: {word!a} is not text in UTF-8. Rename the file, or spell it so.", _BAD_WORDS)


def _leave(sentence: str, code: int) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(code)
