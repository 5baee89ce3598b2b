"""How a consultation of Millbrook goes, told step by step: Tara plans and sorts, Dina publishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.utils import timezone
from tests.cast import Cast

from muster.accounts.models import User
from muster.community.actions.answers import write_answer
from muster.community.actions.comments import send_comment
from muster.community.actions.consultations import plan_consultation
from muster.community.actions.moves import move_consultation
from muster.community.actions.reach import invite_group, note_group
from muster.community.actions.screening import screen_comments
from muster.community.actions.themes import code_comments, name_theme
from muster.community.enums import ConsultationState
from muster.community.lifecycle import move_named
from muster.community.models import Comment, Consultation, Theme
from muster.community.queries.rules import day_at
from muster.curriculum.enums import PlanState, ReleaseClass
from muster.curriculum.models import Assessment, Block, Course, LessonPlan, Objective

S = ConsultationState
CONSENT = "Ask for consent before you search a car, and say that no is an answer."


@dataclass
class Story:
    """A lesson plan in review, and a consultation on it."""

    cast: Cast
    plan: LessonPlan
    consultation: Consultation
    days: timedelta = field(default_factory=timedelta)

    @property
    def tara(self) -> User:
        """Who plans, sorts and answers."""
        return self.cast.user["tara"]

    def now(self) -> Consultation:
        """The consultation as it stands, read anew."""
        found = Consultation.objects.select_related("agency", "plan__course", "result")
        return found.get(pk=self.consultation.pk)

    def later(self, days: int) -> None:
        """Let days pass for whatever is done ``meanwhile``."""
        self.days += timedelta(days=days)

    def go(self, to: str, name: str = "tara", **said: Any) -> Consultation:
        """Take the step to a state."""
        current = self.now()
        move = move_named(f"{current.state}-{to}")
        assert move is not None, f"no step from {current.state} to {to}"
        with self.clock():
            return move_consultation(
                consultation=current, move=move, by=self.cast.user[name], edition=current.edition, **said
            )

    def clock(self) -> Any:
        """The clock as the story has it."""
        moment: Callable[[], datetime] = timezone.now
        real = moment()
        return mock.patch("django.utils.timezone.now", return_value=real + self.days)

    def say(self, text: str = CONSENT, **more: Any) -> Comment:
        """Somebody comments on the site."""
        with self.clock():
            return send_comment(consultation=self.now(), text=text, **more)[0]

    def screen(
        self, *comments: Comment, verdict: str = "published", code: str = "", name: str = "tara"
    ) -> None:
        """Somebody looks at comments."""
        screen_comments(
            consultation=self.now(),
            comments=[comment.pk for comment in comments],
            verdict=verdict,
            reason_code=code,
            by=self.cast.user[name],
        )

    def theme(self, *comments: Comment, title: str = "Consent") -> Theme:
        """Tara puts comments under a new theme."""
        theme = name_theme(consultation=self.now(), title=title, title_es=f"{title} (es)", by=self.tara)
        code_comments(theme=theme, comments=[comment.pk for comment in comments], by=self.tara)
        return theme

    def answer(self, **to: Any) -> None:
        """Tara declines what somebody asked for, unless told otherwise."""
        said: dict[str, Any] = {
            "disposition": "declined",
            "text": "The law says so.",
            "text_es": "La ley lo dice.",
        }
        write_answer(consultation=self.now(), by=self.tara, **{**said, **to})

    def closed(self) -> None:
        """Somebody was heard, the last day is past, and it is closed."""
        for group in self.now().groups.all():
            note_group(group=group, came=12, by=self.tara)
        self.later((self.now().closes_on - day_at(self.now().agency)).days + 1)
        self.go(S.CLOSED)


def a_plan(cast: Cast, state: str = PlanState.COMMITTEE_DECISION, **more: Any) -> LessonPlan:
    """A lesson plan on car stops that somebody else than Tara wrote."""
    course = Course.objects.create(
        agency=cast.millbrook,
        code=f"VS{Course.objects.count()}",
        title="Vehicle stops",
        minutes=240,
        topics=["procedural-justice"],
    )
    plan = LessonPlan.objects.create(
        course=course, version=1, owner=cast.user["ian"], goal="Stop cars safely and fairly.", **more
    )
    objective = Objective.objects.create(
        plan=plan, order=1, text="Say why you stopped the car before asking for papers."
    )
    check = Assessment.objects.create(plan=plan, order=1, title="A stop, played", instrument="scenario")
    check.objectives.add(objective)
    block = Block.objects.create(
        plan=plan,
        order=1,
        title="At the window",
        minutes=90,
        method="scenario",
        content="Greet the driver.\n\nAsk for licence and papers.",
    )
    block.objectives.add(objective)
    LessonPlan.objects.filter(pk=plan.pk).update(state=state, release_class=ReleaseClass.PUBLIC)
    plan.refresh_from_db()
    return plan


def texts(**more: Any) -> dict[str, Any]:
    """What is said about a consultation, in both languages."""
    return {
        "title": "How officers stop cars",
        "title_es": "Cómo los agentes detienen autos",
        "summary": "Officers learn how to stop a car.",
        "summary_es": "Los agentes aprenden a detener un auto.",
        "questions": "What should officers say first?",
        "questions_es": "¿Qué deben decir primero los agentes?",
        **more,
    }


def days(cast: Cast, is_open: int = 30, answered: int = 30) -> dict[str, Any]:
    """Days that begin today."""
    today = day_at(cast.millbrook)
    closes = today + timedelta(days=is_open - 1)
    return {"opens_on": today, "closes_on": closes, "answers_by": closes + timedelta(days=answered)}


def plan_it(cast: Cast, plan: LessonPlan | None = None, **more: Any) -> Story:
    """Plan a consultation on a lesson plan in review, with two groups invited."""
    plan = plan or a_plan(cast)
    fields = {**texts(), **days(cast), "plan": plan, **more}
    made = plan_consultation(agency=cast.millbrook, by=cast.user["tara"], **fields)
    for group in ("youth", "stopped"):
        invite_group(consultation=made, group=group, how_invited="By letter.", by=cast.user["tara"])
    return Story(cast, plan, made)


def open_it(cast: Cast, **more: Any) -> Story:
    """The same, open for comments."""
    story = plan_it(cast, **more)
    story.go(S.OPEN)
    return story


def answer_it(story: Story) -> Story:
    """Take an open consultation with its comments to published answers, each declined in one theme."""
    waiting = [each for each in story.now().comments.all() if not each.screenings.exists()]
    if waiting:
        story.screen(*waiting)
    story.closed()
    story.go(S.CODING)
    comments = list(story.now().comments.all())
    if comments:
        story.answer(theme=story.theme(*comments))
    story.go(S.RESPONSES_DRAFTED)
    story.go(S.RESPONSES_PUBLISHED, "dina")
    return story
