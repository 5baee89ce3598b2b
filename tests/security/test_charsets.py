"""Requests that say they are written in other letters than UTF-8: a page with a sentence, before anything reads them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from muster.config.wsgi import application

pytestmark = pytest.mark.django_db

KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain",
)
#: Those of the first row are for text, the second none for text, the third no charsets at all.
CHARSETS = (
    *("utf-32", "utf-16", "utf-7", "latin-1", "ascii"),
    *("idna", "base64", "rot13", "punycode", "hex", "zlib", "undefined", "unicode_escape"),
    *("nonsense", "", "../../etc/passwd", "\xff", "x" * 5000),
)
UTF8 = ("utf-8", "UTF-8", "utf8", '"utf-8"')


def asked(content_type: str, body: bytes = b"login=a%41%ff") -> tuple[str, str]:
    """The status and page that the server's own door answers to a post, as a server such as granian asks it."""
    environ = (
        RequestFactory()
        .post(reverse("account_login") + "?next=%41&q=%ff", data=body, content_type="text/plain")
        .environ
    )
    environ |= {"CONTENT_TYPE": content_type, "HTTP_HOST": "localhost", "wsgi.input": io.BytesIO(body)}
    begun: list[str] = []

    def start(status: str, _headers: list[tuple[str, str]], *_rest: Any) -> None:
        begun.append(status)

    page = b"".join(application(environ, start)).decode()
    return begun[0], page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("charset", CHARSETS)
def test_other_charset_is_answered_in_a_page(kind: str, charset: str) -> None:
    status, page = asked(f"{kind}; charset={charset}")
    assert status == "400 Bad Request"
    assert "What your browser sent was not understood. Nothing was changed." in page


@pytest.mark.parametrize(
    "given", ["charset*=base64''x", "charset*=utf-32''%00", "charset*0=ut; charset*1=f-32"]
)
def test_charset_in_pieces_is_answered_in_a_page(given: str) -> None:
    assert asked(f"{KINDS[0]}; {given}")[0] == "400 Bad Request"


@pytest.mark.parametrize("charset", UTF8)
def test_utf8_goes_on_to_the_check_of_forged_forms(charset: str) -> None:
    status, _page = asked(f"{KINDS[0]}; charset={charset}")
    assert status == "403 Forbidden"


def test_spanish_browser_reads_it_in_spanish(client: Client) -> None:
    answer = client.post(
        reverse("account_login"),
        b"x",
        content_type=f"{KINDS[0]}; charset=utf-32",
        headers={"Accept-Language": "es"},
    )
    assert answer.status_code == 400
    assert "No se entendió lo que envió su navegador" in answer.content.decode()
