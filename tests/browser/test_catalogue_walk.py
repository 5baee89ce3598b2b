"""From a provider's table to an officer who asks to go: the coordinator takes it in, the officer finds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import SignIn
from tests.browser.walking import follow, go, heading, press, row, tick, told
from tests.cast import Cast
from tests.events.afterwards import an_event
from tests.events.stories import begin
from tests.standards.stories import adopt

from muster.events.enums import EventKind, EventState
from muster.events.models import Event, Interest

pytestmark = pytest.mark.django_db(transaction=True)


def test_table_is_taken_in_and_an_officer_finds_what_they_need(
    cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    adopt(cast.millbrook)
    day = timezone.localdate() + timedelta(days=60)
    table = (
        "Title,Start date,Topics,Hours,City,State,Fee\n"
        f"De-escalation school,{day},De-escalation,24,Salem,OR,$450\n"
        f"Range day,{day},Firearms,8,Bend,OR,free\n"
    )
    page = anywhere
    sign_in(page, cast.user["tara"])
    page.goto("/")
    go(page, "Outside training", "Find training")
    follow(page, "From a table")
    page.get_by_label("Table (CSV)").set_input_files(
        {"name": "spring.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    press(page, "Look at it")
    expect(row(page, "De-escalation school")).to_contain_text("$450.00")
    assert not Event.objects.exists()
    press(page, "Take all of it in")
    expect(told(page)).to_contain_text("2 new")

    sign_in(page, cast.user["ada"])
    page.goto("/")
    go(page, "Outside training", "Find training")
    page.get_by_label("Topic").select_option(label="de-escalation")
    press(page, "Show")
    expect(row(page, "Range day")).to_have_count(0)
    follow(page, "De-escalation school")
    expect(heading(page)).to_have_text("De-escalation school")
    press(page, "de-escalation")
    expect(told(page)).to_contain_text("You are on the list")
    assert Interest.objects.get().person == cast.person["ada"]
    follow(page, "Ask to go")
    served = page.get_by_role("group", name="Which requirements it serves")
    tick(served.get_by_role("checkbox").first)


def test_long_words_of_the_list_stay_within_a_phone(cast: Cast, phone: Page, sign_in: SignIn) -> None:
    day = timezone.localdate() + timedelta(days=60)
    more = {"kind": EventKind.TRAIN_THE_TRAINER, "state": EventState.TENTATIVE, "is_sample": True}
    an_event(begin(cast), "Crisis school", day, provider="Community Mental Health Board", **more)
    sign_in(phone, cast.user["ada"])
    phone.goto(reverse("events"))
    expect(row(phone, "Crisis school")).to_be_visible()
    box = phone.locator(".table-box")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    for cell in row(phone, "Crisis school").get_by_role("cell").all():
        assert cell.evaluate("cell => cell.scrollWidth - cell.clientWidth") == 0
