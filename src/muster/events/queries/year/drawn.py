"""The year of an agency put together for the core: people, what they owe, sessions, floors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from muster.core.planning.year import Need, Officer, Placement, Session, Year
from muster.events.queries.street.people import shown
from muster.events.queries.year.classes import Offered, booked, hours_by_half, offered, other_courses
from muster.events.queries.year.street import ANY_TIME, StreetAhead, street_ahead
from muster.records.enums import EnrolmentState
from muster.records.models import Enrolment
from muster.roster.models import Agency
from muster.standards.ahead import Ahead, Owed, look_ahead
from muster.standards.queries import people_serving

#: Seats that were declined count against the next refusal this long.
_DENIED_DAYS: Final = 365
_LATE: Final = 2  # the weight of what is late already beside what is not


@dataclass(frozen=True)
class Drawn:
    """A year as the core takes it, and what was left out of it.

    ``no_class`` is owed and met by no class alone. A subject of the core is a requirement with the courses of which each
    meets it (``subject_parts``): who lacks more hours of it than others has a subject of their own.
    """

    year: Year
    offered: tuple[Offered, ...]
    owed: tuple[Owed, ...]
    no_class: tuple[Owed, ...]


def subject_of(each: Owed, ahead: Ahead) -> str:
    """Return the subject by which a requirement that somebody owes is planned."""
    return "|".join((each.requirement, *map(str, sorted(ahead.met_by[each]))))


def subject_parts(subject: str) -> tuple[str, list[int]]:
    """Return the requirement of a subject and the keys of the courses of which each meets it."""
    requirement, *courses = subject.split("|")
    return requirement, [int(key) for key in courses]


def draw_year(agency: Agency, first: date, last: date, pinned: Collection[tuple[int, int]] = ()) -> Drawn:
    """Read the year between two days, both included. ``pinned`` are pairs of person and session that are kept.

    Pins to sessions that are no more are left out. Raises BadRule and BadFact where standing cannot be judged.
    """
    there = offered(agency, first, last)
    courses = list({each.session.course_id: each.session.course for each in there}.values())
    ahead = look_ahead(
        agency,
        people_serving(agency),
        first,
        last,
        booked=booked(agency, first - timedelta(days=1), last),
        courses=courses,
        others=other_courses(agency, [course.pk for course in courses]),
    )
    owed = tuple(each for each in ahead.owed if ahead.met_by[each])
    needs = tuple(
        Need(str(it.person), subject_of(it, ahead), it.earliest, it.due, _LATE if it.is_late else 1)
        for it in owed
    )
    people = {need.officer for need in needs} | {str(person) for person, _ in pinned}
    sessions = tuple(_session(each, needs, len(people)) for each in there)
    known = {session.id for session in sessions}
    street = street_ahead(agency, first, last, hours_by_half(there))
    year = Year(
        officers=tuple(_officers(sorted(people, key=int), street, _denied(agency, first))),
        needs=needs,
        sessions=sessions,
        floors=street.floors,
        patterns=street.patterns,
        pinned=frozenset(Placement(str(who), str(where)) for who, where in pinned if str(where) in known),
    )
    return Drawn(year, tuple(there), owed, tuple(it for it in ahead.owed if not ahead.met_by[it]))


def _session(each: Offered, needs: Iterable[Need], people: int) -> Session:
    """Return a session as the core takes it. It is held whoever comes, and its room and instructors are its own."""
    course = each.session.course_id
    subjects = {need.subject for need in needs if course in subject_parts(need.subject)[1]}
    return Session(
        id=str(each.session.pk),
        subjects=tuple(sorted(subjects)) or (f"course|{course}",),
        half_days=each.half_days,
        seats=people if each.free is None else each.free,
        must_run=True,
    )


def _officers(people: Iterable[str], street: StreetAhead, denied: Counter[int]) -> Iterable[Officer]:
    for key in people:
        yield Officer(
            id=key,
            groups=tuple(street.groups.get(key, ())),
            pattern=street.pattern_of.get(key, ANY_TIME),
            busy=frozenset(street.busy.get(key, ())),
            overtime=street.overtime.get(key, 0),
            denied=denied[int(key)],
        )


def _denied(agency: Agency, day: date) -> Counter[int]:
    """Count the seats that people asked for and were declined of late."""
    seats = Enrolment.objects.filter(
        session__agency=agency,
        state=EnrolmentState.DECLINED,
        person__isnull=False,
        asked_at__date__gte=day - timedelta(days=_DENIED_DAYS),
    )
    return Counter(shown(seats).order_by().values_list("shown", flat=True))
