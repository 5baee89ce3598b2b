"""What the database itself refuses, each by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.community.stories import Story, days, open_it, texts

from muster.community.models import (
    Answer,
    Coding,
    Comment,
    Consultation,
    ConsultationRule,
    InvitedGroup,
    Passage,
    Screening,
    Tally,
    Theme,
)

pytestmark = pytest.mark.django_db
Deed = Callable[[Story], Any]


def consultation(story: Story, **more: Any) -> Consultation:
    fields = {**texts(), **days(story.cast), "plan": story.plan, **more}
    return Consultation.objects.create(agency=story.cast.millbrook, made_by=story.tara, **fields)


def comment(story: Story, **more: Any) -> Comment:
    fields = {"text": "x", "code_hash": "x", **more}
    return Comment.objects.create(consultation=story.consultation, **fields)


def answer(story: Story, **more: Any) -> Answer:
    fields = {"disposition": "declined", "text": "x", "text_es": "x", **more}
    return Answer.lines.create(consultation=story.consultation, **fields)


def theme(story: Story) -> Theme:
    return Theme.objects.create(consultation=story.consultation, title="x", title_es="x")


def rule(story: Story, **more: Any) -> ConsultationRule:
    return ConsultationRule.lines.create(
        agency=story.cast.millbrook, source="x", **{"start": "2026-01-02", **more}
    )


def twice(deed: Deed) -> Deed:
    """Do something two times over."""
    return lambda story: [deed(story), deed(story)]


DEEDS: dict[str, Deed] = {
    "about_one_thing": lambda s: consultation(s, programme="x"),
    "about_nothing": lambda s: consultation(s, plan=None),
    "days_in_order": lambda s: consultation(s, answers_by="2020-01-01"),
    "not_its_own_round": lambda s: Consultation.objects.filter(pk=s.consultation.pk).update(
        second_round_of=s.consultation.pk
    ),
    "open_since": lambda s: consultation(s, state="open"),
    "one_word": lambda s: consultation(s, word=s.consultation.word),
    "one_second_round": twice(lambda s: consultation(s, second_round_of=s.consultation)),
    "passage_one_per_place": lambda s: Passage.objects.create(
        consultation=s.consultation, number=1, part="x", text="x"
    ),
    "passage_says_something": lambda s: Passage.objects.create(
        consultation=s.consultation, number=99, part="x", text=""
    ),
    "group_once": lambda s: InvitedGroup.objects.create(
        consultation=s.consultation, group="youth", how_invited="x"
    ),
    "comment_says_something": lambda s: comment(s, text=""),
    "comment_typed_in_says_so": lambda s: comment(s, channel="paper"),
    "comment_sent_in_has_no_name": lambda s: comment(s, typed_by=s.tara),
    "comment_one_code": twice(comment),
    "screening_withheld_says_why": lambda s: Screening.lines.create(comment=comment(s), verdict="withheld"),
    "screening_published_gives_no_reason": lambda s: Screening.lines.create(
        comment=comment(s), verdict="published", reason_code="spam"
    ),
    "screening_one_first_look": lambda s: [
        Screening.lines.create(comment=each, verdict="published") for each in [comment(s)] * 2
    ],
    "theme_once": twice(theme),
    "coding_once": lambda s: [
        Coding.objects.create(comment=each, theme=under, by=s.tara)
        for each, under in [(comment(s), theme(s))] * 2
    ],
    "answer_to_nothing": answer,
    "answer_to_both": lambda s: answer(s, comment=comment(s), theme=theme(s)),
    "answer_says_why": lambda s: answer(s, theme=theme(s), text_es=""),
    "answer_of_a_version_shows_it": lambda s: answer(s, theme=theme(s), after_plan=s.plan),
    "answer_one_a_comment": lambda s: [answer(s, comment=each) for each in [comment(s)] * 2],
    "answer_one_a_theme": lambda s: [answer(s, theme=each) for each in [theme(s)] * 2],
    "tally_one_per_answer": lambda s: Tally.objects.create(
        consultation=s.consultation, question="age", answer="to_29"
    ),
    "rule_ends_after_start": lambda s: rule(s, end="2026-01-01"),
    "rule_within_a_year": lambda s: rule(s, days_open=366),
    "rule_interim_is_short": lambda s: rule(s, interim_days=181),
    "rule_takes_comments": lambda s: rule(s, most_an_hour=0),
}


@pytest.mark.parametrize("name", DEEDS)
def test_database_refuses(name: str, cast: Cast) -> None:
    story = open_it(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        DEEDS[name](story)


def test_same_things_done_right_are_taken(cast: Cast) -> None:
    story = open_it(cast)
    comment(story, channel="paper", typed_by=story.tara)
    said = comment(story, code_hash="y")
    Screening.lines.create(comment=said, verdict="withheld", reason_code="spam")
    answer(story, theme=theme(story))
    rule(story, end="2026-01-02")
    assert consultation(story, plan=None, programme="x", state="dropped").pk
