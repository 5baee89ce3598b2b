"""A resident comments on a phone, in Spanish, without an account, and follows the answer by code."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.browser.walking import follow, heading, press
from tests.cast import Cast
from tests.community.stories import answer_it, open_it

from muster.community.forms.comments import FASTEST_SECONDS
from muster.community.models import Comment

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Expliquen por qué paran el auto antes de pedir papeles."


def test_resident_comments_on_a_passage_in_spanish_and_reads_the_answer(cast: Cast, phone: Page) -> None:
    story = open_it(cast)
    page = phone
    page.goto(reverse("community"))
    page.get_by_role("button", name="Español").click()
    expect(heading(page)).to_have_text("Su voz en la capacitación policial")
    follow(page, "Cómo los agentes detienen autos")
    page.locator("#p2").get_by_role("link", name=re.compile("Comentar este pasaje")).click()
    expect(page.get_by_text("Say why you stopped the car")).to_be_visible()
    page.get_by_label("Su comentario").fill(WORDS)
    page.wait_for_timeout((FASTEST_SECONDS + 1) * 1000)  # as long as a person takes at least
    press(page, "Enviar")
    expect(heading(page)).to_have_text("Gracias")
    code = page.locator("main code").inner_text()
    comment = Comment.objects.get()
    assert (comment.text, comment.language) == (WORDS, "es")
    assert comment.passage is not None
    assert comment.passage.number == 2
    answer_it(story)
    page.goto(reverse("community"))
    follow(page, "Seguir mi comentario")
    page.get_by_label("Su código").fill(code.lower())
    press(page, "Mostrarlo")
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("La ley lo dice.")).to_be_visible()


def test_resident_without_scripts_comments_on_the_whole(cast: Cast, no_script_page: Page) -> None:
    story = open_it(cast)
    page = no_script_page
    page.goto(reverse("consultation", args=[story.consultation.word]))
    follow(page, "Say what you think")
    page.get_by_label("Your comment", exact=True).fill("Be kind.")
    page.wait_for_timeout((FASTEST_SECONDS + 1) * 1000)
    press(page, "Send")
    expect(heading(page)).to_have_text("Thank you")
    assert Comment.objects.get().passage is None
