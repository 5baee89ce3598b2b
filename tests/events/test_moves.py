"""A request goes from draft to approved by the stages of the policy, and nobody decides about their own."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.events.stories import ALL_STAGES, approve, ask, begin, hand_in, move

from muster.events.actions.moves import Said
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.enums import CostStage, DecisionOutcome, ReasonCode, RequestState
from muster.events.models import Policy, Request
from muster.events.policy import Stage
from muster.events.queries.money import states_of, total_of
from muster.ledger.refusals import Refused
from muster.roster.models import Person

pytestmark = pytest.mark.django_db
S = RequestState


def test_request_that_is_handed_in_waits_at_the_first_stage(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    assert request.state == S.SUPERVISOR_REVIEW
    assert [decision.to for decision in request.decisions.all()] == [S.SUBMITTED, S.SUPERVISOR_REVIEW]


def test_every_stage_approves_and_the_money_is_promised(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=90_000)))
    assert request.approved_cents == 90_000
    assert total_of(request, CostStage.APPROVED) == 90_000
    assert states_of({story.fund.pk: story.fund})[story.fund.pk].left == 910_000


def test_stage_below_its_limit_is_skipped_with_its_rule(cast: Cast) -> None:
    stages = (Stage(S.SUPERVISOR_REVIEW), Stage(S.COMMAND_REVIEW, over_cents=100_000))
    story = begin(cast, stages=stages)
    request = move(story, hand_in(story, ask(story, cents=100_000)), "supervisor_review-approved", "sam")
    assert request.state == S.APPROVED
    skipped = request.decisions.get(outcome=DecisionOutcome.SKIPPED)
    assert (skipped.state, skipped.by) == (S.COMMAND_REVIEW, None)
    assert skipped.reason


def test_stage_above_its_limit_takes_place(cast: Cast) -> None:
    stages = (Stage(S.SUPERVISOR_REVIEW), Stage(S.COMMAND_REVIEW, over_cents=100_000))
    story = begin(cast, stages=stages)
    request = move(story, hand_in(story, ask(story, cents=100_001)), "supervisor_review-approved", "sam")
    assert request.state == S.COMMAND_REVIEW


def test_nobody_approves_what_they_asked_for(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story, "sam"))
    with pytest.raises(Refused, match="your own"):
        move(story, request, "supervisor_review-approved", "sam")
    request.refresh_from_db()
    assert request.state == S.SUPERVISOR_REVIEW


def test_nobody_approves_what_they_are_to_go_to(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story, "ada", "sam"))
    with pytest.raises(Refused, match="your own"):
        move(story, request, "supervisor_review-approved", "sam")


def test_denial_needs_its_reason(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    with pytest.raises(Refused):
        move(story, request, "supervisor_review-denied", "sam")
    denied = Said(reason_code=ReasonCode.STAFFING, reason="Two are away already.")
    assert move(story, request, "supervisor_review-denied", "sam", denied).state == S.DENIED


def test_draft_without_a_policy_is_kept_and_says_so(cast: Cast) -> None:
    story = begin(cast)
    request = ask(story)
    Policy.lines.filter(pk=story.policy.pk)  # the policy of another agency does not help
    story.event.agency = request.agency = cast.oakford
    request.save()
    with pytest.raises(Refused, match="not said yet who decides"):
        move(story, request, "draft-submitted", "ada")
    request.refresh_from_db()
    assert (request.state, request.policy) == (S.DRAFT, None)


def test_second_of_two_deciders_is_told_of_the_first(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    seen = request.edition
    move(story, request, "supervisor_review-approved", "sam")
    from muster.events.actions.moves import move_request  # noqa: PLC0415
    from muster.events.lifecycle import move_named  # noqa: PLC0415

    denied = move_named("supervisor_review-denied")
    assert denied is not None
    said = Said(reason_code=ReasonCode.BUDGET, reason="No money.")
    with pytest.raises(ChangedMeanwhile):
        move_request(request=request, move=denied, by=cast.user["sam"], edition=seen, said=said)


def test_policy_of_all_stages_reads_back_as_written() -> None:
    from muster.events.policy import stages_of  # noqa: PLC0415

    assert stages_of([stage.as_written() for stage in ALL_STAGES]) == ALL_STAGES


def test_who_wrote_a_request_for_another_does_not_decide_about_it_with_a_second_account(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story, "ada"))
    Request.objects.filter(pk=request.pk).update(made_by=cast.user["tara"])
    Person.objects.filter(account=cast.user["tara"]).update(same_as=cast.person["sam"])
    with pytest.raises(Refused, match="your own"):
        move(story, request, "supervisor_review-approved", "sam")
