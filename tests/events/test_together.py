"""Not all who hold a skill are away at once: asked when a request is handed in, and again when it is approved."""

from __future__ import annotations

import pytest
from tests.cast import HIRED, Cast
from tests.events.stories import Story, approve, ask, begin, hand_in, move
from tests.events.streets import squad_of_three

from muster.events.enums import RequestState
from muster.events.models import Request
from muster.ledger.refusals import Refused
from muster.roster.models import Fact

pytestmark = pytest.mark.django_db
S = RequestState


def skilled(story: Story, *names: str) -> None:
    """Give some officers a skill of which squad A's floor asks for one; everybody there works every day."""
    squad_of_three(story.cast, people=1)
    story.cast.squad_a.floors.update(skill="crisis", skilled=1)
    for name in names:
        Fact.lines.create(
            person=story.cast.person[name],
            agency=story.cast.millbrook,
            fact="certificate",
            value="crisis",
            start=HIRED,
        )


def test_not_all_who_hold_a_skill_are_away_at_once(cast: Cast) -> None:
    story = begin(cast)
    skilled(story, "ada", "kit")
    approve(story, hand_in(story, ask(story, "kit")))
    with pytest.raises(Refused, match="nobody with crisis would be here"):
        hand_in(story, ask(story, "ada"))


def test_second_of_two_who_hold_a_skill_is_not_approved_after_the_first(cast: Cast) -> None:
    story = begin(cast)
    skilled(story, "ada", "kit")
    kit, ada = hand_in(story, ask(story, "kit")), hand_in(story, ask(story, "ada"))
    approve(story, kit)
    ada = approve(story, ada, until=S.COMMAND_REVIEW)
    with pytest.raises(Refused, match="nobody with crisis would be here"):
        move(story, ada, "command_review-approved", "chris")
    Request.objects.filter(pk=ada.pk).update(many_reason="The county stands in for the week.")
    assert move(story, ada, "command_review-approved", "chris").state == S.APPROVED


def test_one_of_two_who_hold_a_skill_may_go(cast: Cast) -> None:
    story = begin(cast)
    skilled(story, "ada", "kit")
    assert hand_in(story, ask(story, "ada")).state == S.SUPERVISOR_REVIEW


def test_all_who_hold_a_skill_go_where_it_is_said_why(cast: Cast) -> None:
    story = begin(cast)
    skilled(story, "ada")
    request = ask(story, "ada")
    Request.objects.filter(pk=request.pk).update(many_reason="The county stands in for the week.")
    assert hand_in(story, request).state == S.SUPERVISOR_REVIEW


def test_who_holds_no_skill_goes_though_its_holders_are_away(cast: Cast) -> None:
    story = begin(cast)
    skilled(story, "sam")
    sam = ask(story, "sam")
    Request.objects.filter(pk=sam.pk).update(many_reason="The county stands in for the week.")
    hand_in(story, sam)
    assert hand_in(story, ask(story, "ada")).state == S.SUPERVISOR_REVIEW
