"""The money of one journey in the browser: an estimate and a claim on a phone, review, payment and budget at a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in

from muster.events.enums import ClaimState
from muster.events.models import Claim, Request

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, Any], None]


def test_officer_estimates_on_a_phone(
    cast: Cast, phone: Page, sign_in: SignIn, axe: Callable[..., None]
) -> None:
    request = ask(begin(cast))
    sign_in(phone, cast.user["ada"])
    phone.goto(reverse("request", args=[request.pk]))
    phone.get_by_role("link", name="Work the estimate out").click()
    phone.get_by_label("Tuition for each").fill("450")
    phone.get_by_label("Hourly pay", exact=False).first.fill("40")
    line = phone.get_by_role("group", name="Line 2")  # the first is the one that was there
    line.get_by_label("What for").select_option("air")
    line.get_by_label("Amount").fill("312.40")
    phone.get_by_role("button", name="Work it out").click()
    expect(phone.get_by_text("estimate, payroll decides").first).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Keep this estimate").click()
    expect(phone.get_by_text("The estimate is kept.")).to_be_visible()
    axe(phone)
    kinds = Request.objects.get(pk=request.pk).costs.values_list("kind", flat=True)
    assert "air" in kinds


def test_claim_goes_from_a_photo_on_the_phone_to_the_budget(
    cast: Cast, phone: Page, desktop: Page, sign_in: SignIn, axe: Callable[..., None]
) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=90_000)))
    ada = request.attendees.get()
    sign_in(phone, cast.user["ada"])
    phone.goto(reverse("officer:claim", args=[ada.pk]))
    phone.get_by_label("What for").select_option("lodging")
    phone.get_by_label("Day").fill("2026-11-19")
    phone.get_by_label("Amount").fill("312.41")
    phone.get_by_label("Receipt", exact=False).first.set_input_files(
        {"name": "hotel.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    phone.get_by_role("button", name="Add this expense").click()
    expect(phone.get_by_role("link", name="hotel.pdf")).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Hand the claim in").click()
    expect(phone.get_by_text("Finance looks at it now.")).to_be_visible()

    sign_in(desktop, cast.user["fay"])
    desktop.goto(reverse("commander:claims"))
    axe(desktop)
    desktop.get_by_role("link", name="Ada Testcase").click()
    desktop.get_by_label("Allowed of $312.41").fill("300")
    desktop.get_by_label("Why less is allowed").fill("Minibar.")
    desktop.get_by_role("button", name="Allow these amounts").click()
    desktop.get_by_label("Lodging").select_option(str(story.fund.pk))
    desktop.get_by_role("button", name="It is paid").click()
    expect(desktop.get_by_text("Written down as paid.")).to_be_visible()
    axe(desktop)
    assert Claim.objects.get().state == ClaimState.SETTLED

    desktop.goto(f"{reverse('commander:budget')}?first=2026-01-01&last=2028-12-31")
    expect(desktop.get_by_role("table", name="By unit of who asked")).to_contain_text("$300.00")
    axe(desktop)
