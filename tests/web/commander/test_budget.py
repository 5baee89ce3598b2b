"""The budget page: its figures, its file, its calculator, and how much it asks the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]
URL = "commander:budget"


def whole_time() -> dict[str, str]:
    return {"first": "2026-01-01", "last": "2028-12-31"}


def test_budget_shows_what_is_promised_by_fund_month_topic_and_unit(cast: Cast, client: Client) -> None:
    story = begin(cast)
    approve(story, hand_in(story, ask(story, cents=91_337)))
    client.force_login(cast.user["chris"])
    text = client.get(reverse(URL), whole_time()).content.decode()
    assert text.count("$913.37") >= 5
    assert "<svg" in text
    assert "Squad A" in text


def test_list_asks_as_much_for_three_as_for_one(cast: Cast, client: Client, queries_of: Counted) -> None:
    story = begin(cast)
    hand_in(story, ask(story, "ada", cents=100))
    client.force_login(cast.user["fay"])
    client.get(reverse(URL), whole_time())
    one = queries_of(lambda: client.get(reverse(URL), whole_time()))
    hand_in(story, ask(story, "ben", cents=100))
    hand_in(story, ask(story, "ian", cents=100))
    assert queries_of(lambda: client.get(reverse(URL), whole_time())) == one


def test_period_in_the_wrong_order_is_told_and_the_page_stays(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["fay"])
    answer = client.get(reverse(URL), {"first": "2026-12-31", "last": "2026-01-01"})
    assert answer.status_code == 200
    assert "The last day must not be before the first." in answer.content.decode()


def test_calculator_fills_in_nothing_and_compares_what_is_said(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["fay"])
    assert "Hosting pays from" not in client.get(reverse(URL)).content.decode()
    said = {**whole_time(), "people": "12", "each": "1000", "fee": "9,000"}
    text = client.get(reverse(URL), said).content.decode()
    assert "$3,000.00" in text
    assert "9 people on" in text


def test_file_has_every_table(cast: Cast, client: Client) -> None:
    story = begin(cast)
    approve(story, hand_in(story, ask(story, cents=91_337)))
    client.force_login(cast.user["fay"])
    answer = client.get(reverse(URL), {**whole_time(), "format": "csv"})
    text = b"".join(answer).decode()  # type: ignore[arg-type]
    assert all(word in text for word in ("Fund,Training fund", "Month,", "Topic,", "Unit,Squad A", "913.37"))


def test_officer_sees_no_budget(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    assert client.get(reverse(URL)).status_code == 404
