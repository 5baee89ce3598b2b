"""The demo shows a consultation that was answered and one that is open, as if people had walked them there."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from muster.community.guards import obstacles_to
from muster.community.lifecycle import move_named
from muster.community.models import Consultation
from muster.community.queries.comments import public_comments, screened_counts
from muster.demo import make_demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> None:
    make_demo(officers=50, records=6000, seed=3, today=date.today())  # noqa: DTZ011 - the day the demo is made


def test_demo_has_an_answered_and_an_open_consultation(made: None) -> None:
    assert sorted(Consultation.objects.values_list("state", flat=True)) == ["open", "responses_published"]


def test_answered_one_would_pass_the_guards_that_it_had_to_pass(made: None) -> None:
    answered = Consultation.objects.get(state="responses_published")
    for key in ("open-closed", "closed-coding", "responses_drafted-responses_published"):
        move = move_named(key)
        assert move is not None
        assert obstacles_to(answered, move.guards) == []
    assert screened_counts(answered)["withheld"] == 1
    assert public_comments(answered).count() == 10


def test_anybody_may_comment_on_the_open_one(made: None, client: Client) -> None:
    consultation = Consultation.objects.get(state="open")
    page = client.get(reverse("comment_new", args=[consultation.word])).content.decode()
    assert "not taken any more" not in page
    assert "<textarea" in page
