"""What waits for whom, and deciding it on one screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in

from muster.events.enums import RequestState

pytestmark = pytest.mark.django_db
S = RequestState
Counted = Callable[[Callable[[], object]], int]
INBOX = "/command/inbox/"


def enter(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.user[name])
    return client


def test_request_waits_for_whoever_decides_at_its_stage_alone(cast: Cast, client: Client) -> None:
    story = begin(cast)
    hand_in(story, ask(story))
    assert "De-escalation instructor school" in enter(client, cast, "sam").get(INBOX).content.decode()
    for name in ("fay", "scot", "chris"):
        assert "Nothing waits for you" in enter(client, cast, name).get(INBOX).content.decode()


def test_own_request_does_not_wait_for_oneself(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story, "sam"))
    assert "Nothing waits for you" in enter(client, cast, "sam").get(INBOX).content.decode()
    assert client.get(reverse("commander:decide_request", args=[request.pk])).status_code == 404


def test_supervisor_of_one_squad_does_not_decide_for_another(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story, "ben"))
    assert (
        enter(client, cast, "sam").get(reverse("commander:decide_request", args=[request.pk])).status_code
        == 404
    )


def test_screen_shows_what_came_of_it_last_time(cast: Cast, client: Client) -> None:
    story = begin(cast)
    earlier = approve(story, hand_in(story, ask(story, "ben")))
    earlier.state = S.CLOSED
    earlier.save()
    earlier.attendees.update(state="attended")
    story.event.series = "De-escalation instructor school"
    story.event.save()
    request = hand_in(story, ask(story))
    text = (
        enter(client, cast, "sam")
        .get(reverse("commander:decide_request", args=[request.pk]))
        .content.decode()
    )
    assert "People who went" in text
    assert "Ben Testcase" not in text  # another squad


def test_approval_on_the_screen_takes_it_on(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    url = reverse("commander:decide_request", args=[request.pk])
    enter(client, cast, "sam").post(
        url, {"decision": "supervisor_review-approved", "edition": request.edition}
    )
    request.refresh_from_db()
    assert request.state == S.TRAINING_REVIEW


def test_denial_on_the_screen_asks_for_its_reason_and_keeps_what_was_typed(
    cast: Cast, client: Client
) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    url = reverse("commander:decide_request", args=[request.pk])
    said = {"decision": "supervisor_review-denied", "edition": request.edition, "reason": "Two are away."}
    text = enter(client, cast, "sam").post(url, said).content.decode()
    assert "Choose the reason." in text
    assert "Two are away." in text
    request.refresh_from_db()
    assert request.state == S.SUPERVISOR_REVIEW


def test_inbox_asks_as_much_for_three_as_for_one(cast: Cast, client: Client, queries_of: Counted) -> None:
    story = begin(cast)
    hand_in(story, ask(story))
    enter(client, cast, "sam")
    one = queries_of(lambda: client.get(INBOX))
    hand_in(story, ask(story))
    hand_in(story, ask(story))
    assert queries_of(lambda: client.get(INBOX)) == one
