"""Where fuzzed walks go: an agency with a policy and funds, requests that are written and changed, money that is paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.cast import Cast
from tests.events import belief
from tests.events.belief import Known, Money

from muster.accounts.models import User
from muster.accounts.roles import Role
from muster.events.access import may_edit
from muster.events.actions import costs, requests
from muster.events.enums import CostKind
from muster.events.models import Attendee, Claim, Event, Fund, Policy, Report, Request
from muster.events.policy import stages_of
from muster.files.models import StoredFile
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

ZONE = ZoneInfo("America/Los_Angeles")
NAMES = ["ada", "ben", "sam", "tara", "dina", "ian", "chris", "fay", "scot"]
OFFICERS = ["ada", "ben", "sam", "tara", "ian"]
KINDS = [CostKind.TUITION, CostKind.AIR, CostKind.LODGING, CostKind.OVERTIME]
SPENT = [CostKind.AIR, CostKind.LODGING, CostKind.MEALS]
#: Who decides at a stage by a role of their own, over which units (None: everywhere in the agency).
DECIDERS = {
    "supervisor_review": {"sam": "A"},
    "training_review": {"tara": None, "dina": None},
    "staffing_review": {"scot": None},
    "budget_review": {"fay": None},
    "command_review": {"chris": None},
}
UNITS = {"ada": "A", "sam": "A", "ben": "B", "ian": "B", "tara": None}
LENT_ROLES = {"sam": Role.SUPERVISOR, "dina": Role.DIRECTOR, "chris": Role.COMMAND, "fay": Role.FINANCE}

cents_of = st.one_of(st.sampled_from([0, 1, 99, 50_000, 50_001, 100_000]), st.integers(0, 300_000))


@st.composite
def policies(draw: Callable[..., Any]) -> list[dict[str, Any]]:
    """Some stages in some order with some limits, of which one always takes place."""
    names = draw(st.lists(st.sampled_from(belief.REVIEWS), min_size=1, max_size=5, unique=True))
    always = draw(st.integers(0, len(names) - 1))
    written = []
    for place, name in enumerate(names):
        stage: dict[str, Any] = {"stage": name}
        if place != always:
            limit = draw(
                st.sampled_from(["none", "over_cents", "over_miles", "overnight", "on_duty", "categories"])
            )
            values = {
                "over_cents": draw(st.sampled_from([0, 50_000, 100_000])),
                "over_miles": 80,
                "overnight": True,
                "on_duty": True,
                "categories": ["career"],
            }
            if limit != "none":
                stage[limit] = values[limit]
        written.append(stage)
    stages_of(written)
    return written


class Ground(RuleBasedStateMachine):
    """Up to three requests of one agency, two funds, and everybody who has a say."""

    #: Made once by whoever starts the walks, since each walk leaves them as they were.
    cast: Cast
    proof: StoredFile

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = timezone.now().replace(microsecond=0)
        self.clock = mock.patch("django.utils.timezone.now", self.time)
        self.clock.start()
        self.known: dict[int, Known] = {}
        self.lent: dict[str, set[str]] = {}  # borrower: lenders
        self.looked = -1  # how many deeds there were when the walk last looked

    def time(self) -> datetime:
        """What the clock says."""
        return self.now

    def teardown(self) -> None:
        """Leave the database as it was."""
        self.clock.stop()
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @initialize(
        stages=policies(),
        percent=st.sampled_from([0, 10]),
        most=st.sampled_from([None, 2]),
        kind=st.sampled_from(["class", "train_the_trainer"]),
        far=st.integers(0, 9),
    )
    def begin(
        self, stages: list[dict[str, Any]], percent: int, most: int | None, kind: str, far: int
    ) -> None:
        """A policy, two funds, an event in thirty days, and a first request that went some way already."""
        agency = self.cast.millbrook
        limits = {"reopen_percent": percent, "most_per_event": most, "lead_days": 3}
        Policy.lines.create(agency=agency, start=date(2020, 1, 1), stages=stages, **limits)
        first = self.now.date() + timedelta(days=30)
        self.event = Event.objects.create(
            agency=agency,
            title="School",
            kind=kind,
            starts_on=first,
            ends_on=first + timedelta(days=2),
            website="https://example.org/school",
        )
        years = {"agency": agency, "start": date(2020, 1, 1)}
        self.funds = [
            Fund.objects.create(name="Large", cents=900_000, end=date(2040, 1, 1), **years),
            Fund.objects.create(name="Small", cents=120_000, end=first + timedelta(days=90), **years),
        ]
        self.ask("ada", ["ada"], 60_000)
        for _ in range(far):
            self.go_on(Request.objects.select_related("event", "policy").get(pk=min(self.known)))
            self.nothing_is_against_the_rules()

    def go_on(self, request: Request) -> None:
        """Do what comes next for a request as it stands; said further below."""
        raise NotImplementedError

    def nothing_is_against_the_rules(self) -> None:
        """Compare what there is with what is believed; said further below."""
        raise NotImplementedError

    # ── helpers ──────────────────────────────────────────────────────────────────────────────────

    def user(self, name: str) -> User:
        """An account as it comes in with the next request."""
        return User.objects.get(pk=self.cast.user[name].pk)

    def some(self, data: Any) -> Request:
        """One of the requests, fresh."""
        key = data.draw(st.sampled_from(sorted(self.known)))
        return Request.objects.select_related("agency", "event", "policy", "unit", "requester").get(pk=key)

    def tried(self, deed: Callable[[], Any]) -> bool:
        """Do something; what is refused leaves everything as it was."""
        before = self.everything()
        try:
            with transaction.atomic():
                deed()
        except (Refused, ValidationError):
            assert self.everything() == before
            return False
        return True

    def everything(self) -> tuple[Any, ...]:
        """A sum of all that could change."""
        rows = tuple(Request.objects.order_by("pk").values_list("pk", "state", "edition", "approved_cents"))
        states = tuple(
            tuple(model.objects.order_by("pk").values_list("pk", "state"))
            for model in (Attendee, Report, Claim)
        )
        money = sum(
            lines.total() for known in self.known for lines in [belief.lines_of(Request(pk=known), "actual")]
        )
        return rows, states, money, Entry.objects.count()

    def ask(self, name: str, people: list[str], cents: int) -> None:
        """Write a request with an estimate."""
        at = datetime.combine(self.event.starts_on or date.max, datetime.min.time(), ZONE)
        made = requests.draft_request(
            event=self.event,
            requester=self.cast.person[name],
            people=[self.cast.person[each] for each in people],
            by=self.user(name),
            category="job_related",
            sharing_plan="Roll call.",
            departs_at=at + timedelta(hours=6),
            returns_at=at + timedelta(days=2, hours=20),
            lodging_nights=len(people) % 2,
        )
        self.known[made.pk] = Known(name, name)
        fund = self.funds[len(people) % 2]
        self.estimate(made, [("tuition", cents, fund.pk), ("reimbursement", -(cents // 3), fund.pk)])

    def estimate(self, request: Request, lines: list[Money]) -> None:
        """Put an estimate in the place of the one there was."""
        amounts = [self.amount(line) for line in lines]
        maker = self.user(self.known[request.pk].maker)
        if self.tried(
            lambda: costs.set_estimate(
                request=request, amounts=amounts, by=maker, edition=Request.objects.get(pk=request.pk).edition
            )
        ):
            self.known[request.pk].estimate = list(lines)

    def amount(self, line: Money) -> costs.Amount:
        """One line as the actions take it."""
        fund = next((each for each in self.funds if each.pk == line[2]), None)
        return costs.Amount(line[0], line[1], fund=fund)

    # ── writing and changing ─────────────────────────────────────────────────────────────────────

    @precondition(lambda self: len(self.known) < 3)
    @rule(
        name=st.sampled_from(OFFICERS),
        more=st.lists(st.sampled_from(OFFICERS), max_size=2, unique=True),
        cents=cents_of,
    )
    def another(self, name: str, more: list[str], cents: int) -> None:
        """Somebody asks for themselves and others."""
        self.ask(name, [name, *(each for each in more if each != name)], cents)

    @rule(data=st.data(), cents=cents_of, fund=st.sampled_from([0, 1, None]), kind=st.sampled_from(KINDS))
    def edit(self, data: Any, cents: int, fund: int | None, kind: str) -> None:
        """The requester changes estimate and people, whether or not it is possible as it stands."""
        request = self.some(data)
        self.estimate(request, [(str(kind), cents, None if fund is None else self.funds[fund].pk)])
        people = data.draw(st.lists(st.sampled_from(OFFICERS), min_size=1, max_size=2, unique=True))
        edition = request.edition if data.draw(st.booleans()) else Request.objects.get(pk=request.pk).edition
        maker = self.user(self.known[request.pk].maker)
        changed = self.tried(
            lambda: requests.change_request(
                request=request, people=[self.cast.person[each] for each in people], by=maker, edition=edition
            )
        )
        if changed:
            assert may_edit(maker, request)

    @rule(data=st.data(), kind=st.sampled_from(KINDS), cents=cents_of, fund=st.sampled_from([0, 1, None]))
    def pay(self, data: Any, kind: str, cents: int, fund: int | None) -> None:
        """A bill is paid, or something comes back."""
        request = self.some(data)
        key = None if fund is None else self.funds[fund].pk
        line: Money = ("reimbursement", -(cents // 5), key) if cents % 7 == 0 else (str(kind), cents, key)
        self.known[request.pk].actual.append(line)
        if not self.tried(
            lambda: costs.write_actual(request=request, amounts=[self.amount(line)], by=self.user("tara"))
        ):
            self.known[request.pk].actual.pop()

    @rule(data=st.data(), fund=st.sampled_from([0, 1]))
    def fund(self, data: Any, fund: int) -> None:
        """Finance says who pays."""
        request = self.some(data)
        known = self.known[request.pk]
        stage = "actual" if known.promised else "estimated"
        lines = list(request.costs.filter(stage=stage))
        if not lines:
            return
        line = data.draw(st.sampled_from(lines))
        if self.tried(
            lambda: costs.choose_funds(
                request=request,
                funds={line.pk: self.funds[fund]},
                by=self.user("fay"),
                edition=request.edition,
            )
        ):
            held = known.actual if known.promised else known.estimate
            held.remove((line.kind, line.cents, line.fund_id))
            held.append((line.kind, line.cents, self.funds[fund].pk))

    def people_of(self, request: Request) -> set[str]:
        names = {self.cast.person[name].pk: name for name in OFFICERS}
        return {names[key] for key in request.attendees.values_list("person", flat=True)}

    def name_of(self, attendee: Attendee) -> str:
        return next(name for name in OFFICERS if self.cast.person[name].pk == attendee.person_id)
