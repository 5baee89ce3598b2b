"""``python -m tests.oversight.many_walks 2000`` makes so many fuzzed walks (``walks``) and says how long they took."""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> None:
    """Make as many walks as the first word says."""
    number = sys.argv[1] if len(sys.argv) > 1 else "2000"
    words = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "--durations=1"]
    environment = os.environ | {"MUSTER_OVERSIGHT_WALKS": number}
    command = [*words, "tests/oversight/test_fuzzed_walks.py"]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
