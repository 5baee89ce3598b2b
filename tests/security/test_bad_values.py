"""Values that no page expects, in addresses, filters and forms: a page or a sentence, never an error of the server."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.web.address import Address, all_addresses

#: Pages, each opened by somebody who may.
PAGES = [pytest.param(address, id=address.name) for address in all_addresses() if address.openers]
#: One above what a whole number of SQLite and PostgreSQL holds, and one that no machine holds.
TOO_LARGE = (2**63, 10**30)
BAD_VALUES = (
    "\0",
    "a\0b",
    '"',
    '" OR * NEAR(',
    "%' OR 1=1 --",
    "=1+1",
    "-1",
    "9" * 17,
    str(2**63),
    "9" * 5000,
    "١٢",
    "²",
    "1e999",
    "nan",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "0000-00-00",
    "2026-13-45",
    "\ud800".encode("utf-8", "surrogatepass"),
    "a\u202eb",
    "[" * 500,
    "../../etc/passwd",
    "x" * 20_000,
)


#: Of these, each field is given alone, while the others hold what they held.
WORST_VALUES = ("a\0b", "9" * 5000, str(2**63), "9999-12-31")

#: How many of the bad values each page meets in an ordinary run; over all pages every value has its turn.
#: ``HYPOTHESIS_PROFILE=long`` gives each page all of them, in some minutes.
A_PAGE = len(BAD_VALUES) if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 2


def some(values: tuple[Any, ...], page: str, count: int) -> list[Any]:
    """Choose values for a page: always the same ones for it, others for the next."""
    first = zlib.crc32(page.encode()) % len(values)
    return [values[(first + step) % len(values)] for step in range(min(count, len(values)))]


class Forms(HTMLParser):
    """Reads the forms of a page that are posted, with their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.is_post = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a form's address and its fields' names."""
        named = dict(attrs)
        if tag == "form":
            self.is_post = (named.get("method") or "").lower() == "post"
            if self.is_post:
                self.forms.append((named.get("action") or "", {}))
        name = named.get("name")
        if self.is_post and self.forms and name and tag in {"input", "textarea", "select", "button"}:
            self.forms[-1][1].setdefault(name, named.get("value") or "")


def opener(address: Address, cast: Cast) -> Client:
    """The browser of somebody who may open a page."""
    client = Client(raise_request_exception=False)
    for name in ("tara", "dina", "admin", "rae", "chris", "ada"):
        if name in address.openers:
            client.force_login(cast.user[name])
            return client
    client.force_login(cast.user[min(address.openers)])
    return client


def names_read(monkeypatch: pytest.MonkeyPatch, visit: Callable[[], object]) -> set[str]:
    """The names of the values that a page looks for in its address."""
    names: set[str] = set()
    get, item = QueryDict.get, QueryDict.__getitem__
    with monkeypatch.context() as listening:
        listening.setattr(
            QueryDict, "get", lambda self, name, *rest: names.add(name) or get(self, name, *rest)
        )
        listening.setattr(QueryDict, "__getitem__", lambda self, name: names.add(name) or item(self, name))
        visit()
    return names


def read(answer: HttpResponse) -> int:
    """The status of an answer that was read to its end."""
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_number_in_an_address_that_no_database_holds_is_no_such_page(address: Address, cast: Cast) -> None:
    parts, client = address.kwargs(cast), opener(address, cast)
    numbers = [name for name, value in parts.items() if isinstance(value, int)]
    answers = {}
    for name in numbers:
        for value in TOO_LARGE:
            url = reverse(address.name, kwargs={**parts, name: value})
            answers[url] = (read(client.get(url)), read(client.post(url, address.post(cast))))
    assert {url: told for url, told in answers.items() if max(told) >= 500} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_filter_that_makes_no_sense_is_no_error(
    address: Address, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, client = reverse(address.name, kwargs=address.kwargs(cast)), opener(address, cast)
    names = names_read(monkeypatch, lambda: read(client.get(url)))
    asked = [{name: value} for name in names for value in some(BAD_VALUES, f"{url}{name}", A_PAGE)]
    asked += [dict.fromkeys(names, value) for value in some(BAD_VALUES, url, A_PAGE)]
    failed = [{k: v[:30] for k, v in query.items()} for query in asked if read(client.get(url, query)) >= 500]
    assert failed == [], url


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_form_with_values_that_make_no_sense_is_no_error(address: Address, cast: Cast) -> None:
    url, client = reverse(address.name, kwargs=address.kwargs(cast)), opener(address, cast)
    failed = []
    for fields in forms_of(address, url, cast, client):
        posts = [dict.fromkeys(fields, value) for value in some(BAD_VALUES, url, A_PAGE)]
        worst = [
            (name, value)
            for name in fields
            for value in some(WORST_VALUES, f"{url}{name}", max(A_PAGE // 4, 1))
        ]
        posts += [{**fields, name: value} for name, value in worst]
        failed += [
            [f"{name}={value[:30]!r}" for name, value in values.items() if value != fields[name]]
            for values in posts
            if read(client.post(url, values)) >= 500
        ]
    assert failed == [], url


def forms_of(address: Address, url: str, cast: Cast, client: Client) -> list[dict[str, str]]:
    """The fields of the forms that a page posts to itself."""
    if not address.gets:
        return [
            {**{name: str(value) for name, value in address.post(cast).items()}, "people": "", "rest": ""}
        ]
    answer = client.get(url)
    if answer.streaming:
        read(answer)
        return []
    page = Forms()
    page.feed(answer.content.decode(errors="replace"))
    own = [fields for action, fields in page.forms if action in ("", url)]
    return [{name: value for name, value in fields.items() if name != "once"} for fields in own]
