"""A consultation from planned to done, and what holds it up on the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.community.stories import a_plan, answer_it, days, open_it, plan_it, texts

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.community.actions.answers import write_answer
from muster.community.actions.consultations import (
    change_consultation,
    name_result,
    plan_consultation,
    plan_second_round,
)
from muster.community.actions.moves import move_consultation
from muster.community.actions.reach import note_gathering, note_group
from muster.community.enums import ConsultationState
from muster.community.guards import GUARDS
from muster.community.lifecycle import MOVES, move_named
from muster.community.models import Consultation, InvitedGroup, Step
from muster.curriculum.enums import PlanState, ReleaseClass
from muster.curriculum.models import Block, LessonPlan
from muster.events.actions.turns import ChangedMeanwhile
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
S = ConsultationState


def test_consultation_goes_from_planned_to_done(cast: Cast) -> None:
    story = open_it(cast)
    story.say()
    answer_it(story)
    story.go(S.DONE)
    told = list(Step.objects.values_list("to_state", flat=True))
    assert told == ["open", "closed", "coding", "responses_drafted", "responses_published", "done"]


def test_every_step_writes_one_entry(cast: Cast) -> None:
    story = plan_it(cast)
    before = Entry.objects.count()
    story.go(S.OPEN)
    assert Entry.objects.count() == before + 1


def test_opening_keeps_the_text_as_passages(cast: Cast) -> None:
    story = open_it(cast)
    assert list(story.now().passages.values_list("heading", "text")) == [
        ("Goal", "Stop cars safely and fairly."),
        ("Objective 1", "Say why you stopped the car before asking for papers."),
        ("1. At the window", "Greet the driver."),
        ("1. At the window", "Ask for licence and papers."),
    ]


def test_passage_stays_as_it_was_when_the_version_is_written_on_again(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say(passage=story.now().passages.get(number=3))
    LessonPlan.objects.filter(pk=story.plan.pk).update(state=PlanState.DRAFT)
    Block.objects.filter(plan=story.plan).update(content="Shout.")
    comment.refresh_from_db()
    assert comment.passage is not None
    assert comment.passage.text == "Greet the driver."


@pytest.mark.parametrize("field", ["title_es", "summary", "summary_es", "questions_es"])
def test_it_does_not_open_without_both_languages(field: str, cast: Cast) -> None:
    story = plan_it(cast, **{field: ""})
    with pytest.raises(Refused, match="Missing"):
        story.go(S.OPEN)


def test_it_does_not_open_on_a_draft(cast: Cast) -> None:
    story = plan_it(cast, a_plan(cast, PlanState.DRAFT))
    with pytest.raises(Refused, match="still being written"):
        story.go(S.OPEN)


@pytest.mark.parametrize(
    ("release", "audience", "opens"),
    [
        (ReleaseClass.PUBLIC, "everybody", True),
        (ReleaseClass.AGENCY, "everybody", False),
        (ReleaseClass.RESTRICTED, "everybody", False),
        (ReleaseClass.RESTRICTED, "invited", True),
        (ReleaseClass.SEALED, "invited", False),
    ],
)
def test_it_opens_only_on_what_those_who_are_asked_may_read(
    release: str, audience: str, opens: bool, cast: Cast
) -> None:
    story = plan_it(cast, audience=audience)
    LessonPlan.objects.update(release_class=release)
    if opens:
        assert story.go(S.OPEN).state == S.OPEN
    else:
        with pytest.raises(Refused, match="Release it first"):
            story.go(S.OPEN)


def test_it_does_not_open_without_a_reach_plan(cast: Cast) -> None:
    story = plan_it(cast)
    InvitedGroup.objects.all().delete()
    with pytest.raises(Refused, match="reach plan is empty"):
        story.go(S.OPEN)


def test_it_does_not_close_before_the_day_that_everybody_was_told(cast: Cast) -> None:
    story = open_it(cast)
    story.later(29)
    with pytest.raises(Refused, match="open to the end of"):
        story.go(S.CLOSED)


def test_it_does_not_close_before_each_group_was_heard_or_it_is_said_why_not(cast: Cast) -> None:
    story = open_it(cast)
    first, second = story.now().groups.order_by("pk")
    story.later(30)
    note_group(group=first, came=3, by=story.tara)
    with pytest.raises(Refused, match="people who were stopped or arrested"):
        story.go(S.CLOSED)
    note_group(group=second, not_heard="Nobody answered three letters.", by=story.tara)
    assert story.go(S.CLOSED).state == S.CLOSED


def test_extending_moves_the_answers_as_far(cast: Cast) -> None:
    story = open_it(cast)
    before = story.now()
    later = before.closes_on + timedelta(days=14)
    now = story.go(S.EXTENDED, reason="Asked for.", closes_on=later)
    assert (now.closes_on, now.answers_by) == (later, before.answers_by + timedelta(days=14))


def test_extending_says_why_and_ends_later(cast: Cast) -> None:
    story = open_it(cast)
    with pytest.raises(Refused, match="Say why"):
        story.go(S.EXTENDED, closes_on=story.now().closes_on + timedelta(days=1))
    with pytest.raises(Refused, match="later than"):
        story.go(S.EXTENDED, reason="x", closes_on=story.now().closes_on)
    with pytest.raises(Refused, match="at most 366 days"):
        story.go(S.EXTENDED, reason="x", closes_on=date(9999, 12, 31))


def test_it_is_not_sorted_before_every_comment_was_looked_at(cast: Cast) -> None:
    story = open_it(cast)
    story.say()
    story.closed()
    with pytest.raises(Refused, match="still wait to be looked at: 1"):
        story.go(S.CODING)


def test_answers_are_not_handed_in_before_each_comment_has_one(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment)
    story.closed()
    story.go(S.CODING)
    with pytest.raises(Refused, match=r"without a theme: 1.*without an answer: 1"):
        story.go(S.RESPONSES_DRAFTED)
    story.answer(comment=comment)
    assert story.go(S.RESPONSES_DRAFTED).state == S.RESPONSES_DRAFTED


def test_who_handed_in_the_answers_does_not_publish_them(cast: Cast) -> None:
    story = open_it(cast)
    story.closed()
    story.go(S.CODING)
    story.go(S.RESPONSES_DRAFTED, "dina")
    with pytest.raises(Refused, match="Somebody else publishes"):
        story.go(S.RESPONSES_PUBLISHED, "dina")


def test_who_borrows_the_role_of_whom_handed_them_in_does_not_publish_them(cast: Cast) -> None:
    story = open_it(cast)
    story.closed()
    story.go(S.CODING)
    story.go(S.RESPONSES_DRAFTED, "dina")
    lent = cast.user["dina"].grants.get()
    Grant.objects.create(
        user=cast.user["ada"],
        role=Role.DIRECTOR,
        agency=cast.millbrook,
        start=lent.start,
        end=date(2040, 1, 1),
        delegated_from=lent,
    )
    with pytest.raises(Refused, match="Somebody else publishes"):
        story.go(S.RESPONSES_PUBLISHED, "ada")


def test_what_is_accepted_shows_the_passage_that_was_changed(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment)
    story.closed()
    story.go(S.CODING)
    story.answer(comment=comment, disposition="accepted")
    with pytest.raises(Refused, match="Show the passage that was changed"):
        story.go(S.RESPONSES_DRAFTED)


def test_answer_shows_a_passage_that_the_version_holds(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment)
    story.closed()
    story.go(S.CODING)
    with pytest.raises(Refused, match="does not hold this passage"):
        story.answer(comment=comment, disposition="accepted", after="Ask first.")
    story.answer(comment=comment, disposition="accepted", after="Greet the driver.")
    LessonPlan.objects.filter(pk=story.plan.pk).update(state=PlanState.DRAFT)
    Block.objects.filter(plan=story.plan).update(content="Shout.")
    with pytest.raises(Refused, match="does not hold any more"):
        story.go(S.RESPONSES_DRAFTED)


def test_published_answer_is_changed_with_a_reason_alone(cast: Cast) -> None:
    story = open_it(cast)
    story.say()
    answer_it(story)
    theme = story.now().themes.get()
    with pytest.raises(Refused, match="Say why you change it"):
        story.answer(theme=theme, text="Better.")
    story.answer(theme=theme, text="Better.", reason="The court decided.")
    first, second = story.now().answers.order_by("pk")
    assert (second.replaces, second.reason) == (first, "The court decided.")


def test_second_round_takes_its_groups_along_and_holds_up_the_end(cast: Cast) -> None:
    story = open_it(cast)
    answer_it(story)
    with pytest.raises(Refused, match="Plan the second round first"):
        story.go(S.SECOND_ROUND)
    second = plan_second_round(consultation=story.now(), by=story.tara, **texts(), **days(cast, 14))
    assert [group.group for group in second.groups.order_by("pk")] == ["youth", "stopped"]
    with pytest.raises(Refused, match="second round is planned"):
        story.go(S.DONE)
    story.go(S.SECOND_ROUND)
    with pytest.raises(Refused, match="not answered yet"):
        story.go(S.DONE)


def test_second_round_is_about_the_same(cast: Cast) -> None:
    story = answer_it(open_it(cast))
    with pytest.raises(Refused, match="about the same as the first"):
        plan_second_round(
            consultation=story.now(), by=story.tara, plan=None, programme="x", **texts(), **days(cast)
        )


def test_texts_stay_once_it_opened(cast: Cast) -> None:
    story = open_it(cast)
    with pytest.raises(Refused, match="stay as they are"):
        change_consultation(
            consultation=story.now(), by=story.tara, edition=story.now().edition, title="Else"
        )


def test_second_of_two_who_change_it_is_told(cast: Cast) -> None:
    story = plan_it(cast)
    change_consultation(consultation=story.now(), by=story.tara, edition=1, title="Stops")
    with pytest.raises(ChangedMeanwhile):
        change_consultation(consultation=story.now(), by=cast.user["dina"], edition=1, title="Cars")


def test_step_from_elsewhere_is_refused(cast: Cast) -> None:
    story = plan_it(cast)
    move = move_named("open-closed")
    assert move is not None
    with pytest.raises(Refused, match="is planned by now"):
        move_consultation(consultation=story.now(), move=move, by=story.tara, edition=1)


def test_result_is_this_version_or_a_later_one(cast: Cast) -> None:
    story = open_it(cast)
    story.closed()
    story.go(S.CODING)
    other = LessonPlan.objects.create(course=story.plan.course, version=2, owner=cast.user["ian"])
    named = name_result(consultation=story.now(), plan=other, by=story.tara, edition=story.now().edition)
    assert named.result == other
    older = LessonPlan.objects.create(course=story.plan.course, version=0, owner=cast.user["ian"])
    with pytest.raises(Refused, match="or a later one"):
        name_result(consultation=story.now(), plan=older, by=story.tara, edition=story.now().edition)


def test_gathering_is_held_while_it_is_open(cast: Cast) -> None:
    story = open_it(cast)
    with pytest.raises(Refused, match="not in days to come"):
        note_gathering(
            consultation=story.now(),
            held_on=story.now().opens_on + timedelta(days=1),
            place="Library",
            came=9,
            by=story.tara,
        )


def test_lesson_plan_of_another_agency_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="another agency"):
        plan_consultation(
            agency=cast.oakford, by=cast.user["nora"], plan=a_plan(cast), **texts(), **days(cast)
        )


def test_programme_is_asked_about_without_a_lesson_plan(cast: Cast) -> None:
    story = plan_it(cast)
    consultation = Consultation.objects.get()
    fields = {**texts(), **days(cast), "plan": None, "programme": "Ten hours.\r\n\r\nHalf in scenarios."}
    change_consultation(consultation=consultation, by=story.tara, edition=1, **fields)
    story.go(S.OPEN)
    assert list(story.now().passages.values_list("text", flat=True)) == ["Ten hours.", "Half in scenarios."]


def test_every_move_knows_its_guards() -> None:
    named = {name for move in MOVES for name in move.guards}
    assert named == set(GUARDS)


def test_answer_to_what_is_withheld_is_refused(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment, verdict="withheld", code="threat")
    story.closed()
    story.go(S.CODING)
    with pytest.raises(Refused, match="not published"):
        write_answer(
            consultation=story.now(),
            comment=comment,
            disposition="declined",
            text="x",
            text_es="x",
            by=story.tara,
        )
