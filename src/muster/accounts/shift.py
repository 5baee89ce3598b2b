"""Whoever signed in is signed out a shift later, however busy they are: desks in a station are shared."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SIGNED_IN_AT = "signed_in_at"

Handler = Callable[[HttpRequest], HttpResponse]


class EndOfShift:
    """Ends a session ``SESSION_COOKIE_AGE`` after its sign-in. Django's own age begins anew with every change."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out who signed in too long ago, then go on."""
        began = request.session.get(SIGNED_IN_AT)
        if began is not None and time.time() - began > settings.SESSION_COOKIE_AGE:
            logout(request)
        return self.get_response(request)
