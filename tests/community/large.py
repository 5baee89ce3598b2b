"""``python -m tests.community.large 10000``: how long the pages of a consultation with so many comments take."""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> None:
    """Measure, and fail where a list takes more than 200 ms or suggestions more than 10 s."""
    number = sys.argv[1] if len(sys.argv) > 1 else "10000"
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "-p",
        "no:cacheprovider",
        "tests/community/test_large.py",
    ]
    done = subprocess.run(words, env=os.environ | {"MUSTER_COMMENTS": number}, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
