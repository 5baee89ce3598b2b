"""From an empty database to the first standing, with two files of one's own, as a new department does it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Axe
from tests.browser.walking import PASSWORD, fill, follow, go, heading, press, row, tick, told

from muster.accounts.models import User
from muster.records.models import Record
from muster.roster.models import Agency, Person
from muster.web.first_run import first_run_path

pytestmark = pytest.mark.django_db(transaction=True)

ROSTER = (
    "Employee ID,Last Name,First Name,Hire Date,Rank,Unit\n"
    "7001,Rivers,Una,2021-02-01,officer,Patrol\n"
    "7002,Stone,Vera,2019-06-03,sergeant,Patrol\n"
)


def bring(page: Page, link: str, kind: str, name: str, text: str) -> None:
    """Go on from the first steps with a file, and take its columns as proposed."""
    follow(page, link)
    tick(page.get_by_role("radio", name=kind))
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    press(page, "Next: name the columns")
    press(page, "Next: look at the rows")
    expect(page.get_by_text("Rows in the file")).to_be_visible()


def test_new_department_gets_to_its_first_standing(anywhere: Page, axe: Axe) -> None:
    page = anywhere
    page.goto(first_run_path())
    axe(page)
    fill(page, name="Pat Chief", email="pat@example.org", password=PASSWORD)
    fill(page, agency="Millbrook Police", ori="or0990100", jurisdiction="Oregon", time_zone="Pacific")
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_role("main").get_by_role("link", name="Bring in a roster file").first).to_be_visible()
    axe(page)
    assert (User.objects.get().email, Agency.objects.get().ori) == ("pat@example.org", "OR0990100")

    bring(page, "Bring in a roster file", "people", "people.csv", ROSTER)
    tick(page.get_by_label("Add the 2 people whom nobody here knows"))
    press(page, "Look again")
    press(page, "Bring it in")
    expect(told(page)).to_contain_text("Brought in: 2 of 2 rows.")
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Una", "Vera"}

    page.goto("/start/")
    day = (timezone.localdate() - timedelta(days=20)).isoformat()
    text = f"Employee ID,Course Title,Completion Date,Hours\n7001,De-escalation,{day},4\n"
    bring(page, "Bring in a records file", "training records", "records.csv", text)
    tick(page.get_by_label("Add the 1 course that nobody here knows"))
    press(page, "Look again")
    press(page, "Bring it in")
    expect(told(page)).to_contain_text("Brought in: 1 of 1 rows.")
    assert Record.lines.standing().get().person.given_name == "Una"

    go(page, "Standing", "By unit", "Standing of Millbrook Police")
    shares = page.get_by_role("table", name="How many have each requirement in order")
    expect(shares.get_by_role("row").last).to_be_visible()
    expect(heading(page)).to_have_text("Standing of Millbrook Police")
    expect(row(page, "Patrol")).to_contain_text("2")
    axe(page)
