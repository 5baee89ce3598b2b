"""Everybody at once: for whom a mark or a result would be written in one step, and for whom not, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Assessment
from muster.ledger.shown import mark_of
from muster.records.enums import THERE, EnrolmentState
from muster.records.models import Attendance, Enrolment, Meeting, Result, Session
from muster.records.queries.enrolment import seats_in
from muster.records.queries.roll import comes_on, name_order
from muster.records.queries.sessions import today_at

#: What a step is about for one person: assessments (None: the class as a whole), or days.
What = Assessment | Meeting | None


@dataclass
class Preview:
    """Who would change, and in what; who would not, and why."""

    changes: list[tuple[Enrolment, list[What]]] = field(default_factory=list)
    left: list[tuple[Enrolment, str | Promise]] = field(default_factory=list)

    @property
    def shown(self) -> list[list[int]]:
        """The changes, by their keys: each seat, and what of it."""
        return [[seat.pk, *(what.pk if what else 0 for what in whats)] for seat, whats in self.changes]

    @property
    def token(self) -> str:
        """What stands for these changes and no others: what was looked at is what is done."""
        return mark_of(self.shown)


@dataclass(frozen=True)
class Step:
    """What was written for many at once and nobody changed since: how many marks, how many results."""

    key: UUID
    marks: int
    results: int


def passing(session: Session, assessments: Sequence[Assessment | None]) -> Preview:
    """Return for whom ``passed`` would be written: who was there and has no result yet, in each of the assessments."""
    seats = _seats(session)
    marks = Attendance.objects.filter(enrolment__in=seats).values_list("enrolment", "presence")
    marked = {key for key, _presence in marks}
    there = {key for key, presence in marks if presence in THERE}
    done: set[tuple[int, int | None]] = set(
        Result.objects.filter(enrolment__in=seats).values_list("enrolment", "assessment")
    )
    found = Preview()
    for seat in seats:
        open_ones: list[What] = [one for one in assessments if (seat.pk, one.pk if one else None) not in done]
        if seat.pk not in marked:
            found.left.append((seat, _("the roll says nothing yet")))
        elif seat.pk not in there:
            found.left.append((seat, _("did not come")))
        elif not open_ones:
            found.left.append((seat, _("has a result already")))
        else:
            found.changes.append((seat, open_ones))
    return found


def attending(session: Session) -> Preview:
    """Return for whom ``present`` would be written: who is expected on a day that has come, and has no mark on it."""
    zone, today = session.agency.time_zone, today_at(session)
    days = [meeting for meeting in session.meetings.all() if meeting.day_in(zone) <= today]
    seats = _seats(session)
    marked = set(Attendance.objects.filter(meeting__in=days).values_list("enrolment", "meeting"))
    found = Preview()
    for seat in seats:
        open_days: list[What] = [
            day for day in days if comes_on(seat, day) and (seat.pk, day.pk) not in marked
        ]
        if open_days:
            found.changes.append((seat, open_days))
        else:
            found.left.append((seat, _("is marked already")))
    return found


def steps_of(session: Session) -> list[Step]:
    """Return what was written for many at once in a session and still stands so. Two queries."""
    counts: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    tables: tuple[Any, ...] = (Attendance, Result)
    for place, table in enumerate(tables):
        written = table.objects.filter(enrolment__session=session, step__isnull=False)
        for key in written.values_list("step", flat=True):
            counts[key][place] += 1
    return [Step(key, marks, results) for key, (marks, results) in counts.items()]


def _seats(session: Session) -> list[Enrolment]:
    return sorted(seats_in(session).filter(state=EnrolmentState.CONFIRMED), key=name_order)
