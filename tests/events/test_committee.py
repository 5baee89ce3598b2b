"""A committee scores before its stage approves: each member alone, once, never their own, and the decider sees all."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.cast import Cast, make_grant
from tests.events.committees import CRITERIA, MEMBERS, committee, give
from tests.events.stories import ask, begin, hand_in, move
from tests.events.test_ways_around import lent

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.events.access_committee import may_score, requests_scored_by
from muster.events.actions.committee import score_request
from muster.events.actions.moves import Said
from muster.events.enums import ReasonCode, RequestState
from muster.events.models import Score, Scoring
from muster.events.policy import stages_of
from muster.events.queries.committee import last_round, round_of
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster.models import Person

pytestmark = pytest.mark.django_db
S = RequestState
NO = Said(reason_code=ReasonCode.OTHER, reason="Another year.")


def test_stage_approves_once_as_many_have_scored_as_the_policy_asks_for(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "rae", 4, 5)
    with pytest.raises(Refused, match="1 of 2 scores"):
        move(story, request, "training_review-approved", "tara")
    give(story, request, "ian", 2, 5)
    moved = move(story, request, "training_review-approved", "tara")
    assert moved.state == S.COMMAND_REVIEW
    told = moved.decisions.get(by=cast.user["tara"]).snapshot["scores"]
    assert told == {CRITERIA[0]: [4, 2], CRITERIA[1]: [5, 5]}


def test_no_needs_no_scores(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    assert move(story, request, "training_review-denied", "tara", NO).state == S.DENIED


def test_scores_have_a_mean_and_a_spread(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "rae", 4, 5)
    give(story, request, "ian", 1, 5)
    now = round_of(request)
    assert now is not None
    assert [(row.mean, row.spread) for row in now.rows()] == [(2.5, (1, 4)), (5, (5, 5))]


def test_nobody_scores_their_own(cast: Cast) -> None:
    story = committee(cast, members=("ada", *MEMBERS))
    request = hand_in(story, ask(story))
    assert not may_score(cast.user["ada"], request)
    assert request not in requests_scored_by(cast.user["ada"])
    with pytest.raises(Refused, match="your own"):
        give(story, request, "ada", 5, 5)
    assert not Scoring.objects.exists()


def test_member_scores_once(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "rae", 4, 5)
    with pytest.raises(Refused, match="scored this already"):
        give(story, request, "rae", 1, 1)
    assert list(Score.objects.values_list("points", flat=True)) == [4, 5]


def test_lender_and_borrower_of_a_seat_are_one_voice(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    lent(cast.user["tara"], Grant.objects.get(user=cast.user["rae"], role=Role.COMMITTEE))
    give(story, request, "tara", 5, 5)
    with pytest.raises(Refused, match="scored this already"):
        give(story, request, "rae", 5, 5)
    give(story, request, "ian", 2, 2)
    assert Scoring.objects.count() == 2


def test_member_with_two_accounts_scores_once(cast: Cast) -> None:
    story = committee(cast, members=("sam", "ian"))
    request = hand_in(story, ask(story))
    Person.objects.filter(account=cast.user["ian"]).update(same_as=cast.person["sam"])
    give(story, request, "sam", 5, 5)
    with pytest.raises(Refused, match="scored this already"):
        give(story, request, "ian", 5, 5)
    assert Scoring.objects.count() == 1


@pytest.mark.parametrize(
    ("points", "comment"),
    [((6, 1), "Why."), ((0, 1), "Why."), ((3, 3), "  ")],
    ids=["above", "below", "no comment"],
)
def test_points_are_one_to_five_and_say_why(cast: Cast, points: tuple[int, int], comment: str) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    with pytest.raises(ValidationError):
        give(story, request, "rae", *points, comment=comment)
    assert not Scoring.objects.exists()


def test_criterion_that_is_left_out_is_refused(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    with pytest.raises(Refused, match="each criterion"):
        give(story, request, "rae", 4)


def test_member_who_decides_scores_first(cast: Cast) -> None:
    story = committee(cast, members=(*MEMBERS, "tara"))
    request = hand_in(story, ask(story))
    give(story, request, "rae", 4, 5)
    give(story, request, "ian", 4, 5)
    with pytest.raises(Refused, match="score this request first"):
        move(story, request, "training_review-approved", "tara")
    give(story, request, "tara", 3, 3)
    assert move(story, request, "training_review-approved", "tara").state == S.COMMAND_REVIEW


def test_what_comes_back_is_scored_anew(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "rae", 1, 1)
    opened = round_of(request)
    assert opened is not None
    request = hand_in(story, move(story, request, "training_review-returned", "tara", NO))
    now = round_of(request)
    assert now is not None
    assert (now.missing, now.scorings) == (2, ())
    with pytest.raises(Refused, match="not scored there any more"):
        score_request(
            request=request,
            arrival=opened.arrival.pk,
            points=dict.fromkeys(CRITERIA, 3),
            comment="The old form.",
            by=cast.user["rae"],
        )


def test_later_stages_see_the_last_round(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "rae", 4, 5)
    give(story, request, "ian", 4, 5)
    request = move(story, request, "training_review-approved", "tara")
    assert round_of(request) is None
    found = last_round(request)
    assert found is not None
    assert [scoring.by for scoring in found.scorings] == [cast.user["rae"], cast.user["ian"]]


def test_members_of_a_unit_score_what_is_of_their_unit(cast: Cast) -> None:
    story = committee(cast)
    make_grant(cast.user["olga"], Role.COMMITTEE, cast.millbrook, cast.squad_b)
    request = hand_in(story, ask(story, "ada"))
    other = hand_in(story, ask(story, "ben"))
    assert set(requests_scored_by(cast.user["rae"])) == {request, other}
    assert set(requests_scored_by(cast.user["olga"])) == {other}


def test_stage_without_a_committee_asks_for_no_scores(cast: Cast) -> None:
    story = begin(cast)
    make_grant(cast.user["rae"], Role.COMMITTEE, cast.millbrook)
    request = hand_in(story, ask(story))
    assert not requests_scored_by(cast.user["rae"]).exists()
    assert move(story, request, "supervisor_review-approved", "sam").state == S.TRAINING_REVIEW


def test_entry_keeps_the_points_to_those_who_may_see_them(cast: Cast) -> None:
    story = committee(cast)
    request = hand_in(story, ask(story))
    give(story, request, "rae", 4, 5)
    entry = Entry.objects.get(verb="events:request:score")
    assert entry.actor_id == cast.user["rae"].pk
    arrival = round_of(request).arrival.pk  # type: ignore[union-attr]  # there is one
    assert json.loads(entry.details) == {"arrival": arrival, "scores": 1}


def test_database_holds_points_of_one_to_five_and_each_criterion_once(cast: Cast) -> None:
    story = committee(cast)
    scoring = give(story, hand_in(story, ask(story)), "rae", 4, 5)
    for criterion, points in ((CRITERIA[0], 3), ("another", 6), ("another", 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Score.objects.create(scoring=scoring, criterion=criterion, points=points)


def test_database_holds_one_scoring_a_member_and_round_with_its_comment(cast: Cast) -> None:
    story = committee(cast)
    given = give(story, hand_in(story, ask(story)), "rae", 4, 5)
    for by, comment in (("rae", "Again."), ("ian", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Scoring.objects.create(
                request=given.request, arrival=given.arrival, by=cast.user[by], comment=comment
            )


@pytest.mark.parametrize(
    "more",
    [
        {"scores": 2},
        {"criteria": ["need"]},
        {"scores": 2, "criteria": []},
        {"scores": 2, "criteria": ["need", "need"]},
        {"scores": 2, "criteria": ["x" * 101]},
        {"scores": 2, "criteria": [str(n) for n in range(11)]},
        {"scores": 2, "criteria": "need"},
        {"scores": -1, "criteria": ["need"]},
    ],
    ids=lambda more: str(more)[:40],
)
def test_committee_that_cannot_score_is_no_stage(more: dict[str, object]) -> None:
    with pytest.raises(Refused):
        stages_of([{"stage": "training_review", **more}])
