"""The scheduler writes down who works when, and covers the street while somebody is at a conference."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.browser.conftest import Axe, SignIn
from tests.browser.walking import fill, follow, heading, press, told
from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in
from tests.events.streets import floor, officers, pattern, stands_in, works

from muster.events.enums import RequestState
from muster.events.models import Rota

pytestmark = pytest.mark.django_db(transaction=True)


def test_scheduler_takes_over_a_pattern_and_sets_a_floor(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    sign_in(page, cast.user["scot"])
    page.goto(reverse("commander:rotas"))
    page.get_by_role("main").get_by_role("link", name="Add a pattern").first.click()
    fill(page, name="Days", ready="12 hours, two-two-three, days")
    axe(page)
    press(page, "Save")
    fill(page, unit="Squad A", pattern="Days", anchor="2026-11-30", start="2026-11-30")
    axe(page)
    press(page, "Save")
    expect(page.get_by_role("table", name="Four weeks")).to_contain_text("06:00")
    axe(page)
    assert Rota.objects.get().unit == cast.squad_a
    page.goto(reverse("commander:floors"))
    page.get_by_role("main").get_by_role("link", name="Add a floor").first.click()
    fill(
        page,
        unit="Squad A",
        begins="06:00",
        ends="18:00",
        people="5",
        source="contract",
        source_text="Article 9",
        start="2026-01-01",
    )
    axe(page)
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("more than the unit has")
    axe(page)


def test_scheduler_covers_a_journey_and_the_stage_passes(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    works(cast.squad_a, pattern(cast.millbrook))
    floor(cast.squad_a, 2)
    officers(cast, cast.squad_b, "lee", "max", "pat")
    works(cast.squad_b, pattern(cast.millbrook, [None]))
    for name in ("lee", "max", "pat"):
        stands_in(cast, name, volunteers=True, cents_an_hour=3_000)
    story = begin(cast)
    asked = approve(story, hand_in(story, ask(story)), until=RequestState.STAFFING_REVIEW)
    sign_in(page, cast.user["scot"])
    page.goto(reverse("request", args=[asked.pk]))
    axe(page)
    follow(page, "Arrange the cover")
    expect(heading(page)).to_have_text("Cover the street")
    axe(page)
    page.get_by_role("main").get_by_role(
        "button", name="Choose volunteer overtime Max Testcase"
    ).first.click()
    expect(told(page).first).to_contain_text("Written down: volunteer overtime.")
    press(page, "Take the proposed cover")
    expect(told(page).first).to_contain_text("Covers are written down for 2 shifts.")
    expect(page.get_by_role("main")).to_contain_text("stay at or above their floor")
    page.goto(reverse("commander:decide_request", args=[asked.pk]))
    expect(page.get_by_role("table", name="Shifts that are missed")).to_contain_text("Max Testcase")
    axe(page)
