"""The search page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.curriculum.lessons import a_course, a_draft, a_material, in_use

from muster.curriculum.actions.plans import new_version

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> str:
    answer = client.get(reverse("trainer:search") + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def tara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["tara"])
    return client


def test_page_marks_the_words_and_leads_to_the_thing(cast: Cast, tara: Client) -> None:
    plan = a_draft(cast)
    a_material(cast, plan, text="First sprawl, then turn.")
    text = found(tara, "?q=sprawl")
    assert "<mark>sprawl</mark>, then turn" in text  # PostgreSQL leaves the full stop out
    assert f"{reverse('trainer:plan', args=[plan.pk])}#files" in text


def test_markup_in_what_was_found_is_text(cast: Cast, tara: Client) -> None:
    a_course(cast, title="Chokehold <script>alert(1)</script>")
    text = found(tara, "?q=chokehold")
    assert "<script>alert" not in text
    assert "<mark>Chokehold</mark> &lt;script&gt;" in text


def test_words_are_shown_again_as_text(tara: Client) -> None:
    text = found(tara, "?q=%22%3E%3Cscript%3Ex")
    assert 'value="&quot;&gt;&lt;script&gt;x"' in text
    assert "Nothing found" in text


def test_old_versions_are_asked_for(cast: Cast, tara: Client) -> None:
    first = in_use(cast)
    in_use(cast, new_version(plan=first, by=cast.user["tara"], change_note="x"))
    assert reverse("trainer:plan", args=[first.pk]) not in found(tara, "?q=conditions")
    assert reverse("trainer:plan", args=[first.pk]) in found(tara, "?q=conditions&old=1")


def test_officer_finds_no_draft(cast: Cast, client: Client) -> None:
    a_draft(cast)
    client.force_login(cast.user["ada"])
    assert "Nothing found" in found(client, "?q=conditions")


def test_without_words_nothing_is_searched(tara: Client) -> None:
    assert "Nothing found" not in found(tara, "")
