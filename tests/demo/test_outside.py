"""The demo has a year of outside training: a request in every state that lasts, each with the decisions that led there."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Count

from muster.demo.making import make_demo
from muster.demo.outside import COMING, PAST
from muster.events.enums import REVIEWS, ClaimState, CostKind, CostStage, RequestState
from muster.events.guards import obstacle_to
from muster.events.models import Attendee, Claim, Decision, Event, Fund, Request
from muster.events.queries.benefit import helped_by_event as benefit_of
from muster.events.queries.credits import helped_by_event
from muster.events.queries.money import states_of, total_of
from muster.roster.models import Agency
from muster.standards.queries import people_serving

S = RequestState
#: A request only passes through these: Muster takes it on at once.
PASSING = {S.SUBMITTED, S.ATTENDED, S.REPORT_ACCEPTED}


pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> None:
    make_demo(officers=50, records=500, seed=3, today=date(2026, 11, 20))


def test_there_is_a_request_in_every_state_that_lasts(made: None) -> None:
    assert set(Request.objects.values_list("state", flat=True)) == set(S) - PASSING
    assert Request.objects.count() == len(PAST) + len(COMING) + 1


def test_each_decision_begins_where_the_one_before_ended(made: None) -> None:
    for request in Request.objects.all():
        steps = list(Decision.objects.filter(request=request).order_by("pk").values_list("state", "to"))
        assert [state for state, _to in steps[1:]] == [to for _state, to in steps[:-1]]
        assert (steps[-1][1] if steps else S.DRAFT) == request.state


def test_approved_money_is_promised_and_no_fund_is_overdrawn(made: None) -> None:
    funds = {fund.pk: fund for fund in Fund.objects.all()}
    assert all(state.left >= 0 for state in states_of(funds).values())
    for request in Request.objects.exclude(approved_cents=None):
        assert total_of(request, CostStage.APPROVED) == request.approved_cents


def test_what_people_attended_outside_counts_for_requirements(made: None) -> None:
    agency = Agency.objects.filter(events__isnull=False).distinct().get()
    found = helped_by_event(agency, Event.objects.filter(agency=agency))
    assert sum(helped.credited for helped in found.values()) > 0


def test_each_event_to_come_would_help_somebody_with_one_of_the_five_subjects(made: None) -> None:
    for subject in (
        "crisis-response",
        "de-escalation",
        "procedural-justice",
        "bias-free",
        "cultural-competency",
    ):
        coming = Event.objects.filter(starts_on__gt=date(2026, 11, 20))
        event = next(event for event in coming if subject in event.topics)
        changes = benefit_of(event, people_serving(event.agency))
        assert f"model/{subject}" in {change.requirement for change in changes}


def test_nothing_is_closed_that_a_guard_would_not_let_close(made: None) -> None:
    for request in Request.objects.filter(state=S.CLOSED):
        assert obstacle_to(request, ("certified", "settled", "all_shared", "all_accepted")) is None


def test_nobody_goes_to_one_event_twice(made: None) -> None:
    going = Attendee.objects.exclude(request__state__in=[S.DENIED, S.WITHDRAWN, S.CANCELLED])
    twice = going.values("person", "request__event").annotate(times=Count("pk")).filter(times__gt=1)
    assert not twice.exists()


def test_no_sample_stands_in_the_catalogue_of_a_day_twice(made: None) -> None:
    twice = Event.objects.values("title", "starts_on").annotate(times=Count("pk")).filter(times__gt=1)
    assert not twice.exists()


def test_what_waits_for_a_decision_came_there_lately(made: None) -> None:
    waiting = Request.objects.filter(state__in=REVIEWS)
    assert waiting.exists()
    assert all(request.moved_at.date() >= date(2026, 11, 9) for request in waiting)


def test_finance_finds_a_claim_to_look_at(made: None) -> None:
    claim = Claim.objects.get(state=ClaimState.CLAIMED)
    paid = claim.attendee.request.costs.filter(stage=CostStage.ACTUAL).values_list("kind", flat=True)
    assert set(claim.lines.values_list("kind", flat=True)).isdisjoint(paid)


def test_nobody_is_back_before_the_event_and_nobody_decides_backwards(made: None) -> None:
    for decision in Decision.objects.filter(to__in=[S.REPORT_DUE, S.SHARED, S.CLOSED]).select_related(
        "request__event"
    ):
        ends_on = decision.request.event.ends_on
        assert ends_on is not None
        assert decision.at.date() > ends_on
    for request in Request.objects.all():
        moments = list(Decision.objects.filter(request=request).order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)


def test_estimate_of_a_draft_does_not_count_its_tuition_twice(made: None) -> None:
    draft = Request.objects.get(state=S.DRAFT)
    by_hand = draft.costs.filter(stage=CostStage.ESTIMATED, is_computed=False)
    assert CostKind.TUITION not in by_hand.values_list("kind", flat=True)
