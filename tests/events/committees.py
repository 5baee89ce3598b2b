"""A committee for the tests: two of the cast hold the role, and the training stage asks for their scores."""

from __future__ import annotations

from tests.cast import Cast, make_grant
from tests.events.stories import Story, begin

from muster.accounts.roles import Role
from muster.events.actions.committee import score_request
from muster.events.enums import RequestState
from muster.events.models import Request, Scoring
from muster.events.policy import Stage
from muster.events.queries.committee import round_of

S = RequestState
CRITERIA = ("need of the unit", "what comes home")
STAGES = (Stage(S.TRAINING_REVIEW, scores=2, criteria=CRITERIA), Stage(S.COMMAND_REVIEW))
#: Neither decides at the training stage.
MEMBERS = ("rae", "ian")


def committee(cast: Cast, *, members: tuple[str, ...] = MEMBERS) -> Story:
    """Let a committee score at the training stage, before command decides."""
    for name in members:
        make_grant(cast.user[name], Role.COMMITTEE, cast.millbrook)
    return begin(cast, stages=STAGES)


def give(
    story: Story, request: Request, name: str, *points: int, comment: str = "Few know it here."
) -> Scoring:
    """Let a member score."""
    now = round_of(request)
    assert now is not None
    return score_request(
        request=request,
        arrival=now.arrival.pk,
        points=dict(zip(CRITERIA, points, strict=False)),
        comment=comment,
        by=story.cast.user[name],
    )
