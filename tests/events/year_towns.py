"""A town for the stories of a year's plan: one yearly requirement, one course that meets it, and classes of it."""

from __future__ import annotations

from datetime import date

from tests.cast import Cast
from tests.events.streets import at, in_days
from tests.standards.stories import adopt, course, record

from muster.curriculum.models import Course
from muster.events.actions.year_plans import make_year_plan
from muster.events.models import PlanSeat, YearPlan
from muster.records.models import Meeting, Session
from muster.roster.models import Person

#: A plan of the stories goes from tomorrow to this day from now.
DAYS = 60


def town(cast: Cast, *owing: str, due_in: int = 25) -> Course:
    """Let de-escalation bind everybody each year; it runs out in so many days for those named, and for others much later."""
    adopt(cast.millbrook)
    taught = course(cast.millbrook)
    due = in_days(due_in)
    for person in Person.objects.filter(appointments__agency=cast.millbrook):
        owes = person.given_name.lower() in owing
        record(person, taught, due.replace(year=due.year - 1) if owes else in_days(-10))
    return taught


def held(taught: Course, on: date, *, seats: int | None = 10, begins: int = 8, ends: int = 12) -> Session:
    """Plan a class of a course on a day, open for enrolment."""
    session = Session.objects.create(agency=taught.agency, course=taught, state="open", seats=seats)
    Meeting.objects.create(session=session, starts_at=at(on, begins), ends_at=at(on, ends))
    return session


def planned(cast: Cast, by: str = "tara", days: int = DAYS) -> YearPlan:
    """Make a plan for the next days."""
    return make_year_plan(
        agency=cast.millbrook, first=in_days(1), last=in_days(days), seconds=5, by=cast.user[by]
    )


def places(plan: YearPlan) -> set[tuple[str, int]]:
    """Return who is placed in which session."""
    return {(seat.person.given_name.lower(), seat.session_id) for seat in plan.seats.select_related("person")}


def place(plan: YearPlan, name: str) -> PlanSeat:
    """Return the one place of somebody."""
    return plan.seats.get(person__given_name=name.title())


def why(plan: YearPlan, name: str) -> list[str]:
    """Return what stands between somebody who is left over and the sessions, by the core's names."""
    return [note["why"] for note in plan.gaps.get(person__given_name=name.title()).others]
