"""No browser keeps a page: desks in a station are shared, and the back button comes after sign-out too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]


class KeptNowhere:
    """Tells browsers and proxies to keep no answer that says nothing else of it. Static files do."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add the header where there is none."""
        answer = self.get_response(request)
        if request.method == "POST" and request.path == reverse("account_logout"):
            # what a phone kept to work without a network (officer:check_in) goes with the session
            answer.headers["Clear-Site-Data"] = '"storage"'
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer
