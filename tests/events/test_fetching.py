"""Fetching a calendar: real servers on the loopback that hang, drip, send far too much, or lead inside the network."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from muster.events import fetching
from muster.events.fetching import Fetched, fetch_calendar, is_public
from muster.ledger.refusals import Refused

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
Answers = Callable[[BaseHTTPRequestHandler], None]


class Seen(BaseHTTPRequestHandler):
    """Answers as a test says, and keeps what was asked."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]  # put there below
        try:
            self.server.answers(self)  # type: ignore[attr-defined]  # put there below
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def serving(answers: Answers) -> Iterator[Any]:
    server: Any = Quiet(("127.0.0.1", 0), Seen)
    server.answers, server.asked = answers, []
    server.url = f"http://127.0.0.1:{server.server_address[1]}/feed.ics"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def sends(content: bytes, status: int = 200, **headers: str) -> Answers:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        for name, value in headers.items():
            asked.send_header(name.replace("_", "-"), value)
        asked.send_header("Content-Length", str(len(content)))
        asked.end_headers()
        asked.wfile.write(content)

    return answer


def fetch(url: str, **more: Any) -> Fetched:
    return fetch_calendar(url, allow_loopback=True, **more)


def refusal(url: str, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        fetch(url, **more)
    return str(refused.value)


def test_calendar_comes_with_its_mark() -> None:
    with serving(sends(CALENDAR, ETag='"7"')) as server:
        assert fetch(server.url + "?a=1") == Fetched(CALENDAR, '"7"')
        path, headers = server.asked[0]
    assert path == "/feed.ics?a=1"
    assert headers["Accept-Encoding"] == "identity"
    assert "Cookie" not in headers


def test_unchanged_calendar_is_not_sent_again() -> None:
    with serving(sends(b"", status=304)) as server:
        assert fetch(server.url, etag='"7"').content is None
        assert server.asked[0][1]["If-None-Match"] == '"7"'


def test_packed_calendar_is_unpacked() -> None:
    with serving(sends(gzip.compress(CALENDAR), Content_Encoding="gzip")) as server:
        assert fetch(server.url).content == CALENDAR


# ── what never ends ──────────────────────────────────────────────────────────────────────────────


def hangs(asked: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


def drips(asked: BaseHTTPRequestHandler) -> None:
    """Send a byte every tenth of a second: no single waiting is long, and all of it would never end."""
    asked.send_response(200)
    asked.end_headers()
    for _ in range(40):
        asked.wfile.write(b"B")
        asked.wfile.flush()
        time.sleep(0.1)


def drips_headers(asked: BaseHTTPRequestHandler) -> None:
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(40):
        asked.wfile.write(b"x")
        asked.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize("answers", [hangs, drips, drips_headers])
def test_server_that_never_ends_is_left_when_the_time_is_up(answers: Answers) -> None:
    with serving(answers) as server:
        begun = time.monotonic()
        assert "took too long" in refusal(server.url, seconds=0.7)
        assert time.monotonic() - begun < 2


def test_redirects_share_one_time() -> None:
    def slow(asked: BaseHTTPRequestHandler) -> None:
        time.sleep(0.4)
        sends(b"", status=302, Location="/again")(asked)

    with serving(slow) as server:
        begun = time.monotonic()
        assert "took too long" in refusal(server.url, seconds=0.7)
        assert time.monotonic() - begun < 2


def test_name_that_takes_for_ever_to_resolve_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: time.sleep(3) or [])
    begun = time.monotonic()
    assert "took too long" in refusal("https://slow.example/", seconds=0.3)
    assert time.monotonic() - begun < 2


# ── what is too much ─────────────────────────────────────────────────────────────────────────────


def fifty_megabytes(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.end_headers()
    for _ in range(50):
        asked.wfile.write(b"x" * 1_000_000)


def test_fifty_megabytes_without_saying_so_are_broken_off() -> None:
    with serving(fifty_megabytes) as server:
        assert "larger than 5 MB" in refusal(server.url)


def test_size_that_is_announced_is_refused_unread() -> None:
    def announces(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", str(50_000_000))
        asked.end_headers()

    with serving(announces) as server:
        assert "larger than 5 MB" in refusal(server.url)


def test_small_pack_that_unpacks_to_too_much_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 60_000_000)
    assert len(bomb) < 100_000
    with serving(sends(bomb, Content_Encoding="gzip")) as server:
        assert "larger than 5 MB" in refusal(server.url)


@pytest.mark.parametrize(("encoding", "content"), [("br", b"x"), ("gzip", b"no gzip")])
def test_other_packing_is_refused(encoding: str, content: bytes) -> None:
    with serving(sends(content, Content_Encoding=encoding)) as server:
        assert "packed in a way" in refusal(server.url)


def test_answer_that_breaks_off_is_refused() -> None:
    def breaks_off(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", "1000")
        asked.end_headers()
        asked.wfile.write(CALENDAR)
        asked.close_connection = True

    with serving(breaks_off) as server:
        assert "Try again later" in refusal(server.url)


# ── where it leads ───────────────────────────────────────────────────────────────────────────────

INSIDE = (
    "http://10.0.0.1/",
    "http://192.168.1.1/",
    "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[fec0::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[2002:a00:1::]/",
    "http://[2001:0:a00:1::]/",
    "http://0xa000001/",
    "http://167772161/",
)


@pytest.mark.parametrize("url", INSIDE)
def test_address_inside_the_network_is_refused_however_it_is_written(url: str) -> None:
    assert "inside a network" in refusal(url, seconds=5)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"]
)
def test_loopback_is_inside_the_network(url: str) -> None:
    with pytest.raises(Refused, match="inside a network"):
        fetch_calendar(url)


@pytest.mark.parametrize("inside", INSIDE[:4])
def test_redirect_that_leads_inside_is_refused(inside: str) -> None:
    with serving(sends(b"", status=302, Location=inside)) as server:
        assert "inside a network" in refusal(server.url)


def test_redirect_to_another_scheme_is_refused() -> None:
    with serving(sends(b"", status=302, Location="file:///etc/passwd")) as server:
        assert "https:// or http://" in refusal(server.url)


def test_redirect_to_what_is_no_address_is_told() -> None:
    with serving(sends(b"", status=302, Location="http://[calendar")) as server:
        assert "no address of a calendar" in refusal(server.url)


def test_three_redirects_are_followed_and_no_fourth() -> None:
    def leads_on(most: int) -> Answers:
        def answer(asked: BaseHTTPRequestHandler) -> None:
            step = int(asked.path.rpartition("/")[2] or 0) if asked.path[1:].isdigit() else 0
            if step < most:
                sends(b"", status=307, Location=f"/{step + 1}")(asked)
            else:
                sends(CALENDAR)(asked)

        return answer

    with serving(leads_on(3)) as server:
        assert fetch(server.url).content == CALENDAR
    with serving(leads_on(4)) as server:
        assert "more than three times" in refusal(server.url)


def test_name_that_answers_otherwise_a_moment_later_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked once, and the connection goes to the address that was looked at."""
    asked: list[str] = []
    connected: list[str] = []

    def answers(host: str, port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connects(place: tuple[str, int], **_more: Any) -> socket.socket:
        connected.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(fetching.socket, "create_connection", connects)
    assert "does not answer" in refusal("http://turns.example/")
    assert (asked, connected) == (["turns.example"], ["93.184.216.34"])


def test_name_with_one_inner_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(_host: str, port: int, **_more: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("93.184.216.34", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    assert "inside a network" in refusal("http://both.example/")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.org/a.ics", "https:// or http://"),
        ("file:///etc/passwd", "https:// or http://"),
        ("gopher://example.org/", "https:// or http://"),
        ("https://", "no address"),
        ("http://example.org:99999/", "no address"),
        ("http://[broken/", "no address"),
        ("https://tara:secret@example.org/a.ics", "name or a password"),
    ],
)
def test_what_is_no_address_of_a_calendar_is_refused(url: str, says: str) -> None:
    assert says in refusal(url)


def test_name_that_there_is_not_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_words: Any, **_more: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert "no server called nowhere.example" in refusal("https://nowhere.example/")


def test_server_that_says_no_is_told_with_its_number() -> None:
    with serving(sends(b"gone", status=404)) as server:
        assert "404" in refusal(server.url)


def test_server_that_speaks_something_else_is_told() -> None:
    def babbles(asked: BaseHTTPRequestHandler) -> None:
        asked.wfile.write(b"220 mail ready\r\n")
        asked.close_connection = True

    with serving(babbles) as server:
        assert "does not answer as a web server" in refusal(server.url)


def test_secure_address_of_a_plain_server_is_told() -> None:
    with serving(sends(CALENDAR)) as server:
        assert "does not answer" in refusal(server.url.replace("http:", "https:"))


def test_public_addresses_are_public() -> None:
    assert [is_public(each) for each in ("93.184.216.34", "2606:2800:220:1::1")] == [True, True]
    assert not is_public("fe80::1%eth0")
