"""From the page of an event to a request that is handed in and decided, as the people on it click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in

from muster.events.enums import RequestState
from muster.events.models import Request
from muster.events.policy import Stage

pytestmark = pytest.mark.django_db
S = RequestState
Counted = Callable[[Callable[[], object]], int]


def enter(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.user[name])
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def fields(**more: object) -> dict[str, object]:
    return {
        "category": "job_related",
        "purpose": "To teach it here.",
        "sharing_plan": "Roll call.",
        "departs_at": "2027-05-03T06:00",
        "returns_at": "2027-05-05T21:00",
        "transport": "agency_car",
        "lodging_nights": "2",
        "on_duty": "on",
        **more,
    }


def test_officer_asks_for_themselves_from_the_page_of_the_event(cast: Cast, client: Client) -> None:
    story = begin(cast)
    enter(client, cast, "ada")
    assert reverse("officer:request_new", args=[story.event.pk]) in page(client, "event", story.event.pk)
    client.post(reverse("officer:request_new", args=[story.event.pk]), fields())
    made = Request.objects.get()
    assert made.requester == cast.person["ada"]
    assert made.unit == cast.squad_a
    assert [each.person for each in made.attendees.all()] == [cast.person["ada"]]
    assert (
        made.departs_at.hour if made.departs_at else 0
    ) == 13  # six in the morning in Millbrook, summer time


def test_draft_says_what_is_missing_and_keeps_it(cast: Cast, client: Client) -> None:
    story = begin(cast)
    enter(client, cast, "ada")
    client.post(reverse("officer:request_new", args=[story.event.pk]), fields(sharing_plan=""))
    made = Request.objects.get()
    url = reverse("request_move", args=[made.pk, "draft-submitted"])
    answer = client.post(url, {"edition": made.edition})
    assert "how it will be shared" in answer.content.decode()
    made.refresh_from_db()
    assert made.state == S.DRAFT


@pytest.mark.parametrize(
    "days", [{"departs_at": "0001-01-01T06:00"}, {"returns_at": "9999-12-31T23:30"}], ids=["first", "last"]
)
def test_mistyped_year_is_told_and_nothing_is_kept(
    cast: Cast, client: Client, days: dict[str, object]
) -> None:
    story = begin(cast)
    enter(client, cast, "ada")
    answer = client.post(reverse("officer:request_new", args=[story.event.pk]), fields(**days))
    assert "Nobody travels in that year." in answer.content.decode()
    assert not Request.objects.exists()


def test_coordinator_asks_for_a_group(cast: Cast, client: Client) -> None:
    story = begin(cast)
    enter(client, cast, "tara")
    people = [cast.person["ada"].pk, cast.person["ben"].pk]
    client.post(reverse("officer:request_new", args=[story.event.pk]), fields(people=people))
    made = Request.objects.get()
    assert {each.person for each in made.attendees.all()} == {cast.person["ada"], cast.person["ben"]}
    assert made.made_by == cast.user["tara"]


def test_officer_of_the_neighbour_cannot_ask(cast: Cast, client: Client) -> None:
    story = begin(cast)
    enter(client, cast, "nora")
    answer = client.post(reverse("officer:request_new", args=[story.event.pk]), fields())
    assert (answer.status_code, Request.objects.count()) == (404, 0)


def test_second_of_two_who_change_a_draft_sees_what_the_first_wrote(cast: Cast, client: Client) -> None:
    story = begin(cast)
    made = ask(story)
    enter(client, cast, "ada")
    url = reverse("officer:request_edit", args=[made.pk])
    old = made.edition
    client.post(url, fields(purpose="First.", edition=old))
    answer = client.post(url, fields(purpose="Second.", edition=old))
    made.refresh_from_db()
    assert made.purpose == "First."
    text = answer.content.decode()
    assert "Somebody changed this" in text
    assert "Second." in text
    assert "First." in text


def test_supervisor_sees_the_request_and_may_deny_it_with_a_reason(cast: Cast, client: Client) -> None:
    story = begin(cast)
    made = hand_in(story, ask(story))
    enter(client, cast, "sam")
    assert "supervisor_review-denied" in page(client, "request", made.pk)
    url = reverse("request_move", args=[made.pk, "supervisor_review-denied"])
    client.post(url, {"edition": made.edition, "reason_code": "staffing", "reason": "Two are away."})
    made.refresh_from_db()
    assert made.state == S.DENIED
    assert "Two are away." in page(client, "request", made.pk)


def test_request_says_for_whom_it_waits_and_what_became_of_it(cast: Cast, client: Client) -> None:
    story = begin(cast, stages=(Stage(S.TRAINING_REVIEW, over_cents=1), Stage(S.COMMAND_REVIEW)))
    made = hand_in(story, ask(story, cents=0))
    waits = "It waits for somebody's decision. You need do nothing now."
    enter(client, cast, "ada")
    asked = page(client, "request", made.pk)
    assert waits in asked
    assert "skipped by rule: with the training unit" in asked
    assert "moved on, now: with command" in asked
    assert ">$0.00<" in asked  # estimated
    assert asked.count("<strong>–</strong>") == 2  # neither approved nor paid
    enter(client, cast, "chris")
    assert waits not in page(client, "request", made.pk)
    approve(story, made)
    assert "approved, now" not in page(client, "request", made.pk)


def test_draft_is_nobody_elses_business(cast: Cast, client: Client) -> None:
    made = ask(begin(cast))
    for name in ("sam", "dina", "chris", "ben"):
        enter(client, cast, name)
        assert client.get(reverse("request", args=[made.pk])).status_code == 404


def test_list_of_own_requests_asks_as_much_for_three_as_for_one(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    story = begin(cast)
    enter(client, cast, "ada")
    ask(story)
    one = queries_of(lambda: client.get(reverse("officer:requests")))
    ask(story, cents=1)
    ask(story, cents=2)
    assert queries_of(lambda: client.get(reverse("officer:requests"))) == one
