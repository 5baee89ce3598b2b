"""Reads of what agencies decided about rules, and of whom a standing is about. They take and return querysets."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from muster.ledger.lines import on_day
from muster.roster.models import Agency, Appointment, Assignment, Person, Unit
from muster.standards.enums import Decision
from muster.standards.models import Adoption, CourseApproval, Excuse


def today_at(agency: Agency) -> date:
    """Return which day it is where an agency is."""
    return timezone.localdate(timezone=ZoneInfo(agency.time_zone))


def adoptions_in_force(
    agency: Agency, day: date | None = None, known_at: datetime | None = None
) -> QuerySet[Adoption]:
    """Return the rules that bind an agency on a day (None: today): its own, and those of its commission."""
    lines = Adoption.lines.standing(known_at).filter(decided_by(agency), on_day(day or today_at(agency)))
    return lines.order_by("rules", "pk")


def adoptions_of(agency: Agency) -> QuerySet[Adoption]:
    """Return every adoption that stands, also those that ended or have not begun."""
    return (
        Adoption.lines.standing()
        .filter(decided_by(agency))
        .select_related("agency", "known_by")
        .order_by("rules", "start", "pk")
    )


def approvals_of(agency: Agency) -> QuerySet[CourseApproval]:
    """Return what stands of what an agency, or its commission, said about courses."""
    return (
        CourseApproval.lines.standing()
        .filter(decided_by(agency))
        .select_related("course", "equivalent_to", "agency", "known_by")
        .order_by("course__title", "pk")
    )


def filter_waiting(excuses: QuerySet[Excuse]) -> QuerySet[Excuse]:
    """Keep what nobody has decided yet, the oldest first."""
    return excuses.filter(decision=Decision.PROPOSED).order_by("proposed_at", "pk")


def decided_by(agency: Agency) -> Q:
    """Return the condition that an agency decided something, or the commission over it."""
    return Q(agency=agency) | Q(agency=agency.commission_id) if agency.commission_id else Q(agency=agency)


def people_serving(
    agency: Agency, day: date | None = None, known_at: datetime | None = None
) -> QuerySet[Person]:
    """Return the people an agency employs on a day (None: today), as known at a moment; each person once."""
    serving = Appointment.lines.standing(known_at).filter(on_day(day or today_at(agency)), agency=agency)
    return Person.objects.filter(pk__in=serving.values(shown=Coalesce("person__same_as", "person")))


def entries_of(people: QuerySet[Person]) -> dict[int, int]:
    """Return every entry of some people, merged ones too, with the one each is shown as."""
    wanted = people.order_by().values("pk")
    rows = Person.objects.filter(Q(pk__in=wanted) | Q(same_as__in=wanted)).order_by()
    return {pk: kept or pk for pk, kept in rows.values_list("pk", "same_as")}


def posts_on(agency: Agency, day: date, known_at: datetime | None = None) -> dict[int, int]:
    """Return in which unit of an agency everybody is on a day: person to unit, the latest assignment."""
    lines = Assignment.lines.standing(known_at).filter(on_day(day), unit__agency=agency)
    rows = lines.order_by("start", "pk").values_list(Coalesce("person__same_as", "person"), "unit")
    return dict(rows)


def units_below(unit: Unit) -> QuerySet[Unit]:
    """Return a unit and all units below it."""
    return Unit.objects.filter(path__startswith=unit.path)
