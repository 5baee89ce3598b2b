"""What somebody reads when the server cannot go on: its disk is full, or its database is busy or away.

Django calls ``server_error`` for whatever was raised anywhere, in a view or before it (a large upload is written to
disk while its form is read, and a session is read before there is a view). So this is the one place. The pages ask
the database nothing.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

#: After so long a browser or a script may try again. A starting value of ours.
RETRY_SECONDS: Final = 30


class Standstill(StrEnum):
    """Why the server cannot go on, by the name of the page that says so."""

    BUSY = "503.html"
    FULL = "507.html"


class Busy(Exception):
    """The database did not take what it was to keep, and said no more."""


#: By SQLite's numbers: busy, locked; full. An error may carry more in its higher bits.
_SQLITE: Final = {5: Standstill.BUSY, 6: Standstill.BUSY, 13: Standstill.FULL}
#: By PostgreSQL's codes: no lock in time, lost a race, no connection left, starting or stopping; out of disk.
_POSTGRESQL: Final = {
    "55P03": Standstill.BUSY,
    "40001": Standstill.BUSY,
    "40P01": Standstill.BUSY,
    "53300": Standstill.BUSY,
    "57P01": Standstill.BUSY,
    "57P02": Standstill.BUSY,
    "57P03": Standstill.BUSY,
    "53100": Standstill.FULL,
    None: Standstill.BUSY,  # the server did not even answer
}


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what went wrong: with 503 or 507 and what to do, or with the page that takes the blame."""
    kind = next((found for error in _chain(sys.exc_info()[1]) if (found := standstill_of(error))), None)
    if kind is None:
        return defaults.server_error(request)
    _forget_uploads(request)
    answer = HttpResponse(loader.get_template(kind).render(), status=int(kind.removesuffix(".html")))
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def standstill_of(error: BaseException) -> Standstill | None:
    """Return which standstill an error tells of, None where it is a fault of ours."""
    if isinstance(error, Busy):
        return Standstill.BUSY
    if isinstance(error, OSError):
        return Standstill.FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
    cause = error.__cause__
    if not isinstance(error, OperationalError) or cause is None:
        return None
    number = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        return _SQLITE.get(number & 0xFF)
    return _POSTGRESQL.get(cause.sqlstate) if hasattr(cause, "sqlstate") else None


def _forget_uploads(request: HttpRequest) -> None:
    """Remove a file that was still coming in when the disk was full: else it would fill it until memory is tidied."""
    for handler in request.upload_handlers:
        with suppress(OSError):  # what it still held back does not fit either
            handler.upload_interrupted()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Return an error, and those that it came from: giving back a form's token may fail over the same lock."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
