"""Outside training from a find to what it was worth: one request and five people, by pages alone.

Ada finds a school and asks to go. Scot covers her shifts, Fay finds the money and Chris approves, the last two on a phone.
Tara books it. Ada checks in there without a network, and brings home a certificate, a receipt, a report, a briefing
and a practice. Fay pays, Tara and Chris look at what came, and what came of it is told with the cents that were spent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SignIn
from tests.browser.outside_steps import (
    PRACTICE,
    SCHOOL,
    accept_the_report,
    adopt_it,
    approve,
    approve_the_record,
    ask_to_go,
    book,
    brief,
    check_in_without_a_network,
    choose_funds_and_approve,
    claim_the_hotel,
    close,
    come_back,
    confirm_the_briefing,
    cover,
    estimate,
    find_the_school,
    hand_in,
    hand_in_the_certificate,
    leave,
    look_into_it,
    open_the_request,
    pay,
    report,
    suggest,
)
from tests.browser.walking import follow, go, row
from tests.cast import Cast
from tests.events.stories import ZONE, begin
from tests.events.streets import floor, officers, pattern, stands_in, works
from tests.standards.stories import adopt, course

from muster.events.enums import RequestState
from muster.events.models import Event, EventSession
from muster.events.policy import Stage

pytestmark = pytest.mark.django_db(transaction=True)
S = RequestState
STAGES = tuple(Stage(stage) for stage in (S.STAFFING_REVIEW, S.BUDGET_REVIEW, S.COMMAND_REVIEW))


class Calendar:
    """The clock of the server and of the phone, which the story turns on: nobody leaves before the day of departure."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """What the clock shows."""
        return datetime.now(tz=UTC) + self.ahead

    def turn_to(self, day: date, hour: int) -> None:
        """Turn on to an hour of a day at Millbrook."""
        self.ahead = datetime.combine(day, time(hour), ZONE) - datetime.now(tz=UTC)


@dataclass
class Walk:
    """Where the story is told: who there is, a desk, a phone, and the day."""

    cast: Cast
    desk: Page
    phone: Page
    sign_in: SignIn
    calendar: Calendar
    event: Event

    def at_desk(self, name: str) -> Page:
        """Somebody sits down at the desk."""
        return self._opened(self.desk, name)

    def with_phone(self, name: str) -> Page:
        """Somebody takes the phone out, whose clock goes as ours does."""
        self.phone.clock.set_fixed_time(self.calendar.now())
        return self._opened(self.phone, name)

    def _opened(self, page: Page, name: str) -> Page:
        self.sign_in(page, self.cast.user[name])
        page.goto("/")
        return page

    def day(self, days: int) -> date:
        """A day of the event, from its first on."""
        assert self.event.starts_on is not None
        return self.event.starts_on + timedelta(days=days)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """A clock that is ours to set."""
    made = Calendar()
    monkeypatch.setattr("django.utils.timezone.now", made.now)
    return made


@pytest.fixture
def event(calendar: Calendar, cast: Cast) -> Event:
    """A school in forty days, that counts for what Ada lacks; money; and a street that may not miss her.

    It is early in March, so that the story does not run into another year.
    """
    calendar.turn_to(date(calendar.now().year + 1, 3, 1), 8)
    adopt(cast.millbrook)
    story = begin(cast, stages=STAGES, in_days=40)
    Event.objects.filter(pk=story.event.pk).update(
        course=course(cast.millbrook, title=SCHOOL, minutes=1_440), tuition_cents=45_025, city="Salem"
    )
    EventSession.objects.create(
        event=story.event, title="Opening", day=story.event.starts_on, minutes=90, code="RED7"
    )
    works(cast.squad_a, pattern(cast.millbrook))
    floor(cast.squad_a, 2)
    officers(cast, cast.squad_b, "max")
    works(cast.squad_b, pattern(cast.millbrook, [None]))
    stands_in(
        cast, "max", volunteers=True
    )  # the pay of who stands in is payroll's: no cent of it is told here
    return story.event


@pytest.fixture
def walk(cast: Cast, desktop: Page, phone: Page, sign_in: SignIn, calendar: Calendar, event: Event) -> Walk:
    """Everybody, before anything has happened."""
    return Walk(cast, desktop, phone, sign_in, calendar, event)


def ask(walk: Walk) -> None:
    """Ada finds the school, and hands in her request."""
    page = walk.at_desk("ada")
    find_the_school(page)
    ask_to_go(page, walk.day(0))
    estimate(page)
    hand_in(page)


# ── what came of it ──────────────────────────────────────────────────────────────────────────────


def nothing_is_due(page: Page) -> None:
    """Her certificate counts, and nothing is asked of her any more."""
    go(page, "My training", "What is due")
    expect(row(page, "De-escalation")).to_contain_text("met")
    go(page, "Outside training", "Due from me")
    expect(page.get_by_role("main")).to_contain_text("Nothing is due from you")


def money_is_told_to_the_cent(page: Page) -> None:
    """Of the fund is gone what was paid for the school and for the hotel, and no cent more."""
    go(page, "Outside training", "Budget")
    expect(row(page, "Training fund")).to_contain_text("$750.41")
    expect(row(page, "Training fund")).to_contain_text("$9,249.59")


def it_is_told_what_came_of_it(page: Page) -> None:
    """The same cents stand beside whom it reached and what is done otherwise now; the event leads there and back."""
    go(page, "Outside training", "Was it worth it?")
    follow(page, SCHOOL)
    follow(page, "Was it worth it?")
    expect(page.get_by_text(f"outside training: {SCHOOL}")).to_be_visible()
    for words in ("$750.41", "14", "$50.03"):
        expect(row(page, SCHOOL)).to_contain_text(words)
    expect(page.get_by_role("listitem").filter(has_text=PRACTICE)).to_be_visible()


def test_training_goes_from_a_find_to_what_it_was_worth(walk: Walk) -> None:
    calendar = walk.calendar
    ask(walk)
    cover(walk.at_desk("scot"))
    choose_funds_and_approve(walk.with_phone("fay"))
    approve(walk.with_phone("chris"))
    book(walk.at_desk("tara"), walk.day(-30))

    calendar.turn_to(walk.day(0), 9)
    leave(walk.at_desk("tara"))
    check_in_without_a_network(walk.with_phone("ada"))

    calendar.turn_to(walk.day(4), 9)
    come_back(walk.at_desk("tara"))
    claim_the_hotel(walk.with_phone("ada"), walk.day(1))
    hand_in_the_certificate(walk.with_phone("ada"))
    report(walk.at_desk("ada"))
    approve_the_record(walk.at_desk("tara"))
    accept_the_report(walk.at_desk("tara"))
    pay(walk.at_desk("fay"))
    brief(walk.at_desk("ada"))
    suggest(walk.desk)
    confirm_the_briefing(walk.at_desk("tara"))
    look_into_it(walk.at_desk("tara"))
    adopt_it(walk.at_desk("chris"), walk.day(90))
    close(walk.at_desk("tara"))

    nothing_is_due(walk.with_phone("ada"))
    money_is_told_to_the_cent(walk.at_desk("fay"))
    it_is_told_what_came_of_it(walk.at_desk("chris"))


def test_request_is_asked_for_and_approved_without_scripts(
    cast: Cast, no_script_page: Page, phone: Page, sign_in: SignIn, calendar: Calendar, event: Event
) -> None:
    walk = Walk(cast, no_script_page, phone, sign_in, calendar, event)
    ask(walk)
    cover(walk.at_desk("scot"))
    choose_funds_and_approve(walk.at_desk("fay"))
    approve(walk.at_desk("chris"))
    ada = walk.at_desk("ada")
    open_the_request(ada, "My requests")
    expect(ada.get_by_role("main")).to_contain_text("approved")
