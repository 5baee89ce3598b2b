"""An officer's day: what is due and why, the file as of a day, a certificate from elsewhere, a seat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import SignIn
from tests.browser.walking import CARD, PASSWORD, fill, follow, go, heading, press, row, told
from tests.cast import Cast
from tests.factories.sessions import a_session
from tests.standards.stories import adopt, course, record

from muster.records.enums import EnrolmentState, RecordStatus
from muster.records.models import Enrolment, Evidence, Record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trained(cast: Cast) -> Cast:
    """Ada, who had de-escalation two years ago and first aid last month, under the model's yearly rule."""
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=730))
    aid = course(cast.millbrook, "FA-1", topics=["first-aid"], title="First aid")
    record(cast.person["ada"], aid, timezone.localdate() - timedelta(days=30))
    return cast


def test_officer_signs_in_and_sees_what_is_due_and_why(trained: Cast, anywhere: Page) -> None:
    ada = trained.user["ada"]
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    page = anywhere
    page.goto("/")
    page.get_by_label("Email").fill(ada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(heading(page)).to_have_text("What is due")
    expect(page.get_by_text("1 thing needs you soon.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="de-escalation").first.click()
    expect(page.get_by_role("heading", name="What is asked")).to_be_visible()
    expect(page.locator("main ul.tree li").first).to_be_visible()
    page.get_by_text("What did not count here, and why").click()
    idle = page.get_by_role("group").filter(has_text="What did not count here")
    expect(idle).to_contain_text("it belongs to a completion that has run out")
    expect(idle.get_by_text("Course DE-1")).to_be_visible()


def test_officer_opens_the_file_as_of_a_past_day(trained: Cast, anywhere: Page, sign_in: SignIn) -> None:
    sign_in(anywhere, trained.user["ada"])
    anywhere.goto("/")
    go(anywhere, "My training", "My file")
    expect(row(anywhere, "First aid")).to_be_visible()
    expect(row(anywhere, "Course DE-1")).to_be_visible()
    before = timezone.localdate() - timedelta(days=60)
    fill(anywhere, as_of=before.isoformat())
    press(anywhere, "Show")
    expect(anywhere.get_by_text(f"As of {before.day} {before:%b %Y}")).to_be_visible()
    expect(row(anywhere, "Course DE-1")).to_be_visible()
    expect(row(anywhere, "First aid")).to_have_count(0)


def test_officer_hands_in_training_with_its_certificate(cast: Cast, anywhere: Page, sign_in: SignIn) -> None:
    page = anywhere
    sign_in(page, cast.user["ada"])
    page.goto("/")
    go(page, "My training", "My file")
    follow(page, "Hand in training done elsewhere")
    fill(page, title="Crisis week", completed_on="2026-05-29", minutes="1:30", provider="State academy")
    page.get_by_label("Certificate").set_input_files(
        {"name": "card.pdf", "mimeType": "application/pdf", "buffer": CARD}
    )
    press(page, "Hand in")
    expect(told(page)).to_be_visible()
    handed = Record.lines.get()
    assert (handed.title, handed.completed_on, handed.minutes) == ("Crisis week", date(2026, 5, 29), 90)
    assert (handed.person, handed.status) == (cast.person["ada"], RecordStatus.PENDING)
    assert Evidence.objects.get(record=handed).name == "card.pdf"
    page.goto(reverse("officer:file"))
    expect(row(page, "Crisis week")).to_contain_text("waits")
    expect(page.get_by_text("Credit proven").locator("xpath=..")).not_to_contain_text("1 h 30 min")


def test_certificate_that_is_none_is_refused_beside_its_field(
    cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    page = anywhere
    sign_in(page, cast.user["ada"])
    page.goto(reverse("officer:outside"))
    fill(page, title="Crisis week", completed_on="2026-05-29", minutes="1:30")
    page.get_by_label("Certificate").set_input_files(
        {"name": "card.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00 a program"}
    )
    press(page, "Hand in")
    expect(page.get_by_role("alert")).to_contain_text("Certificate")
    expect(page.locator("main [name='title']")).to_have_value("Crisis week")
    assert not Record.lines.exists()


def test_officer_asks_for_a_seat_and_gives_it_back(cast: Cast, anywhere: Page, sign_in: SignIn) -> None:
    page = anywhere
    session = a_session(cast, days=(5,), seats=10)
    sign_in(page, cast.user["ada"])
    page.goto("/")
    go(page, "My training", "Sessions to join")
    follow(page, str(session))
    fill(page, note="After the night shift, please.")
    press(page, "Ask for a seat")
    expect(told(page)).to_contain_text("Your seat: confirmed")
    seat = Enrolment.objects.get()
    assert (seat.person, seat.state) == (cast.person["ada"], EnrolmentState.CONFIRMED)
    press(page, "Give my seat back")
    expect(told(page)).to_contain_text("You gave your seat back")
    seat.refresh_from_db()
    assert seat.state == EnrolmentState.WITHDRAWN
