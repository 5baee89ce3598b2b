"""The page about keeping: periods with their sources, a longer one set, and whose time is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.records.test_retention import gone

from muster.records.actions.retention import set_own_period
from muster.records.models import OwnPeriod, Record
from muster.roster.models import Agency

pytestmark = pytest.mark.django_db
KEEPING = "trainer:keeping"


@pytest.fixture
def rae(cast: Cast, client: Client) -> Client:
    """The custodian's browser."""
    client.force_login(cast.user["rae"])
    return client


def text(client: Client, **query: object) -> str:
    """The page."""
    return client.get(reverse(KEEPING), query).content.decode()


def test_page_of_a_state_without_a_known_period_says_keep(cast: Cast, rae: Client) -> None:
    gone(cast, "ada", 60)
    page = text(rae)
    assert "Not known: keep" in page
    assert "Ada Testcase" not in page
    assert "N.J.A.C. 13:1-13.1" in page


def test_page_names_the_law_its_source_and_that_nobody_confirmed_it(cast: Cast, rae: Client) -> None:
    Agency.objects.filter(pk=cast.millbrook.pk).update(jurisdiction="us-ut")
    page = text(rae)
    assert "50 years after the last day" in page
    assert "nobody has confirmed it at the source since" in page


def test_longer_period_is_set_with_its_reason_and_lists_whose_time_is_over(cast: Cast, rae: Client) -> None:
    gone(cast, "ada", 60)
    rae.post(
        reverse("trainer:own_period", args=[cast.millbrook.pk]), {"years": "59", "reason": "Resolution 12"}
    )
    page = text(rae)
    assert "59 years after the last day" in page
    assert "Resolution 12" in page
    assert "Ada Testcase" in page
    assert Record.lines.standing().count() == 1
    out = b"".join(rae.get(reverse(KEEPING), {"format": "csv"}).streaming_content).decode()
    assert out.splitlines()[1].startswith("Ada Testcase,")


def test_shorter_period_than_the_law_s_is_a_sentence_beside_the_field(cast: Cast, rae: Client) -> None:
    Agency.objects.filter(pk=cast.millbrook.pk).update(jurisdiction="us-ut")
    url = reverse("trainer:own_period", args=[cast.millbrook.pk])
    answer = rae.post(url, {"years": "10", "reason": "less paper"})
    assert "The law asks for 50 years already" in answer.context["form"].errors["years"][0]
    assert not OwnPeriod.objects.exists()


def test_coordinator_reads_the_period_and_does_not_set_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    assert "Set a longer period" not in text(client)
    url = reverse("trainer:own_period", args=[cast.millbrook.pk])
    assert client.post(url, {"years": "10", "reason": "x"}).status_code == 404


def test_list_costs_the_same_for_one_row_and_for_three(
    cast: Cast, rae: Client, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    set_own_period(agency=cast.millbrook, years=5, reason="x", by=cast.user["rae"])
    gone(cast, "ada", 10)
    one = queries_of(lambda: text(rae))
    gone(cast, "ben", 10)
    gone(cast, "sam", 10)
    assert queries_of(lambda: text(rae)) == one


def test_record_says_the_period_and_whose_word_it_is(cast: Cast, rae: Client) -> None:
    gone(cast, "ada", 1)
    record = Record.lines.standing().get()
    url = reverse("officer:record", args=[record.pk])
    assert "No period is known here for this jurisdiction: keep." in rae.get(url).content.decode()
    set_own_period(agency=cast.millbrook, years=5, reason="x", by=cast.user["rae"])
    page = rae.get(url).content.decode()
    assert "5 years after the last day here." in page
    assert "The agency set this period itself." in page
