"""A NUL in an address or a form is nobody's typing, and PostgreSQL holds none: such a request is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

Handler = Callable[[HttpRequest], HttpResponse]


class NoNul:
    """Answers 400 before a view sees what no database holds. It stands behind the check of forged forms."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass everything on; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Raise BadRequest for a NUL in the path, the query or the form."""
        if "\0" in request.path or _has_nul(request.GET) or _has_nul(request.POST):
            raise BadRequest


def _has_nul(sent: QueryDict) -> bool:
    return any("\0" in text for name, texts in sent.lists() for text in (name, *texts))
