"""What a budget adds up to, by fund, month, topic and unit; and hosting a class compared with sending people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast
from tests.events.stories import Story, approve, ask, begin, hand_in

from muster.events.actions.costs import Amount, write_actual
from muster.events.actions.tallies import tally_agency
from muster.events.enums import CostKind
from muster.events.hosting import Hosting
from muster.events.models import FundUse, Request, Share, Tally
from muster.events.queries.budget import Budget, budget_of
from muster.events.queries.money import states_of

Counted = Callable[[Callable[[], object]], int]
database = pytest.mark.django_db


def year_of(story: Story) -> Budget:
    day = story.event.starts_on
    assert day is not None
    return budget_of(story.cast.millbrook, day - timedelta(days=60), day + timedelta(days=60))


def pay(story: Story, request: Request, cents: int, kind: str = CostKind.TUITION) -> None:
    amounts = [Amount(kind, cents, fund=story.fund)]
    write_actual(request=request, amounts=amounts, by=story.cast.user["tara"])


@database
def test_money_is_asked_for_then_promised_then_spent(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story, cents=90_000))
    total = year_of(story).total
    assert (total.asked, total.promised, total.spent) == (90_000, 0, 0)
    request = approve(story, request)
    total = year_of(story).total
    assert (total.asked, total.promised, total.spent) == (0, 90_000, 0)
    pay(story, request, 50_000)
    total = year_of(story).total
    assert (total.asked, total.promised, total.spent) == (0, 40_000, 50_000)


@database
def test_each_table_adds_up_to_the_whole_but_topics_count_in_each(cast: Cast) -> None:
    story = begin(cast)
    story.event.topics = ["de-escalation", "leadership"]
    story.event.save()
    pay(story, approve(story, hand_in(story, ask(story, "ada", cents=90_000))), 90_000)
    hand_in(story, ask(story, "ben", cents=5_000))
    found = year_of(story)
    for lines in (found.months, found.units):
        assert sum(line.spent for _name, line in lines) == 90_000
        assert sum(line.asked for _name, line in lines) == 5_000
    assert [(name, line.spent) for name, line in found.topics] == [
        ("de-escalation", 90_000),
        ("leadership", 90_000),
    ]
    assert [name for name, _line in found.units] == ["Squad A", "Squad B"]
    state = {fund.pk: state for fund, state in found.funds}[story.fund.pk]
    assert state == states_of({story.fund.pk: story.fund})[story.fund.pk]


@database
def test_person_reached_is_who_went_and_who_was_told(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=90_000)))
    pay(story, request, 90_000)
    request.attendees.update(state="attended")
    Share.objects.create(
        request=request,
        kind="roll_call",
        due_on=date(2026, 1, 1),
        done_on=date(2026, 1, 1),
        people_reached=8,
        confirmed_by=cast.user["tara"],
    )
    tally_agency(cast.millbrook)
    assert year_of(story).total.per_person == 10_000


@database
def test_training_outside_the_period_and_the_neighbour_are_left_out(cast: Cast) -> None:
    story = begin(cast)
    hand_in(story, ask(story, cents=90_000))
    day = story.event.starts_on
    assert day is not None
    assert budget_of(cast.millbrook, day + timedelta(days=1), day + timedelta(days=9)).total.asked == 0
    assert budget_of(cast.oakford, day, day).total.asked == 0


@database
def test_budget_asks_six_queries_whatever_there_is(cast: Cast) -> None:
    story = begin(cast)
    for number in (1, 2):
        for name in ("ada", "ben", "ian")[:number]:
            hand_in(story, ask(story, name, cents=100))
        with CaptureQueriesContext(connection) as captured:
            year_of(story)
        assert len(captured) == 6


@database
def test_sums_are_the_same_when_everything_is_added_up_again(cast: Cast) -> None:
    story = begin(cast)
    pay(story, approve(story, hand_in(story, ask(story, "ada", cents=90_000))), 30_000)
    hand_in(story, ask(story, "ben", cents=5_000))
    before = (
        sorted(Tally.objects.values_list()),
        sorted(FundUse.objects.values_list("fund", "request", "promised", "spent")),
    )
    assert tally_agency(cast.millbrook) == 2
    assert before == (
        sorted(Tally.objects.values_list()),
        sorted(FundUse.objects.values_list("fund", "request", "promised", "spent")),
    )


def test_hosting_pays_from_the_number_on_where_it_costs_no_more() -> None:
    asked = Hosting(people=20, each=100_000, fee=900_000, room=50_000, travel=150_000, seat=10_000)
    assert (asked.sent, asked.hosted, asked.saves) == (2_000_000, 1_300_000, 700_000)
    assert asked.breakeven == 13  # 1,100,000 / 90,000


def test_hosting_never_pays_where_each_costs_more_at_home() -> None:
    assert Hosting(people=20, each=10_000, fee=1, seat=10_000).breakeven is None


@given(
    each=st.integers(0, 10**7),
    seat=st.integers(0, 10**7),
    fee=st.integers(0, 10**9),
    people=st.integers(1, 999),
)
def test_breakeven_is_the_first_number_at_which_hosting_saves(
    each: int, seat: int, fee: int, people: int
) -> None:
    first = Hosting(people, each, fee=fee, seat=seat).breakeven
    saves = Hosting(people, each, fee=fee, seat=seat).saves >= 0
    assert saves == (first is not None and people >= first)
