"""What changes if I am away: one's own shifts and hours, and nothing of others."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.streets import floor, pattern, squad_b_at_night, squad_of_three, stands_in, works

from muster.events.rotas import READY

pytestmark = pytest.mark.django_db


def shown(client: Client, cast: Cast, name: str = "ada", **asked: str) -> str:
    client.force_login(cast.user[name])
    answer = client.get(reverse("officer:away"), asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_own_shifts_are_shown_with_what_they_mean_for_the_street(cast: Cast, client: Client) -> None:
    squad_of_three(cast, people=3)
    assert "Shifts you would miss" not in shown(client, cast)
    text = shown(client, cast, first="2027-05-03", last="2027-05-04")
    assert text.count("nobody is free to stand in") == 2
    squad_b_at_night(cast, "lee")
    works(cast.squad_b, pattern(cast.millbrook, [None]), cast.person["lee"])
    stands_in(cast, "lee", volunteers=True)
    text = shown(client, cast, first="2027-05-03", last="2027-05-03")
    assert "somebody would have to stand in" in text
    assert "Lee" not in text
    cast.squad_a.floors.update(people=2)
    assert "the street holds without you" in shown(client, cast, first="2027-05-03", last="2027-05-03")


def test_forty_hours_of_training_are_weighed_against_the_shifts_missed(cast: Cast, client: Client) -> None:
    works(cast.squad_a, pattern(cast.millbrook, READY["five-eight-days"].cycle), anchor=date(2026, 1, 5))
    floor(cast.squad_a, 1)
    text = shown(client, cast, first="2027-05-03", last="2027-05-07", hours="60")
    assert text.count("the street holds without you") == 5
    assert "160 h without it, 180 h with it, limit 171 h" in text
    assert "9 h of overtime" in text


def test_without_a_pattern_nothing_is_said(cast: Cast, client: Client) -> None:
    assert "Your shifts are not written down" in shown(client, cast, first="2027-05-03", last="2027-05-03")


def test_days_off_are_no_shifts(cast: Cast, client: Client) -> None:
    works(cast.squad_a, pattern(cast.millbrook, READY["five-eight-days"].cycle), anchor=date(2026, 1, 5))
    assert "None: these are days off." in shown(client, cast, first="2027-05-08", last="2027-05-09")


@pytest.mark.parametrize(("first", "last"), [("2027-05-04", "2027-05-03"), ("2027-01-01", "2027-12-31")])
def test_days_that_make_no_journey_are_refused(cast: Cast, client: Client, first: str, last: str) -> None:
    assert "the last not before the first" in shown(client, cast, first=first, last=last)
    assert "Shifts you would miss" not in shown(client, cast, first=first, last=last)
