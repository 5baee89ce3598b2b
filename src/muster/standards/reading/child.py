"""A program of its own that reads a SQLite file into columns for the process that started it (``beside.py``).

It is run as a file and knows nothing of Muster, so that it is there in a moment. It takes questions from its standard
input until that ends, and leaves with the process that asks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import IO, Any

import adbc_driver_sqlite.dbapi as sqlite

HEAD = 8  # bytes of a length, the highest first
DONE, FAILED = b"+", b"-"


def put(stream: IO[bytes], content: bytes) -> None:
    """Write a length and what is so long."""
    stream.write(len(content).to_bytes(HEAD))
    stream.write(content)
    stream.flush()


def take(stream: IO[bytes]) -> bytes | None:
    """Read what ``put`` wrote; None where the other side has left, also in the middle."""
    head = stream.read(HEAD)
    if len(head) < HEAD:
        return None
    content = stream.read(int.from_bytes(head))
    return content if len(content) == int.from_bytes(head) else None


def _asked(stream: IO[bytes]) -> Iterator[dict[str, str]]:
    while (content := take(stream)) is not None:
        yield json.loads(content)


def main() -> None:
    """Answer ``open`` (an address), ``do`` and ``ask`` (SQL), ``close``: with ``+`` and columns, or ``-`` and why not."""
    connection: Any = None
    cursor: Any = None
    answers = sys.stdout.buffer
    for asked in _asked(sys.stdin.buffer):
        columns = BytesIO()
        try:
            if "open" in asked:
                connection = sqlite.connect(asked["open"])
                cursor = connection.cursor()
            elif "do" in asked:
                cursor.execute(asked["do"])
            elif "ask" in asked:
                cursor.execute(asked["ask"])
                cursor.fetch_polars().write_ipc(columns)
            else:
                cursor.close()
                connection.close()
        except sqlite.Error as error:
            put(answers, FAILED + str(error).encode())
        else:
            put(answers, DONE + columns.getvalue())


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # who asked has left meanwhile
        main()
