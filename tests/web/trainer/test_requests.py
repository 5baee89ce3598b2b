"""The list of all requests, and saying who was there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in

from muster.events.enums import RequestState
from muster.events.models import Request

pytestmark = pytest.mark.django_db
S = RequestState
Counted = Callable[[Callable[[], object]], int]
URL = "/training/requests/"


def rows(client: Client, query: str = "") -> int:
    """How many requests the list shows."""
    return client.get(f"{URL}?{query}").content.decode().count('<th scope="row"')


def test_drafts_are_nobody_elses_business_and_squads_see_their_own(cast: Cast, client: Client) -> None:
    story = begin(cast)
    ask(story)
    hand_in(story, ask(story, "ben"))
    client.force_login(cast.user["tara"])
    assert rows(client) == 1
    client.force_login(cast.user["sam"])
    assert rows(client) == 0


def test_filters_find_by_state_unit_fund_month_event_and_words(cast: Cast, client: Client) -> None:
    story = begin(cast)
    hand_in(story, ask(story, "ada"))
    approve(story, hand_in(story, ask(story, "ben")))
    client.force_login(cast.user["tara"])
    month = f"{story.event.starts_on:%Y-%m}"
    for query, number in (
        ("", 2),
        ("state=deciding", 1),
        ("state=approved", 1),
        (f"unit={cast.squad_b.pk}", 1),
        (f"unit={cast.patrol.pk}", 2),
        (f"fund={story.fund.pk}", 2),
        ("fund=999", 0),
        (f"month={month}", 2),
        ("month=1999-01", 0),
        ("month=never", 2),
        (f"event={story.event.pk}", 2),
        ("q=school+ben", 1),
        ("q=nothing", 0),
    ):
        assert rows(client, query) == number, query


def test_table_as_a_file_holds_cost_and_people(cast: Cast, client: Client) -> None:
    story = begin(cast)
    hand_in(story, ask(story, "ada", "ben", cents=12_345))
    client.force_login(cast.user["tara"])
    response = client.get(f"{URL}?format=csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]  # a file is sent in pieces
    assert ",2,12345," in text


def test_list_asks_as_much_for_three_as_for_one(cast: Cast, client: Client, queries_of: Counted) -> None:
    story = begin(cast)
    hand_in(story, ask(story))
    client.force_login(cast.user["tara"])
    client.get(URL)
    one = queries_of(lambda: client.get(URL))
    hand_in(story, ask(story, "ben"))
    hand_in(story, ask(story, "sam"))
    assert queries_of(lambda: client.get(URL)) == one


def test_training_unit_says_on_the_page_who_was_there(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story)))
    Request.objects.filter(pk=request.pk).update(state=S.ATTENDING)
    ada = request.attendees.get()
    url = reverse("request_mark", args=[ada.pk])
    client.force_login(cast.user["tara"])
    assert url in client.get(reverse("request", args=[request.pk])).content.decode()
    assert "Say why" in client.post(url, {"state": "no_show"}).content.decode()
    client.post(url, {"state": "attended"})
    ada.refresh_from_db()
    assert ada.state == "attended"
    client.force_login(cast.user["ada"])
    assert client.get(url).status_code == 404
