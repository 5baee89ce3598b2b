"""The page of an estimate: work it out, add lines by hand, keep it; the second of two is told of the first."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.journeys import journey, load
from tests.events.stories import ask, begin, hand_in

from muster.events.enums import CostStage
from muster.events.models import Request
from muster.events.queries.money import total_of

pytestmark = pytest.mark.django_db


def fields(request: Request, **more: object) -> dict[str, object]:
    return {
        "edition": request.edition,
        "tuition_cents": "450.00",
        "cars": "0",
        "line-TOTAL_FORMS": "2",
        "line-INITIAL_FORMS": "0",
        "line-0-kind": "air",
        "line-0-cents": "312.40",
        "line-0-text": "Flight",
        "line-1-kind": "reimbursement",
        "line-1-cents": "200",
        **more,
    }


def url(request: Request) -> str:
    return reverse("officer:estimate", args=[request.pk])


def test_estimate_is_shown_before_it_is_kept(cast: Cast, client: Client) -> None:
    load(cast)
    _story, request = journey(cast)
    client.force_login(cast.user["ada"])
    text = client.post(url(request), fields(request, do="show")).content.decode()
    assert "$1,262.40" in text  # 450 + 300 + 200 + 312.40; what is hoped to come back is not taken off
    assert not request.costs.exists()
    client.post(url(request), fields(request, do="keep"))
    assert total_of(request, CostStage.ESTIMATED) == 126_240
    by_hand = request.costs.filter(is_computed=False)
    assert sorted(line.cents for line in by_hand) == [-20_000, 31_240]
    again = client.get(url(request)).content.decode()
    assert 'value="312.40"' in again
    assert 'value="200.00"' in again


def test_amount_that_is_none_keeps_nothing_and_says_so(cast: Cast, client: Client) -> None:
    _story, request = journey(cast)
    client.force_login(cast.user["ada"])
    answer = client.post(url(request), fields(request, do="keep", **{"line-0-cents": "about 300"}))
    assert "Write an amount in dollars" in answer.content.decode()
    assert not request.costs.exists()


def test_second_of_two_is_told_what_the_first_kept(cast: Cast, client: Client) -> None:
    _story, request = journey(cast)
    client.force_login(cast.user["ada"])
    client.post(url(request), fields(request, do="keep"))
    text = client.post(url(request), fields(request, do="keep", tuition_cents="1")).content.decode()
    assert total_of(request, CostStage.ESTIMATED) == 76_240
    assert "$762.40" in text
    newest = re.search(r'name="edition" value="(\d+)"', text)
    assert newest is not None
    assert int(newest[1]) == Request.objects.get(pk=request.pk).edition


def test_request_that_is_handed_in_has_no_estimate_to_change(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    client.force_login(cast.user["ada"])
    assert client.get(url(request)).status_code == 404
    assert client.post(url(request), fields(request, do="keep")).status_code == 404


def test_pay_is_called_an_estimate(cast: Cast, client: Client) -> None:
    _story, request = journey(cast)
    client.force_login(cast.user["ada"])
    said = fields(request, do="show", hourly_cents="40", pay_minutes="7.5")
    text = client.post(url(request), said).content.decode()
    assert "$300.00" in text
    assert "estimate, payroll decides" in text
