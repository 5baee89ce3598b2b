"""A coordinator answers a recommendation; a board member sees it, verifies it and takes the packet to the meeting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import SignIn
from tests.browser.walking import fill, follow, go, heading, press, row, told
from tests.cast import Cast
from tests.oversight.stories import a_board_member, begin, bring, issue

from muster.oversight.enums import RecommendationState

pytestmark = pytest.mark.django_db(transaction=True)
S = RecommendationState
PROOF = {"name": "roll.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def test_coordinator_answers_and_reports_with_a_file(cast: Cast, anywhere: Page, sign_in: SignIn) -> None:
    issue(begin(cast), "2026-7", title="Supervisors first")
    page = anywhere
    sign_in(page, cast.user["tara"])
    page.goto("/oversight/recommendations/")
    go(page, "Oversight", "To answer")
    follow(page, "2026-7 Supervisors first")
    follow(page, "Acknowledge it")
    press(page, "Acknowledge it")
    expect(told(page)).to_contain_text("The recommendation is now: acknowledged.")
    follow(page, "Accept it")
    coming = (timezone.localdate() + timedelta(days=60)).isoformat()
    fill(page, response="We agree.", plan="Two classes.", owner="Training director", finish_by=coming)
    press(page, "Accept it")
    follow(page, "Begin the work")
    press(page, "Begin the work")
    expect(page.get_by_text("Attach a file that shows it first.")).to_be_visible()
    follow(page, "Attach a file")
    page.locator("main [name='file']").set_input_files(files=[PROOF])  # type: ignore[list-item]  # one of its forms
    press(page, "Attach it")
    follow(page, "Report it as implemented")
    fill(page, reason="All forty were there.")
    press(page, "Report it as implemented")
    expect(told(page)).to_contain_text("reported implemented")
    expect(page.get_by_role("link", name="Verify: implemented")).to_have_count(0)
    expect(page.get_by_role("link", name="Close it")).to_have_count(0)


def test_board_member_verifies_and_takes_the_packet_along(
    cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    story = begin(cast)
    member = a_board_member(story)
    bring(story, S.REPORTED_IMPLEMENTED, "2026-7", title="Supervisors first")
    issue(
        story,
        "2026-1",
        title="A plain page",
        issued_on=timezone.localdate() - timedelta(days=90),
    )
    page = anywhere
    sign_in(page, member)
    page.goto("/")
    go(page, "Oversight", "For the meeting")
    expect(row(page, "2026-1 A plain page")).to_contain_text("overdue")
    fill(page, since=timezone.localdate().isoformat())
    press(page, "Show")
    with page.expect_download() as packet:
        page.get_by_role("link", name="Packet for the meeting (PDF)").click()
    assert packet.value.suggested_filename == "packet.pdf"
    page.get_by_role("main").get_by_role("link", name="2026-7 Supervisors first").first.click()
    expect(heading(page)).to_have_text("2026-7 Supervisors first")
    expect(page.get_by_role("link", name="Take the report back")).to_have_count(0)
    follow(page, "Verify: in part")
    fill(page, reason="Seven of twelve files hold it.")
    press(page, "Verify: in part")
    expect(told(page)).to_contain_text("verified: in part")
    expect(page.get_by_text("Seven of twelve files hold it.")).to_be_visible()
