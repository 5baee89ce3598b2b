"""Funds on their page: what is promised and spent, who may change them, and what a form with a slip says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in

from muster.events.models import Fund

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


def said(**more: object) -> dict[str, object]:
    return {
        "name": "Byrne grant",
        "kind": "grant",
        "start": "2026-10-01",
        "end": "2027-09-30",
        "cents": "$12,500.00",
        "allows": ["tuition", "lodging"],
        "match_percent": "25",
        "not_supplanting": "Adds two seats a year.",
        **more,
    }


def test_fund_is_added_as_its_papers_say(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["fay"])
    client.post(reverse("commander:fund_add"), said())
    fund = Fund.objects.get()
    assert (fund.agency, fund.cents, fund.allows, fund.match_percent) == (
        cast.millbrook,
        1_250_000,
        ["tuition", "lodging"],
        25,
    )


def test_fund_that_ends_before_it_starts_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["fay"])
    text = client.post(reverse("commander:fund_add"), said(end="2026-09-30")).content.decode()
    assert "The last day must not be before the first." in text
    assert not Fund.objects.exists()


def test_page_shows_what_is_promised(cast: Cast, client: Client) -> None:
    story = begin(cast)
    approve(story, hand_in(story, ask(story, cents=90_000)))
    client.force_login(cast.user["chris"])
    text = client.get(reverse("commander:funds")).content.decode()
    assert "$900.00" in text
    assert "$9,100.00" in text


def test_second_of_two_who_change_a_fund_sees_what_the_first_wrote(cast: Cast, client: Client) -> None:
    fund = begin(cast).fund
    client.force_login(cast.user["fay"])
    url = reverse("commander:fund_change", args=[fund.pk])
    client.post(url, said(edition=1, cents="20000"))
    text = client.post(url, said(edition=1, cents="30000")).content.decode()
    fund.refresh_from_db()
    assert fund.cents == 2_000_000
    assert "Somebody changed this" in text
    assert "$20,000.00" in text
    client.post(url, said(edition=2, cents="30000"))
    fund.refresh_from_db()
    assert fund.cents == 3_000_000


def test_fund_does_not_fall_below_what_is_promised(cast: Cast, client: Client) -> None:
    story = begin(cast)
    approve(story, hand_in(story, ask(story, cents=90_000)))
    client.force_login(cast.user["fay"])
    url = reverse("commander:fund_change", args=[story.fund.pk])
    text = client.post(url, said(edition=1, cents="899.99", start="2020-01-01")).content.decode()
    assert "More than that is promised and spent already." in text


def test_list_asks_as_much_for_three_as_for_one(cast: Cast, client: Client, queries_of: Counted) -> None:
    begin(cast)
    client.force_login(cast.user["fay"])
    one = queries_of(lambda: client.get(reverse("commander:funds")))
    for n in (1, 2):
        Fund.objects.create(
            agency=cast.millbrook, name=f"Fund {n}", start=date(2026, 1, n), end=date(2026, 12, 31), cents=1
        )
    assert queries_of(lambda: client.get(reverse("commander:funds"))) == one


def test_csv_has_the_amounts(cast: Cast, client: Client) -> None:
    begin(cast)
    client.force_login(cast.user["fay"])
    text = b"".join(client.get(reverse("commander:funds"), {"format": "csv"})).decode()  # type: ignore[arg-type]
    assert "Training fund" in text
    assert "10000.00" in text
