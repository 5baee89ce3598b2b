"""The steps of outside training as people make them, each by pages alone; told as a story in ``test_outside_walk.py``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect
from tests.browser.walking import CARD, fill, follow, go, heading, press, tick, told

SCHOOL = "De-escalation instructor school"
PRACTICE = "Two cars to each crisis call"
PAPER = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": CARD}


# ── before ───────────────────────────────────────────────────────────────────────────────────────


def find_the_school(page: Page) -> None:
    """By what one lacks to the page of the event."""
    go(page, "Outside training", "Find training")
    page.get_by_label("Topic").select_option(label="de-escalation")
    press(page, "Show")
    follow(page, SCHOOL)
    expect(heading(page)).to_have_text(SCHOOL)


def ask_to_go(page: Page, first: date) -> None:
    """Say what for and when; it is a draft."""
    follow(page, "Ask to go")
    tick(page.get_by_role("group", name="Which requirements it serves").get_by_role("checkbox").first)
    fill(
        page,
        category="related to the job",
        purpose="Learn to teach it here.",
        sharing_plan="A roll-call briefing for both squads.",
        departs_at=f"{first}T06:00",
        returns_at=f"{first + timedelta(days=2)}T22:00",
        transport="agency vehicle",
        lodging_nights="2",
    )
    press(page, "Keep the draft")
    expect(told(page)).to_contain_text("Now say what it costs, then hand it in.")


def estimate(page: Page) -> None:
    """Tuition is known from the event; the hotel is written by hand."""
    follow(page, "Work the estimate out")
    expect(page.get_by_label("Tuition for each")).to_have_value("450.25")
    line = page.get_by_role("group", name="Line 1")
    line.get_by_label("What for").select_option(label="lodging")
    line.get_by_label("Amount").fill("320")
    press(page, "Keep this estimate")
    expect(told(page)).to_contain_text("The estimate is kept.")


def hand_in(page: Page) -> None:
    """Hand the request in."""
    follow(page, "Hand in")
    press(page, "Hand in")
    expect(told(page)).to_contain_text("staffing is checked")


def cover(page: Page) -> None:
    """Find who stands in for her, and say that the street is held."""
    open_the_waiting_one(page)
    follow(page, "Arrange the cover")
    press(page, "Take the proposed cover")
    expect(told(page).first).to_contain_text("Covers are written down for 3 shifts.")
    follow(page, "On to the decision")
    say_yes(page)


def open_the_waiting_one(page: Page) -> None:
    """The one request that waits for the reader."""
    go(page, "Outside training", "Waiting for me")
    follow(page, SCHOOL)


def approve(page: Page) -> None:
    """Approve what waits."""
    open_the_waiting_one(page)
    say_yes(page)


def say_yes(page: Page) -> None:
    """Decide about the request that is open."""
    tick(page.get_by_role("radio", name="Approve"))
    press(page, "Decide")
    expect(told(page)).to_contain_text("Decided.")


def choose_funds_and_approve(page: Page) -> None:
    """Say which fund pays for what, then approve, on the same page."""
    open_the_waiting_one(page)
    for kind in ("Tuition", "Lodging"):
        page.get_by_label(re.compile(f"^{kind}", re.IGNORECASE)).select_option(index=1)
    press(page, "Choose these funds")
    expect(told(page)).to_contain_text("The funds are chosen.")
    say_yes(page)


# ── there ────────────────────────────────────────────────────────────────────────────────────────


def open_the_request(page: Page, desk: str) -> None:
    """The request, from the list where the reader finds it."""
    go(page, "Outside training", desk)
    follow(page, SCHOOL)


def step(page: Page, name: str) -> None:
    """Take the request, whose page is open, a step further."""
    follow(page, name)
    press(page, name)
    expect(told(page)).to_contain_text("Done.")


def book(page: Page, day: date) -> None:
    """Register with the provider, write down what that cost, and have everything booked."""
    open_the_request(page, "All requests")
    step(page, "Registered with the provider")
    follow(page, "Write down what was paid")
    fill(page, kind="tuition", cents="450.25", day=str(day))
    page.get_by_label("From which fund").select_option(index=1)
    press(page, "Write down")
    expect(told(page)).to_contain_text("Written down.")
    page.goto("/")
    open_the_request(page, "All requests")
    step(page, "Everything is booked")


def leave(page: Page) -> None:
    """Say that they have left."""
    open_the_request(page, "All requests")
    step(page, "They have left")


def check_in_without_a_network(page: Page) -> None:
    """What is typed in a hall without a network waits on the phone and is sent once."""
    open_the_request(page, "My requests")
    follow(page, "Check in")
    press(page, "Keep it on this phone")
    expect(page.get_by_text("This page is kept on this phone")).to_be_visible()
    page.context.set_offline(True)
    tick(page.get_by_role("radio", name="Opening"))
    fill(page, code="red7")
    press(page, "Check in")
    expect(page.locator("#check-in-waits")).to_contain_text("Opening")
    page.context.set_offline(False)
    expect(page.get_by_text("Everything is sent.")).to_be_visible()
    expect(page.locator("#check-in-seen")).to_contain_text("Opening")


# ── back home ────────────────────────────────────────────────────────────────────────────────────


def come_back(page: Page) -> None:
    """Say that Ada was there, and that she is back."""
    open_the_request(page, "All requests")
    follow(page, "Change Ada Testcase")
    tick(page.get_by_role("radio", name="was there"))
    press(page, "Save")
    step(page, "They are back")


def owed(page: Page, what: str) -> None:
    """Go to what is due from oneself, to do it."""
    go(page, "Outside training", "Due from me")
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{what}")).click()


def claim_the_hotel(page: Page, day: date) -> None:
    """Claim what was paid oneself, with its receipt."""
    open_the_request(page, "My requests")
    follow(page, "Claim expenses")
    fill(page, kind="lodging", day=str(day), cents="312.41")
    page.locator("main input[name='receipt']").set_input_files(PAPER)
    press(page, "Add this expense")
    press(page, "Hand the claim in")
    expect(told(page)).to_contain_text("Finance looks at it now.")


def hand_in_the_certificate(page: Page) -> None:
    """The certificate becomes a record that waits for approval."""
    owed(page, "certificate")
    page.locator("main input[name='file']").set_input_files(PAPER)
    fill(page, minutes="24")
    press(page, "Hand in")
    expect(told(page)).to_contain_text("It counts as soon as somebody has approved it.")


def report(page: Page) -> None:
    """Say what is to be known here, and hand it in."""
    owed(page, "report")
    fill(
        page, attended="All three days.", key_points="Slow down, talk first.", change="Two cars to each call."
    )
    press(page, "Hand in")
    expect(told(page)).to_contain_text("Somebody in the training unit reads it.")


def approve_the_record(page: Page) -> None:
    """The training unit looks at the certificate and approves."""
    go(page, "Training desk", "Records to verify")
    follow(page, SCHOOL)
    tick(page.get_by_role("radio", name="Approve"))
    press(page, "Save")
    expect(told(page)).to_be_visible()


def accept_the_report(page: Page) -> None:
    """The training unit reads the report and accepts it."""
    go(page, "Outside training", "Reports to accept")
    follow(page, SCHOOL)
    tick(page.get_by_role("radio", name="Accept"))
    press(page, "Decide")
    expect(told(page)).to_contain_text("accepted")


def pay(page: Page) -> None:
    """Finance allows what was claimed, but for the minibar, and pays it."""
    go(page, "Outside training", "Claims")
    follow(page, "Ada Testcase")
    page.get_by_label("Allowed of $312.41").fill("300.16")
    page.get_by_label("Why less is allowed").fill("Minibar.")
    press(page, "Allow these amounts")
    press(page, "It is paid")
    expect(told(page)).to_contain_text("Written down as paid.")


def brief(page: Page) -> None:
    """Tell those who stayed, at roll call."""
    owed(page, "sharing")
    fill(page, kind="roll-call briefing", audience="Both squads", people_reached="14", note="Ten minutes.")
    press(page, "Write it down")
    expect(told(page)).to_contain_text("The training unit confirms it.")


def suggest(page: Page) -> None:
    """Suggest from the report what others do."""
    follow(page, "Report")
    follow(page, "Suggest a practice")
    fill(page, title=PRACTICE, measure="Fewer injuries by June, by the reports.")
    press(page, "Suggest it")
    expect(told(page)).to_be_visible()


def confirm_the_briefing(page: Page) -> None:
    """The training unit has heard the briefing."""
    go(page, "Outside training", "Reports to accept")
    follow(page, "Sharing")
    follow(page, SCHOOL)
    tick(page.get_by_role("radio", name="Confirm"))
    press(page, "Decide")
    expect(told(page)).to_contain_text("Decided.")


def look_into_it(page: Page) -> None:
    """Take the suggestion up."""
    go(page, "Outside training", "Practices")
    follow(page, PRACTICE)
    tick(page.get_by_role("radio", name="Look into it"))
    press(page, "Decide")
    expect(told(page)).to_contain_text("The practice is now")


def adopt_it(page: Page, review: date) -> None:
    """Decide that it is done here from now on, by whom, and when it is judged."""
    go(page, "Outside training", "Practices")
    follow(page, PRACTICE)
    tick(page.get_by_role("radio", name="Adopt it"))
    fill(page, reason="It costs nothing.", owner="Tara Testcase", review_on=str(review))
    press(page, "Decide")
    expect(told(page)).to_contain_text("adopted")


def close(page: Page) -> None:
    """Everything is home."""
    open_the_request(page, "All requests")
    step(page, "Close")
    expect(told(page)).to_contain_text("closed")
