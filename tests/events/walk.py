"""A fuzzed walk through the life of requests; ``python -m tests.walks events 2000`` makes so many of them.

Everybody of the cast tries everything, on a real database, with a clock that runs on. After each deed the walk compares
what there is with ``belief``. A deed that is refused must leave everything as it was.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from tests.events import belief
from tests.events.belief import Known
from tests.events.walk_ground import DECIDERS, LENT_ROLES, NAMES, UNITS, cents_of
from tests.events.walk_home import Home

from muster.accounts.models import Grant, User
from muster.events.access import may_move
from muster.events.actions.moves import Said, move_request
from muster.events.lifecycle import DECIDES, MOVES, Move
from muster.events.models import Fund, Request
from muster.events.queries.budget import fund_states
from muster.events.queries.money import states_of
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

#: How a request turns out when it does not go on.
OTHERWISE = ["returned", "waitlisted", "denied", "withdrawn", "cancelled", "no_show"]
#: How often the walks came to which state.
REACHED: Counter[str] = Counter()


class Walk(Home):
    """Everybody tries every step, and after each deed the walk looks whether all is as it believes."""

    # ── steps ────────────────────────────────────────────────────────────────────────────────────

    @rule(data=st.data(), name=st.sampled_from(NAMES), fee=cents_of, override=st.sampled_from(["", "So."]))
    def anybody_tries_anything(self, data: Any, name: str, fee: int, override: str) -> None:
        """Somebody tries a step: any at all, or one that is possible; theirs or not."""
        request = self.some(data)
        steps = [each for each in MOVES if each.permission is not None]
        possible = [each for each in steps if each.source == request.state]
        if possible and data.draw(st.booleans()):
            steps = possible
            likely = [*DECIDERS.get(request.state, {}), self.known[request.pk].maker, "tara"]
            name = data.draw(st.sampled_from([name, *likely]))
        move = data.draw(st.sampled_from(steps))
        self.step(request, move, name, Said("other", "Because.", override=override, cents=fee))

    @rule(data=st.data(), number=st.sampled_from([1, 2, 3, 14]))
    def goes_on(self, data: Any, number: int) -> None:
        """Those whose turn it is do what is to be done, one thing after the other."""
        request = self.some(data)
        for _ in range(number):
            request.refresh_from_db()
            before = Entry.objects.count()
            self.go_on(request)
            if Entry.objects.count() == before:
                return
            self.nothing_is_against_the_rules()

    @rule(data=st.data(), how=st.sampled_from(OTHERWISE), fee=cents_of)
    def turns_out_otherwise(self, data: Any, how: str, fee: int) -> None:
        """It is sent back, put off, denied, withdrawn, cancelled, or nobody goes: by whoever may."""
        request = self.some(data)
        if how == "no_show" and request.state == "travel_ready" and request.departs_at is not None:
            self.now = max(self.now, request.departs_at)
        steps = [each for each in MOVES if each.source == request.state and each.target == how]
        names = [*DECIDERS.get(request.state, {}), *self.lent, "dina", "tara", self.known[request.pk].maker]
        for move in steps:
            for name in names:
                if self.step(request, move, name, Said("other", "Because.", cents=fee)):
                    return

    def go_on(self, request: Request) -> None:
        """Do what comes next for a request as it stands."""
        state, known = request.state, self.known[request.pk]
        if state in ("report_due", "report_submitted"):
            self.reported(request, accept=True)
        elif state == "share_due":
            self.shared(request, waive=False)
        elif state == "shared":
            self.certified(request)
        elif state == "travel_ready" and request.departs_at is not None:
            self.now = max(self.now, request.departs_at)
        elif state == "attending":
            for attendee in request.attendees.filter(state="going"):
                self.marked(attendee, "attended")
        onward = [each for each in MOVES if each.source == state and each.permission is not None]
        onward = [
            each
            for each in onward
            if not each.stays and each.target in (None, *belief.BEFORE, *belief.AFTER, "submitted")
        ]
        if state in belief.SINCE_LEAVING:
            self.accepted(request)
        names = [*DECIDERS.get(state, {}), *self.lent, "dina", "tara", known.maker]
        for name in names if onward else []:
            said = Said(override="Word of the sergeant.")
            if self.step(request, onward[0], name, said):
                return

    def accepted(self, request: Request) -> None:
        """Let who decides about the budget accept what it cost above, if it did."""
        move = next(each for each in MOVES if each.stays and each.source == request.state)
        for name in (*DECIDERS["budget_review"], *self.lent):
            if self.step(request, move, name, Said(reason="The price went up.")):
                request.refresh_from_db()
                return

    def step(self, request: Request, move: Move, name: str, said: Said) -> bool:
        """Try a step as the page does: the gate first, then the deed."""
        user = self.user(name)
        stage = request.state
        if not may_move(user, move, request):
            if move.not_own and name in DECIDERS.get(stage, {}):
                self.refused_as_own(request, move, user, said)
            return False
        known = self.known[request.pk]
        fee = said.cents if move.target == "cancelled" else 0
        before_approved = list(known.approved)
        if fee:
            fund = next(
                (
                    line[2]
                    for line in sorted(known.approved, key=lambda line: line[0] != "tuition")
                    if line[2]
                ),
                None,
            )
            known.actual.append(("cancellation", fee, fund))
        done = self.tried(
            lambda: move_request(request=request, move=move, by=user, edition=request.edition, said=said)
        )
        if not done and fee:
            known.actual.pop()
        if (
            done and fee
        ):  # which of several funds pays the fee is Muster's to say; that it is one that was to pay is not
            line = request.costs.get(stage="actual", kind="cancellation")
            assert line.fund_id in {each[2] for each in before_approved} | {None}
            known.actual[-1] = ("cancellation", fee, line.fund_id)
        if done and move.not_own and stage in belief.REVIEWS:
            self.check_decider(request, stage, name)
        return done

    def refused_as_own(self, request: Request, move: Move, user: User, said: Said) -> None:
        """Past the gate of the page, the deed itself refuses what is one's own or the lender's."""
        if request.state != move.source or not self.reaches(user, request):
            return
        try:
            move_request(request=request, move=move, by=user, edition=request.edition, said=said)
        except Refused:
            return
        raise AssertionError("somebody decided about their own")

    def reaches(self, user: User, request: Request) -> bool:
        from muster.accounts.access import reach_of  # noqa: PLC0415 - for this one look

        power = DECIDES.get(request.state)  # type: ignore[call-overload]
        return power is not None and reach_of(user, power).covers(request.agency, request.unit)

    def check_decider(self, request: Request, stage: str, name: str) -> None:
        """Whoever decided is not concerned, and has the power by themselves or by somebody who is not concerned."""
        known = self.known[request.pk]
        concerned = {known.maker, known.requester, *self.people_of(request)}
        assert name not in concerned, f"{name} decided about their own"
        last = request.decisions.filter(state=stage, by=self.cast.user[name]).latest("pk")
        own = DECIDERS[stage]
        unit = UNITS[known.requester]
        if name in own and own[name] in (None, unit):
            assert last.on_behalf_of is None
            return
        lender = last.on_behalf_of.name.lower() if last.on_behalf_of else ""
        assert lender in self.lent.get(name, set()), f"{name} had no power at {stage}"
        assert lender not in concerned, f"{name} decided about the own of {lender}"

    @rule(
        lender=st.sampled_from(sorted(LENT_ROLES)), to=st.sampled_from(["ada", "ben", "ian", "sam", "tara"])
    )
    def lend(self, lender: str, to: str) -> None:
        """Somebody lends a role."""
        grant = Grant.objects.get(user=self.cast.user[lender], role=LENT_ROLES[lender], delegated_from=None)
        if lender == to or lender in self.lent.get(to, set()):
            return
        today = timezone.localdate()
        Grant.objects.create(
            user=self.cast.user[to],
            role=grant.role,
            agency=grant.agency,
            unit=grant.unit,
            start=today,
            end=today + timedelta(days=400),
            delegated_from=grant,
        )
        self.lent.setdefault(to, set()).add(lender)

    @rule(days=st.sampled_from([1, 10, 31]))
    def time_passes(self, days: int) -> None:
        """The clock runs on."""
        self.now += timedelta(days=days)

    # ── what must always hold ────────────────────────────────────────────────────────────────────

    @invariant()
    def nothing_is_against_the_rules(self) -> None:
        """Look at every request, every decision that came since, and every fund, if anything was done."""
        done = Entry.objects.count()
        if done == self.looked:
            return
        self.looked = done
        for request in Request.objects.filter(pk__in=self.known).select_related("event", "policy"):
            known = self.known[request.pk]
            for decision in list(request.decisions.order_by("pk"))[known.decisions :]:
                known.decisions += 1
                self.follow(request, known, decision)
            assert known.trail[-1] == request.state
            self.check_money(request, known)
            if request.state == "closed":
                belief.check_closed(request)
        self.check_funds()

    def follow(self, request: Request, known: Known, decision: Any) -> None:
        """Go one decision further, and say whether it was right."""
        assert {"edition", "costs", "cover"} <= set(decision.snapshot), "a decision keeps what it was about"
        if decision.outcome == "skipped":
            assert decision.reason, "a skipped stage names its rule"
            assert decision.by is None
            known.passed.append((decision.state, "skipped"))
            return
        assert decision.state == known.trail[-1], f"{decision} after {known.trail}"
        assert decision.to in belief.PATHS[decision.state], str(decision)
        if decision.to in belief.ROUND_TRIP:
            assert decision.reason_code, "a no has a reason"
            assert decision.reason
        known.trail.append(decision.to)
        REACHED[decision.to] += 1
        if decision.to == "submitted":
            known.passed = []
        if decision.state in belief.REVIEWS and decision.outcome == "approved" and not known.promised:
            known.passed.append((decision.state, "decided"))
        self.follow_money(request, known, decision)
        belief.check_guards(request, decision, known, self.now)

    def follow_money(self, request: Request, known: Known, decision: Any) -> None:
        if decision.to in belief.BEFORE and decision.state in belief.REVIEWS:
            if not known.promised:
                self.check_stages(request, known)
            known.approved, known.promised = belief.to_be_approved(known), True
            self.check_promise(known)
        elif decision.to == decision.state:
            known.approved_before, known.approved = known.approved, belief.to_be_approved(known)
        elif decision.to in belief.ROUND_TRIP:
            known.promised = False

    def check_promise(self, known: Known) -> None:
        """A fund that is to pay more than it has paid already has it."""
        wanted = belief.promised_by(known, "approved")
        for key, state in states_of({fund.pk: fund for fund in self.funds}).items():
            assert not wanted[key] or state.left >= 0, "more is promised than is there"

    def check_stages(self, request: Request, known: Known) -> None:
        """Each stage of the policy was decided, or skipped by its rule and named."""
        assert request.policy is not None
        cents = belief.weight(known)
        expected = {
            stage["stage"]: "skipped" if belief.is_skipped(stage, request, cents) else "decided"
            for stage in request.policy.stages
        }
        skipped_after = request.decisions.filter(outcome="skipped").values_list("state", flat=True)
        passed = dict(known.passed)
        for stage, how in expected.items():
            found = passed.get(stage) or ("skipped" if stage in skipped_after else "")
            assert found == how, f"{stage} was {found or 'silently skipped'}, by the policy {how}"

    def check_money(self, request: Request, known: Known) -> None:
        assert belief.lines_of(request, "actual") == Counter(known.actual), (
            "what was paid is what was written"
        )
        assert belief.lines_of(request, "estimated") == Counter(known.estimate)
        if known.promised:
            assert belief.lines_of(request, "approved") == Counter(known.approved)
            assert request.approved_cents == belief.gross(known.approved)
        else:
            assert request.approved_cents is None

    def check_funds(self) -> None:
        """Cents = left + promised + spent, and nothing is promised that is not there."""
        spent: Counter[int] = Counter()
        promised: Counter[int] = Counter()
        for request in Request.objects.filter(pk__in=self.known):
            spent.update(belief.spent_by(self.known[request.pk]))
            promised.update(belief.promised_by(self.known[request.pk], request.state))
        summed = {fund.pk: state for fund, state in fund_states(Fund.objects.all())}
        for key, state in states_of({fund.pk: fund for fund in self.funds}).items():
            assert (state.promised, state.spent) == (promised[key], spent[key])
            assert state.left + state.promised + state.spent == state.cents
            assert summed[key] == state, "what was added up beforehand is the same"
