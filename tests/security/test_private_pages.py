"""What every answer says to the browser: keep nothing, run nothing of others, be framed by nobody."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.security.test_bad_values import opener
from tests.web.address import Address, all_addresses

pytestmark = pytest.mark.django_db
PAGES = [pytest.param(address, id=address.name) for address in all_addresses() if address.openers]


def assert_private(answer: HttpResponse) -> None:
    """An answer that no browser keeps, that runs no foreign script, that nobody frames."""
    if answer.streaming:
        list(answer.streaming_content)
    assert "no-store" in answer.headers["Cache-Control"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers.get("X-Frame-Options") == "DENY" or "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("address", PAGES)
def test_page_is_kept_by_no_browser_and_runs_nothing_of_others(address: Address, cast: Cast) -> None:
    url = reverse(address.name, kwargs=address.kwargs(cast))
    assert_private(opener(address, cast).get(url))
    assert_private(Client().get(url))


@pytest.mark.parametrize("host", ["evil.example", "localhost:80:80", "a\x00b", "[::1"])
def test_foreign_host_is_refused_on_a_private_page(host: str) -> None:
    answer = Client().get("/accounts/login/", headers={"host": host, "x-forwarded-host": "evil.example"})
    assert answer.status_code == 400
    assert b"Traceback" not in answer.content
    assert_private(answer)


def test_error_of_the_server_tells_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object) -> None:
        raise RuntimeError("the word is swordfish")

    monkeypatch.setattr("muster.web.department.people.people_visible_to", fails)
    client = Client(raise_request_exception=False)
    client.force_login(cast.user["tara"])
    answer = client.get("/department/people/")
    assert answer.status_code == 500
    assert b"swordfish" not in answer.content
    assert b"RuntimeError" not in answer.content
    assert_private(answer)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(cast: Cast) -> None:
    user = cast.user["tara"]
    user.set_password("correct horse battery")
    user.save()
    client = Client()
    before = client.get("/accounts/login/").cookies
    answer = client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    session = answer.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert "sessionid" not in before
