"""Short stories that the tests of oversight begin with: a board with a seat, a recommendation in some state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from tests.cast import Cast

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.files.actions import store
from muster.oversight.actions.issuing import issue_recommendation
from muster.oversight.actions.moves import Said, move_recommendation
from muster.oversight.actions.working import attach_file
from muster.oversight.enums import IssuerKind, RecommendationState, Side
from muster.oversight.lifecycle import move_named
from muster.oversight.models import Issuer, Recommendation, Seat

S = RecommendationState
#: By which steps each state is reached.
WAYS: dict[str, tuple[str, ...]] = {
    S.ISSUED: (),
    S.ACKNOWLEDGED: ("issued-acknowledged",),
    S.RESPONSE_DUE: ("issued-acknowledged", "acknowledged-response_due"),
    S.ACCEPTED: ("issued-acknowledged", "acknowledged-accepted"),
    S.PARTLY: ("issued-acknowledged", "acknowledged-partly"),
    S.DECLINED: ("issued-acknowledged", "acknowledged-declined"),
}
WAYS[S.IN_PROGRESS] = (*WAYS[S.ACCEPTED], "accepted-in_progress")
WAYS[S.REPORTED_IMPLEMENTED] = (*WAYS[S.IN_PROGRESS], "in_progress-reported_implemented")
for verdict in (S.VERIFIED_IMPLEMENTED, S.VERIFIED_PARTIAL, S.NOT_IMPLEMENTED):
    WAYS[verdict] = (*WAYS[S.REPORTED_IMPLEMENTED], f"reported_implemented-{verdict}")
WAYS[S.CLOSED] = (*WAYS[S.VERIFIED_IMPLEMENTED], "verified_implemented-closed")


@dataclass
class Story:
    """The cast, a board over Millbrook, and who speaks for it."""

    cast: Cast
    board: Issuer
    speaker: User


def begin(cast: Cast, name: str = "Oversight board") -> Story:
    """Give Millbrook a board (10 days to acknowledge, 60 to answer) for which the analyst Olga speaks."""
    board = Issuer.objects.create(agency=cast.millbrook, name=name, kind=IssuerKind.BOARD)
    sit(cast, board, cast.user["olga"])
    return Story(cast, board, cast.user["olga"])


def sit(cast: Cast, board: Issuer, user: User, **spell: Any) -> Seat:
    """Give somebody a seat."""
    start = spell.pop("start", date(2020, 1, 1))
    return Seat.objects.create(issuer=board, user=user, start=start, given_by=cast.user["admin"], **spell)


def a_board_member(story: Story) -> User:
    """Make the account of a board member who sits in the board."""
    user = story.cast.user["bea"] = User.objects.create_user("bea@example.org", name="Bea")
    end = timezone.localdate() + timedelta(days=365)  # the role ends with the term
    Grant.objects.create(
        user=user, role=Role.BOARD, agency=story.cast.millbrook, start=date(2020, 1, 1), end=end
    )
    sit(story.cast, story.board, user)
    return user


def issue(story: Story, number: str = "1", **said: Any) -> Recommendation:
    """Issue a recommendation as the speaker."""
    return issue_recommendation(
        issuer=story.board,
        by=story.speaker,
        **{
            "number": number,
            "title": "Train every supervisor in de-escalation",
            "issued_on": timezone.localdate(),
            "text": "Give each supervisor the two-day class, and test what they can do.",
            "kind": "training",
            "priority": 1,
            **said,
        },
    )


def said(**more: Any) -> Said:
    """Say everything that any step asks for."""
    today = timezone.localdate()
    return Said(
        **{
            "reason": "We looked at twelve files.",
            "response": "We agree.",
            "decline_reason": "The contract does not allow it.",
            "plan": "Two classes a month.",
            "owner": "Training director",
            "finish_by": today + timedelta(days=90),
            "respond_by": today + timedelta(days=30),
            **more,
        }
    )


def move(
    story: Story, asked: Recommendation, key: str, by: User | None = None, **more: Any
) -> Recommendation:
    """Take a recommendation a step further, as Tara for the department or as the speaker."""
    step = move_named(key)
    assert step is not None, key
    asked.refresh_from_db()
    default = story.speaker if step.side == Side.ISSUER else story.cast.user["tara"]
    return move_recommendation(
        asked=asked, move=step, by=by or default, edition=asked.edition, said=said(**more)
    )


def prove(story: Story, asked: Recommendation, by: User | None = None) -> None:
    """Attach what shows that it was done."""
    by = by or story.cast.user["tara"]
    stored = store(content=ContentFile(f"%PDF-1.4\n% {asked.pk}\n%%EOF\n".encode()), by=by)
    attach_file(asked=asked, by=by, stored=stored, name="roster.pdf", note="Who was there")


def bring(story: Story, state: str, number: str = "1", **said: Any) -> Recommendation:
    """Issue a recommendation and bring it to a state by the shortest way."""
    asked = issue(story, number, **said)
    for key in WAYS[state]:
        if key == "in_progress-reported_implemented":
            prove(story, asked)
        asked = move(story, asked, key)
    return asked
