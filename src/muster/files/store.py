"""Bytes on disk: streamed in, hashed, put in place in one step, readable by the owner alone."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from muster.files.kinds import CHUNK_BYTES, Kind, kind_of, taken
from muster.ledger.refusals import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

log = logging.getLogger(__name__)

_INCOMING: Final = "incoming"
#: What a disk answers that has no room, or whose owner has used up theirs.
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: What a folder answers that nobody may write into, or a disk that does not work.
_SHUT: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})
_MEGABYTE: Final = 1024 * 1024


class Stream(Protocol):
    """What can be read piece by piece: an upload, an open file."""

    def read(self, size: int = ..., /) -> bytes:
        """Return up to ``size`` bytes; none at the end."""


@dataclass(frozen=True)
class Placed:
    """A content that lies in the store, and what was found out about it. ``size`` in bytes."""

    sha256: str
    size: int
    kind: Kind


def path_of(sha256: str) -> Path:
    """Return where a content lies: in folders by the first letters of its hash, so that none grows large."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def place(content: Stream, limit: int | None = None, *, for_import: bool = False) -> Placed:
    """Stream a content into the store. ``limit`` in bytes; None: the operator's. See ``Kind.is_for_imports``.

    Raises Refused for one that is too large or of a kind that is not taken, and where the disk is full or cannot be
    written to; nothing is left behind then.
    """
    limit = settings.UPLOAD_LIMIT if limit is None else limit
    try:
        return _placed(content, limit, for_import)
    except OSError as error:
        if error.errno not in _FULL | _SHUT:
            raise
        log.exception("A file could not be kept in %s", settings.MEDIA_ROOT)
        raise Refused(_full() if error.errno in _FULL else _shut(), field="file") from error


def _full() -> StrOrPromise:
    return _(
        "There is no room left on the server for this file, and nothing of it was kept. "
        "Tell who runs this server to make room, then hand it in again."
    )


def _shut() -> StrOrPromise:
    return _(
        "The server could not write this file into its folder, and nothing of it was kept. "
        "Tell who runs this server, who finds why in its log, then hand it in again."
    )


def _placed(content: Stream, limit: int, for_import: bool) -> Placed:
    folder = Path(settings.MEDIA_ROOT) / _INCOMING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    incoming = folder / secrets.token_hex(16)
    try:
        sha256, size = _write(incoming, _pieces(content, limit))
        kind = _kind_or_refusal(incoming, for_import)
        _move(incoming, path_of(sha256))
    finally:
        incoming.unlink(missing_ok=True)
    return Placed(sha256, size, kind)


def open_content(sha256: str) -> BinaryIO:
    """Open a content for reading. Raises FileNotFoundError when the store has lost it."""
    return path_of(sha256).open("rb")


def limit_in_megabytes() -> int:
    """Return how large a file may be, in MB."""
    return int(settings.UPLOAD_LIMIT // _MEGABYTE)


def _pieces(content: Stream, limit: int) -> Iterable[bytes]:
    size = 0
    while piece := content.read(CHUNK_BYTES):
        size += len(piece)
        if size > limit:
            raise Refused(
                _(
                    "This file is larger than %(limit)d MB, and nothing of it was kept. "
                    "Split it, make its pictures smaller, or ask who runs this server to raise the limit."
                )
                % {"limit": limit // _MEGABYTE},
                field="file",
            )
        yield piece


def _write(path: Path, pieces: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            opened.write(piece)
        opened.flush()
        os.fsync(opened.fileno())
    return digest.hexdigest(), size


def _kind_or_refusal(path: Path, for_import: bool) -> Kind:
    found = kind_of(path)
    if isinstance(found, Kind) and (for_import or not found.is_for_imports):
        return found
    raise Refused(
        _(
            "This is %(found)s, whatever its name says. It was not kept. Files of these kinds are taken: %(taken)s."
        )
        % {"found": found.label, "taken": taken()},
        field="file",
    )


def _move(incoming: Path, final: Path) -> None:
    """Put a content in place in one step. The same content may lie there already: it is the same."""
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    incoming.replace(final)
