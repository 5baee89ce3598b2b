"""A year of outside training in the demo: a policy, funds, shifts and floors, events, and a request in every state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle, pairwise

from muster.accounts.models import User
from muster.accounts.roles import Role
from muster.curriculum.models import Course
from muster.demo.home_again import come_home, suggest_practices
from muster.demo.people import People
from muster.demo.year import Year, at
from muster.events.actions.catalogue import adopt_as_course, link_course
from muster.events.actions.requests import unit_of
from muster.events.actions.tallies import tally_agency
from muster.events.enums import (
    BEEN_THERE,
    REVIEWS,
    AttendeeState,
    Category,
    CostKind,
    CostStage,
    DecisionOutcome,
    FloorSource,
    FundKind,
    ReasonCode,
    RequestState,
    Transport,
)
from muster.events.models import (
    Attendee,
    CostLine,
    CoverRules,
    Decision,
    Event,
    Floor,
    Fund,
    Policy,
    Request,
    Rota,
    ShiftPattern,
)
from muster.events.policy import Stage
from muster.events.queries.snapshots import snapshot_of
from muster.events.rotas import READY
from muster.events.samples import add_samples
from muster.roster.models import Person
from muster.roster.queries import filter_in_unit

S = RequestState

#: The way of a request that everybody approves, as it was decided step by step.
WAY = (
    S.SUBMITTED,
    *REVIEWS,
    S.APPROVED,
    S.REGISTERED,
    S.TRAVEL_READY,
    S.ATTENDING,
    S.REPORT_DUE,
    S.REPORT_SUBMITTED,
    S.SHARE_DUE,
    S.SHARED,
    S.CLOSED,
)
#: Where a request leaves that way, from which stage.
ASIDE = {
    S.RETURNED: S.TRAINING_REVIEW,
    S.WAITLISTED: S.BUDGET_REVIEW,
    S.DENIED: S.STAFFING_REVIEW,
    S.WITHDRAWN: S.SUPERVISOR_REVIEW,
    S.CANCELLED: S.REGISTERED,
    S.NO_SHOW: S.TRAVEL_READY,
}
OUTCOMES = {
    S.RETURNED: (DecisionOutcome.RETURNED, ReasonCode.INCOMPLETE, "The flyer is missing."),
    S.WAITLISTED: (DecisionOutcome.WAITLISTED, ReasonCode.BUDGET, "Asked again when the grant is confirmed."),
    S.DENIED: (DecisionOutcome.DENIED, ReasonCode.STAFFING, "Two of the squad are away that week already."),
    S.WITHDRAWN: (DecisionOutcome.WITHDRAWN, "", ""),
    S.CANCELLED: (DecisionOutcome.CANCELLED, "", "The instructor fell ill."),
    S.NO_SHOW: (DecisionOutcome.MOVED, "", "Held in court that week."),
}
DECIDES = {
    S.SUPERVISOR_REVIEW: Role.SUPERVISOR,
    S.TRAINING_REVIEW: Role.DIRECTOR,
    S.STAFFING_REVIEW: Role.SCHEDULER,
    S.BUDGET_REVIEW: Role.FINANCE,
    S.COMMAND_REVIEW: Role.COMMAND,
}
#: What lies behind us, one request each, and what is still to come.
PAST = (
    S.CLOSED, S.CLOSED, S.CLOSED, S.SHARED, S.CLOSED, S.DENIED, S.CLOSED, S.CLOSED, S.CLOSED, S.NO_SHOW, S.CLOSED,
    S.CANCELLED, S.WITHDRAWN, S.CLOSED, S.SHARE_DUE, S.REPORT_SUBMITTED, S.REPORT_DUE,
)  # fmt: skip
COMING = (
    S.SUPERVISOR_REVIEW, S.TRAINING_REVIEW, S.STAFFING_REVIEW, S.BUDGET_REVIEW, S.COMMAND_REVIEW, S.APPROVED,
    S.REGISTERED, S.TRAVEL_READY, S.RETURNED, S.WAITLISTED, S.DRAFT,
)  # fmt: skip
#: So many days after the event come the steps at home; the first four are Muster's own.
AFTER = {
    S.REPORT_DUE: 1,
    S.REPORT_SUBMITTED: 6,
    S.SHARE_DUE: 9,
    S.SHARED: 21,
    S.NO_SHOW: 1,
    S.CLOSED: 32,
}
BY_ITSELF = {S.REPORT_DUE, S.REPORT_SUBMITTED, S.SHARE_DUE, S.SHARED}
#: So many days apart are the steps of a request.
STEP = 3
#: Which of them the demo's own officer asks for, each another event, so that every desk of theirs finds something.
OWN = {8, 14, 16, 21, 24, 25, 27, 28}
PURPOSES = (
    "Bring back a class that both squads can be taught in a day.",
    "Our crisis calls doubled; learn how others send clinicians along.",
    "Keep the instructor certification, which runs out next spring.",
    "Look at how a neighbour reviews its use of force with residents.",
)


def make_outside(people: People, users: dict[Role, User], today: date) -> int:
    """Write a year of outside training, most of it behind us. Returns how many requests there are."""
    before = add_samples(people.agency, today - timedelta(days=360), None)
    after = add_samples(people.agency, today + timedelta(days=7), None)
    _sort_into_catalogue([*before, *after], users[Role.DIRECTOR])
    for twice in [event for event in before if event.starts_on is None]:
        twice.delete()  # at one's own pace belongs to no year, and next year's is there
    year = _begin(people, users, today)
    _street(people, today)
    past = [event for event in before if event.ends_on and event.ends_on < today]
    coming = [event for event in after if event.starts_on]
    # so that what is still to be done at home belongs to the latest events
    first = (len(past) - len(PAST)) % len(past)
    for state, event in zip(PAST, cycle(past[first:] + past[:first]), strict=False):
        _ask(year, event, state)
    for state, event in zip(COMING, cycle(coming), strict=False):
        _ask(year, event, state)
    _ask(year, _now(year, past[0]), S.ATTENDING)
    suggest_practices(year)
    tally_agency(people.agency)
    return len(year.requests)


def _sort_into_catalogue(events: Iterable[Event], by: User) -> None:
    """Make each series a course of ours, as a training unit does: records of it then count for what it is about."""
    courses: dict[str, Course] = {}
    for event in events:
        if event.series in courses:
            link_course(event=event, course=courses[event.series], by=by)
        else:
            courses[event.series] = adopt_as_course(event=event, code=event.certification_number, by=by)
        event.refresh_from_db()


def _begin(people: People, users: dict[Role, User], today: date) -> Year:
    start = date(today.year - 1, 1, 1)
    stages = [
        Stage(S.SUPERVISOR_REVIEW, days=5),
        Stage(S.TRAINING_REVIEW, days=5),
        Stage(S.STAFFING_REVIEW, on_duty=True, days=7),
        Stage(S.BUDGET_REVIEW, over_cents=20_000, days=7),
        Stage(S.COMMAND_REVIEW, over_cents=75_000, days=7),
    ]
    policy = Policy.lines.create(
        agency=people.agency,
        start=start,
        stages=[stage.as_written() for stage in stages],
        source="General Order 7.3 (made up)",
        most_per_event=4,
        lodging_from_miles=50,
    )
    general = _fund(
        people, f"Training {today.year}", FundKind.GENERAL, start, date(today.year + 1, 12, 31), 9_000_000
    )
    grant = _fund(
        people, "Crisis response grant", FundKind.GRANT, start, date(today.year + 1, 6, 30), 2_500_000
    )
    grant.match_percent, grant.allows = 25, [CostKind.TUITION, CostKind.LODGING, CostKind.AIR]
    grant.save()
    crowd: list[Person] = []
    for unit in ("patrol-a", "patrol-b", "traffic", "investigations"):
        crowd += filter_in_unit(Person.objects.filter(account=None), people.units[unit]).order_by("pk")[:8]
    return Year(people, users, today, policy, general, cycle(crowd))


def _fund(people: People, name: str, kind: str, start: date, end: date, cents: int) -> Fund:
    return Fund.objects.create(agency=people.agency, name=name, kind=kind, start=start, end=end, cents=cents)


def _street(people: People, today: date) -> None:
    """Let the squads work rotations, with floors under them and the rules of a contract."""
    start = date(today.year - 1, 1, 1)
    monday = start - timedelta(days=start.weekday())  # five eights begin on one
    patterns = {
        name: ShiftPattern.objects.create(
            agency=people.agency, name=str(READY[name].name), cycle=READY[name].cycle
        )
        for name in list(READY)[:3]
    }
    for unit, pattern in zip(("patrol-a", "patrol-b", "traffic"), patterns.values(), strict=False):
        Rota.objects.create(unit=people.units[unit], pattern=pattern, anchor=monday, start=start)
        Floor.objects.create(
            unit=people.units[unit],
            begins=time(0),
            ends=time(0),
            people=2,
            source=FloorSource.POLICY,
            source_text="General Order 2.1 (made up)",
            start=start,
        )
    CoverRules.lines.create(
        agency=people.agency, start=start, work_period_start=start, source="Contract, article 12 (made up)"
    )


def _now(year: Year, like: Event) -> Event:
    """Return an event that goes on today."""
    first = year.today - timedelta(days=1)
    return Event.objects.create(
        agency=year.people.agency,
        title="Sample: regional de-escalation week",
        series="Sample: regional de-escalation week",
        provider=like.provider,
        topics=["de-escalation"],
        minutes=32 * 60,
        starts_on=first,
        ends_on=first + timedelta(days=3),
        city="Salem",
        region="OR",
        zip="97301",
        miles=47,
        website="https://example.org/week",
        tuition_cents=39_500,
        is_sample=True,
    )


def _ask(year: Year, event: Event, state: RequestState) -> None:
    """Make a request for an event, as it would stand after everything that led to its state."""
    number = len(year.requests)
    own = Person.objects.filter(account=year.users[Role.OFFICER]).first() if number in OWN else None
    who = [own or next(year.goers), *([next(year.goers)] if number % 3 == 1 else [])]
    asked_on = _asked_on(year, event, state)
    request = Request.objects.create(
        agency=year.people.agency,
        event=event,
        requester=who[0],
        made_by=year.users[Role.OFFICER if own else Role.COORDINATOR],
        unit=unit_of(who[0], event) or unit_of(who[0], Event(agency=event.agency)),
        state=state,
        category=list(Category)[number % len(Category)],
        purpose=PURPOSES[number % len(PURPOSES)],
        sharing_plan="A roll-call briefing within a month, and the slides in the library.",
        departs_at=at(year, event.starts_on, 6),
        returns_at=at(year, event.ends_on, 20),
        transport=Transport.AGENCY_CAR,
        lodging_nights=0 if event.starts_on == event.ends_on else 2,
        policy=None if state == S.DRAFT else year.policy,
        submitted_at=None if state == S.DRAFT else at(year, asked_on, 9),
        made_at=at(year, asked_on, 8),
        moved_at=at(year, asked_on, 9),
    )
    went = state in BEEN_THERE and state != S.ATTENDING
    attendees = [
        Attendee.objects.create(
            request=request,
            person=person,
            state=AttendeeState.ATTENDED if went else AttendeeState.GOING,
        )
        for person in who
    ]
    _cost(year, request, attendees)
    _decide(year, request, asked_on)
    come_home(year, request, attendees, number)
    year.requests.append(request)


def _asked_on(year: Year, event: Event, state: RequestState) -> date:
    """Return on which day it was asked for: for what is to come, so that it moved within these ten days."""
    if event.starts_on is None or event.starts_on <= year.today:
        return min(event.starts_on or year.today, year.today) - timedelta(days=45)
    return year.today - timedelta(days=STEP * len(_way_to(state)) + len(year.requests) % 8)


def _way_to(state: RequestState) -> tuple[RequestState, ...]:
    """Return through which states a request went to where it stands; empty for a draft."""
    aside = ASIDE.get(state)
    last = aside or state
    return (*WAY[: WAY.index(last) + 1], *([state] if aside else [])) if last in WAY else ()


def _cost(year: Year, request: Request, attendees: Sequence[Attendee]) -> None:
    """Write what it costs: estimated always, approved once it is, actual when somebody was there."""
    stages = [CostStage.ESTIMATED]
    granted = request.state in WAY[WAY.index(S.APPROVED) :] or request.state in (S.CANCELLED, S.NO_SHOW)
    if granted:
        stages.append(CostStage.APPROVED)
    if request.state in BEEN_THERE and request.state != S.ATTENDING:
        stages.append(CostStage.ACTUAL)
    tuition = request.event.tuition_cents * len(attendees)
    amounts = {
        CostKind.TUITION: tuition,
        CostKind.MEALS: 5_100 * (request.lodging_nights + 1) * len(attendees),
    }
    if request.lodging_nights:
        amounts[CostKind.LODGING] = 12_900 * request.lodging_nights * len(attendees)
    CostLine.objects.bulk_create(
        CostLine(
            request=request,
            stage=stage,
            kind=kind,
            cents=cents,
            fund=year.fund,
            basis="made up for the demo",
            is_computed=kind == CostKind.TUITION,  # the estimate works it out anew from the catalogue
        )
        for stage in stages
        for kind, cents in amounts.items()
        if (stage, kind) != (CostStage.ACTUAL, CostKind.MEALS)
        or request.state != S.SHARE_DUE  # claimed, unpaid
    )
    if granted:
        request.approved_cents = sum(amounts.values())
        request.save(update_fields=["approved_cents"])


def _decide(year: Year, request: Request, asked_on: date) -> None:
    """Write every decision that led to where the request stands, a few days apart."""
    if request.state == S.DRAFT:
        return
    steps = pairwise([S.DRAFT, *_way_to(S(request.state))])
    snapshot = snapshot_of(request)
    moment = at(year, asked_on, 9)
    for number, (source, target) in enumerate(steps):
        outcome, code, reason = OUTCOMES.get(target, (None, "", ""))
        deciding = DECIDES.get(source)
        usual = DecisionOutcome.APPROVED if deciding else DecisionOutcome.MOVED
        Decision.objects.create(
            request=request,
            state=source,
            to=target,
            outcome=outcome or usual,
            reason_code=code,
            reason=reason,
            by=_who_moved(year, request, source, target),
            at=min(
                _when(year, request, target) or moment + timedelta(days=STEP * number),
                at(year, year.today, 0),
            ),
            snapshot=snapshot,
        )
    request.moved_at = request.decisions.last().at  # type: ignore[union-attr]  # there is at least one
    request.save(update_fields=["moved_at"])


def _who_moved(year: Year, request: Request, source: RequestState, target: RequestState) -> User | None:
    """Return who makes a step: who decides, who handles what is approved, who asked; None for Muster itself."""
    if source == S.SUBMITTED or target in BY_ITSELF:
        return None
    if target == S.WITHDRAWN or source == S.DRAFT:
        return request.made_by
    return year.users[DECIDES.get(source, Role.COORDINATOR)]


def _when(year: Year, request: Request, target: RequestState) -> datetime | None:
    """Return when a step is made that has to do with the days of the event, None for those before it."""
    if target == S.ATTENDING:
        return at(year, request.event.starts_on, 7)
    back = request.event.ends_on or year.today
    return at(year, back + timedelta(days=AFTER[target]), 10) if target in AFTER else None
