"""The main forms by keyboard alone: Tab, Enter, Space and arrows. Nothing here is clicked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import SignIn
from tests.browser.walking import CARD, PASSWORD, heading, told
from tests.cast import Cast
from tests.factories.sessions import a_course, a_seat, a_session, an_instructor
from tests.standards.stories import adopt, excuse

from muster.records.models import Attendance, Enrolment, Record, Session
from muster.roster.models import Fact

pytestmark = pytest.mark.django_db(transaction=True)

MOST_STEPS = 150
#: What has the focus, and whether one can see that: an outline of its own, or of the box drawn for it.
FOCUS = """() => {
  const at = document.activeElement;
  const drawn = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const label = at.id && document.querySelector(`label[for="${at.id}"]`);
  const seen = drawn(getComputedStyle(at)) || (label && drawn(getComputedStyle(label, '::before')));
  return {what: at.outerHTML.slice(0, 160), seen: Boolean(seen), body: at === document.body};
}"""


def tab_to(page: Page, field: Locator) -> None:
    """Press Tab until a field has the focus, as somebody does who has no mouse."""
    for _step in range(MOST_STEPS):
        if field.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {field}")


def type_into(page: Page, name: str, text: str) -> None:
    """Go to a field by its name and type."""
    tab_to(page, page.locator(f"main [name='{name}']"))
    page.keyboard.type(text)


def enter(page: Page, name: str, role: Any = "button") -> None:
    """Go to a button or link and press Enter."""
    tab_to(page, page.get_by_role("main").get_by_role(role, name=name, exact=True).first)
    page.keyboard.press("Enter")


def day_as_typed(days: int = 0) -> str:
    """A day as it is typed into the browser's own field in American English."""
    return f"{timezone.localdate() + timedelta(days=days):%m%d%Y}"


def test_first_tab_leads_past_the_navigation(cast: Cast, desktop: Page, sign_in: SignIn) -> None:
    sign_in(desktop, cast.user["tara"])
    desktop.goto(reverse("people"))
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("link", name="Skip to the content")).to_be_focused()
    desktop.keyboard.press("Enter")
    expect(desktop.locator("main")).to_be_focused()


def test_signing_in(cast: Cast, desktop: Page) -> None:
    ada = cast.user["ada"]
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    desktop.goto(reverse("account_login"))
    type_into(desktop, "login", ada.email)
    type_into(desktop, "password", PASSWORD)
    desktop.keyboard.press("Enter")
    expect(heading(desktop)).to_have_text("What is due")


def test_menu_of_a_phone(cast: Cast, phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, cast.user["ada"])
    phone.goto(reverse("officer:file"))
    tab_to(phone, phone.locator("details.menu > summary"))
    phone.keyboard.press("Enter")
    pages = phone.get_by_role("navigation", name="All pages")
    tab_to(phone, pages.get_by_role("link", name="My certificates"))
    phone.keyboard.press("Enter")
    expect(heading(phone)).to_have_text("My certificates")


def test_handing_in_a_certificate(cast: Cast, desktop: Page, sign_in: SignIn) -> None:
    sign_in(desktop, cast.user["ada"])
    desktop.goto(reverse("officer:outside"))
    type_into(desktop, "title", "Crisis week")
    type_into(desktop, "completed_on", day_as_typed(-3))
    type_into(desktop, "minutes", "4")
    choose = desktop.locator("main [type='file']")
    tab_to(desktop, choose)
    # the window that opens from here is the system's own, and comes or not before the test listens for it
    choose.set_input_files({"name": "card.pdf", "mimeType": "application/pdf", "buffer": CARD})
    enter(desktop, "Hand in")
    expect(told(desktop)).to_be_visible()
    assert Record.lines.get().completed_on == timezone.localdate() - timedelta(days=3)


def test_asking_for_a_seat(cast: Cast, desktop: Page, sign_in: SignIn) -> None:
    session = a_session(cast, days=(5,))
    sign_in(desktop, cast.user["ada"])
    desktop.goto(reverse("officer:sessions"))
    enter(desktop, str(session), "link")
    enter(desktop, "Ask for a seat")
    expect(told(desktop)).to_contain_text("Your seat: confirmed")
    assert Enrolment.objects.get().person == cast.person["ada"]


