"""Where fuzzed walks go: a consultation and a rule, how people do things there, and what the walk believes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unittest import mock

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from tests.cast import Cast
from tests.community.stories import a_plan, days, texts

from muster.accounts.models import User
from muster.community.access import may_move
from muster.community.actions import answers, comments, consultations, reach, rules, screening
from muster.community.actions.moves import move_consultation
from muster.community.lifecycle import MOVES
from muster.community.models import (
    Answer,
    Coding,
    Comment,
    Consultation,
    Gathering,
    InvitedGroup,
    Screening,
    Step,
    Tally,
    Theme,
)
from muster.community.queries.comments import public_comments, screened_counts
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

NAMES = ["tara", "dina", "chris", "olga", "ada", "nora", "admin"]
#: Who may, by the field's own table: the training unit runs it, its director and command publish.
RUNS, PUBLISHES = {"tara", "dina"}, {"dina", "chris"}
TABLES = (Comment, Screening, Theme, Coding, Answer, Step, InvitedGroup, Gathering, Tally, Entry)
ORDER = [
    "planned",
    "open",
    "extended",
    "closed",
    "coding",
    "responses_drafted",
    "responses_published",
    "second_round",
    "done",
]
#: A passage of the lesson plan.
NOW = "Greet the driver."
#: How often the walks came to which state.
REACHED: Counter[str] = Counter()


class Ground(RuleBasedStateMachine):
    """One consultation and perhaps its second round, a rule, and everybody who has a say."""

    #: Made once by whoever starts the walks, since each walk leaves it as it was.
    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = timezone.now().replace(microsecond=0)
        self.clock = mock.patch("django.utils.timezone.now", self.time)
        self.clock.start()
        self.words: dict[int, str] = {}
        self.looks: dict[int, str] = {}
        self.last_days: dict[int, Any] = {}

    def time(self) -> datetime:
        """What the clock says."""
        return self.now

    def teardown(self) -> None:
        """Leave the database as it was."""
        self.clock.stop()
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @initialize(is_open=st.sampled_from([1, 3]), rule_days=st.sampled_from([0, 1, 5]), far=st.integers(0, 8))
    def begin(self, is_open: int, rule_days: int, far: int) -> None:
        """A lesson plan in review and a consultation that went some way already."""
        self.plan = a_plan(self.cast)
        self.rule_days = rule_days
        if rule_days:
            rules.write_rule(
                agency=self.cast.millbrook,
                by=self.user("dina"),
                days_open=rule_days,
                source="x",
                start="2020-01-01",
            )
        fields = {**texts(), **days(self.cast, is_open, 5), "plan": self.plan}
        made = consultations.plan_consultation(agency=self.cast.millbrook, by=self.user("tara"), **fields)
        self.invite(made)
        for _ in range(far):
            self.go_on(self.newest())
            self.nothing_is_against_the_rules()

    # ── how they do it ───────────────────────────────────────────────────────────────────────────

    def go_on(self, consultation: Consultation) -> None:
        """Do what comes next for a consultation as it stands."""
        state = consultation.state
        if state == "planned":
            self.step(consultation, "open", "tara")
        elif state in ("open", "extended"):
            self.say(consultation, "Ask first.", on_passage=False)
            for group in consultation.groups.all():
                reach.note_group(group=group, came=1, by=self.user("tara"))
            self.now += timedelta(days=(consultation.closes_on - self.now.date()).days + 2)
            self.step(consultation, "closed", "tara")
        elif state == "closed":
            self.look_at_all(consultation)
            self.step(consultation, "coding", "tara")
        elif state == "coding":
            self.answer_all(consultation)
            self.step(consultation, "responses_drafted", "tara")
        elif state == "responses_drafted":
            self.step(consultation, "responses_published", "dina") or self.step(
                consultation, "responses_published", "chris"
            )
        elif state == "responses_published":
            self.step(consultation, "done", "tara") or self.step(consultation, "second_round", "tara")
        elif consultation.second_round_of is not None:
            self.step(consultation.second_round_of, "done", "tara")

    def look_at_all(self, consultation: Consultation) -> None:
        """Tara publishes what waits."""
        keys = [key for key in consultation.comments.values_list("pk", flat=True) if key not in self.looks]
        if keys:
            screening.screen_comments(
                consultation=consultation, comments=keys, verdict="published", by=self.user("tara")
            )
            self.looks |= dict.fromkeys(keys, "published")

    def answer_all(self, consultation: Consultation) -> None:
        """Tara declines each published comment by itself."""
        for comment in consultation.comments.all():
            if self.looks[comment.pk] == "published":
                said = {"disposition": "declined", "text": "x", "text_es": "x"}
                answers.write_answer(consultation=consultation, comment=comment, by=self.user("tara"), **said)

    def say(self, consultation: Consultation, text: str, on_passage: bool) -> None:
        passage = consultation.passages.first() if on_passage else None
        made: list[Comment] = []
        said = self.tried(
            lambda: made.append(
                comments.send_comment(consultation=consultation, text=text, passage=passage)[0]
            )
        )
        if said:
            assert consultation.state in ("open", "extended")
            self.words[made[0].pk] = text

    def step(
        self, consultation: Consultation, to: str, name: str, longer: int = 2, reason: str = "x"
    ) -> bool:
        """Try a step as the page does: the gate first, then the deed."""
        user = self.user(name)
        for move in MOVES:
            if move.source != consultation.state or move.target != to:
                continue
            allowed = PUBLISHES if to == "responses_published" else RUNS
            assert may_move(user, move, consultation) == (name in allowed)
            if name not in allowed:
                return False
            deed = partial(move_consultation, consultation=consultation, move=move, by=user, reason=reason)
            last = consultation.closes_on + timedelta(days=longer)
            done = self.tried(partial(deed, edition=consultation.edition, closes_on=last))
            if done:
                REACHED[to] += 1
                self.check_arrival(consultation, to, name)
            return done
        return False

    def check_arrival(self, before: Consultation, to: str, name: str) -> None:
        """What must have held for a consultation to come to a state, seen without the guards."""
        mine = [key for key in self.words if Comment.objects.get(pk=key).consultation_id == before.pk]
        shown = [key for key in mine if self.looks.get(key) == "published"]
        if to == "open":
            assert before.groups.exists()
            assert (before.closes_on - self.now.date()).days + 2 >= self.rule_days
        if to == "closed":
            assert self.now.date() >= before.closes_on
            assert all(group.came or group.not_heard for group in before.groups.all())
        if (
            to in ("coding", "responses_drafted", "responses_published")
            and before.state != "responses_drafted"
        ):
            assert set(mine) <= set(self.looks), "somebody looked at each"
        if to in ("responses_drafted", "responses_published"):
            assert all(self.is_answered(key) for key in shown)
            changed = [line for line in self.lines(before) if line.disposition == "accepted"]
            assert all(line.after for line in changed)
        if to == "responses_published":
            handed_in = before.steps.filter(to_state="responses_drafted").last()
            assert handed_in is not None
            assert handed_in.by_id != self.cast.user[name].pk

    def lines(self, consultation: Consultation) -> list[Answer]:
        """The answers that nothing replaces."""
        every = list(Answer.lines.filter(consultation=consultation))
        replaced = {line.replaces_id for line in every}
        return [line for line in every if line.pk not in replaced]

    def is_answered(self, key: int) -> bool:
        """Whether a comment is answered by itself or under one of its themes."""
        own = Answer.lines.filter(comment=key).exists()
        codings = Coding.objects.filter(comment=key).values_list("theme", flat=True)
        return own or Answer.lines.filter(theme__in=list(codings)).exists()

    def invite(self, consultation: Consultation) -> None:
        reach.invite_group(consultation=consultation, group="youth", how_invited="x", by=self.user("tara"))

    def tried(self, deed: Callable[[], Any]) -> bool:
        """Do something; what is refused leaves everything as it was."""
        before = self.everything()
        try:
            with transaction.atomic():
                deed()
        except (Refused, ValidationError):
            assert self.everything() == before
            return False
        assert Entry.objects.count() == before[-1] + 1, "each deed is written down once"
        return True

    def everything(self) -> tuple[Any, ...]:
        """A sum of all that could change."""
        rows = Consultation.objects.order_by("pk").values_list("pk", "state", "edition", "closes_on")
        return (tuple(rows), *(table._base_manager.count() for table in TABLES))

    def user(self, name: str) -> User:
        """An account as it comes in with the next request."""
        return User.objects.get(pk=self.cast.user[name].pk)

    def some(self, data: Any) -> Consultation:
        """One of the consultations, fresh."""
        keys = list(Consultation.objects.order_by("pk").values_list("pk", flat=True))
        return self.fresh(data.draw(st.sampled_from(keys)))

    def newest(self) -> Consultation:
        """The second round where there is one."""
        return self.fresh(Consultation.objects.latest("pk").pk)

    def fresh(self, key: int) -> Consultation:
        return Consultation.objects.select_related("agency", "plan__course", "second_round_of").get(pk=key)

    # ── what must always hold ────────────────────────────────────────────────────────────────────

    @invariant()
    def nothing_is_against_the_rules(self) -> None:
        """Words stay, what is public was looked at, states follow one another."""
        assert dict(Comment.objects.values_list("pk", "text")) == self.words
        for consultation in Consultation.objects.all():
            mine = set(consultation.comments.values_list("pk", flat=True))
            shown = {key for key in mine if self.looks.get(key) == "published"}
            assert set(public_comments(consultation).values_list("pk", flat=True)) == shown
            counts = screened_counts(consultation)
            assert counts["published"] == len(shown)
            assert counts["waiting"] == len(mine - set(self.looks))
            self.check_steps(consultation)

    def check_steps(self, consultation: Consultation) -> None:
        """Each step goes one further, but for giving up, extending again and answers sent back."""
        steps = list(consultation.steps.order_by("pk").values_list("from_state", "to_state"))
        assert [step[0] for step in steps[1:]] == [step[1] for step in steps[:-1]]
        assert consultation.state == (steps[-1][1] if steps else "planned")
        for source, target in steps:
            if target in ORDER and (source, target) not in (
                ("responses_drafted", "coding"),
                ("extended", "extended"),
            ):
                assert ORDER.index(source) < ORDER.index(target)
