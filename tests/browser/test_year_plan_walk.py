"""The training office plans the year, pins somebody, loses a session, plans again, and takes the plan."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.browser.conftest import Axe, SignIn
from tests.browser.walking import fill, follow, heading, press
from tests.cast import Cast
from tests.events.streets import in_days, squad_of_three
from tests.events.year_towns import held, town

from muster.events.models import PlanSeat
from muster.records.actions.sessions import move_session
from muster.records.enums import EnrolmentState, SessionState
from muster.records.models import Enrolment

SEARCHED = 30_000  # milliseconds: a plan is searched for, also on a machine that does much else
pytestmark = pytest.mark.django_db(transaction=True)


def test_year_is_planned_read_planned_again_and_taken(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    squad_of_three(cast, people=2)
    taught = town(cast, "ada", "sam", "kit")
    sessions = [held(taught, in_days(day)) for day in (8, 10, 12)]
    sign_in(page, cast.user["tara"])
    page.goto(reverse("commander:year_plan"))
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Make a plan").first.click()
    axe(page)
    fill(page, first=in_days(1).isoformat(), last=in_days(30).isoformat(), seconds="5")
    press(page, "Make the plan")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Advice and never a decision", timeout=SEARCHED)
    expect(main).to_contain_text("Kit Testcase")
    axe(page)
    page.get_by_role("button", name="Pin Ada Testcase").click()
    expect(main).to_contain_text("Saved.")
    gone = PlanSeat.objects.get(person__given_name="Kit").session
    move_session(session=gone, to=SessionState.CANCELLED, by=cast.user["tara"], reason="No room.")
    press(page, "Plan again")
    expect(main).to_contain_text("lost with their session: 1", timeout=SEARCHED)
    expect(main).to_contain_text("What would do")
    axe(page)
    follow(page, "Whom it leaves, and why")
    expect(main).to_contain_text("a floor would be broken")
    axe(page)
    page.go_back()
    follow(page, "Take the plan")
    expect(heading(page)).to_have_text("Take the plan")
    axe(page)
    press(page, "Give these seats")
    expect(main).to_contain_text("Seats given: 2.")
    axe(page)
    assert Enrolment.objects.filter(session__in=sessions, state=EnrolmentState.CONFIRMED).count() == 2
    press(page, "Take the seats back")
    expect(main).to_contain_text("Seats taken back: 2.")
