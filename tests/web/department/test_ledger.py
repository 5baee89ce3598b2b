"""The ledger as a page: who sees which entries, filters, the file, and an entry in the chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from muster.ledger.models import Entry
from muster.roster.actions import add_unit, identify

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(cast: Cast) -> Cast:
    """Three deeds: Tara's and Dina's at Millbrook, the administrator's at Oakford."""
    add_unit(agency=cast.millbrook, parent=None, code="X", name="X", by=cast.user["tara"])
    identify(person=cast.person["ada"], kind="agency", value="9", agency=cast.millbrook, by=cast.user["dina"])
    add_unit(agency=cast.oakford, parent=None, code="O", name="O", by=cast.user["admin"])
    return cast


def numbers(client: Client, cast: Cast, who: str, **filters: Any) -> list[int]:
    client.force_login(cast.user[who])
    answer = client.get(reverse("ledger"), filters)
    return [entry.number for entry in answer.context["page"].object_list]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("tara", [2, 1]),
        ("olga", [2, 1]),
        ("posy", [3, 2, 1]),
        ("admin", [3, 2, 1]),
        ("nora", []),
        ("ada", []),
    ],
)
def test_each_reads_what_was_done_where_they_may(
    client: Client, written: Cast, who: str, seen: list[int]
) -> None:
    assert numbers(client, written, who) == seen


def test_officer_reads_what_they_did_themselves(client: Client, written: Cast) -> None:
    add_unit(agency=written.oakford, parent=None, code="N", name="N", by=written.user["nora"])
    assert numbers(client, written, "nora") == [4]
    assert client.get(reverse("ledger_entry", args=[4])).status_code == 200
    assert client.get(reverse("ledger_entry", args=[3])).status_code == 404


@pytest.mark.parametrize(
    ("filters", "seen"),
    [
        ({"q": "dina"}, [2]),
        ({"q": "identifier dina"}, [2]),
        ({"q": "identifier tara"}, []),
        ({"verb": "roster:unit:write"}, [3, 1]),
        ({"from": "2999-01-01"}, []),
        ({"to": "1999-01-01"}, []),
        ({"from": "1999-01-01", "to": "2999-01-01"}, [3, 2, 1]),
        ({"from": "yesterday", "to": "2026-13-45"}, [3, 2, 1]),
    ],
)
def test_filters(client: Client, written: Cast, filters: dict[str, str], seen: list[int]) -> None:
    assert numbers(client, written, "admin", **filters) == seen


def test_agency_filter(client: Client, written: Cast) -> None:
    assert numbers(client, written, "posy", agency=written.oakford.pk) == [3]


def test_list_costs_the_same_for_few_and_many(
    client: Client, written: Cast, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    client.force_login(written.user["tara"])
    few = queries_of(lambda: client.get(reverse("ledger")))
    for number in range(40):
        add_unit(agency=written.millbrook, parent=None, code=f"U{number}", name="U", by=written.user["dina"])
    assert queries_of(lambda: client.get(reverse("ledger"))) == few == 6


def test_file_holds_what_the_reader_may_see(client: Client, written: Cast) -> None:
    client.force_login(written.user["tara"])
    file = b"".join(client.get(reverse("ledger"), {"format": "csv"})).decode()  # type: ignore[arg-type]  # a stream
    assert [Entry.objects.get(number=n).hash in file for n in (1, 2, 3)] == [True, True, False]


def test_entry_stands_between_its_neighbours(client: Client, written: Cast) -> None:
    client.force_login(written.user["admin"])
    answer = client.get(reverse("ledger_entry", args=[2]))
    assert answer.context["place"].holds
    page = answer.content.decode()
    for number in (1, 2, 3):
        assert Entry.objects.get(number=number).hash in page
