"""What belongs to an event line by line: its days with their meals, the agenda, credits, seats kept for units.

Each deed puts the lines that are given in the place of those there are. An event's edition guards all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.catalogue import lock_event
from muster.events.models import Allotment, Event, EventCredit, EventDay, EventSession
from muster.ledger.refusals import Refused
from muster.roster.models import Unit

P = Permission


@dataclass(frozen=True)
class DaySaid:
    """One day on the clocks of the place, and the meals that the fee pays for."""

    day: date
    begins: time | None = None
    ends: time | None = None
    breakfast: bool = False
    lunch: bool = False
    dinner: bool = False


@dataclass(frozen=True)
class SessionSaid:
    """One item of the agenda. ``key``: of the line that it was before, None for a new one."""

    title: str
    day: date
    begins: time | None = None
    minutes: int = 0
    code: str = ""
    topics: list[str] = field(default_factory=list)
    key: int | None = None


@dataclass(frozen=True)
class CreditSaid:
    """What a jurisdiction gives."""

    jurisdiction: str
    minutes: int
    number: str = ""


@dataclass(frozen=True)
class SeatsSaid:
    """Seats kept for a unit."""

    unit: Unit
    seats: int


@transaction.atomic
def set_days(*, event: Event, days: Iterable[DaySaid], by: User, edition: int | None = None) -> Event:
    """Say the days of an event. Raises Refused for a day outside of it, twice, or that ends before it begins."""
    current = lock_event(event, edition)
    said = list(days)
    for each in said:
        _refuse_outside(current, each.day)
        if each.begins and each.ends and each.ends <= each.begins:
            raise Refused(_("A day must end after it begins. Write an evening past midnight as two days."))
    if len({each.day for each in said}) < len(said):
        raise Refused(_("This day is given twice."))
    current.days.all().delete()
    for each in said:
        _kept(EventDay(event=current, **vars(each)))
    return _written(current, by, {"days": len(said)})


@transaction.atomic
def set_agenda(
    *, event: Event, sessions: Sequence[SessionSaid], by: User, edition: int | None = None
) -> Event:
    """Say the sessions of an event; a line that stays keeps its key, and with it who checked in to it.

    Raises Refused for a session outside the event's days, for a code that two sessions show, and for leaving out a
    session to which somebody has checked in.
    """
    current = lock_event(event, edition)
    _refuse_same_codes(sessions)
    there = {line.pk: line for line in current.sessions.all()}
    gone = set(there) - {each.key for each in sessions}
    if current.sessions.filter(pk__in=gone, check_ins__isnull=False).exists():
        raise Refused(_("Somebody has checked in to a session that you leave out. Keep it."))
    current.sessions.filter(pk__in=gone).delete()
    for each in sessions:
        _refuse_outside(current, each.day)
        line = there.get(each.key or 0) or EventSession(event=current)
        for name, value in vars(each).items():
            if name != "key":
                setattr(line, name, value)
        _kept(line)
    return _written(current, by, {"sessions": len(sessions)})


@transaction.atomic
def set_credits(*, event: Event, given: Iterable[CreditSaid], by: User, edition: int | None = None) -> Event:
    """Say what jurisdictions give for an event. Raises Refused where one is named twice."""
    current = lock_event(event, edition)
    said = list(given)
    if len({each.jurisdiction for each in said}) < len(said):
        raise Refused(_("This jurisdiction is named twice."))
    current.credits.all().delete()
    for each in said:
        _kept(EventCredit(event=current, **vars(each)))
    return _written(current, by, {"credits": [f"{each.jurisdiction} {each.minutes}" for each in said]})


@transaction.atomic
def set_seats(*, event: Event, seats: Iterable[SeatsSaid], by: User, edition: int | None = None) -> Event:
    """Keep seats for units. Raises Refused for a unit named twice or another agency's, and for more than there are."""
    current = lock_event(event, edition)
    said = list(seats)
    if len({each.unit.pk for each in said}) < len(said):
        raise Refused(_("A unit is named twice."))
    if any(each.unit.agency_id != current.agency_id for each in said):
        raise Refused(_("A unit here is another agency's."))
    wanted = sum(each.seats for each in said)
    if current.seats is not None and wanted > current.seats:
        raise Refused(
            _("That keeps %(wanted)d seats, and the event has %(seats)d.")
            % {"wanted": wanted, "seats": current.seats}
        )
    current.allotments.all().delete()
    for each in said:
        _kept(Allotment(event=current, **vars(each)))
    return _written(current, by, {"seats": {each.unit.code: each.seats for each in said}})


def _refuse_outside(event: Event, day: date) -> None:
    if event.starts_on is None or event.ends_on is None or not event.starts_on <= day <= event.ends_on:
        raise Refused(_("%(day)s is not a day of the event.") % {"day": day.isoformat()})


def _refuse_same_codes(sessions: Iterable[SessionSaid]) -> None:
    codes = [each.code.casefold() for each in sessions if each.code]
    if len(set(codes)) < len(codes):
        raise Refused(_("Two sessions show the same code. Each room needs its own."))


def _kept(line: Any) -> None:
    line.full_clean()
    line.save()


def _written(event: Event, by: User, details: dict[str, Any]) -> Event:
    event.edition += 1
    event.save(update_fields=["edition"])
    write_deed(verb=P.EVENTS_EVENT_WRITE, subject=event, by=by, agency=event.agency, details=details)
    return event
