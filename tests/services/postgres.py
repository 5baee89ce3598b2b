"""A PostgreSQL for one command, thrown away afterwards.

``python -m tests.services.postgres -- python -m pytest tests/ledger`` starts a cluster of its own in a temporary
folder, on a free port of this machine only, as an ordinary user, and stops it however the command ends.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services.debian import found_or_installed

#: What makes it quick and would lose data in a power cut. Nobody keeps anything here.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB", "jit=off")
PATIENCE = 60  # seconds until it answers


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda it: int(it.parts[-3]))
    known = [str(debian[-1])] if debian else []
    beside = shutil.which("initdb")
    return next((Path(initdb).parent for initdb in [*known, beside] if initdb), None)


def ordinary_user() -> pwd.struct_passwd | None:
    """Whom to become: PostgreSQL refuses to run as root. None for somebody who is ordinary already."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def as_user(user: pwd.struct_passwd | None) -> list[str]:
    """The words before a command that make it run as this user, and stop when this process is killed."""
    setpriv = shutil.which("setpriv")
    if user is None:
        return [setpriv, "--pdeathsig", "INT"] if setpriv else []
    if setpriv is None:
        raise SystemExit(
            "PostgreSQL does not run as root, and there is no setpriv (package util-linux) here."
        )
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [setpriv, *identity, "--pdeathsig", "INT"]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_cluster(bin_: Path, folder: Path, become: list[str], password: str) -> Path:
    """Lay out an empty cluster whose only door asks for a password; return its data folder."""
    secret = folder / "password"
    secret.write_text(password, "ascii")
    words = ["--username=muster", f"--pwfile={secret}", "--auth=scram-sha-256"]
    words += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    data = folder / "data"
    made = subprocess.run(
        [*become, str(bin_ / "initdb"), *words, str(data)], cwd=folder, capture_output=True, text=True
    )
    if made.returncode:
        raise SystemExit(f"PostgreSQL could not lay out a cluster in {folder}:\n{made.stderr.strip()}")
    return data


def wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the server takes connections; ``SystemExit`` with its last words when it does not."""
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            if "ready to accept connections" in log.read_text("utf-8", "replace"):
                return
        time.sleep(0.05)
    last = "\n".join(log.read_text("utf-8", "replace").strip().splitlines()[-5:])
    raise SystemExit(f"PostgreSQL did not start on port {port}:\n{last}")


@contextmanager
def served(bin_: Path, folder: Path, user: pwd.struct_passwd | None) -> Iterator[str]:
    """Run a new cluster in a folder; yield the address of its database."""
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    become, password, port, log = as_user(user), secrets.token_hex(16), free_port(), folder / "log"
    data = make_cluster(bin_, folder, become, password)
    settings = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=", *HASTY]
    command = [*become, str(bin_ / "postgres"), "-D", str(data)]
    for setting in settings:
        command += ["-c", setting]
    with log.open("wb") as opened:
        server = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=opened,
            stderr=opened,
            start_new_session=True,
        )
    try:
        wait_until_ready(server, port, log)
        yield f"postgres://muster:{password}@127.0.0.1:{port}/muster"
    finally:
        server.send_signal(signal.SIGINT)  # to PostgreSQL: drop the connections and stop
        server.wait()


def stopped(number: int, frame: object) -> None:
    """Turn a request to stop into an exit, so that the cluster is stopped on the way out."""
    raise SystemExit(128 + number)


def main(words: list[str]) -> int:
    """Run the command after ``--`` with MUSTER_TEST_DATABASE set; return its exit code."""
    command = words[1:] if words[:1] == ["--"] else words
    if not command:
        raise SystemExit("Say what to run: python -m tests.services.postgres -- COMMAND")
    signal.signal(signal.SIGTERM, stopped)
    bin_ = found_or_installed(programs, "postgresql", "make test-sqlite")
    with (
        tempfile.TemporaryDirectory(prefix="muster-postgres-") as folder,
        served(bin_, Path(folder), ordinary_user()) as address,
    ):
        return subprocess.run(command, env={**os.environ, "MUSTER_TEST_DATABASE": address}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
