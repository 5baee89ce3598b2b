"""Why somebody is not on the street: leave and court from the roster, classes of ours, journeys of other requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from muster.core.planning.cover.clock import Stretch, without
from muster.core.planning.cover.street import Absence, AbsenceKind
from muster.events.clocks import clock_stretch, whole_days
from muster.events.enums import EDITABLE, ENDED, GRANTED, AttendeeState, RequestState
from muster.events.models import Attendee, Cover, Request
from muster.events.queries.street.people import Roster, shown
from muster.ledger.lines import overlapping
from muster.records.enums import SEATS_OPEN, EnrolmentState, SessionState
from muster.records.models import Enrolment, SessionInstructor
from muster.roster.enums import FactName
from muster.roster.models import Agency, Fact

#: A request in one of these keeps nobody away.
NOT_GOING: Final = (*EDITABLE, *(set(ENDED) - {RequestState.CLOSED}), RequestState.WAITLISTED)
#: What of the roster's facts means that somebody is not there, and as what the core counts it.
_FACTS: Final[dict[str, AbsenceKind]] = {
    FactName.LEAVE: "leave",
    "court": "court",
    "light-duty": "light_duty",
}


@dataclass(frozen=True)
class Window:
    """The days that a question looks at, both included, and the clock they are counted on."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        """The moment the first day begins."""
        return datetime.combine(self.first, datetime.min.time(), self.zone)

    @property
    def end(self) -> datetime:
        """The moment the last day ends."""
        return datetime.combine(self.last + timedelta(days=1), datetime.min.time(), self.zone)

    def days(self, first: date | None, last: date | None) -> Stretch:
        """Return a spell of days as far as it lies in here."""
        return whole_days(max(first or self.first, self.first), min(last or self.last, self.last))


def absences_of(
    agency: Agency, roster: Roster, window: Window, asking: Request | None
) -> tuple[Absence, ...]:
    """Return every absence within some days, but for the journey that is being asked for."""
    return (
        *_not_serving(roster, window),
        *_written_down(agency, window),
        *_classes(agency, window),
        *_teaching(window),
        *_journeys(agency, window, asking),
    )


def _not_serving(roster: Roster, window: Window) -> Iterator[Absence]:
    """Before they are hired and after they left, people are away."""
    whole = whole_days(window.first, window.last).span
    for key, spells in roster.serves.items():
        served = [window.days(start, end).span for start, end in spells]
        for start, end in without([whole], served):
            yield Absence(str(key), Stretch(start, end), "other")


def _written_down(agency: Agency, window: Window) -> Iterator[Absence]:
    lines = Fact.lines.standing().filter(
        overlapping(low=window.first, high=window.last), agency=agency, fact__in=list(_FACTS)
    )
    rows = shown(lines).order_by("pk").values_list("shown", "fact", "value", "start", "end")
    for person, fact, value, start, end in rows:
        yield Absence(str(person), window.days(start, end), _FACTS.get(value, _FACTS[fact]))


def _classes(agency: Agency, window: Window) -> Iterator[Absence]:
    """Days of our own classes on which somebody has a seat; one that is still open can be moved."""
    seats = shown(
        Enrolment.objects.filter(
            state=EnrolmentState.CONFIRMED,
            person__isnull=False,
            session__meetings__starts_at__lt=window.end,
            session__meetings__ends_at__gt=window.start,
        ).exclude(session__state=SessionState.CANCELLED)
    ).order_by("pk")
    chosen: defaultdict[int, set[int]] = defaultdict(set)
    picked = Enrolment.meetings.through.objects.filter(enrolment__in=seats.order_by().values("pk"))
    for enrolment, meeting in picked.values_list("enrolment", "meeting"):
        chosen[enrolment].add(meeting)
    rows = seats.values_list(
        "pk",
        "shown",
        "session__state",
        "session__agency",
        "session__meetings__pk",
        "session__meetings__starts_at",
        "session__meetings__ends_at",
    )
    for key, person, state, owner, meeting, starts, ends in rows:
        if key in chosen and meeting not in chosen[key]:
            continue
        movable = owner == agency.pk and state in SEATS_OPEN[:3]
        yield Absence(str(person), clock_stretch(starts, ends, window.zone), "class", movable)


def _teaching(window: Window) -> Iterator[Absence]:
    lines = SessionInstructor.objects.filter(
        instructor__person__isnull=False,
        session__meetings__starts_at__lt=window.end,
        session__meetings__ends_at__gt=window.start,
    ).exclude(session__state=SessionState.CANCELLED)
    rows = shown(lines, "instructor__person").values_list(
        "shown", "session__meetings__starts_at", "session__meetings__ends_at"
    )
    for person, starts, ends in rows.order_by("pk"):
        yield Absence(str(person), clock_stretch(starts, ends, window.zone), "class")


def _journeys(agency: Agency, window: Window, asking: Request | None) -> Iterator[Absence]:
    """Journeys that are granted, or for which a cover is arranged already; others may still come to nothing."""
    going = Attendee.objects.filter(
        request__agency=agency,
        request__departs_at__lt=window.end,
        request__returns_at__gt=window.start,
        state__in=[AttendeeState.GOING, AttendeeState.ATTENDED],
    ).exclude(request__state__in=NOT_GOING)
    if asking is not None:
        going = going.exclude(request=asking.pk)
    covered = Exists(Cover.objects.filter(request=OuterRef("request")))
    granted = Q(request__state__in=GRANTED) | Q(request__approved_cents__isnull=False)
    going = going.filter(granted | covered)
    rows = shown(going).order_by("pk").values_list("shown", "request__departs_at", "request__returns_at")
    for person, departs, returns in rows:
        yield Absence(str(person), clock_stretch(departs, returns, window.zone), "travel")
