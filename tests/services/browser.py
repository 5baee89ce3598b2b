"""The browser of the browser tests: Debian's Chromium. ``python -m tests.services.browser`` sees that it is there."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.services.debian import found_or_installed

NAMES = ("chromium", "chromium-browser", "google-chrome")

#: As root a sandbox cannot be had; the rest keeps it from asking the network for anything but our pages.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> Path | None:
    """The browser's program, or None."""
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


if __name__ == "__main__":
    found_or_installed(chromium, "chromium", "make test-sqlite test-postgres")
