"""The page on separations and certificate actions, and its file."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from muster.roster.actions import separate
from muster.roster.models import Fact

pytestmark = pytest.mark.django_db

PERIOD = {"first": "2026-01-01", "last": "2026-03-31"}


@pytest.fixture
def dina(client: Client, cast: Cast) -> Client:
    """The director's browser, after Ada left and lost her certificate."""
    ada, here = cast.person["ada"], cast.millbrook
    separate(person=ada, agency=here, end=date(2026, 1, 15), separation="dismissed", by=cast.user["tara"])
    Fact.lines.create(
        person=ada, agency=here, fact="certificate", value="basic", end=date(2026, 2, 1), ending="revoked"
    )
    client.force_login(cast.user["dina"])
    return client


def test_both_are_shown_and_each_alone_when_asked_for(dina: Client) -> None:
    for what, count in (("", 2), ("separations", 1), ("papers", 1), ("nonsense", 2)):
        page = dina.get(reverse("separations"), {**PERIOD, "what": what})
        assert page.context["page"].paginator.count == count
    text = page.content.decode()
    assert "revoked" in text
    assert "not the form of that index" in text


def test_it_comes_as_a_file_named_by_its_days(dina: Client) -> None:
    answer = dina.get(reverse("separations"), {**PERIOD, "format": "csv"})
    lines = b"".join(answer).decode().splitlines()  # type: ignore[arg-type]  # a stream
    assert "separations-2026-01-01-2026-03-31.csv" in answer.headers["Content-Disposition"]
    assert [line.split(",")[1:6] for line in lines[1:]] == [
        ["Testcase", "Ada", "Millbrook Police", "OR0990100", "certificate basic"],
        ["Testcase", "Ada", "Millbrook Police", "OR0990100", "appointment"],
    ]


def test_day_that_is_none_is_told_and_the_usual_days_are_shown(dina: Client) -> None:
    page = dina.get(reverse("separations"), {"first": "32.13.2026"})
    assert page.context["form"].errors["first"]
    assert (page.context["first"].month, page.context["first"].day) == (1, 1)
