"""W3C's HTML checker (vnu) as a small server of our own, asked page by page."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services.postgres import free_port

PATIENCE = 60  # seconds until it answers

Checker = str  # the address of a running checker


@contextmanager
def checker_on(java: str, jar: Path) -> Iterator[Checker]:
    """Start the checker for this machine only; stop it at the end."""
    port = free_port()
    words = ["-Dnu.validator.servlet.bind-address=127.0.0.1", "-Xss1m", "-Xmx512m", "-cp", str(jar)]
    server = subprocess.Popen(
        [java, *words, "nu.validator.servlet.Main", str(port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/?out=json"
    try:
        wait_until_ready(server, address)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_until_ready(server: subprocess.Popen[bytes], address: Checker) -> None:
    """Return when the checker takes pages."""
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            complaints_of(address, "<!doctype html><title>x</title>")
            return
        time.sleep(0.1)
    raise RuntimeError(f"W3C's checker did not start at {address}")


def complaints_of(address: Checker, html: str) -> list[str]:
    """The errors and warnings that the checker finds, with their line and what stands there."""
    request = urllib.request.Request(  # noqa: S310 - the address is our own
        address, data=html.encode(), headers={"Content-Type": "text/html; charset=utf-8"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - the address is our own
        messages = json.load(answer)["messages"]
    return [
        f"line {message.get('lastLine', '?')}: {message['message']}: {message.get('extract', '').strip()}"
        for message in messages
        if message["type"] == "error" or message.get("subType") == "warning"
    ]
