"""What would mend a standing is said in the language of the page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.cast import Cast
from tests.standards.stories import adopt, course, record

from muster.standards.rulebook import steps_told

ENGLISH = "de-escalation, 1 time, was due 1 Feb 2024"


def test_a_step_is_spanish_to_a_reader_of_spanish() -> None:
    with translation.override("es"):
        assert steps_told()(ENGLISH) == "desescalada, 1 vez, venció el 1 feb 2024"


def test_a_step_is_as_the_engine_says_it_to_a_reader_of_english() -> None:
    with translation.override("en"):
        assert steps_told()(ENGLISH) == ENGLISH


@pytest.mark.django_db
def test_what_is_due_says_titles_and_steps_in_spanish(cast: Cast, client: Client) -> None:
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), date(2023, 2, 1))
    client.force_login(cast.user["ada"])
    client.cookies["django_language"] = "es"
    page = client.get(reverse("officer:due")).content.decode()
    assert "desescalada, 1 vez" in page
    assert "1 time" not in page
    assert "Desescalada para cada agente" in page
    assert "for every officer" not in page
