"""Whom an event would help: whose open requirements it would meet, by the same judgement that says where all stand."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import QuerySet

from muster.curriculum.enums import Delivery
from muster.curriculum.models import Course
from muster.events.enums import EventKind
from muster.events.models import Event
from muster.roster.models import Person
from muster.standards.queries import today_at
from muster.standards.reading import CourseRow
from muster.standards.what_if import Change, what_if_class

_DELIVERY = {EventKind.ONLINE_LIVE: Delivery.ONLINE_LIVE, EventKind.SELF_PACED: Delivery.ONLINE}


def helped_by_event(event: Event, people: QuerySet[Person]) -> list[Change]:
    """Return who of some people would have a requirement in order after an event that they have not without it.

    Both sides are judged on the last day of the event, or today for what has no days. An event that is one of our
    courses counts as that course; any other by its topics, its hours and its number in the agency's jurisdiction.
    Raises BadRule and BadFact.
    """
    if event.course_id is None and not event.topics:
        return []
    changes = what_if_class(
        agency=event.agency,
        course=_course(event),
        day=day_judged(event),
        people=people,
        minutes=credit_minutes(event) or None,
    )
    return [change for change in changes if change.after == "met"]


def day_judged(event: Event) -> date:
    """Return the day on which the event will have been attended."""
    return event.ends_on or today_at(event.agency)


def credit_minutes(event: Event) -> int:
    """Return what the agency's jurisdiction gives for an event; where nobody has said, its hours of instruction."""
    credit = event.credits.filter(jurisdiction=event.agency.jurisdiction).first()
    return credit.minutes if credit is not None else event.minutes


def by_requirement(changes: list[Change]) -> list[tuple[str, str, int]]:
    """Return the requirements that would be met: id, title, for how many people; the most first."""
    counted = Counter((change.requirement, change.title) for change in changes)
    return sorted(
        ((key, title, number) for (key, title), number in counted.items()), key=lambda row: (-row[2], row[1])
    )


def _course(event: Event) -> Course | CourseRow:
    if event.course is not None:
        return event.course
    credit = event.credits.filter(jurisdiction=event.agency.jurisdiction).exclude(number="").first()
    return CourseRow(
        code=credit.number if credit else event.certification_number,
        title=event.title,
        topics=list(event.topics),
        delivery=_DELIVERY.get(EventKind(event.kind), Delivery.CLASSROOM),
        provider=event.provider.name if event.provider else "",
        minutes=event.minutes,
        certified=None,
    )
