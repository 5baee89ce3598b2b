"""The page of the units, and the forms that change the tree."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, make_unit

from muster.roster.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tara(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user["tara"])
    return client


def codes(client: Client, **filters: Any) -> list[tuple[str, int]]:
    """Return code and strength of each row."""
    rows = client.get(reverse("units"), filters).context["rows"]
    return [(unit.code, unit.strength) for unit, _, _ in rows]


def test_page_shows_the_tree_with_its_people(tara: Client, cast: Cast) -> None:
    make_unit(cast.millbrook, "ADM", "Administration")
    assert codes(tara) == [("ADM", 0), ("PAT", 0), ("A", 2), ("B", 2)]


def test_supervisor_sees_the_own_squad_and_changes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.user["sam"])
    assert codes(client) == [("A", 2)]
    page = client.get(reverse("units")).content.decode()
    assert reverse("move_unit", args=[cast.squad_a.pk]) not in page
    assert client.get(reverse("move_unit", args=[cast.squad_a.pk])).status_code == 404


def test_closed_units_are_shown_when_asked_for(tara: Client, cast: Cast) -> None:
    old = make_unit(cast.millbrook, "OLD", "Old")
    Unit.objects.filter(pk=old.pk).update(end=date(2020, 1, 1))
    assert "OLD" not in dict(codes(tara))
    assert "OLD" in dict(codes(tara, closed=1))


def test_units_cost_the_same_for_three_rows_and_three_hundred(
    tara: Client, cast: Cast, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    few = queries_of(lambda: tara.get(reverse("units")))
    for number in range(60):
        make_unit(cast.millbrook, f"U{number}", f"Unit {number}", cast.patrol)
    assert queries_of(lambda: tara.get(reverse("units"))) == few == 5


def test_csv_is_the_tree(tara: Client) -> None:
    answer = b"".join(tara.get(reverse("units"), {"format": "csv"})).decode("utf-8-sig")  # type: ignore[arg-type]  # a stream
    rows = [row[:5] for row in csv.reader(io.StringIO(answer))]
    assert rows == [
        ["Agency", "Code", "Unit", "Part of", "People"],
        ["Millbrook Police", "PAT", "Patrol", "", "0"],
        ["Millbrook Police", "A", "Squad A", "Patrol", "2"],
        ["Millbrook Police", "B", "Squad B", "Patrol", "2"],
    ]


def test_unit_is_added_once_though_posted_twice(tara: Client, cast: Cast) -> None:
    form = {
        "agency": cast.millbrook.pk,
        "parent": cast.patrol.pk,
        "code": "C",
        "name": "Squad C",
        "once": "t0ken",
    }
    assert [tara.post(reverse("add_unit"), form).headers["Location"] for _ in range(2)] == [
        reverse("units")
    ] * 2
    assert Unit.objects.get(code="C").parent == cast.patrol


def test_code_that_is_taken_is_a_sentence(tara: Client, cast: Cast) -> None:
    form = {"agency": cast.millbrook.pk, "code": "A", "name": "Again"}
    page = tara.post(reverse("add_unit"), form).content.decode()
    assert "This agency has a unit with this code already." in page
    assert Unit.objects.filter(code="A").count() == 1


def test_unit_is_moved_and_never_to_another_agency_or_below_itself(tara: Client, cast: Cast) -> None:
    where = reverse("move_unit", args=[cast.patrol.pk])
    theirs = make_unit(cast.oakford, "O", "Oakford patrol")
    for wrong in (theirs, cast.squad_a, cast.patrol):
        answer = tara.post(where, {"parent": wrong.pk, "reason": "x"})
        assert answer.context["form"].errors["parent"]
    tara.post(reverse("move_unit", args=[cast.squad_a.pk]), {"parent": "", "reason": "reform"})
    assert Unit.objects.get(code="A").parent is None


def test_unit_with_people_says_how_many_stand_in_the_way(tara: Client, cast: Cast) -> None:
    where = reverse("close_unit", args=[cast.squad_a.pk])
    page = tara.post(where, {"end": "2026-12-31", "reason": "reform"}).content.decode()
    assert "2 people belong to it after that day." in page
    assert Unit.objects.get(code="A").end is None


def test_unit_is_closed_and_opened_again(tara: Client, cast: Cast) -> None:
    empty = make_unit(cast.millbrook, "E", "Empty")
    where = reverse("close_unit", args=[empty.pk])
    tara.post(where, {"end": "2026-01-31", "reason": "reform"})
    assert Unit.objects.get(code="E").end == date(2026, 1, 31)
    tara.post(where, {"reason": "needed again"})
    assert Unit.objects.get(code="E").end is None
