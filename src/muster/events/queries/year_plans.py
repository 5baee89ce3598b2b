"""Reads of plans for a year: their places in order, how the load is spread, and what taking one would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from muster.core.planning.year import Placement, Plan
from muster.events.clocks import day_at
from muster.events.enums import GapKind
from muster.events.models import PlanGap, PlanSeat, YearPlan
from muster.events.queries.year.classes import USED
from muster.events.queries.year.drawn import Drawn
from muster.records.enums import EnrolmentState, SessionState
from muster.records.models import Enrolment, Meeting, Session
from muster.records.queries.sessions import annotate_days, annotate_seats
from muster.standards.queries import today_at


def annotate_counts(plans: QuerySet[YearPlan]) -> QuerySet[Any]:
    """Add ``placed`` and ``unmet``: how many places a plan has, and how many needs it leaves that a class could meet."""
    seats = PlanSeat.objects.filter(plan=OuterRef("pk"))
    unmet = PlanGap.objects.filter(plan=OuterRef("pk"), kind=GapKind.UNMET)
    return plans.annotate(placed=_number_of(seats), unmet=_number_of(unmet))


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("plan").annotate(x=Count("pk")).values("x")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def seats_of(plan: YearPlan) -> QuerySet[Any]:
    """Return the places of a plan with ``first_at``, the moment their session begins."""
    meetings = Meeting.objects.filter(session=OuterRef("session")).order_by().values("session")
    begins = Subquery(meetings.annotate(x=Min("starts_at")).values("x"), output_field=DateTimeField())
    return plan.seats.select_related("person", "session__course", "enrolment").annotate(first_at=begins)


def gaps_of(plan: YearPlan) -> QuerySet[PlanGap]:
    """Return what a plan leaves unmet: what a class could meet first, then what none does, each by its day."""
    return plan.gaps.select_related("person").order_by("-kind", "due", "person__family_name", "pk")


def left_by_requirement(plan: YearPlan) -> list[tuple[str, int, int]]:
    """Return for each requirement how many needs no session could take, and how many no single class meets."""
    counted = plan.gaps.order_by().values_list("requirement")
    rows = counted.annotate(
        unmet=Count("pk", filter=Q(kind=GapKind.UNMET)), no_class=Count("pk", filter=Q(kind=GapKind.NO_CLASS))
    )
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def is_given(seat: PlanSeat) -> bool:
    """Return whether somebody has the seat that a place stands for, because the plan was taken."""
    return (
        seat.enrolment is not None
        and seat.enrolment.state == EnrolmentState.CONFIRMED
        and seat.session.state != SessionState.CANCELLED
    )


def plan_before(plan: YearPlan, rows: Collection[PlanSeat], drawn: Drawn) -> Plan:
    """Return a kept plan as the core takes it: some of its places, and of its unmet needs those that there still are."""
    gaps = set(plan.gaps.filter(kind=GapKind.UNMET).order_by().values_list("person", "requirement", "due"))
    unmet = (
        need for need in drawn.year.needs if (int(need.officer), need.subject.split("|")[0], need.due) in gaps
    )
    placements = sorted(Placement(str(row.person_id), str(row.session_id)) for row in rows)
    return Plan(tuple(placements), (), tuple(unmet), plan.cost, plan.money, plan.bound, 0.0, plan.ended)


@dataclass(frozen=True)
class Load:
    """So many people give so many half-days of their own time."""

    half_days: int
    people: int


def load_of(plan: YearPlan) -> list[Load]:
    """Return how the load is spread over those who have a place: nobody is named and nobody ranked."""
    given = plan.seats.order_by().values("person").annotate(total=Sum("own_time"))
    counted = Counter(given.values_list("total", flat=True))
    return [Load(half_days, people) for half_days, people in sorted(counted.items())]


@dataclass(frozen=True)
class Taking:
    """What taking a plan would do in one session. ``free`` None: no limit; ``waits`` would find no seat left.

    ``is_late``: it was moved since, behind the day of a need that it was to meet.
    """

    session: Any  # with first_at
    seats: tuple[PlanSeat, ...]
    has_seat: int
    free: int | None
    is_open: bool
    is_late: bool

    @property
    def gets(self) -> int:
        """How many would be given a seat."""
        wanted = len(self.seats) - self.has_seat
        return wanted if self.free is None else min(wanted, self.free)

    @property
    def waits(self) -> int:
        """How many would wait for one."""
        return len(self.seats) - self.has_seat - self.gets


def taking_of(plan: YearPlan) -> list[Taking]:
    """Return, session by session, what taking a plan would do now. The same queries for any number of them."""
    theirs = Enrolment.objects.filter(
        session=OuterRef("session"), person=OuterRef("person"), state=EnrolmentState.CONFIRMED
    )
    rows = seats_of(plan).annotate(has_seat=Exists(theirs)).filter(enrolment=None)
    rows = rows.order_by("first_at", "session", "person__family_name", "person__given_name", "pk")
    by_session: dict[int, list[Any]] = {}
    for row in rows:
        by_session.setdefault(row.session_id, []).append(row)
    found: QuerySet[Any] = annotate_seats(annotate_days(Session.objects.filter(pk__in=by_session)))
    sessions = found.select_related("agency", "course").order_by("first_at", "pk")
    return [_taking(session, by_session[session.pk]) for session in sessions]


def _taking(session: Any, rows: list[Any]) -> Taking:
    free = None if session.seats is None else max(session.seats - session.taken, 0)
    has_seat = sum(row.has_seat for row in rows)
    return Taking(session, tuple(rows), has_seat, free, session.state in USED, _is_late(session, rows))


def _is_late(session: Any, rows: list[Any]) -> bool:
    """Return whether a session begins after the day of a need, still to come, that it was to meet."""
    if session.first_at is None:
        return True
    today, begins = today_at(session.agency), day_at(session.agency, session.first_at)
    dues = (date.fromisoformat(need["due"]) for row in rows for need in row.needs)
    return any(today <= due < begins for due in dues)
