"""What the chosen cover takes is estimated cost of the request: renewed with it, counted once, and looked at when it grows."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.events.stories import Story, approve, ask, begin, hand_in, move
from tests.events.streets import idle_volunteers

from muster.events.actions.costs import Amount, set_estimate
from muster.events.actions.cover import Chosen, choose_cover, take_back_cover
from muster.events.enums import CostKind, CostStage, CoverKind, RequestState
from muster.events.models import Cover, Request, Tally
from muster.events.policy import Stage
from muster.events.queries.cover import cover_look
from muster.events.queries.money import projected, total_of

pytestmark = pytest.mark.django_db
S = RequestState
K = CostKind
#: Ten hours at 30 dollars and half as much again.
OVERTIME = 10 * 3_000 * 3 // 2


@pytest.fixture
def story(cast: Cast) -> Story:
    """Squad A just holds its floor; Lee and Max of B have no shifts of their own and volunteer."""
    idle_volunteers(cast, "lee", "max")
    return begin(cast, stages=(Stage(S.STAFFING_REVIEW), Stage(S.COMMAND_REVIEW)))


def cover_next(story: Story, request: Request, officer: str) -> Cover:
    """Let a volunteer stand in for the first shift that has no cover."""
    request.refresh_from_db()
    missed = cover_look(request).unchosen[0]
    chosen = Chosen(
        missed.attendee.pk,
        missed.starts_at,
        CoverKind.VOLUNTEER_OVERTIME,
        str(story.cast.person[officer].pk),
    )
    return choose_cover(request=request, chosen=chosen, by=story.cast.user["scot"], edition=request.edition)


def take_back(story: Story, cover: Cover) -> None:
    edition = Request.objects.get(pk=cover.request_id).edition
    take_back_cover(cover=cover, by=story.cast.user["scot"], edition=edition)


def estimated(request: Request) -> dict[str, int]:
    lines = request.costs.filter(stage=CostStage.ESTIMATED).values_list("kind", "cents")
    return {kind: sum(cents for each, cents in lines if each == kind) for kind in dict(lines)}


def test_chosen_cover_is_an_estimated_cost_until_it_is_taken_back(story: Story) -> None:
    request = hand_in(story, ask(story, cents=90_000))
    first = cover_next(story, request, "lee")
    cover_next(story, request, "max")
    assert estimated(request) == {K.TUITION: 90_000, K.OVERTIME: 2 * OVERTIME}
    assert Tally.objects.get(request=request).asked == 90_000 + 2 * OVERTIME
    take_back(story, first)
    assert estimated(request) == {K.TUITION: 90_000, K.OVERTIME: OVERTIME}
    assert Tally.objects.get(request=request).asked == 90_000 + OVERTIME


def test_decider_is_shown_the_cover_in_the_snapshot_of_costs(story: Story) -> None:
    request = hand_in(story, ask(story, cents=90_000))
    cover_next(story, request, "lee")
    request = approve(story, request)
    assert request.approved_cents == 90_000 + OVERTIME
    told = request.decisions.get(to=S.APPROVED).snapshot["costs"]["estimated"]
    assert told[K.OVERTIME] == OVERTIME


def test_hours_of_backfill_are_paid_only_where_no_cover_is_chosen_yet(story: Story) -> None:
    request = ask(story, cents=90_000)
    request = set_estimate(
        request=request,
        amounts=[Amount(K.BACKFILL, 30 * 6_000, is_computed=True, attendee=request.attendees.get())],
        by=story.cast.user["ada"],
        edition=request.edition,
        estimated_from={"backfill_minutes": 30 * 60, "backfill_hourly_cents": 4_000},
    )
    request = hand_in(story, request)
    cover = cover_next(story, request, "lee")
    assert estimated(request) == {K.BACKFILL: 20 * 6_000, K.OVERTIME: OVERTIME}
    take_back(story, cover)
    assert estimated(request) == {K.BACKFILL: 30 * 6_000}


def test_backfill_that_a_person_wrote_stands_and_cover_is_not_added(story: Story) -> None:
    request = ask(story)
    request = set_estimate(
        request=request,
        amounts=[Amount(K.BACKFILL, 70_000)],
        by=story.cast.user["ada"],
        edition=request.edition,
    )
    request = hand_in(story, request)
    cover_next(story, request, "lee")
    assert estimated(request) == {K.BACKFILL: 70_000}


def test_fund_that_was_chosen_for_pay_is_kept_when_the_cover_changes(story: Story) -> None:
    request = hand_in(story, ask(story))
    cover_next(story, request, "lee")
    request.costs.filter(kind=K.OVERTIME).update(fund=story.fund)
    cover_next(story, request, "max")
    assert set(request.costs.filter(kind=K.OVERTIME).values_list("fund", flat=True)) == {story.fund.pk}


def test_cover_that_comes_to_more_after_the_approval_opens_the_budget(story: Story) -> None:
    request = approve(story, hand_in(story, ask(story, cents=90_000)))
    cover_next(story, request, "lee")  # half of the approved amount: more than ten in a hundred
    request.refresh_from_db()
    assert request.state == S.BUDGET_REVIEW
    assert request.approved_cents == 90_000
    assert projected(request) == 90_000 + OVERTIME
    again = move(story, request, "budget_review-approved", "fay")
    assert (again.state, again.approved_cents) == (S.APPROVED, 90_000 + OVERTIME)
    assert total_of(again, CostStage.APPROVED) == 90_000 + OVERTIME


def test_cover_within_the_policy_leaves_the_approval(story: Story) -> None:
    request = approve(story, hand_in(story, ask(story, cents=900_000)))
    cover_next(story, request, "lee")
    request.refresh_from_db()
    assert (request.state, request.approved_cents) == (S.APPROVED, 900_000)


def test_cover_that_comes_to_less_takes_nothing_off_what_was_approved(story: Story) -> None:
    request = hand_in(story, ask(story, cents=90_000))
    cover = cover_next(story, request, "lee")
    request = approve(story, request)
    take_back(story, cover)
    request.refresh_from_db()
    assert (request.state, projected(request)) == (S.APPROVED, 90_000 + OVERTIME)


def test_cover_that_is_changed_on_the_way_leaves_the_estimate(story: Story) -> None:
    request = hand_in(story, ask(story, cents=90_000))
    cover = cover_next(story, request, "lee")
    request = approve(story, request)
    Request.objects.filter(pk=request.pk).update(state=S.ATTENDING)
    take_back(story, cover)
    assert estimated(request)[K.OVERTIME] == OVERTIME
