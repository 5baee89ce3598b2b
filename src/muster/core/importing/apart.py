"""A first reading in a process of its own: what ends it, or fills its memory, ends nothing else."""

from __future__ import annotations

import os
import subprocess
import sys

MEMORY = 4_000_000_000  # bytes of address space, which is more than what is really used
SECONDS = 600

#: Each thread reserves address space, which on a machine of many cores would be all there is.
_FEW_THREADS = {"POLARS_MAX_THREADS": "2", "RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}

_LIMITED = f"""\
import io, sys
try:
    import resource
except ImportError:
    pass  # Windows
else:
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
raw = sys.stdin.buffer.read()
"""


def read_apart(trial: str, raw: bytes) -> str | None:
    """Run Python text with the file's bytes in ``raw``; return what it printed, None where it failed."""
    words = [sys.executable, "-I", "-c", _LIMITED + trial]
    around = {**os.environ, **_FEW_THREADS}
    try:
        ran = subprocess.run(  # noqa: S603 - this interpreter, a fixed text, the file on its standard input
            words, input=raw, env=around, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return None
    return None if ran.returncode else ran.stdout.decode("ascii", "replace").strip()
