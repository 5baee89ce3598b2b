"""Fuzzed walks through the life of recommendations: ``python -m tests.walks oversight 2000`` makes so many.

Everybody tries everything, past the pages, on a real database: steps, plans, milestones, files, what was asked; seats are
given and ended, roles lent. ``PATHS`` and ``Walk.side`` say the rules of the field once more, from the outside: nothing
of them is taken from ``muster.oversight``. A deed that is refused must leave everything as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.cast import Cast

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.files.models import StoredFile
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.oversight.actions.issuing import issue_recommendation, revise_recommendation
from muster.oversight.actions.moves import Said, move_recommendation
from muster.oversight.actions.working import add_milestone, attach_file, change_plan, reach_milestone
from muster.oversight.lifecycle import MOVES
from muster.oversight.models import Issuer, Recommendation, Seat
from muster.oversight.queries.clocks import annotate_due, filter_overdue

DEPARTMENT, ISSUER = "department", "issuer"
#: From where to where, by which side.
PATHS: dict[tuple[str, str], str] = {
    ("issued", "acknowledged"): DEPARTMENT,
    ("acknowledged", "response_due"): DEPARTMENT,
    **{
        (source, answer): DEPARTMENT
        for source in ("acknowledged", "response_due")
        for answer in ("accepted", "partly", "declined")
    },
    ("declined", "accepted"): DEPARTMENT,
    ("declined", "partly"): DEPARTMENT,
    ("declined", "response_due"): ISSUER,
    ("partly", "response_due"): ISSUER,
    ("accepted", "in_progress"): DEPARTMENT,
    ("partly", "in_progress"): DEPARTMENT,
    ("in_progress", "reported_implemented"): DEPARTMENT,
    ("reported_implemented", "in_progress"): DEPARTMENT,
    ("verified_partial", "in_progress"): DEPARTMENT,
    ("not_implemented", "in_progress"): DEPARTMENT,
    ("reported_implemented", "verified_implemented"): ISSUER,
    ("reported_implemented", "verified_partial"): ISSUER,
    **{
        (source, "not_implemented"): ISSUER
        for source in ("reported_implemented", "accepted", "partly", "in_progress")
    },
    **{
        (source, "closed"): ISSUER
        for source in (
            "verified_implemented",
            "verified_partial",
            "not_implemented",
            "declined",
            "issued",
            "acknowledged",
            "response_due",
        )
    },
}
WORKING = ("accepted", "partly", "in_progress")
UNANSWERED = ("issued", "acknowledged", "response_due")
VERDICTS = ("verified_implemented", "verified_partial", "not_implemented")
#: Who answers for Millbrook by a role of their own, whom it employs besides, and who holds a role that issues.
ANSWERS = {"tara", "dina", "chris"}
EMPLOYED = {"ada", "ben", "sam", "ian"}
OVERSEES = {
    "olga",
    "vic",
    "dina",
    "ada",
}  # dina and ada were given an auditor's role, which must not help them
NAMES = ("tara", "dina", "chris", "olga", "vic", "ada", "rae", "admin", "nora", "stranger")
#: How often the walks came to which state.
REACHED: Counter[str] = Counter()

words = st.sampled_from(["", " ", "Because.", "Señal 李"])
in_days = st.sampled_from([-400, -1, 0, 1, 30, 200])


class Walk(RuleBasedStateMachine):
    """Everybody tries everything with one recommendation, and after each deed the walk looks whether all is right."""

    cast: Cast
    proof: StoredFile

    @initialize()
    def begins(self) -> None:
        """A board for which Olga speaks issues one recommendation, in a transaction that is taken back at the end."""
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.board = Issuer.objects.create(
            agency=self.cast.millbrook, name=f"Board {Issuer.objects.count()}", kind="board"
        )
        self.seated: set[str] = set()
        self.lent: dict[str, Grant] = {}
        self.give("olga")
        self.asked = issue_recommendation(
            issuer=self.board,
            by=self.user("olga"),
            number="1",
            title="Train supervisors",
            issued_on=timezone.localdate() - timedelta(days=5),
            text="All of them.",
        )
        self.trail = ["issued"]
        self.proven = False
        self.open_milestones = 0
        self.lines = 1

    def teardown(self) -> None:
        """Take everything back."""
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # ── who stands where ─────────────────────────────────────────────────────────────────────────

    def user(self, name: str) -> User:
        return User.objects.get(pk=self.cast.user[name].pk)

    def side(self, name: str) -> str | None:
        """On which side somebody stands, by the rules of the field."""
        answers = name in ANSWERS or name in self.lent
        borrowed_from_a_member = name in self.lent and name not in ANSWERS and "chris" in self.seated
        if answers:
            return None if name in self.seated or borrowed_from_a_member else DEPARTMENT
        if name in self.seated and name in OVERSEES and name not in EMPLOYED:
            return ISSUER
        return None

    def give(self, name: str) -> None:
        Seat.objects.create(
            issuer=self.board,
            user=self.cast.user[name],
            start=timezone.localdate(),
            given_by=self.cast.user["rae"],
        )
        self.seated.add(name)

    @rule(name=st.sampled_from([name for name in NAMES if name != "rae"]))
    def seat_is_given_or_taken(self, name: str) -> None:
        """Seats come and go, also those that nobody should have been given."""
        if name in self.seated:
            self.board.seats.filter(user=self.cast.user[name]).update(ended_at=timezone.now())
            self.seated.discard(name)
        else:
            self.give(name)

    @rule(name=st.sampled_from(["olga", "vic", "rae", "ada"]))
    def command_is_lent_or_taken_back(self, name: str) -> None:
        """The chief lets somebody act in command, or no longer."""
        if name in self.lent:
            self.lent.pop(name).delete()
            return
        lender = Grant.objects.get(user=self.cast.user["chris"], role=Role.COMMAND)
        today = timezone.localdate()
        self.lent[name] = Grant.objects.create(
            user=self.cast.user[name],
            role=lender.role,
            agency=lender.agency,
            start=today,
            end=today + timedelta(days=30),
            delegated_from=lender,
        )

    # ── deeds ────────────────────────────────────────────────────────────────────────────────────

    @rule(data=st.data(), name=st.sampled_from(NAMES), reason=words, text=words, finish=in_days)
    def anybody_tries_a_step(self, data: Any, name: str, reason: str, text: str, finish: int) -> None:
        """Somebody tries a step, possible or not."""
        possible = [move for move in MOVES if move.source == self.asked.state]
        move = data.draw(st.sampled_from(possible if possible and data.draw(st.booleans()) else MOVES))
        self.step(name, move, self.said(reason, text, finish))

    @rule(data=st.data(), steps=st.integers(1, 6))
    def goes_on(self, data: Any, steps: int) -> None:
        """Those whose turn it is do what comes next, fully and truly."""
        for _ in range(steps):
            possible = [move for move in MOVES if move.source == self.asked.state]
            if not possible:
                return
            move = data.draw(st.sampled_from(possible))
            if move.target == "reported_implemented":
                self.file("tara")
            names = [name for name in NAMES if self.side(name) == move.side]
            if names:
                self.step(names[0], move, self.said("Because.", "So.", 200))
            self.nothing_is_against_the_rules()

    @rule(name=st.sampled_from(NAMES))
    def file_is_attached(self, name: str) -> None:
        """Somebody attaches a file."""
        self.file(name)

    @rule(name=st.sampled_from(NAMES), due=in_days, text=words)
    def milestone_is_set(self, name: str, due: int, text: str) -> None:
        """Somebody sets a milestone."""
        day = timezone.localdate() + timedelta(days=due)
        allowed = self.side(name) == DEPARTMENT and self.asked.state in WORKING
        if self.tried(
            lambda: add_milestone(
                asked=self.asked,
                by=self.user(name),
                edition=self.asked.edition,
                title=text,
                due_on=day,
            )
        ):
            assert allowed
            assert text.strip()
            assert self.asked.finish_by is not None
            assert timezone.localdate() <= day <= self.asked.finish_by
            self.open_milestones += 1

    @rule(name=st.sampled_from(["tara", "olga", "ada"]), done=in_days, note=words)
    def milestone_is_reached(self, name: str, done: int, note: str) -> None:
        """Somebody says that a milestone was reached."""
        milestone = self.asked.milestones.filter(done_on__isnull=True).first()
        if milestone is None:
            return
        day = timezone.localdate() + timedelta(days=done)
        if self.tried(
            lambda: reach_milestone(
                milestone=milestone,
                by=self.user(name),
                edition=self.asked.edition,
                done_on=day,
                note=note,
            )
        ):
            assert self.side(name) == DEPARTMENT
            assert self.asked.state in WORKING
            assert done <= 0
            self.open_milestones -= 1

    @rule(name=st.sampled_from(NAMES), finish=in_days, reason=words)
    def plan_is_changed(self, name: str, finish: int, reason: str) -> None:
        """Somebody moves the day by which it is to be done."""
        day = timezone.localdate() + timedelta(days=finish)
        if self.tried(
            lambda: change_plan(
                asked=self.asked,
                by=self.user(name),
                edition=self.asked.edition,
                reason=reason,
                plan="Otherwise.",
                owner="Director",
                finish_by=day,
            )
        ):
            assert self.side(name) == DEPARTMENT
            assert reason.strip()

    @rule(name=st.sampled_from(NAMES), respond=in_days, reason=words, rewords=st.booleans())
    def question_is_changed(self, name: str, respond: int, reason: str, rewords: bool) -> None:
        """Somebody moves the day of the answer, or changes what was asked."""
        before = (self.asked.state, self.asked.text)
        words_too = {"text": "Most of them."} if rewords else {}
        if self.tried(
            lambda: revise_recommendation(
                asked=self.asked,
                by=self.user(name),
                edition=self.asked.edition,
                reason=reason,
                **words_too,
                respond_by=timezone.localdate() + timedelta(days=respond),
            )
        ):
            assert self.side(name) == ISSUER
            assert before[0] in UNANSWERED
            assert before[0] == "issued" or self.asked.text == before[1]

    # ── how a deed is tried ──────────────────────────────────────────────────────────────────────

    def said(self, reason: str, text: str, finish: int) -> Said:
        day = timezone.localdate() + timedelta(days=finish)
        return Said(reason, text, text, text, text, day, day)

    def step(self, name: str, move: Any, told: Said) -> None:
        before = self.asked.state
        if not self.tried(
            lambda: move_recommendation(
                asked=self.asked, move=move, by=self.user(name), edition=self.asked.edition, said=told
            )
        ):
            return
        now = self.asked.state
        assert PATHS[before, now] == self.side(name), f"{name} took it from {before} to {now}"
        self.check_said(now, told)
        if now == "reported_implemented":
            assert self.proven, "reported without a file that shows it"
            assert not self.open_milestones, "reported with open milestones"
        if now in VERDICTS:
            self.proven = False
        self.trail.append(now)
        REACHED[now] += 1

    def check_said(self, state: str, told: Said) -> None:
        """What stands there is what belongs to the state."""
        if state in (*VERDICTS, "closed", "reported_implemented"):
            assert told.reason.strip()
        if state in ("declined", "partly"):
            assert self.asked.decline_reason
        if state in WORKING:
            assert self.asked.plan
            assert self.asked.owner
            assert self.asked.finish_by is not None
        if state == "accepted":
            assert not self.asked.decline_reason

    def file(self, name: str) -> None:
        if self.tried(
            lambda: attach_file(asked=self.asked, by=self.user(name), stored=self.proof, name="a.pdf")
        ):
            assert self.side(name) in (DEPARTMENT, ISSUER)
            assert self.asked.state != "closed"
            self.proven |= self.side(name) == DEPARTMENT

    def tried(self, deed: Callable[[], object]) -> bool:
        """Do a deed: it makes one entry and one line, or it is refused and nothing is other than before."""
        before = (Entry.objects.count(), self.row(), self.asked.changes.count(), self.asked.files.count())
        try:
            deed()
        except (Refused, ValidationError):
            after = (Entry.objects.count(), self.row(), self.asked.changes.count(), self.asked.files.count())
            assert after == before, "what was refused left something behind"
            return False
        assert Entry.objects.count() == before[0] + 1
        self.asked = Recommendation.objects.select_related("issuer__agency").get(pk=self.asked.pk)
        return True

    def row(self) -> dict[str, Any]:
        return Recommendation.objects.filter(pk=self.asked.pk).values().get()

    # ── what must always hold ────────────────────────────────────────────────────────────────────

    @invariant()
    def nothing_is_against_the_rules(self) -> None:
        """History and state tell the same; what is the issuer's was said by the issuer; overdue is what the days say."""
        if not hasattr(self, "trail"):
            return
        changes = list(self.asked.changes.order_by("pk"))
        steps = [change for change in changes if change.kind == "step"]
        assert [*(step.state for step in steps), self.asked.state] == self.trail
        for change in changes[self.lines :]:
            if change.to in (*VERDICTS, "closed") and change.state != change.to:
                assert change.side == ISSUER
        self.lines = len(changes)
        for day in (timezone.localdate(), timezone.localdate() + timedelta(days=61)):
            found = filter_overdue(annotate_due(Recommendation.objects.filter(pk=self.asked.pk)), day)
            due = self.due()
            assert found.exists() == (due is not None and due < day)

    def due(self) -> date | None:
        """The day on which the department owes the next thing, worked out plainly."""
        asked = self.asked
        if asked.state == "issued":
            return asked.acknowledge_by
        if asked.state in UNANSWERED:
            return asked.respond_by
        if asked.state not in WORKING:
            return None
        still = [each.due_on for each in asked.milestones.all() if each.done_on is None]
        return min(still) if still else asked.finish_by
