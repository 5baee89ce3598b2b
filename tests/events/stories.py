"""Short stories that the tests of outside training begin with: a policy, an event, a request in some state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from tests.cast import Cast

from muster.events.actions.costs import Amount, choose_funds, set_estimate
from muster.events.actions.moves import NOTHING, Said, move_request
from muster.events.actions.requests import draft_request
from muster.events.enums import Category, CostKind, FundKind, RequestState, Transport
from muster.events.lifecycle import move_named, moves_from
from muster.events.models import Event, Fund, Policy, Request
from muster.events.policy import Stage

S = RequestState
ZONE = ZoneInfo("America/Los_Angeles")

#: Every stage, without conditions.
ALL_STAGES = tuple(
    Stage(stage)
    for stage in (
        S.SUPERVISOR_REVIEW,
        S.TRAINING_REVIEW,
        S.STAFFING_REVIEW,
        S.BUDGET_REVIEW,
        S.COMMAND_REVIEW,
    )
)

#: Who of the cast decides at which stage.
DECIDERS = {
    S.SUPERVISOR_REVIEW: "sam",
    S.TRAINING_REVIEW: "dina",
    S.STAFFING_REVIEW: "scot",
    S.BUDGET_REVIEW: "fay",
    S.COMMAND_REVIEW: "chris",
}


@dataclass
class Story:
    """The cast, and what there is of outside training so far."""

    cast: Cast
    policy: Policy
    event: Event
    fund: Fund
    made: dict[str, Any] = field(default_factory=dict)


def begin(cast: Cast, *, stages: tuple[Stage, ...] = ALL_STAGES, in_days: int = 30, **limits: Any) -> Story:
    """Give Millbrook a policy, a fund and one three-day event that begins in some days."""
    first = timezone.localdate() + timedelta(days=in_days)
    policy = Policy.lines.create(
        agency=cast.millbrook,
        start=date(2020, 1, 1),
        stages=[stage.as_written() for stage in stages],
        **limits,
    )
    event = Event.objects.create(
        agency=cast.millbrook,
        title="De-escalation instructor school",
        topics=["de-escalation"],
        minutes=24 * 60,
        starts_on=first,
        ends_on=first + timedelta(days=2),
        website="https://example.org/school",
        tuition_cents=45_000,
    )
    told_before = Fund.objects.filter(agency=cast.millbrook).count()
    fund = Fund.objects.create(
        agency=cast.millbrook,
        name=f"Training fund {told_before}" if told_before else "Training fund",
        kind=FundKind.GENERAL,
        start=date(2020, 1, 1),
        end=date(2040, 12, 31),
        cents=1_000_000,
    )
    return Story(cast, policy, event, fund)


def ask(story: Story, name: str = "ada", *others: str, cents: int = 90_000) -> Request:
    """Let somebody write a request that is complete, for themselves and others, not yet handed in."""
    by = story.cast.user[name]
    people = [story.cast.person[each] for each in (name, *others)]
    request = draft_request(
        event=story.event,
        requester=people[0],
        people=people,
        by=by,
        category=Category.JOB_RELATED,
        purpose="Learn to teach it here.",
        sharing_plan="Roll-call briefing and a class for both squads.",
        departs_at=_at(story.event.starts_on, 6),
        returns_at=_at(story.event.ends_on, 22),
        transport=Transport.AGENCY_CAR,
        lodging_nights=2,
    )
    return set_estimate(
        request=request,
        amounts=[Amount(CostKind.TUITION, cents, fund=story.fund)],
        by=by,
        edition=request.edition,
    )


def move(story: Story, request: Request, key: str, name: str, said: Said = NOTHING) -> Request:
    """Take a request one step further, as somebody."""
    step = move_named(key)
    assert step is not None, key
    request.refresh_from_db()
    return move_request(
        request=request, move=step, by=story.cast.user[name], edition=request.edition, said=said
    )


def hand_in(story: Story, request: Request) -> Request:
    """Hand in, as its author."""
    return move(story, request, f"{request.state}-submitted", _author(story, request))


def approve(story: Story, request: Request, *, until: str = S.APPROVED) -> Request:
    """Let each stage approve until the request is somewhere."""
    while request.state != until:
        stage = S(request.state)
        said = (
            Said(override="Within the floor by the sergeant's word.")
            if stage == S.STAFFING_REVIEW
            else NOTHING
        )
        request = move(story, request, f"{stage}-approved", DECIDERS[stage], said)
    return request


def _author(story: Story, request: Request) -> str:
    return next(name for name, user in story.cast.user.items() if user.pk == request.made_by_id)


def _at(day: date | None, hour: int) -> datetime:
    assert day is not None
    return datetime.combine(day, time(hour), ZONE)


__all__ = [
    "ALL_STAGES",
    "DECIDERS",
    "Story",
    "approve",
    "ask",
    "begin",
    "choose_funds",
    "hand_in",
    "move",
    "moves_from",
]
