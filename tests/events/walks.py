"""Make many fuzzed walks through the life of requests: ``python -m tests.events.walks 2000`` says how long they took.

What a walk is stands in ``walk.py``. This file knows no Django, which pytest sets up for the walks.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> None:
    """Make as many walks as the first word says, each from a fresh department."""
    number = sys.argv[1] if len(sys.argv) > 1 else "2000"
    words = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "--durations=1"]
    environment = os.environ | {"MUSTER_WALKS": number}
    done = subprocess.run([*words, "tests/events/test_fuzzed_walks.py"], env=environment, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
