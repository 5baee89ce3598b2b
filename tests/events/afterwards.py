"""What is left of outside training that is over, written straight down: for tests of what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.events.stories import Story
from tests.standards.stories import course, record

from muster.events.enums import (
    AttendeeState,
    Category,
    CostKind,
    CostStage,
    PracticeState,
    RatingMoment,
    ReportState,
    RequestState,
)
from muster.events.models import (
    Attendee,
    CostLine,
    Event,
    Practice,
    Provider,
    Rating,
    Report,
    Request,
    Share,
)


def an_event(story: Story, title: str, on: date, **more: Any) -> Event:
    """An event of two days."""
    provider = more.pop("provider", "")
    if provider:
        more["provider"], _ = Provider.objects.get_or_create(agency=story.cast.millbrook, name=provider)
    return Event.objects.create(
        agency=story.cast.millbrook,
        title=title,
        starts_on=on,
        ends_on=on + timedelta(days=1),
        topics=more.pop("topics", ["de-escalation"]),
        **more,
    )


def been_there(
    story: Story, event: Event, *names: str, state: str = RequestState.CLOSED, **more: Any
) -> Request:
    """A request whose people were there."""
    people = [story.cast.person[name] for name in names]
    made = Request.objects.create(
        agency=event.agency,
        event=event,
        requester=people[0],
        made_by=story.cast.user[names[0]],
        unit=more.pop("unit", None),
        policy=story.policy,
        submitted_at=timezone.now(),
        state=state,
        category=more.pop("category", Category.JOB_RELATED),
        **more,
    )
    for person in people:
        Attendee.objects.create(request=made, person=person, state=AttendeeState.ATTENDED)
    return made


def cost(request: Request, kind: str, cents: int, stage: str = CostStage.ACTUAL) -> None:
    """One line of cost."""
    CostLine.objects.create(request=request, kind=kind, cents=cents, stage=stage)


def brought_home(story: Story, request: Request, *, reached: int, adopted: Sequence[str] = ()) -> Report:
    """An accepted report, a confirmed sharing, and practices in use."""
    author = request.attendees.all()[0]
    report = Report.objects.create(request=request, author=author, state=ReportState.ACCEPTED)
    Share.objects.create(
        request=request,
        kind="roll_call",
        due_on=date(2026, 9, 1),
        done_on=date(2026, 8, 1),
        people_reached=reached,
        confirmed_by=story.cast.user["tara"],
    )
    for title in adopted:
        Practice.objects.create(
            agency=request.agency,
            report=report,
            suggested_by=author.person,
            title=title,
            state=PracticeState.ADOPTED,
            reason="It helped others.",
            owner=author.person,
            measure="Injuries.",
            review_on=date(2027, 1, 1),
        )
    return report


def rated(
    request: Request, *points: int, moment: str = RatingMoment.RETURN, used: bool | None = None
) -> None:
    """Give points, one attendee after the other."""
    for attendee, given in zip(request.attendees.all(), points, strict=False):
        Rating.objects.create(attendee=attendee, event=request.event, moment=moment, points=given, used=used)


def recorded(story: Story, request: Request, on: date, minutes: int) -> None:
    """Give everybody who was there a verified record of de-escalation."""
    taken = course(story.cast.millbrook, f"C-{uuid.uuid4().hex[:6]}")
    for attendee in request.attendees.select_related("person"):
        line = record(attendee.person, taken, on, minutes=minutes)
        attendee.record_key = line.key
        attendee.save(update_fields=["record_key"])


__all__ = ["CostKind", "an_event", "been_there", "brought_home", "cost", "rated", "recorded"]
