"""Reads a SQLite file into columns, in a process beside this one.

It has to be another process. ADBC brings a SQLite of its own. When one of two of them in one process closes a file,
the system takes away the locks of the other (fcntl: they belong to the process), which does not hear of it. Whoever
then closes the file elsewhere (``muster ledger verify``, a backup) takes himself for the last one, and deletes the
journal into which this process goes on writing.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl
from django.db import OperationalError

from muster.standards.reading import child

_PROGRAM: Final = str(Path(child.__file__))
_MOST_IDLE: Final = 2


class Reader:
    """A reading process. One thread at a time asks it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - this interpreter and a file of our own
            [sys.executable, "-P", _PROGRAM],  # -P: not from the folder where it lies
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
            start_new_session=True,  # Ctrl-C is for the server; the reader leaves when its input ends
        )

    def ask(self, **asked: str) -> bytes:
        """Return the answer to one question. Raises OperationalError with what the database says, or where it died."""
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:  # they are pipes; said for the type checker
            raise OperationalError("The reader of the database has no pipes.")
        answer = None
        with suppress(BrokenPipeError):
            child.put(stdin, json.dumps(asked).encode())
            answer = child.take(stdout)
        if answer is None:
            raise OperationalError("The reader of the database has gone.")
        if answer[:1] == child.FAILED:
            raise OperationalError(answer[1:].decode())
        return answer[1:]

    def columns(self, sql: str) -> pl.DataFrame:
        """Return the answer to a question in SQL."""
        return pl.read_ipc(BytesIO(self.ask(ask=sql)))

    def leave(self) -> None:
        """End the process. It only reads, so nothing is lost whatever it is at."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self.process.wait()


#: Readers with nothing to do, each with the process that started it: after a fork they are not ours.
_idle: list[tuple[int, Reader]] = []


@contextmanager
def reading(address: str) -> Iterator[Reader]:
    """Open a database at SQLite's address; hand the reader back afterwards, for the next who asks."""
    reader = _reader()
    try:
        reader.ask(open=address)
        yield reader
        reader.ask(close="")
    except BaseException:
        reader.leave()
        raise
    if len(_idle) < _MOST_IDLE:
        _idle.append((os.getpid(), reader))
    else:
        reader.leave()


def _reader() -> Reader:
    while _idle:
        with suppress(IndexError):  # another thread was quicker
            process, reader = _idle.pop()
            if process != os.getpid():
                continue
            if reader.process.poll() is None:
                return reader
            reader.leave()
    return Reader()


@atexit.register
def _leave_all() -> None:
    while _idle:
        process, reader = _idle.pop()
        if process == os.getpid():
            reader.leave()
