"""The sessions that a plan may use, on the half-days of the core, and the classes that people have a seat in already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, QuerySet

from muster.core.planning.cover.clock import Span
from muster.curriculum.enums import PlanState
from muster.curriculum.models import Course
from muster.events.clocks import clock_stretch
from muster.events.queries.street.absences import Window
from muster.events.queries.street.people import shown
from muster.records.enums import ROLL_OPEN, EnrolmentState, SessionState
from muster.records.models import Enrolment, Meeting, Session
from muster.records.queries.sessions import annotate_days, annotate_seats
from muster.roster.models import Agency
from muster.standards.reading import PlannedClass

#: Into sessions that stand here people can be placed.
USED: Final = (SessionState.PLANNED, SessionState.OPEN, SessionState.LOCKED)
#: So many courses that are not on offer are tried for what none on offer meets: those held most.
OTHERS: Final = 20
_HALF: Final = 12 * 60


@dataclass(frozen=True)
class Offered:
    """A session with its hours on the agency's clock and the seats that are free; None: as many as want to."""

    session: Session
    spans: tuple[Span, ...]
    free: int | None

    @property
    def half_days(self) -> tuple[int, ...]:
        """The half-days it is held on, as the core numbers them."""
        return tuple(sorted({half for span in self.spans for half in halves_of(span)}))


def halves_of(span: Span) -> range:
    """Return the half-days (twelve hours each, numbered from 1970) that a span of minutes touches."""
    return range(span[0] // _HALF, (span[1] - 1) // _HALF + 1)


def offered(agency: Agency, first: date, last: date) -> list[Offered]:
    """Return the sessions that lie between two days, both included, and can still take people. Two queries."""
    zone = ZoneInfo(agency.time_zone)
    window = Window(first, last, zone)
    sessions = Session.objects.filter(agency=agency, state__in=USED)
    found: QuerySet[Any] = annotate_seats(annotate_days(sessions))
    found = found.filter(first_at__gte=window.start, last_at__lte=window.end)
    found = found.select_related("course").prefetch_related("meetings__room").order_by("first_at", "pk")
    return [_offered(session, zone) for session in found]


def _offered(session: Any, zone: ZoneInfo) -> Offered:
    meetings = list(session.meetings.all())
    spans = tuple(clock_stretch(each.starts_at, each.ends_at, zone).span for each in meetings)
    seats = session.seats or _smallest_room(meetings)
    return Offered(session, spans, None if seats is None else max(seats - session.taken, 0))


def _smallest_room(meetings: Iterable[Meeting]) -> int | None:
    return min((each.room.seats for each in meetings if each.room and each.room.seats), default=None)


def hours_by_half(classes: Iterable[Offered]) -> dict[int, Span]:
    """Return for each half-day with a class from when to when there are any: of several classes the first and last."""
    found: dict[int, Span] = {}
    for each in classes:
        for low, high in each.spans:
            for half in halves_of((low, high)):
                begins, ends = max(low, half * _HALF), min(high, (half + 1) * _HALF)
                known = found.get(half, (begins, ends))
                found[half] = min(begins, known[0]), max(ends, known[1])
    return found


def booked(agency: Agency, first: date, last: date) -> list[PlannedClass]:
    """Return the classes that people have a confirmed seat in and that end between two days, wherever they are held."""
    zone = ZoneInfo(agency.time_zone)
    window = Window(first, last, zone)
    seats = Enrolment.objects.filter(
        state=EnrolmentState.CONFIRMED, person__isnull=False, session__state__in=ROLL_OPEN
    )
    ends = shown(seats.annotate(ends=Max("session__meetings__ends_at")))
    rows = ends.filter(ends__gte=window.start, ends__lt=window.end).order_by("pk")
    return [
        PlannedClass(person, course, when.astimezone(zone).date(), minutes)
        for person, course, minutes, when in rows.values_list(
            "shown", "session__course", "session__course__minutes", "ends"
        )
    ]


def other_courses(agency: Agency, on_offer: Iterable[int]) -> QuerySet[Course]:
    """Return courses that are taught here and not on offer now, those held most often first."""
    taught = Course.objects.filter(agency=agency, plans__state=PlanState.IN_USE).exclude(pk__in=set(on_offer))
    return taught.annotate(held=Count("sessions", distinct=True)).order_by("-held", "pk")[:OTHERS]
