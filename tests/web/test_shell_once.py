"""A form that is posted twice makes one thing."""

from __future__ import annotations

import re
import threading

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import Context, Template
from django.test import RequestFactory
from tests.cast import Cast

from muster.web import once
from muster.web.once import FIELD, new_token, post_once

pytestmark = pytest.mark.django_db


class Desk:
    """A view that makes a thing each time it runs, and somebody who posts to it."""

    def __init__(self, rf: RequestFactory, cast: Cast) -> None:
        self.rf, self.cast, self.made = rf, cast, 0
        self.view = post_once(self._make)

    def _make(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("wrong") == "refused":
            return HttpResponse("please look again")
        if request.POST.get("wrong") == "broken":
            raise RuntimeError("broken")
        self.made += 1
        return redirect(f"/things/{self.made}/")

    def post(self, token: str, by: str = "tara", **more: str) -> HttpResponse:
        request = self.rf.post("/things/add/", {FIELD: token, **more})
        request.user = self.cast.user[by]
        request.session = {}  # type: ignore[assignment]  # enough for messages
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware does
        self.said = request._messages  # type: ignore[attr-defined]
        return self.view(request)


@pytest.fixture
def desk(rf: RequestFactory, cast: Cast) -> Desk:
    cache.clear()
    return Desk(rf, cast)


def test_second_post_goes_where_the_first_went_and_says_so(desk: Desk) -> None:
    token = new_token()
    first, second = desk.post(token), desk.post(token)
    assert (desk.made, first.headers["Location"], second.headers["Location"]) == (
        1,
        "/things/1/",
        "/things/1/",
    )
    assert [str(message) for message in desk.said] == [
        "This form had been sent already. It was done once; here is the result."
    ]


def test_two_forms_make_two_things(desk: Desk) -> None:
    assert [desk.post(new_token()).headers["Location"] for _ in range(2)] == ["/things/1/", "/things/2/"]


def test_form_with_errors_may_be_sent_again(desk: Desk) -> None:
    token = new_token()
    assert desk.post(token, wrong="refused").status_code == 200
    assert desk.post(token).headers["Location"] == "/things/1/"


def test_post_that_broke_may_be_sent_again(desk: Desk) -> None:
    token = new_token()
    with pytest.raises(RuntimeError):
        desk.post(token, wrong="broken")
    assert desk.post(token).headers["Location"] == "/things/1/"


def test_token_of_one_account_says_nothing_to_another(desk: Desk) -> None:
    token = new_token()
    desk.post(token, by="tara")
    assert desk.post(token, by="dina").headers["Location"] == "/things/2/"


@pytest.mark.parametrize("token", ["", "x" * 65, "a b", "once:1:abc", "ñ/../"])
def test_post_without_a_good_token_passes_as_it_is(desk: Desk, token: str) -> None:
    assert [desk.post(token).headers["Location"] for _ in range(2)] == ["/things/1/", "/things/2/"]


def test_post_while_the_first_is_under_way_waits_and_then_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "PATIENCE_SECONDS", 0.1)
    token = new_token()
    cache.add(f"once:{desk.cast.user['tara'].pk}:{token}", once.UNDER_WAY, 60)
    answer = desk.post(token)
    assert (answer.status_code, desk.made) == (409, 0)
    assert "still being saved" in answer.content.decode()


def test_post_that_waited_gets_the_result_of_the_first(desk: Desk) -> None:
    token = new_token()
    key = f"once:{desk.cast.user['tara'].pk}:{token}"
    cache.add(key, once.UNDER_WAY, 60)
    original = once.time.sleep
    waited = threading.Event()

    def sleep(seconds: float) -> None:
        waited.set()
        cache.set(key, "/things/7/", 60)
        original(0)

    once.time.sleep = sleep  # type: ignore[assignment]  # the first finishes while the second waits
    try:
        answer = desk.post(token)
    finally:
        once.time.sleep = original
    assert waited.is_set()
    assert (answer.headers["Location"], desk.made) == ("/things/7/", 0)


@pytest.mark.django_db(transaction=True)
def test_of_posts_at_the_same_moment_one_wins(desk: Desk) -> None:
    token, start, places = new_token(), threading.Barrier(3), []

    def post() -> None:
        start.wait()
        places.append(desk.post(token).headers["Location"])
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (desk.made, places) == (1, ["/things/1/"] * 3)


def test_tag_writes_a_fresh_token_into_each_form() -> None:
    page = Template("{% load muster %}{% once %}{% once %}").render(Context())
    tokens = re.findall(r'<input type="hidden" name="once" value="([\w-]{20,64})">', page)
    assert len(set(tokens)) == 2
