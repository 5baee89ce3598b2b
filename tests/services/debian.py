"""Programs that the tests start and that may be missing: found, or installed where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def found_or_installed(find: Callable[[], Path | None], package: str, instead: str) -> Path:
    """What ``find`` finds, after installing a Debian package if need be.

    ``instead`` says what to run without it. Raises ``SystemExit`` with a sentence when it cannot be had.
    """
    here = find()
    if here is None:
        install(package, instead)
        here = find()
    if here is None:
        raise SystemExit(f"{package} was installed, but its programs are not where Debian puts them.")
    return here


def install(package: str, instead: str) -> None:
    """Install a Debian package without a question; ``SystemExit`` with a sentence when that cannot be."""
    remedy = f"Install it (on Debian or Ubuntu: apt-get install {package}), or run {instead}."
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SystemExit(f"The tests need {package}, and it is not on this machine. {remedy}")
    sys.stderr.write(f"Installing {package} for the tests; this is done once.\n")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", package)):
        done = subprocess.run(
            ["apt-get", *words], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
            raise SystemExit(f"apt-get {words[0]} did not manage {package}. {remedy}\n{said}")
