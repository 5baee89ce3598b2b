"""A chief asks what outside training was worth, who should go next, and what the money could do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SignIn
from tests.browser.walking import go, heading, row
from tests.cast import Cast
from tests.web.addresses.outside_worth import gone_and_asked

pytestmark = pytest.mark.django_db(transaction=True)


def test_chief_sees_what_it_was_worth_and_takes_the_sheet_along(
    cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    gone_and_asked(cast)
    page = anywhere
    sign_in(page, cast.user["chris"])
    page.goto("/")
    go(page, "Outside training", "Was it worth it?")
    expect(heading(page)).to_have_text("Was it worth it?")
    expect(row(page, "Crisis school")).to_contain_text("$60.00")  # 900 for three and twelve
    expect(page.get_by_text("A rating is not an effect")).to_be_visible()
    with page.expect_download() as sheet:
        page.get_by_role(
            "link", name=re.compile("One page to print, (Spanish|español)", re.IGNORECASE)
        ).click()
    assert sheet.value.suggested_filename == "worth.pdf"


def test_chief_sees_who_asks_why_and_what_the_money_could_do(
    cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    gone_and_asked(cast)
    page = anywhere
    sign_in(page, cast.user["chris"])
    page.goto("/")
    go(page, "Outside training", "Who gets to go")
    expect(row(page, "Ada Testcase")).to_contain_text("a requirement with a due day")
    page.get_by_role("link", name="What the money could do").click()
    expect(heading(page)).to_have_text("What the money could do")
    page.get_by_label("Money").fill("900")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("With $900.00")).to_be_visible()
    expect(page.get_by_text("differs").first).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Who gets to go").click()
    page.get_by_role("link", name="Who was sent so far").click()
    expect(page.get_by_role("heading", name="By rank")).to_be_visible()
    expect(page.get_by_text("The roster does not hold this. To compare it here").first).to_be_visible()
