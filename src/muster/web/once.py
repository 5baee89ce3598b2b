"""A form that is posted twice makes one thing.

``{% once %}`` puts a token into the form. ``@post_once`` claims the token in the cache before the view
runs, and keeps there where a success was sent to: a second post of the same form (a double click, the
back button, a page loaded anew) is sent to the same place and does nothing. What counts as a success is a
redirect; a form shown again with its errors gives the token back.

The cache is a table of the database (``CACHES``): ``add`` is one INSERT on the primary key, so two
processes that get the same form at the same moment cannot both win.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

FIELD = "once"
LONGEST_TOKEN = 64
CLAIM_SECONDS = 120  # a process that dies on the way gives its claim back after this
KEPT_SECONDS = 24 * 60 * 60
PATIENCE_SECONDS = 8.0
UNDER_WAY = ""

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def new_token() -> str:
    """Return a token for one form on one page."""
    return secrets.token_urlsafe(16)


def post_once(view: View[Rest]) -> View[Rest]:
    """Let a view do its work once for each form. A post without a token passes as it is."""

    @wraps(view)
    def once_only(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        if not _claim(key):
            return _as_before(request, cache.get(key, UNDER_WAY))
        try:
            answer = view(request, *args, **kwargs)
        except BaseException:
            cache.delete(key)
            raise
        _keep_or_give_back(key, answer)
        return answer

    return once_only


def _key(request: HttpRequest) -> str | None:
    """Return the cache key of a posted token; it holds for this account and this address only."""
    token = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if not token or len(token) > LONGEST_TOKEN or not token.replace("-", "").replace("_", "").isalnum():
        return None
    return f"once:{request.user.pk}:{token}"


def _claim(key: str) -> bool:
    """Return True for the first who comes; the others wait until the first is done or gives up."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not cache.add(key, UNDER_WAY, CLAIM_SECONDS):
        if cache.get(key, UNDER_WAY) != UNDER_WAY or time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def _keep_or_give_back(key: str, answer: HttpResponse) -> None:
    place = answer.headers.get("Location") or answer.headers.get("HX-Redirect")
    if place and answer.status_code < 400:
        cache.set(key, place, KEPT_SECONDS)
    else:
        cache.delete(key)


def _as_before(request: HttpRequest, place: str) -> HttpResponse:
    if place == UNDER_WAY:
        return render(request, "409.html", status=409)
    messages.info(request, _("This form had been sent already. It was done once; here is the result."))
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(place)
    return HttpResponseRedirect(place)
