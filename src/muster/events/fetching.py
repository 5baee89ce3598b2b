"""Fetching a calendar from the web, and nothing from inside the network.

The name is resolved once, every address it has must be one of the public internet, and the connection goes to the
very address that was looked at: a name that answers otherwise a moment later changes nothing. Each redirect is looked
at anew. Time, size and unpacked size are bounded as a whole, however slowly the other side drips. Every refusal is a
sentence for whoever keeps the calendar.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

from muster.ledger.refusals import Refused

SECONDS: Final = 10.0
MOST_BYTES: Final = 5_000_000
MOST_REDIRECTS: Final = 3
_PIECE: Final = 65_536
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_PORTS: Final = {"https": 443, "http": 80}
#: Ways to write an inner address as one of the sixth version: mapped, translated, tunnelled.
_TRANSLATED: Final = (
    ipaddress.ip_network("::ffff:0:0/96"),
    ipaddress.ip_network("::/96"),
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
    ipaddress.ip_network("fec0::/10"),
)


@dataclass(frozen=True)
class Fetched:
    """What came. ``content`` is None where the other side says that nothing changed."""

    content: bytes | None
    etag: str = ""


@dataclass(frozen=True)
class _Limits:
    """The moment at which it is over, and what is allowed until then."""

    ends: float
    most_bytes: int
    allow_loopback: bool

    def left(self) -> float:
        """Return the seconds that are left. Raises Refused where none are."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise _too_slow()
        return left


def fetch_calendar(
    url: str,
    *,
    etag: str = "",
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
    allow_loopback: bool = False,
) -> Fetched:
    """Fetch what stands at an address of the public internet. Raises Refused with the reason why not.

    ``allow_loopback`` is for tests, which have servers of their own; nothing a person types sets it.
    """
    limits = _Limits(time.monotonic() + seconds, most_bytes, allow_loopback)
    for _try in range(MOST_REDIRECTS + 1):
        answer = _ask(_checked(url), etag, limits)
        if isinstance(answer, Fetched):
            return answer
        url = _onward(url, answer)
    raise Refused(_("The address leads from one place to another more than three times."))


def _onward(url: str, where: str) -> str:
    """Return where a redirect leads. Raises Refused where that is no address."""
    try:
        return urljoin(url, where)
    except ValueError:
        raise Refused(_("This is no address of a calendar.")) from None


