"""Fuzzed walks through the life of consultations: ``python -m tests.walks community 2000`` makes so many.

Everybody of the cast tries everything, on a real database, with a clock that runs on. After each deed the walk compares
what there is with what it believes by itself, in plain Python: who may have taken which step, which comments may be
public, who is answered. A deed that is refused must leave everything as it was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.community.stories import days, texts
from tests.community.walk_ground import NAMES, NOW, Ground

from muster.community.actions import answers, consultations, reach, screening, themes
from muster.community.lifecycle import MOVES
from muster.community.models import (
    Comment,
    Consultation,
)
from muster.curriculum.actions.steps import take_step
from muster.curriculum.lifecycle import move_named as plan_move_named
from muster.curriculum.models import LessonPlan
from muster.ledger.refusals import Refused


class Walk(Ground):
    """Everybody tries every step, and after each deed the walk looks whether all is as it believes."""

    # ── what people do ───────────────────────────────────────────────────────────────────────────

    @rule(
        data=st.data(),
        name=st.sampled_from(NAMES),
        longer=st.sampled_from([0, 2]),
        reason=st.sampled_from(["", "x"]),
    )
    def anybody_tries_any_step(self, data: Any, name: str, longer: int, reason: str) -> None:
        """Somebody tries a step, theirs or not, possible or not."""
        consultation = self.some(data)
        possible = [move for move in MOVES if move.source == consultation.state]
        likely = bool(possible) and data.draw(st.booleans())
        move = data.draw(st.sampled_from(possible if likely else MOVES))
        name = data.draw(st.sampled_from(["tara", "dina"])) if likely else name
        self.step(consultation, move.target, name, longer=longer, reason=reason)

    @rule(number=st.sampled_from([1, 1, 3, 9]))
    def goes_on(self, number: int) -> None:
        """Those whose turn it is do what comes next."""
        for _ in range(number):
            self.go_on(self.newest())
            self.nothing_is_against_the_rules()

    @rule(data=st.data(), text=st.sampled_from(["Ask first.", " ", "No."]), on_passage=st.booleans())
    def somebody_comments(self, data: Any, text: str, on_passage: bool) -> None:
        """Somebody without a name says something, in time or not."""
        self.say(self.some(data), text, on_passage)

    @rule(
        data=st.data(), verdict=st.sampled_from(["published", "withheld"]), code=st.sampled_from(["", "spam"])
    )
    def somebody_looks(self, data: Any, verdict: str, code: str) -> None:
        """Comments are looked at, first or again."""
        consultation = self.some(data)
        keys = list(consultation.comments.values_list("pk", flat=True))
        if not keys:
            return
        chosen = data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
        if self.tried(
            lambda: screening.screen_comments(
                consultation=consultation,
                comments=chosen,
                verdict=verdict,
                reason_code=code,
                by=self.user("tara"),
            )
        ):
            self.looks |= {key: verdict for key in chosen if key not in self.looks}
        key = chosen[0]
        if self.tried(
            lambda: screening.look_again(
                comment=Comment.objects.get(pk=key),
                verdict=verdict,
                reason_code=code,
                reason="x",
                by=self.user("dina"),
            )
        ):
            self.looks[key] = verdict

    @rule(
        data=st.data(),
        disposition=st.sampled_from(["declined", "accepted"]),
        after=st.sampled_from(["", NOW, "?"]),
    )
    def somebody_sorts_and_answers(self, data: Any, disposition: str, after: str) -> None:
        """Comments come under a theme, and it is answered, in time or not."""
        consultation = self.some(data)
        by = self.user("tara")
        self.tried(lambda: themes.name_theme(consultation=consultation, title="T", title_es="T", by=by))
        theme = consultation.themes.first()
        keys = list(consultation.comments.values_list("pk", flat=True))
        if theme is None:
            return
        if keys:
            chosen = data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
            self.tried(lambda: themes.code_comments(theme=theme, comments=chosen, by=by))
        said = {"disposition": disposition, "text": "x", "text_es": "x", "after": after}
        self.tried(lambda: answers.write_answer(consultation=consultation, theme=theme, by=by, **said))

    @rule(data=st.data(), heard=st.booleans())
    def somebody_is_heard(self, data: Any, heard: bool) -> None:
        """It is written down who came, or why nobody did."""
        group = self.some(data).groups.first()
        if group is not None:
            said: dict[str, Any] = {"came": 3} if heard else {"came": 0, "not_heard": "x"}
            self.tried(lambda: reach.note_group(group=group, by=self.user("tara"), **said))

    @rule()
    def a_second_round_is_planned(self) -> None:
        """In time or not."""
        first = Consultation.objects.order_by("pk")[0]
        fields = {**texts(), **days(self.cast, 1, 5)}
        self.tried(
            lambda: consultations.plan_second_round(consultation=first, by=self.user("tara"), **fields)
        )

    @rule(number=st.sampled_from([1, 2, 10]))
    def days_pass(self, number: int) -> None:
        """The clock runs on."""
        self.now += timedelta(days=number)

    @rule()
    def the_plan_is_approved(self) -> None:
        """Chris tries to approve the plan; the walk leaves it as it was."""
        move = plan_move_named("committee_decision-approved")
        assert move is not None
        try:
            with transaction.atomic():
                take_step(plan=LessonPlan.objects.get(pk=self.plan.pk), move=move, by=self.user("chris"))
                raise Undone
        except Undone:
            approved = True
        except Refused:
            approved = False
        states = list(Consultation.objects.order_by("pk").values_list("state", flat=True))
        answered = any(state in ("responses_published", "done") for state in states)
        assert answered or not approved or not self.rule_days, "a rule asks, and nobody was answered"


class Undone(Exception):
    """Takes back what a walk only tried."""
