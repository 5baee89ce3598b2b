"""Writing a request: who, where, why, when. What is handed in is changed no more, unless it is sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.turns import lock_request
from muster.events.enums import EDITABLE, ENDED, AttendeeState, CostStage, EventState
from muster.events.models import Attendee, Event, Need, Request, RequestFile
from muster.files.models import StoredFile
from muster.ledger.actions import take_turn
from muster.ledger.lines import on_day
from muster.ledger.refusals import Refused
from muster.roster.models import Appointment, Assignment, Person, Unit

P = Permission

#: What the one who asks may say, in the order in which one thinks of it.
FIELDS: Final = (
    "category",
    "purpose",
    "goals",
    "sharing_plan",
    "share_by",
    "is_refresher",
    "alternatives",
    "on_duty",
    "departs_at",
    "returns_at",
    "transport",
    "itinerary",
    "lodging_nights",
    "lodging_reason",
    "with_repayment",
    "conflicts",
    "many_reason",
)


@dataclass(frozen=True)
class NeedSaid:
    """One need that a request names; ``requirement`` is the rulebook's id where there is one."""

    kind: str
    requirement: str = ""
    text: str = ""


@transaction.atomic
def draft_request(
    *,
    event: Event,
    requester: Person,
    people: Sequence[Person],
    needs: Sequence[NeedSaid] = (),
    by: User,
    **fields: Any,
) -> Request:
    """Begin a request. ``requester`` is ``by`` or one of those whom ``by`` may ask for; the caller checked that.

    Raises Refused for an event that is cancelled, for people who do not work for its agency, and for nobody.
    """
    take_turn()
    _refuse_cancelled(event)
    request = Request(agency=event.agency, event=event, requester=requester, made_by=by, **fields)
    request.unit = unit_of(requester, event)
    request.full_clean()
    request.save()
    _name_people(request, people)
    _name_needs(request, needs)
    _write(request, by, {"event": event.pk, "people": [person.pk for person in people]})
    return request


@transaction.atomic
def change_request(
    *,
    request: Request,
    people: Sequence[Person] | None = None,
    needs: Sequence[NeedSaid] | None = None,
    by: User,
    edition: int,
    **fields: Any,
) -> Request:
    """Change a request that is being written; None leaves the people or the needs as they are.

    Raises Refused when it is handed in, ChangedMeanwhile where ``edition`` is not the newest.
    """
    current = lock_request(request, edition)
    if current.state not in EDITABLE:
        raise Refused(_("This request is handed in. Ask who decides to send it back, or withdraw it."))
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    for name, value in changed.items():
        setattr(current, name, value)
    current.edition += 1
    current.full_clean()
    current.save()
    if people is not None:
        _name_people(current, people)
    if needs is not None:
        _name_needs(current, needs)
    _write(current, by, {"changed": {name: str(value) for name, value in changed.items()}})
    return current


@transaction.atomic
def attach_to_request(
    *, request: Request, file: StoredFile, name: str, note: str = "", by: User
) -> RequestFile:
    """Hang a file on a request: the flyer, an agreement, a booking. Raises Refused when the request is over."""
    current = lock_request(request)
    if current.state in ENDED:
        raise Refused(_("This request is over."))
    attachment = RequestFile(request=current, file=file, name=name, note=note, added_by=by)
    attachment.full_clean()
    attachment.save()
    _write(current, by, {"file": file.sha256, "name": name})
    return attachment


def unit_of(person: Person, event: Event) -> Unit | None:
    """Return the unit of the event's agency that somebody belongs to on its first day, None without one."""
    day = event.starts_on or timezone.localdate()
    line = (
        Assignment.lines.standing()
        .filter(on_day(day), person=person, unit__agency=event.agency)
        .select_related("unit")
        .order_by("-start")
        .first()
    )
    return line.unit if line is not None else None


def _refuse_cancelled(event: Event) -> None:
    if event.state == EventState.CANCELLED:
        raise Refused(_("The provider cancelled this event."))


def _name_people(request: Request, people: Sequence[Person]) -> None:
    """Put these people in the place of those who are named, and keep the lines of those who stay."""
    if not people:
        raise Refused(_("Say who is to go."), field="people")
    keys = [person.pk for person in people]
    day = on_day(timezone.localdate())
    employed = Appointment.lines.standing().filter(day, person__in=keys, agency=request.agency)
    if set(keys) - set(employed.values_list("person", flat=True)):
        raise Refused(_("Somebody here does not work for this agency."), field="people")
    gone = request.attendees.exclude(person__in=keys)
    if gone.filter(Q(costs__stage=CostStage.ACTUAL) | Q(claim__isnull=False)).exists():
        raise Refused(
            _("For somebody whom you take off something was paid or claimed already. Keep them on."),
            field="people",
        )
    gone.delete()
    known = set(request.attendees.values_list("person", flat=True))
    for person in people:
        if person.pk not in known:
            Attendee.objects.create(request=request, person=person, state=AttendeeState.GOING)


def _name_needs(request: Request, needs: Sequence[NeedSaid]) -> None:
    request.needs.all().delete()
    for need in needs:
        line = Need(request=request, **vars(need))
        line.full_clean()
        line.save()


def _write(request: Request, by: User, details: dict[str, Any]) -> None:
    write_deed(verb=P.EVENTS_REQUEST_WRITE, subject=request, by=by, agency=request.agency, details=details)