def _checked(url: str) -> SplitResult:
    """Return the parts of an address that may be asked. Raises Refused."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise Refused(_("This is no address of a calendar.")) from None
    if parts.scheme not in _PORTS:
        raise Refused(_("Only addresses that begin with https:// or http:// are read."))
    if not parts.hostname or port == 0:
        raise Refused(_("This is no address of a calendar."))
    if parts.username is not None or parts.password is not None:
        raise Refused(
            _("The address holds a name or a password. Muster sends none; ask for a public address.")
        )
    return parts


def _ask(parts: SplitResult, etag: str, limits: _Limits) -> Fetched | str:
    """Ask one server. Returns what came, or where it sends us."""
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    try:
        with _connected(parts.scheme, host, port, limits) as connection:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request("GET", path, headers=_headers(etag))
            with connection.getresponse() as answer:
                return _answered(answer, limits)
    except (TimeoutError, ssl.SSLError, OSError, http.client.HTTPException, ValueError) as error:
        limits.left()  # whatever broke: where the time is up, that is why
        if isinstance(error, ssl.SSLCertVerificationError):
            raise Refused(_("The certificate of %(host)s does not hold.") % {"host": host}) from None
        raise Refused(
            _("%(host)s does not answer as a web server does. Try again later, or ask who runs it.")
            % {"host": host}
        ) from None


def _headers(etag: str) -> dict[str, str]:
    wanted = {
        "Accept": "text/calendar",
        "Accept-Encoding": "identity",
        "User-Agent": "Muster",
        "Connection": "close",
    }
    return {**wanted, "If-None-Match": etag} if etag.isascii() and etag.isprintable() and etag else wanted


def _answered(answer: http.client.HTTPResponse, limits: _Limits) -> Fetched | str:
    if answer.status in _REDIRECTS and (where := answer.headers.get("Location")):
        return where
    if answer.status == http.HTTPStatus.NOT_MODIFIED:
        return Fetched(None)
    if answer.status != http.HTTPStatus.OK:
        raise Refused(_("The server answers %(status)d instead of a calendar.") % {"status": answer.status})
    if (answer.length or 0) > limits.most_bytes:
        raise _too_large(limits)
    content = b"".join(_unpacked(answer, limits))
    return Fetched(content, (answer.headers.get("ETag") or "")[:300])


def _unpacked(answer: http.client.HTTPResponse, limits: _Limits) -> Iterator[bytes]:
    """Yield the content, unpacked and counted piece by piece. Raises Refused as soon as it is too much."""
    packed = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    if packed not in {"identity", "gzip", "deflate", ""}:
        raise Refused(_("The calendar is packed in a way that Muster does not read."))
    unpacker = zlib.decompressobj(wbits=47) if packed in {"gzip", "deflate"} else None
    size = read = 0
    while piece := answer.read1(_PIECE):
        limits.left()
        read += len(piece)
        if unpacker is not None:
            piece = _more(unpacker, piece, limits.most_bytes - size + 1)
        size += len(piece)
        if max(size, read) > limits.most_bytes:
            raise _too_large(limits)
        yield piece
    limits.left()
    if answer.length:
        raise Refused(_("The server broke off in the middle. Try again later."))


def _more(unpacker: zlib._Decompress, piece: bytes, most: int) -> bytes:
    try:
        return unpacker.decompress(piece, max(most, 1))
    except zlib.error:
        raise Refused(_("The calendar is packed in a way that Muster does not read.")) from None


# ── the connection ───────────────────────────────────────────────────────────────────────────────


@contextmanager
def _connected(scheme: str, host: str, port: int, limits: _Limits) -> Iterator[http.client.HTTPConnection]:
    """Connect to an address that was looked at, and cut the line when the time is up."""
    address = _address_of(host, port, limits)
    line = socket.create_connection((address, port), timeout=limits.left())
    cutter = line.dup()  # a second handle: it cuts the same line, whatever wraps the first
    alarm = threading.Timer(limits.left(), _cut, (cutter,))
    alarm.daemon = True
    alarm.start()
    connection = http.client.HTTPConnection(host, port, timeout=limits.left())
    connection.sock = line
    try:
        if scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        yield connection
    finally:
        alarm.cancel()
        connection.close()
        line.close()
        cutter.close()


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _address_of(host: str, port: int, limits: _Limits) -> str:
    """Return an address of a name. Raises Refused where one of its addresses is not of the public internet."""
    found = _resolved(host, port, limits.left())
    if not found:
        raise Refused(_("There is no server called %(host)s.") % {"host": host[:100]})
    for address in found:
        if not is_public(address) and not (limits.allow_loopback and _is_loopback(address)):
            raise Refused(
                _("%(host)s is inside a network. Muster reads calendars of the public internet only.")
                % {"host": host[:100]}
            )
    return found[0]


def _resolved(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of a name; looking it up has no time limit of its own, so it waits in a thread."""
    found: list[str] = []

    def look_up() -> None:
        try:
            lines = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(line[4][0]) for line in lines))

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise _too_slow()
    return found


def is_public(address: str) -> bool:
    """Return whether an address is one of the public internet, and not an inner one written in another way."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return False  # also with a zone behind a percent sign: that is a link of this machine
    if any(read.version == each.version and read in each for each in _TRANSLATED):
        return False
    return read.is_global and not (read.is_multicast or read.is_reserved or read.is_unspecified)


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def _too_slow() -> Refused:
    return Refused(_("The server took too long. Try again later, or ask who runs it."))


def _too_large(limits: _Limits) -> Refused:
    megabytes = max(limits.most_bytes // 1_000_000, 1)
    return Refused(
        _("What came is larger than %(most)d MB; no calendar of training is.") % {"most": megabytes}
    )
