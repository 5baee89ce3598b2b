"""What would mend a standing is said in the language of the page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.cast import Cast
from tests.standards.stories import adopt, course, record

from muster.web.templatetags.muster import step

ENGLISH = "de-escalation, 1 time, was due 1 Feb 2024"


def test_a_step_is_spanish_on_a_spanish_page() -> None:
    with translation.override("es"):
        assert step(ENGLISH) == "desescalada, 1 vez, venció el 1 feb 2024"


def test_a_step_is_as_the_engine_says_it_on_an_english_page() -> None:
    with translation.override("en"):
        assert step(ENGLISH) == ENGLISH
    assert step("") == ""


@pytest.mark.django_db
def test_what_is_due_says_its_steps_in_spanish(cast: Cast, client: Client) -> None:
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), date(2023, 2, 1))
    client.force_login(cast.user["ada"])
    client.cookies["django_language"] = "es"
    page = client.get(reverse("officer:due")).content.decode()
    assert "desescalada, 1 vez" in page
    assert "1 time" not in page
