"""Checking in at a conference from a phone: with a network, without one, twice, and after the page was opened anew."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.conftest import Axe, SignIn, Valid
from tests.browser.walking import fill, press, tick, told
from tests.cast import Cast
from tests.events.homecoming import PICTURE, a_session, at_event, part_of

from muster.events.models import Attendee, CheckIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(cast: Cast) -> Attendee:
    """Ada at the event, which has two sessions today."""
    part = part_of(at_event(cast)[1], cast)
    a_session(part.request.event)
    a_session(part.request.event, "Co-responders", code="BLUE2", minutes=60)
    return part


def address(part: Attendee) -> str:
    return reverse("officer:check_in", args=[part.pk])


def check_in(page: Page, session: str, code: str) -> None:
    tick(page.get_by_role("radio", name=session))
    fill(page, code=code)
    press(page, "Check in")


def keep(page: Page) -> None:
    press(page, "Keep it on this phone")
    expect(page.get_by_text("This page is kept on this phone")).to_be_visible()


def test_officer_checks_in_with_the_code_shown_in_the_room(
    there: Attendee, cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe, vnu: Valid
) -> None:
    sign_in(anywhere, cast.user["ada"])
    answer = anywhere.goto(address(there))
    assert answer is not None
    vnu(answer.text())
    axe(anywhere)
    check_in(anywhere, "Opening", "red7")
    expect(anywhere.locator("#check-in-seen")).to_contain_text("Opening")
    assert CheckIn.objects.get().session == a_session_of(there, "Opening")


def a_session_of(part: Attendee, title: str) -> object:
    return part.request.event.sessions.get(title=title)


def test_photograph_is_sent_where_no_code_was_seen(
    there: Attendee, cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    sign_in(anywhere, cast.user["ada"])
    anywhere.goto(address(there))
    tick(anywhere.get_by_role("radio", name="something else"))
    fill(anywhere, title="Hallway talk")
    anywhere.get_by_label("Or a photograph").set_input_files(
        {"name": "badge.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    press(anywhere, "Check in")
    expect(anywhere.locator("#check-in-seen")).to_contain_text("Hallway talk")
    assert CheckIn.objects.get().photo is not None


def test_what_was_checked_in_without_a_network_is_sent_once_when_it_is_back(
    there: Attendee, cast: Cast, phone: Page, sign_in: SignIn, axe: Axe
) -> None:
    away: BrowserContext = phone.context
    sign_in(phone, cast.user["ada"])
    phone.goto(address(there))
    keep(phone)
    away.set_offline(True)
    check_in(phone, "Opening", "RED7")
    expect(phone.get_by_text("No network. What you check in waits on this phone.")).to_be_visible()
    expect(phone.locator("#check-in-waits")).to_contain_text("Opening")
    axe(phone)
    phone.reload()  # the page opens without a network, and what waits is still there
    expect(phone.locator("#check-in-waits")).to_contain_text("Opening")
    check_in(phone, "Co-responders", "BLUE2")
    expect(phone.locator("#check-in-waits li")).to_have_count(2)
    assert CheckIn.objects.count() == 0
    away.set_offline(False)
    expect(phone.get_by_text("Everything is sent.")).to_be_visible()
    expect(phone.locator("#check-in-waits")).to_be_hidden()
    assert sorted(CheckIn.objects.values_list("title", flat=True)) == ["Co-responders", "Opening"]
    phone.reload()
    expect(phone.locator("#check-in-seen li")).to_have_count(2)
    assert CheckIn.objects.count() == 2


def test_answer_that_is_lost_on_the_way_makes_no_second_check_in(
    there: Attendee, cast: Cast, phone: Page, sign_in: SignIn
) -> None:
    sign_in(phone, cast.user["ada"])
    phone.goto(address(there))

    # the server takes it, and the phone never hears so
    phone.evaluate(
        """() => { const real = fetch; window.fetch = async (where, how) => {
        const answer = await real(where, how);
        if (how && how.method === "POST") throw new TypeError("lost");
        return answer; }; }"""
    )
    tick(phone.get_by_role("radio", name="something else"))
    fill(phone, title="Hallway talk", code="K9")
    press(phone, "Check in")
    expect(phone.get_by_text("No network. What you check in waits on this phone.")).to_be_visible()
    expect(phone.locator("#check-in-waits")).to_contain_text("Hallway talk")
    assert CheckIn.objects.count() == 1
    phone.reload()
    expect(phone.get_by_text("Everything is sent.")).to_be_visible()
    assert CheckIn.objects.count() == 1


def test_wrong_code_is_said_and_can_be_discarded(
    there: Attendee, cast: Cast, phone: Page, sign_in: SignIn
) -> None:
    sign_in(phone, cast.user["ada"])
    phone.goto(address(there))
    check_in(phone, "Opening", "WRONG")
    expect(phone.locator("#check-in-waits")).to_contain_text("This is not the code shown in the room.")
    phone.get_by_role("button", name="Discard").click()
    expect(phone.locator("#check-in-waits")).to_be_hidden()
    assert CheckIn.objects.count() == 0


def test_signing_out_takes_everything_off_the_phone(
    there: Attendee, cast: Cast, phone: Page, sign_in: SignIn
) -> None:
    sign_in(phone, cast.user["ada"])
    phone.goto(address(there))
    keep(phone)
    phone.context.set_offline(True)
    check_in(phone, "Opening", "RED7")
    expect(phone.locator("#check-in-waits")).to_contain_text("Opening")
    phone.context.set_offline(False)
    phone.route("**/send/", lambda route: route.abort())
    phone.goto("/mine/requests/")
    phone.locator("details.menu > summary").click()
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/accounts/**")
    left = phone.evaluate(
        """async () => [(await caches.keys()).length, (await indexedDB.databases()).length,
        (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert left == [0, 0, 0]


def test_who_signs_in_next_on_the_same_phone_finds_nothing_of_the_one_before(
    there: Attendee, cast: Cast, phone: Page, sign_in: SignIn
) -> None:
    sign_in(phone, cast.user["ada"])
    phone.goto(address(there))
    phone.route("**/send/", lambda route: route.abort())
    check_in(phone, "Opening", "RED7")
    expect(phone.locator("#check-in-waits")).to_contain_text("Opening")
    phone.evaluate("document.getElementById('check-in').dataset.account = '0'")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("#check-in-waits")).to_be_hidden()


def test_page_says_what_was_done_without_scripts(
    there: Attendee, cast: Cast, no_script_page: Page, sign_in: SignIn
) -> None:
    sign_in(no_script_page, cast.user["ada"])
    no_script_page.goto(address(there))
    check_in(no_script_page, "Opening", "WRONG")
    expect(no_script_page.get_by_text("This is not the code shown in the room.").first).to_be_visible()
    check_in(no_script_page, "Opening", "RED7")
    expect(told(no_script_page)).to_contain_text("Checked in: Opening.")
