"""The committee's pages: what is to be scored, scoring on one screen, and who sees which scores when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from tests.cast import Cast
from tests.events.committees import CRITERIA, committee, give
from tests.events.stories import ask, hand_in

from muster.events.actions.requests import attach_to_request
from muster.events.models import Score, Scoring
from muster.events.queries.committee import round_of
from muster.files.actions import store

pytestmark = pytest.mark.django_db
LIST = "/command/committee/"


def page(client: Client, cast: Cast, name: str, url: str) -> str:
    client.force_login(cast.user[name])
    return client.get(url).content.decode()


def test_member_scores_on_one_screen_and_then_sees_the_others(cast: Cast, client: Client) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "ian", 1, 2, comment="We have three who teach it.")
    text = page(client, cast, "rae", f"{LIST}{request.pk}/")
    assert "Learn to teach it here." in text
    assert "We have three who teach it." not in text
    now = round_of(request)
    assert now is not None
    said = {"arrival": now.arrival.pk, "criterion_0": "5", "criterion_1": "3", "comment": "Nobody does."}
    text = client.post(f"{LIST}{request.pk}/", said, follow=True).content.decode()
    assert "We have three who teach it." in text
    assert list(Score.objects.filter(scoring__by=cast.user["rae"]).values_list("points", flat=True)) == [5, 3]
    assert "1–5" in text


def test_form_that_leaves_a_criterion_out_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    client.force_login(cast.user["rae"])
    now = round_of(request)
    assert now is not None
    said = {"arrival": now.arrival.pk, "criterion_0": "5", "comment": "Nobody does."}
    text = client.post(f"{LIST}{request.pk}/", said).content.decode()
    assert "Nobody does." in text
    assert CRITERIA[1] in text
    assert not Scoring.objects.exists()


def test_list_says_what_is_still_to_be_scored(cast: Cast, client: Client) -> None:
    story = committee(cast)
    given, open_one = hand_in(story, ask(story)), hand_in(story, ask(story, "ben"))
    give(story, given, "rae", 3, 3)
    client.force_login(cast.user["rae"])
    rows = client.get(f"{LIST}?format=csv").getvalue().decode().splitlines()
    told = {line.split(",")[1]: line.rsplit(",", 1)[1] for line in rows[1:]}
    assert {str(given.requester): "True", str(open_one.requester): "False"} == told


def test_list_asks_the_same_queries_for_one_and_for_three(
    cast: Cast, client: Client, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    story = committee(cast)
    client.force_login(cast.user["rae"])
    hand_in(story, ask(story))
    client.get(LIST)
    one = queries_of(lambda: client.get(LIST))
    for name in ("ben", "sam"):
        hand_in(story, ask(story, name))
    assert queries_of(lambda: client.get(LIST)) == one == 6


def test_decider_sees_every_score_with_its_comment(cast: Cast, client: Client) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "ian", 1, 2, comment="We have three who teach it.")
    text = page(client, cast, "tara", f"/command/inbox/{request.pk}/")
    assert "We have three who teach it." in text
    assert "1 of 2 scores are there" in text


def test_member_who_decides_sees_no_score_before_their_own(cast: Cast, client: Client) -> None:
    story = committee(cast, members=("ian", "tara"))
    request = hand_in(story, ask(story))
    give(story, request, "ian", 1, 2, comment="We have three who teach it.")
    text = page(client, cast, "tara", f"/command/inbox/{request.pk}/")
    assert "We have three who teach it." not in text
    assert f"{LIST}{request.pk}/" in text


@pytest.mark.parametrize("name", ["ada", "sam", "olga"])
def test_others_see_no_scores(cast: Cast, client: Client, name: str) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "ian", 1, 2, comment="We have three who teach it.")
    text = page(client, cast, name, f"/outside/requests/{request.pk}/")
    assert "Learn to teach it here." in text
    assert "We have three who teach it." not in text


def test_member_reads_the_flyer_of_what_they_score_and_of_nothing_else(cast: Cast, client: Client) -> None:
    story = committee(cast)
    request, draft = hand_in(story, ask(story)), ask(story, "ben")
    links = []
    for asked in (request, draft):
        file = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=cast.user["ada"])
        made = attach_to_request(request=asked, file=file, name="flyer.pdf", by=cast.user["ada"])
        links.append(f"/outside/requests/{asked.pk}/files/{made.pk}/")
    client.force_login(cast.user["ian"])
    answers = [client.get(link) for link in links]
    assert [answer.status_code for answer in answers] == [200, 404]
    answers[0].close()
