"""A class from its plan to its records: plan, enrol, roll, results, close, and the standing counts it at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import SignIn
from tests.browser.walking import follow, go, has_scripts, heading, press, row, tick, told
from tests.cast import Cast
from tests.factories.sessions import a_course, a_plan, a_record, an_instructor
from tests.standards.stories import adopt

from muster.records.enums import SessionState
from muster.records.models import Attendance, Enrolment, Record, Session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """Millbrook under the model's yearly rule, with a course, its plan and Ian to teach it; Ada has it already."""
    adopt(cast.millbrook)
    taught = a_course(cast)
    a_plan(cast, taught, assessments=1)
    an_instructor(cast)
    a_record(cast, cast.person["ada"], taught, timezone.localdate() - timedelta(days=100))
    return cast


def plan_for_yesterday(page: Page) -> Session:
    """Plan a class from the desk's first page. Yesterday's, as the walk closes it."""
    page.goto("/")
    expect(heading(page)).to_have_text("Today")
    go(page, "Training desk", "Sessions")
    page.get_by_role("main").get_by_role("link", name="Plan a session").first.click()
    page.get_by_label("Course", exact=True).select_option(index=1)
    page.get_by_role("spinbutton", name="Seats").fill("8")
    day = page.get_by_role("group", name="Day 1")
    day.get_by_label("Day", exact=True).fill(yesterday().isoformat())
    day.get_by_label("From").fill("08:00")
    day.get_by_label("To", exact=True).fill("16:00")
    teacher = page.get_by_role("group", name="Instructor 1").get_by_label("Instructor", exact=True)
    teacher.select_option(index=1)
    press(page, "Save the plan")
    expect(page.get_by_text("8 h of instruction")).to_be_visible()
    return Session.objects.get()


def yesterday() -> date:
    """Yesterday at Millbrook."""
    return timezone.localdate(timezone=ZoneInfo("America/Los_Angeles")) - timedelta(days=1)


def enrol(page: Page, *names: str) -> None:
    """Give people a seat from the list."""
    follow(page, "Enrol people")
    for name in names:
        tick(row(page, name).get_by_role("checkbox"))
    press(page, "Give them seats")


def card(page: Page, name: str) -> Locator:
    """What the roll says of one person."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("group", name=name))


def mark(page: Page, name: str, presence: str) -> None:
    """Touch a mark on the roll; where scripts run it is saved at once."""
    tick(card(page, name).get_by_role("radio", name=presence, exact=True))


def keep_the_roll(page: Page, late: str, present: str, walk_in: str) -> None:
    """Mark one late with the minutes there, all others present, and add somebody at the door."""
    page.get_by_role("main").get_by_role("link", name=re.compile("^Roll")).click()
    mark(page, present, "present")
    if has_scripts(page):
        expect(card(page, present)).to_contain_text("saved")
    mark(page, late, "late")
    if has_scripts(page):
        expect(card(page, late)).to_contain_text("Minutes there")
    else:
        card(page, late).get_by_text("Minutes and reason").click()
    card(page, late).get_by_label("Minutes there, of 480").fill("450")
    card(page, late).get_by_label("Reason").fill("Court")
    press(page, "Save the roll")
    expect(card(page, late).get_by_label("Minutes there, of 480")).to_have_value("450")
    page.get_by_label("One of our people").select_option(label=walk_in)
    press(page, "Add to the roll, present")
    expect(card(page, walk_in).get_by_role("radio", name="present", exact=True)).to_be_checked()


def give_results(page: Page, **percent: str) -> None:
    """Write down what each reached in the test of the lesson plan."""
    follow(page, "Results")
    for name, reached in percent.items():
        page.get_by_label(f"Percent {name} Testcase").fill(reached)
    press(page, "Save the results")
    expect(told(page)).to_be_visible()


def standing_of(page: Page, desk: Cast, name: str) -> Locator:
    """How the standing page says somebody stands by the rule of de-escalation, now."""
    page.goto(reverse("commander:person", args=[desk.person[name].pk]))
    return row(page, "De-escalation")


def test_class_goes_from_its_plan_to_its_records(desk: Cast, anywhere: Page, sign_in: SignIn) -> None:
    page = anywhere
    sign_in(page, desk.user["tara"])
    session = plan_for_yesterday(page)
    assert (session.state, session.seats, session.meetings.count()) == (SessionState.PLANNED, 8, 1)

    follow(page, "Enrol people")
    expect(row(page, "Testcase, Ada")).to_contain_text("already has this")
    expect(row(page, "Testcase, Ben")).not_to_contain_text("already has this")
    page.go_back()
    enrol(page, "Testcase, Ada", "Testcase, Ben")
    assert set(Enrolment.objects.filter(state="confirmed").values_list("person__given_name", flat=True)) == {
        "Ada",
        "Ben",
    }
    page.goto(reverse("trainer:session", args=[session.pk]))
    keep_the_roll(page, late="Ben", present="Ada", walk_in="Chris Testcase")
    told_marks = Attendance.objects.values_list("enrolment__person__given_name", "presence", "minutes")
    assert set(told_marks) == {("Ada", "present", 480), ("Ben", "late", 450), ("Chris", "present", 480)}

    page.goto(reverse("trainer:session", args=[session.pk]))
    give_results(page, Ada="90", Ben="85", Chris="95.5")
    expect(standing_of(page, desk, "chris")).to_contain_text("overdue")
    page.goto(reverse("trainer:session", args=[session.pk]))
    follow(page, "Close the session")
    expect(row(page, "Ben")).to_contain_text("attended in part")
    press(page, "Close the session")
    expect(told(page)).to_be_visible()
    records = Record.lines.filter(session=session).exclude(outcome="instructed")
    assert set(records.values_list("person__given_name", "outcome", "minutes")) == {
        ("Ada", "passed", 480),
        ("Ben", "partial", 450),
        ("Chris", "passed", 480),
    }
    expect(standing_of(page, desk, "chris")).to_contain_text("met")