def test_planning_a_session(cast: Cast, desktop: Page, sign_in: SignIn) -> None:
    a_course(cast)
    an_instructor(cast)
    sign_in(desktop, cast.user["tara"])
    desktop.goto(reverse("trainer:sessions"))
    enter(desktop, "Plan a session", "link")
    type_into(desktop, "course", "De-esc")
    day = desktop.get_by_role("group", name="Day 1")
    tab_to(desktop, day.get_by_label("Day", exact=True))
    desktop.keyboard.type(day_as_typed(7))
    tab_to(desktop, day.get_by_label("From"))
    desktop.keyboard.type("0800AM")
    tab_to(desktop, day.get_by_label("To", exact=True))
    desktop.keyboard.type("0400PM")
    enter(desktop, "Save the plan")
    expect(desktop.get_by_text("8 h of instruction")).to_be_visible()
    assert Session.objects.get().meetings.get().minutes == 480


def test_keeping_the_roll(cast: Cast, phone: Page, sign_in: SignIn) -> None:
    session = a_session(cast, a_course(cast), teacher=an_instructor(cast))
    a_seat(session, cast.person["ada"])
    sign_in(phone, cast.user["ian"])
    phone.goto(reverse("trainer:roll", args=[session.pk, session.meetings.get().pk]))
    tab_to(phone, phone.get_by_role("group", name="Ada").get_by_role("radio").first)
    phone.keyboard.press("Space")
    expect(phone.get_by_text("saved")).to_be_visible()
    assert Attendance.objects.get().presence == "present"
    enter(phone, "Save the roll")
    expect(phone.get_by_role("group", name="Ada").get_by_role("radio", name="present")).to_be_checked()


def test_correcting_a_rank(cast: Cast, desktop: Page, sign_in: SignIn) -> None:
    ada = cast.person["ada"]
    line = Fact.lines.standing().get(person=ada, fact="rank")
    sign_in(desktop, cast.user["tara"])
    desktop.goto(reverse("correct_line", args=[ada.pk, "fact", line.pk]))
    tab_to(desktop, desktop.locator("main [name='value']"))
    desktop.keyboard.press("Control+A")
    desktop.keyboard.type("corporal")
    type_into(desktop, "reason", "Order 1")
    desktop.keyboard.press("Enter")
    expect(told(desktop)).to_contain_text("Corrected.")
    assert Fact.lines.standing().get(person=ada, fact="rank").value == "corporal"


def test_deciding_on_a_waiver(cast: Cast, desktop: Page, sign_in: SignIn) -> None:
    adopt(cast.millbrook)
    waiver = excuse(cast.millbrook, cast.person["ada"], cast.user["tara"])
    sign_in(desktop, cast.user["chris"])
    desktop.goto(reverse("commander:decide", args=[waiver.pk]))
    tab_to(desktop, desktop.get_by_role("radio").first)
    desktop.keyboard.press("Space")
    type_into(desktop, "note", "Letter seen.")
    enter(desktop, "Decide")
    expect(told(desktop)).to_be_visible()
    waiver.refresh_from_db()
    assert waiver.decided_by == cast.user["chris"]


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("ada", "officer:due"),
        ("ada", "officer:outside"),
        ("tara", "trainer:add_session"),
        ("tara", "trainer:imports"),
        ("tara", "people"),
        ("chris", "commander:standing"),
        ("admin", "give_role"),
    ],
)
def test_focus_is_seen_wherever_tab_leads_and_leads_out_again(
    who: str, name: str, cast: Cast, desktop: Page, sign_in: SignIn
) -> None:
    adopt(cast.millbrook)
    sign_in(desktop, cast.user[who])
    desktop.goto(reverse(name))
    steps = 0
    while steps < MOST_STEPS:
        steps += 1
        desktop.keyboard.press("Tab")
        focus = desktop.evaluate(FOCUS)
        if focus["body"]:
            break
        assert focus["seen"], f"nobody sees the focus on {focus['what']}"
    reachable = desktop.locator("a[href]:visible, button:visible, select:visible, summary:visible").count()
    assert reachable <= steps < MOST_STEPS
