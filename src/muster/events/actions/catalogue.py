"""The catalogue by hand: providers, events, and what happens to an event. Who may do it was asked by the caller."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.actions.courses import add_code, add_course
from muster.curriculum.enums import Delivery
from muster.curriculum.models import Course
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.enums import EventKind, EventState, SourceKind
from muster.events.matching import series_of
from muster.events.models import Event, EventFile, EventSource, Provider
from muster.files.models import StoredFile
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency

P = Permission

#: What the form of an event holds.
FIELDS: Final = (
    "title",
    "kind",
    "provider",
    "starts_on",
    "ends_on",
    "time_zone",
    "minutes",
    "topics",
    "summary",
    "agenda",
    "website",
    "venue",
    "city",
    "region",
    "zip",
    "miles",
    "tuition_cents",
    "seats",
    "register_by",
    "cancel_by",
    "refund_rule",
    "certification_number",
    "series",
)
_DELIVERY: Final = {EventKind.ONLINE_LIVE: Delivery.ONLINE_LIVE, EventKind.SELF_PACED: Delivery.ONLINE}


# ── providers ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_provider(*, agency: Agency, by: User, **fields: Any) -> Provider:
    """Add who gives training. Raises ValidationError for a name that is there already."""
    take_turn()
    provider = Provider(agency=agency, **fields)
    provider.full_clean()
    provider.save()
    _write(provider, agency, by, {"name": provider.name})
    return provider


@transaction.atomic
def change_provider(*, provider: Provider, by: User, **fields: Any) -> Provider:
    """Change a provider. Raises ValidationError for a name that is there already."""
    take_turn()
    current = Provider.objects.select_for_update().get(pk=provider.pk)
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    for name, value in changed.items():
        setattr(current, name, value)
    current.full_clean()
    current.save()
    _write(current, current.agency, by, {"changed": sorted(changed)})
    return current


# ── events ───────────────────────────────────────────────────────────────────────────────────────


def lock_event(event: Event, edition: int | None = None) -> Event:
    """Take the turn of the writers, and return the event as it is now, locked until the transaction ends.

    Raises ChangedMeanwhile where ``edition`` is given and not the newest.
    """
    take_turn()
    locked = Event.objects.select_for_update(of=("self",))
    current = locked.select_related("agency", "provider", "course").get(pk=event.pk)
    if edition is not None and edition != current.edition:
        raise ChangedMeanwhile(current)
    return current


@transaction.atomic
def add_event(*, agency: Agency, by: User, **fields: Any) -> Event:
    """Add an event by hand. Without a name of its series it gets its title without year and count."""
    take_turn()
    event = Event(agency=agency, **fields)
    event.series = event.series or series_of(event.title)
    _check(event)
    event.save()
    EventSource.objects.create(event=event, kind=SourceKind.HAND, url=event.website)
    _write(event, agency, by, {"title": event.title})
    return event


@transaction.atomic
def change_event(*, event: Event, by: User, edition: int, **fields: Any) -> Event:
    """Change an event. Raises ChangedMeanwhile where ``edition`` is not the newest, Refused, ValidationError."""
    current = lock_event(event, edition)
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    for name, value in changed.items():
        setattr(current, name, value)
    _check(current)
    _refuse_days_outside(current)
    current.edition += 1
    current.save()
    _write(current, current.agency, by, {"changed": {name: str(value) for name, value in changed.items()}})
    return current


@transaction.atomic
def cancel_event(*, event: Event, by: User | None, reason: str) -> Event:
    """Write down that the provider cancelled it. Requests stay where they are; their pages say it, and who handles
    each decides what becomes of it, with its fee. Raises Refused where it is cancelled already.
    """
    return _set_state(event, EventState.CANCELLED, by, reason)


@transaction.atomic
def restore_event(*, event: Event, by: User | None, reason: str) -> Event:
    """Write down that it takes place after all. Raises Refused where nobody cancelled it."""
    return _set_state(event, EventState.CONFIRMED, by, reason)


@transaction.atomic
def attach_to_event(*, event: Event, file: StoredFile, name: str, by: User) -> EventFile:
    """Hang a flyer or an agenda on an event."""
    current = lock_event(event)
    attachment = EventFile(event=current, file=file, name=name, added_by=by)
    attachment.full_clean()
    attachment.save()
    _write(current, current.agency, by, {"file": file.sha256, "name": name})
    return attachment


@transaction.atomic
def adopt_as_course(*, event: Event, code: str, by: User) -> Course:
    """Make an event one of our courses: its topics, credit and the numbers by which jurisdictions know it.

    Records of the event are then records of the course, and count like any. Raises Refused where it is a course
    already or says neither topics nor hours, ValidationError for a code that is taken. The caller owes the
    permission to write courses as well.
    """
    current = lock_event(event)
    if current.course_id is not None:
        raise Refused(_("This event is one of our courses already."))
    if not current.topics or not current.minutes:
        raise Refused(_("Say its topics and its hours first: without them no record of it could count."))
    course = add_course(
        agency=current.agency,
        by=by,
        code=code,
        title=(current.series or current.title)[:200],
        summary=current.summary[:2_000],
        topics=current.topics,
        delivery=_DELIVERY.get(EventKind(current.kind), Delivery.CLASSROOM),
        provider=current.provider.name if current.provider else "",
        minutes=current.minutes,
    )
    for credit in current.credits.exclude(number=""):
        add_code(
            course=course,
            jurisdiction=credit.jurisdiction,
            code=credit.number,
            minutes=credit.minutes,
            by=by,
        )
    return _join(current, course, by)


@transaction.atomic
def link_course(*, event: Event, course: Course, by: User) -> Course:
    """Say that an event is a course we know. Raises Refused where it is one already, or for another agency's course."""
    current = lock_event(event)
    if current.course_id is not None:
        raise Refused(_("This event is one of our courses already."))
    if course.agency_id != current.agency_id:
        raise Refused(_("This course is another agency's."), field="course")
    return _join(current, course, by)


def _join(event: Event, course: Course, by: User) -> Course:
    event.course = course
    event.edition += 1
    event.save()
    _write(event, event.agency, by, {"course": course.pk})
    return course


def _set_state(event: Event, state: EventState, by: User | None, reason: str) -> Event:
    current = lock_event(event)
    was_cancelled = current.state == EventState.CANCELLED
    if was_cancelled == (state == EventState.CANCELLED):
        raise Refused(_("This is written down already."))
    current.state = state
    current.edition += 1
    current.save()
    _write(current, current.agency, by, {"state": str(state)}, reason)
    return current


def _check(event: Event) -> None:
    """Raise for what the event's own fields forbid. Deadlines after the event help nobody."""
    event.full_clean()
    if event.provider is not None and event.provider.agency_id != event.agency_id:
        raise Refused(_("This provider is in another agency's catalogue."), field="provider")
    for name in ("register_by", "cancel_by"):
        day = getattr(event, name)
        if day and event.ends_on and day > event.ends_on:
            raise Refused(_("This day is after the event is over."), field=name)


def _refuse_days_outside(event: Event) -> None:
    if event.starts_on is None:
        return
    within = (event.starts_on, event.ends_on)
    if event.days.exclude(day__range=within).exists() or event.sessions.exclude(day__range=within).exists():
        raise Refused(
            _("There are days or sessions outside these days. Change those first."), field="starts_on"
        )


def _write(thing: Any, agency: Agency, by: User | None, details: dict[str, Any], reason: str = "") -> None:
    write_deed(verb=P.EVENTS_EVENT_WRITE, subject=thing, by=by, agency=agency, reason=reason, details=details)
