"""What is known of open requests: duties from the standing, days, whom they reach, who was away; and the advice on money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.events.afterwards import an_event, been_there, brought_home
from tests.events.stories import Story, approve, ask, begin, hand_in
from tests.standards.stories import DE_ESCALATION, adopt, course, record

from muster.events.enums import NeedKind, RequestState
from muster.events.models import Need, Request
from muster.events.queries.asking import Known, known_of, undecided
from muster.events.ranking import OpenDuty, Reason, ranked
from muster.events.selection import advised, left_in_funds, requests_of_year

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]
TITLE = "De-escalation for every officer, again and again"


def known(story: Story) -> Known:
    found = Request.objects.select_related("event", "agency").order_by("pk")
    return known_of(story.cast.millbrook, list(undecided(found)))


def test_requirement_that_the_event_would_meet_is_a_dated_mandate(cast: Cast) -> None:
    story = begin(cast)
    adopt(cast.millbrook)
    past = timezone.localdate() - timedelta(days=400)
    record(cast.person["ada"], course(cast.millbrook), past)
    hand_in(story, ask(story, "ada"))
    found = known(story).askings[0]
    assert found.duties == (OpenDuty(DE_ESCALATION, TITLE, 1, past + timedelta(days=365)),)
    assert ranked([found])[0].grounds[0].reason == Reason.DATED_MANDATE


def test_requirement_that_is_in_order_is_no_reason_though_it_is_named(cast: Cast) -> None:
    story = begin(cast)
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=30))
    request = hand_in(story, ask(story, "ada"))
    Need.objects.create(request=request, kind=NeedKind.REQUIREMENT, requirement=DE_ESCALATION)
    assert known(story).askings[0].duties == ()


def test_days_people_and_reach_come_from_the_request_and_from_the_series(cast: Cast) -> None:
    story = begin(cast)
    story.event.series = "School"
    story.event.save()
    before = been_there(story, an_event(story, "Before", date(2026, 5, 4), series="School"), "ben", "ian")
    brought_home(story, before, reached=11)
    hand_in(story, ask(story, "ada", "sam"))
    found = known(story).askings[0]
    assert (found.people, found.days) == (2, 3)
    assert found.reached == 11  # by two who went; two go


def test_journeys_of_the_last_two_years_are_counted(cast: Cast) -> None:
    story = begin(cast)
    been_there(story, an_event(story, "Lately", timezone.localdate() - timedelta(days=700)), "ada")
    been_there(story, an_event(story, "Long ago", timezone.localdate() - timedelta(days=800)), "ada")
    hand_in(story, ask(story, "ada"))
    assert known(story).askings[0].trips == 1


def test_requests_cost_the_same_queries_for_one_and_for_three(cast: Cast, queries_of: Counted) -> None:
    story = begin(cast)
    adopt(cast.millbrook)
    hand_in(story, ask(story, "ada"))
    first = queries_of(lambda: known(story))
    for name in ("ben", "ian"):
        hand_in(story, ask(story, name))
    assert queries_of(lambda: known(story)) == first


def test_advice_stands_beside_what_was_approved(cast: Cast) -> None:
    story = begin(cast)
    small = approve(story, hand_in(story, ask(story, "ada", cents=10_000)))
    large = hand_in(story, ask(story, "ben", "ian", cents=90_000))
    year = story.event.starts_on.year if story.event.starts_on else 0
    found = requests_of_year(Request.objects.all(), year)
    advice = advised(cast.millbrook, found, cents=95_000, beyond=2, only_open=False)
    assert [each.pk for each in advice.approved] == [small.pk]
    assert advice.choice.keys == (str(large.pk),)  # two people for a reason as strong
    assert advice.more.added == (str(small.pk),)  # 104,500 would pay for both
    assert not advice.is_advised(small.pk)


def test_who_was_promised_a_seat_this_year_waits_for_others(cast: Cast) -> None:
    story = begin(cast, in_days=3)
    if story.event.starts_on and story.event.starts_on.year != timezone.localdate().year:
        pytest.skip("the event of this story begins next year")
    approve(story, hand_in(story, ask(story, "ada")))
    again = hand_in(story, ask(story, "ada"))
    new = hand_in(story, ask(story, "ben"))
    advice = advised(cast.millbrook, undecided(Request.objects.all()), cents=90_000, beyond=2, only_open=True)
    assert advice.choice.keys == (str(new.pk),)
    assert str(again.pk) in advice.choice.obstacles


def test_drafts_and_what_was_withdrawn_are_not_chosen_from(cast: Cast) -> None:
    story = begin(cast)
    ask(story, "ada")
    gone = hand_in(story, ask(story, "ben"))
    Request.objects.filter(pk=gone.pk).update(state=RequestState.WITHDRAWN)
    year = story.event.starts_on.year if story.event.starts_on else 0
    assert not requests_of_year(Request.objects.all(), year).exists()


def test_money_left_is_that_of_the_funds_that_run_today(cast: Cast) -> None:
    story = begin(cast)
    approve(story, hand_in(story, ask(story, "ada", cents=90_000)))
    assert left_in_funds(cast.millbrook) == 1_000_000 - 90_000
