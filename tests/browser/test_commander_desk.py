"""The commander's desk: from the department to one person's explanation, on a day gone by, and an approval."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Axe, SignIn
from tests.browser.walking import fill, follow, go, heading, press, row, tick, told
from tests.cast import Cast
from tests.standards.stories import DE_ESCALATION, adopt, course, record

from muster.standards.enums import Decision
from muster.standards.models import Excuse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def judged(cast: Cast) -> Cast:
    """Millbrook under the model's yearly rule; Ada had the course a month ago, nobody else did."""
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=30))
    return cast


def test_commander_goes_from_the_department_to_one_explanation(
    judged: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    sign_in(page, judged.user["chris"])
    page.goto("/")
    expect(heading(page)).to_have_text("Standing of Millbrook Police")
    share = page.get_by_role("table", name="How many have each requirement in order")
    expect(share.get_by_role("row").last).to_contain_text("1 of 7")
    axe(page)
    follow(page, "Patrol")
    expect(heading(page)).to_have_text("Standing of Patrol")
    expect(row(page, "Squad A")).to_contain_text("1 / 2")
    expect(row(page, "Squad B")).to_contain_text("0 / 2")
    follow(page, "Squad B")
    page.get_by_role("table").first.get_by_role("link", name="De-escalation").click()
    expect(row(page, "Ben")).to_contain_text("overdue")
    expect(row(page, "Ada")).to_have_count(0)
    axe(page)
    row(page, "Ben").get_by_role("link").last.click()
    expect(heading(page)).to_contain_text("Ben Testcase")
    expect(page.get_by_role("heading", name="What would mend it")).to_be_visible()
    axe(page)


def test_department_is_judged_on_a_day_gone_by(judged: Cast, anywhere: Page, sign_in: SignIn) -> None:
    page = anywhere
    sign_in(page, judged.user["chris"])
    page.goto(reverse("commander:standing"))
    before = timezone.localdate() - timedelta(days=60)
    fill(page, as_of=before.isoformat())
    press(page, "Show this day")
    expect(page.get_by_text(f"Judged on {before.day} {before:%b %Y}.")).to_be_visible()
    share = page.get_by_role("table", name="How many have each requirement in order")
    expect(share.get_by_role("row").last).to_contain_text("0 of 7")
    follow(page, "Back to today")
    expect(share.get_by_role("row").last).to_contain_text("1 of 7")


def test_waiver_is_proposed_on_one_desk_and_granted_on_another(
    judged: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    day = timezone.localdate()
    again = course(judged.millbrook, "DE-2")
    record(judged.person["ben"], again, day - timedelta(days=400))  # so it was due 35 days ago
    sign_in(page, judged.user["tara"])
    page.goto("/")
    go(page, "Standing", "Waivers and extensions")
    page.get_by_role("main").get_by_role("link", name="Propose").first.click()
    fill(page, person="Ben Testcase", kind="waived", start=(day - timedelta(days=60)).isoformat())
    page.get_by_label("Requirement").select_option(index=1)
    fill(page, end=(day + timedelta(days=90)).isoformat(), reason="Injured on duty.")
    press(page, "Propose")
    expect(told(page)).to_be_visible()
    waiver = Excuse.objects.get()
    assert (waiver.decision, waiver.requirement) == (Decision.PROPOSED, DE_ESCALATION)
    page.context.clear_cookies()
    sign_in(page, judged.user["chris"])
    page.goto("/")
    go(page, "Standing", "Approvals")
    follow(page, "Ben Testcase")
    axe(page)
    tick(page.get_by_role("radio", name="Grant it"))
    fill(page, note="Letter seen.")
    press(page, "Decide")
    expect(told(page)).to_be_visible()
    waiver.refresh_from_db()
    assert (waiver.decision, waiver.decided_by) == (Decision.GRANTED, judged.user["chris"])
    page.goto(reverse("commander:person", args=[judged.person["ben"].pk]))
    expect(row(page, "De-escalation")).to_contain_text("excused")
