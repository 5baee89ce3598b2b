"""The department's own pages: people, corrections by two at once, entries joined and parted, roles, the ledger."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.browser.conftest import Axe, SignIn
from tests.browser.walking import fill, follow, go, heading, press, row, told
from tests.cast import Cast, make_officer

from muster.accounts.models import Grant
from muster.ledger.models import Entry
from muster.roster.models import Fact, Person

pytestmark = pytest.mark.django_db(transaction=True)


def rank_of(person: Person) -> str:
    """The rank in force."""
    return Fact.lines.standing().get(person=person, fact="rank").value


def test_person_is_added_and_their_rank_corrected(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    sign_in(page, cast.user["admin"])
    page.goto("/")
    go(page, "Department", "People")
    follow(page, "Add a person")
    fill(page, given_name="Una", family_name="Rivers", number="7001", start="2024-02-01")
    page.get_by_role("main").get_by_label("Agency", exact=True).select_option(label="Millbrook Police")
    press(page, "Add")
    expect(heading(page)).to_have_text("Una Rivers")
    una = Person.objects.get(given_name="Una")
    assert una.appointments.get().agency == cast.millbrook
    page.goto(reverse("person", args=[cast.person["ada"].pk]))
    axe(page)
    page.locator("section[aria-labelledby=facts]").get_by_role("link", name="Correct").first.click()
    fill(page, value="corporal", reason="The order of 1 May was read wrongly.")
    press(page, "Save")
    expect(told(page)).to_contain_text("Corrected. The old entry stays in the history.")
    expect(page.locator("section[aria-labelledby=facts]")).to_contain_text("corporal")
    page.locator("section[aria-labelledby=facts]").get_by_role("link", name="History").first.click()
    expect(page.get_by_text("The order of 1 May was read wrongly.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("officer")
    assert rank_of(cast.person["ada"]) == "corporal"


def test_second_of_two_who_correct_a_line_is_shown_the_difference(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    line = Fact.lines.standing().get(person=cast.person["ada"], fact="rank")
    address = reverse("correct_line", args=[cast.person["ada"].pk, "fact", line.pk])
    first = anywhere
    sign_in(first, cast.user["admin"])
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(address)
    fill(first, value="corporal", reason="Order 1")
    press(first, "Save")
    expect(told(first)).to_contain_text("Corrected.")
    fill(second, value="sergeant", reason="Order 2")
    press(second, "Save")
    expect(second.get_by_role("heading", name="Somebody else was quicker")).to_be_visible()
    difference = second.get_by_role("table", name="What is different")
    for word in ("officer", "corporal", "sergeant"):
        expect(difference).to_contain_text(word)
    axe(second)
    assert rank_of(cast.person["ada"]) == "corporal"
    fill(second, reason="Order 2 came last")
    press(second, "Save")
    expect(told(second)).to_contain_text("Corrected.")
    assert rank_of(cast.person["ada"]) == "sergeant"


def test_two_entries_are_joined_and_parted_again(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    twin = make_officer(cast, "adah", cast.millbrook, rank="officer")
    ada = cast.person["ada"]
    sign_in(page, cast.user["tara"])
    page.goto(reverse("person", args=[ada.pk]))
    follow(page, "Same person twice?")
    page.get_by_label("Name or number of the other entry").fill("Adah")
    press(page, "Search")
    row(page, "Adah").get_by_role("link", name="Compare").click()
    expect(heading(page)).to_have_text("Join Adah Testcase into Ada Testcase")
    axe(page)
    fill(page, reason="One spelling mistake.")
    press(page, "Join")
    expect(page.get_by_text("Another entry of this person is shown here too.")).to_be_visible()
    twin.refresh_from_db()
    assert twin.same_as == ada
    go(page, "Department", "Duplicates", "One person, entered twice?")
    page.get_by_role("main").get_by_role("link", name="Undo").click()
    fill(page, reason="They are two after all.")
    page.get_by_role("main").get_by_role("button").last.click()
    expect(told(page)).to_be_visible()
    twin.refresh_from_db()
    assert twin.same_as is None


def test_role_is_given_to_somebody_new_and_ended(cast: Cast, anywhere: Page, sign_in: SignIn) -> None:
    page = anywhere
    sign_in(page, cast.user["admin"])
    page.goto("/")
    go(page, "Department", "Roles")
    follow(page, "Give a role")
    fill(page, email="una@example.org", name="Una Rivers", role="instructor", agency="Millbrook Police")
    press(page, "Give the role")
    grant = Grant.objects.get(user__email="una@example.org")
    assert (grant.role, grant.agency) == ("instructor", cast.millbrook)
    page.goto(reverse("grants") + "?q=una")
    row(page, "Una Rivers").get_by_role("link", name="End").click()
    fill(page, reason="Moved away.")
    press(page, "End the role")
    expect(told(page)).to_be_visible()
    grant.refresh_from_db()
    assert grant.is_over


def test_ledger_shows_an_entry_at_its_place_in_the_chain(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    sign_in(page, cast.user["admin"])
    for name in ("ada", "ben"):
        line = Fact.lines.standing().get(person=cast.person[name], fact="rank")
        page.goto(reverse("correct_line", args=[cast.person[name].pk, "fact", line.pk]))
        fill(page, value="corporal", reason=f"Order for {name}")
        press(page, "Save")
    page.goto("/")
    go(page, "Department", "Ledger")
    expect(row(page, "Order for ada")).to_contain_text("Admin")
    row(page, "Order for ada").get_by_role("link").click()
    expect(page.locator(".lede")).to_contain_text("fits its neighbours")
    chain = page.locator("ol.chain")
    first, last = Entry.objects.order_by("number")
    expect(chain).to_contain_text(first.hash)
    expect(chain).to_contain_text(last.hash)
    expect(chain).to_contain_text("its content gives this hash")
    axe(page)
