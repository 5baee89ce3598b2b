"""What no page expects in a request is refused before a view sees it: a NUL, and letters written otherwise than in UTF-8.

A NUL is nobody's typing, and PostgreSQL holds none. Our pages are in UTF-8, and browsers send forms in the letters of
the page.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import parse_header_parameters

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


class OnlyUTF8:
    """Answers 400 where a request says that it is written in other letters. Stands before whatever reads the body."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Raise BadRequest for another charset than UTF-8, or for one that nobody knows."""
        named = (request.content_params or {}).get("charset")
        if named is not None and not _is_utf8(named):
            raise BadRequest
        return self.get_response(request)


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return False


class UTF8Request(WSGIRequest):
    """A request that is read as UTF-8 whatever it says, so that it can be refused in a page.

    Django takes any charset that Python knows, reads the address in it at once, and falls over those that are none
    for text (base64, idna) before there is anything to answer with.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):  # a parameter in letters that are none, or without end
            self.content_type, self.content_params = "", {"charset": "not to be read"}
