"""The training desk beside its classes: records to verify, imports, a lesson plan, who is short, what if."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Axe, SignIn
from tests.browser.walking import fill, follow, go, heading, press, row, tick, told
from tests.cast import Cast
from tests.factories.sessions import a_course, a_record, a_session
from tests.standards.stories import adopt, course, record

from muster.curriculum.models import LessonPlan
from muster.files.actions import store
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Batch, Enrolment, Evidence, Record
from muster.roster.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

ROSTER = (
    "Employee ID,Last Name,First Name,Hire Date,Rank,Unit\n"
    "7001,Rivers,Una,2021-02-01,officer,Squad A\n"
    "7002,Stone,Vera,2019-06-03,sergeant,Squad B\n"
    ",Nameless,,2020-01-01,officer,Squad A\n"
)


def handed_in(cast: Cast, name: str, title: str) -> Record:
    """Training that somebody handed in with a certificate, and that waits."""
    day = timezone.localdate() - timedelta(days=9)
    states = {"status": RecordStatus.PENDING, "origin": Origin.OUTSIDE}
    made = a_record(cast, cast.person[name], course(cast.millbrook, f"X-{name}", title=title), day, **states)
    stored = store(content=io.BytesIO(b"%PDF-1.7 a certificate"), by=cast.user[name])
    Evidence.objects.create(record=made, file=stored, name="card.pdf")
    return made


def bring_file(page: Page, name: str, text: str, kind: str) -> Batch:
    """Hand a file in under Imports and take the columns as they are proposed."""
    page.goto("/")
    go(page, "Training desk", "Imports")
    tick(page.get_by_role("radio", name=kind))
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    press(page, "Next: name the columns")
    expect(heading(page)).to_have_text("Name the columns")
    press(page, "Next: look at the rows")
    expect(page.get_by_text("Rows in the file")).to_be_visible()
    return Batch.objects.latest("pk")


def came_in(page: Page) -> str:
    """How many rows the page of a file says come in, or came in."""
    return page.locator("dl.facts div").filter(has_text="me in").locator("dd").inner_text()


def test_records_handed_in_are_looked_at_together_and_approved(
    cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    page = anywhere
    handed_in(cast, "ada", "Crisis week")
    handed_in(cast, "ben", "Night driving")
    handed_in(cast, "tara", "My own week")
    sign_in(page, cast.user["tara"])
    page.goto("/")
    go(page, "Training desk", "Records to verify")
    expect(row(page, "My own week").get_by_role("checkbox")).to_have_count(0)
    for title in ("Crisis week", "Night driving"):
        tick(row(page, title).get_by_role("checkbox"))
    press(page, "Look at the chosen ones, then approve")
    expect(page.get_by_text("2 records, 8 h of credit. All of it is approved, or nothing.")).to_be_visible()
    assert Record.lines.standing().filter(status="verified").count() == 0, "looking approves nothing"
    press(page, "Approve")
    expect(told(page)).to_contain_text("2")
    verified = Record.lines.standing().filter(status="verified")
    assert set(verified.values_list("title", flat=True)) == {"Crisis week", "Night driving"}


def test_roster_file_is_looked_at_tried_brought_in_and_taken_back(
    cast: Cast, anywhere: Page, sign_in: SignIn
) -> None:
    page = anywhere
    sign_in(page, cast.user["tara"])
    bring_file(page, "people.csv", ROSTER, "people")
    people = Person.objects.count()
    tick(page.get_by_label("Add the 2 people whom nobody here knows"))
    press(page, "Look again")
    assert came_in(page) == "2"
    press(page, "Try it first")
    expect(told(page).first).to_be_visible()
    assert Person.objects.count() == people, "a trial writes nothing"
    press(page, "Bring it in")
    expect(told(page)).to_contain_text("Brought in: 2 of 3 rows.")
    una = Person.objects.get(given_name="Una")
    assert [line.agency for line in una.appointments.all()] == [cast.millbrook]
    follow(page, "Take back")
    fill(page, reason="It was last year's file.")
    press(page, "Take back")
    expect(page.locator(".lede")).to_contain_text("taken back")
    assert Batch.objects.get().undo_reason == "It was last year's file."


def test_records_file_counts_from_acceptance_until_it_is_taken_back(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    adopt(cast.millbrook)
    taught = course(cast.millbrook, "DE-1", title="Calm words")
    number = cast.person["ada"].identifiers.get(kind="agency").value
    day = (timezone.localdate() - timedelta(days=20)).isoformat()
    text = (
        "Employee ID,Course Title,Completion Date,Hours\n"
        f"{number},{taught.title},{day},4\n"
        f"{number},{taught.title},not a day,4\n"
    )
    sign_in(page, cast.user["tara"])
    bring_file(page, "records.csv", text, "training records")
    assert came_in(page) == "1"
    expect(page.get_by_text("Why rows are set aside")).to_be_visible()
    axe(page)
    press(page, "Bring it in")
    expect(told(page)).to_contain_text("Brought in: 1 of 2 rows.")
    about_ada = reverse("commander:person", args=[cast.person["ada"].pk])
    page.goto(about_ada)
    expect(row(page, "De-escalation")).to_contain_text("met")
    page.goto(reverse("trainer:import_undo", args=[Batch.objects.get().pk]))
    fill(page, reason="The wrong year.")
    press(page, "Take back")
    assert not Record.lines.standing().exists()
    page.goto(about_ada)
    expect(row(page, "De-escalation")).to_contain_text("overdue")


def test_lesson_plan_is_written_checked_and_handed_in(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    taught = a_course(cast)
    sign_in(page, cast.user["tara"])
    page.goto("/")
    go(page, "What we teach", "Courses")
    follow(page, taught.title)
    page.get_by_role("main").get_by_role("link", name="Begin").first.click()
    fill(page, goal="Fewer fights.")
    press(page, "Begin")
    expect(told(page)).to_contain_text("The draft is there")
    plan = LessonPlan.objects.get()
    page.goto(reverse("trainer:plan", args=[plan.pk]))
    checks = page.locator("section[aria-labelledby=checks]")
    expect(checks).to_contain_text("objective")
    write_part(page, "Objectives", text="Slows a talk down, as rated by a partner.", kind="skill")
    write_part(page, "Blocks", title="Practice", minutes="480", method="practice")
    tick(write_row(page, "Assessments", title="The scene").get_by_label("1. Slows a talk down"))
    press_first_save(page)
    expect(page.get_by_text("Shows objective 1")).to_be_visible()
    axe(page)
    follow(page, "Hand in for expert review")
    page.get_by_role("main").get_by_role("button", name="Hand in for expert review").click()
    expect(page.locator(".lede")).to_contain_text("review")
    plan.refresh_from_db()
    assert (plan.state, plan.objectives.count(), plan.blocks.get().minutes) == ("sme_review", 1, 480)
    assert list(plan.assessments.get().objectives.all()) == list(plan.objectives.all())


def write_row(page: Page, part: str, **values: str) -> Locator:
    """Open a part of the plan, add a row and fill it in."""
    page.get_by_role("main").get_by_role("link", name=re.compile(rf"^Change\s*: {part}$")).click()
    press(page, "Add a row")
    fill(page, **{f"row-0-{name}": value for name, value in values.items()})
    return page.get_by_role("group", name="Row 1")


def write_part(page: Page, part: str, **values: str) -> None:
    """Write a part of the plan with one row, and save it."""
    write_row(page, part, **values)
    press_first_save(page)


def press_first_save(page: Page) -> None:
    """Save the part."""
    page.get_by_role("main").get_by_role("button", name="Save").first.click()
    expect(told(page)).to_contain_text("Saved")


def test_who_is_short_gets_a_seat_and_what_it_would_change_is_shown(
    cast: Cast, anywhere: Page, sign_in: SignIn, axe: Axe
) -> None:
    page = anywhere
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=30))
    session = a_session(cast, a_course(cast), days=(5,))
    sign_in(page, cast.user["tara"])
    page.goto("/")
    go(page, "Standing", "Who is short")
    expect(row(page, "Ada")).to_have_count(0)
    tick(row(page, "Ben").get_by_role("checkbox"))
    axe(page)
    page.get_by_label("Give those ticked a seat in").select_option(index=0)
    press(page, "Enrol them")
    expect(told(page)).to_be_visible()
    assert Enrolment.objects.get(session=session).person == cast.person["ben"]
    page.goto("/")
    go(page, "Standing", "What if", "What would a class change?")
    fill(page, session=str(session))
    press(page, "Work it out")
    expect(row(page, "Ben")).to_contain_text("overdue")
    expect(row(page, "Ben")).to_contain_text("met")
    expect(page.get_by_text("1 of 1 people would have a requirement in order")).to_be_visible()
    axe(page)
    assert Record.lines.count() == 1, "asking writes nothing"
