"""Every URL, opened by everybody: who may gets a page, who may not gets 404, who is signed out is asked to sign in.
Then everybody who may not posts to it, and the database must be as it was before.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.cast import Cast
from tests.web.address import ACTORS, ANY_ACCOUNT, EVERYBODY, Address, all_addresses

ADDRESSES = all_addresses()
#: Tables that a visit may write: who is signed in, and what the cache keeps of rates and posted forms.
OF_THE_VISIT = {Session._meta.db_table, "muster_cache"}
#: allauth's old addresses, which only send on to the new ones, have no name; ``sign_in_urls`` covers them.
WITHOUT_NAME = {
    f"accounts/social/{rest}/" for rest in ("login/cancelled", "login/error", "signup", "connections")
}


def patterns(
    resolver: URLResolver, namespace: str = "", before: str = ""
) -> Iterator[tuple[str | None, str]]:
    """Name and form of each URL of the project."""
    for pattern in resolver.url_patterns:
        form = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield (f"{namespace}{pattern.name}" if pattern.name else None), form
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner, form)


KNOWN = {address.name for address in ADDRESSES}
#: Each name once, with its forms.
EVERY_URL = {name: form for name, form in patterns(get_resolver()) if name}


@pytest.mark.parametrize("name", sorted(EVERY_URL))
def test_url_says_who_may_open_it(name: str) -> None:
    assert name in KNOWN, (
        f"Nobody said who may open {EVERY_URL[name]} ({name}): add an Address to the file of your part in "
        f"tests/web/addresses/, see tests/web/address.py."
    )


def test_every_url_has_a_name() -> None:
    nameless = {form for name, form in patterns(get_resolver()) if name is None}
    assert nameless - WITHOUT_NAME == set(), "give it a name, so that the walk can find it"


def test_every_listed_address_is_a_url() -> None:
    assert sorted(KNOWN - set(EVERY_URL)) == [], (
        "no such URL: take it out of tests/web/addresses/, or spell it right"
    )


def test_cast_of_the_walk_is_the_whole_cast(cast: Cast) -> None:
    assert set(ACTORS) == set(cast.user)


def walked() -> list[pytest.param]:  # type: ignore[valid-type]  # pytest's own name for it
    """The addresses, each once, with its name as the name of its test."""
    return [pytest.param(address, id=address.name) for address in ADDRESSES]


def signed_in(cast: Cast, actor: str) -> Client:
    """A browser in which somebody is signed in; what goes wrong inside a page is shown as a page."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.user[actor])
    return client


def read(client: Client, url: str) -> HttpResponse:
    """The answer to a GET, read to its end, which closes the file of a download."""
    answer = client.get(url)
    if answer.streaming:
        list(answer.streaming_content)
    return answer


def asks_for_sign_in(answer: HttpResponse) -> bool:
    """Whether an answer sends to the sign-in page."""
    return answer.status_code == 302 and answer.headers["Location"].startswith(reverse(settings.LOGIN_URL))


def is_given(address: Address, answer: HttpResponse) -> bool:
    """Whether who may open a page got it, or was sent on from it."""
    if not address.gets:
        return answer.status_code == 405
    if not address.gives:
        return answer.status_code < 500
    return answer.status_code in {200, 204} or (answer.status_code == 302 and not asks_for_sign_in(answer))


@pytest.mark.django_db
@pytest.mark.parametrize("address", walked())
def test_page_opens_for_those_who_may_and_for_nobody_else(address: Address, cast: Cast) -> None:
    url = reverse(address.name, kwargs=address.kwargs(cast))
    clients = {actor: signed_in(cast, actor) for actor in ACTORS}
    answers = {actor: read(client, url) for actor, client in clients.items()}
    not_given = {a: answers[a].status_code for a in address.openers if not is_given(address, answers[a])}
    refused = {404} if address.gets else {404, 405}
    let_in = {a: answers[a].status_code for a in address.outsiders if answers[a].status_code not in refused}
    assert (not_given, let_in) == ({}, {}), f"{url}: (who may and did not get it, who may not and got it)"
    assert_shut_to_posts_of_outsiders(address, url, cast, clients)


def assert_shut_to_posts_of_outsiders(
    address: Address, url: str, cast: Cast, clients: dict[str, Client]
) -> None:
    """Who may not open a page posts to it: they get 404, and nothing in the database changes."""
    values = address.post(cast)
    before = contents()
    answers = {actor: clients[actor].post(url, values).status_code for actor in address.outsiders}
    assert answers == dict.fromkeys(answers, 404), f"{url}, posted by who may not open it"
    assert changed(before, contents()) == [], f"{url}, posted by who may not open it"


@pytest.mark.django_db
@pytest.mark.parametrize("address", walked())
def test_signed_out_is_asked_to_sign_in(address: Address, cast: Cast) -> None:
    url = reverse(address.name, kwargs=address.kwargs(cast))
    before = contents()
    got, posted = Client().get(url), Client().post(url, address.post(cast))
    if address.who == EVERYBODY:
        assert max(got.status_code, posted.status_code) < 500
    else:
        assert (asks_for_sign_in(got), asks_for_sign_in(posted)) == (True, True), (got, posted)
    assert changed(before, contents()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in walked() if a.values[0].who == ANY_ACCOUNT])
def test_stranger_posts_nothing_and_nothing_changes(address: Address, cast: Cast) -> None:
    url, client = reverse(address.name, kwargs=address.kwargs(cast)), signed_in(cast, "stranger")
    before = contents()
    assert client.post(url, {}).status_code < 500
    assert changed(before, contents()) == []


def contents() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for those of the visit itself."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t not in OF_THE_VISIT]
        return {table: _rows(table) for table in tables}


def _rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own name
        return sorted(cursor.fetchall(), key=repr)


def changed(
    before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]
) -> list[str]:
    """The tables in which a row was added, changed or taken away."""
    return sorted(table for table in before.keys() | after.keys() if before.get(table) != after.get(table))
