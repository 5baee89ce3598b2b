"""Two members of a committee score a request, each alone; then the training unit sees both and approves it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SignIn
from tests.browser.walking import fill, follow, go, heading, press, row
from tests.cast import Cast
from tests.events.committees import CRITERIA, committee
from tests.events.stories import ask, hand_in

from muster.events.models import Request

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "De-escalation instructor school"


def give(page: Page, points: str, comment: str) -> None:
    """Open the one request that is to be scored, and give it the same points under each criterion."""
    page.goto("/")
    go(page, "Outside training", "To score")
    follow(page, TITLE)
    for criterion in CRITERIA:
        group = page.get_by_role("group", name=criterion)
        group.get_by_text(points, exact=True).click()
    fill(page, comment=comment)
    press(page, "Give these scores")


def test_committee_scores_before_the_training_unit_approves(
    cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    page = anywhere
    sign_in(page, cast.user["rae"])
    give(page, "4", "Nobody else here teaches it.")
    expect(page.get_by_text("1 member has scored; 2 must")).to_be_visible()
    sign_in(page, cast.user["ian"])
    give(page, "2", "We sent two last year.")
    expect(row(page, CRITERIA[0])).to_contain_text("3.0")
    expect(row(page, CRITERIA[0])).to_contain_text("2–4")
    expect(page.get_by_text("Nobody else here teaches it.")).to_be_visible()
    sign_in(page, cast.user["tara"])
    page.goto("/")
    go(page, "Outside training", "Waiting for me")
    follow(page, TITLE)
    expect(page.get_by_text("We sent two last year.")).to_be_visible()
    page.get_by_text("Approve", exact=True).click()
    press(page, "Decide")
    expect(heading(page)).to_have_text("Waiting for me")
    assert Request.objects.get(pk=request.pk).state == "command_review"
