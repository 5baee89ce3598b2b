"""How long records are kept at an agency, and whose period is over. Those are listed and never destroyed."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, DateField, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from muster.records.models import OwnPeriod, Record
from muster.records.queries.holds import filter_held
from muster.records.retention import Keeping, over_since, period_of
from muster.roster.models import Agency, Appointment, Person


def period_at(agency: Agency) -> Keeping:
    """Return the period for the records of an agency. One query."""
    own = OwnPeriod.objects.filter(agency=agency).values_list("years", flat=True).first()
    return period_of(agency.jurisdiction, own)


def filter_over(people: QuerySet[Person], agency: Agency, years: int, today: date) -> QuerySet[Person]:
    """Keep those whose last appointment at an agency ended so long ago that its records of them need not be kept.

    Adds ``last_day``, ``kept`` (how many of the agency's stand) and ``held`` (how many of those a hold keeps all
    the same). Who has no record there is left out.
    """
    whose = Coalesce("person__same_as", "person")
    spells = Appointment.lines.standing().filter(agency=agency).annotate(whose=whose).order_by()
    mine = spells.filter(whose=OuterRef("pk")).values("whose")
    records = Record.lines.standing().filter(agency=agency)
    people = people.filter(pk__in=spells.values("whose")).exclude(
        pk__in=spells.filter(Q(end__isnull=True) | Q(end__gte=over_since(years, today))).values("whose")
    )
    return people.annotate(
        last_day=Subquery(mine.annotate(x=Max("end")).values("x"), output_field=DateField()),
        kept=_counted(records),
        held=_counted(filter_held(records)),
    ).filter(kept__gt=0)


def _counted(records: QuerySet[Record]) -> Coalesce:
    mine = records.annotate(whose=Coalesce("person__same_as", "person")).filter(whose=OuterRef("pk"))
    count = mine.order_by().values("whose").annotate(x=Count("pk")).values("x")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
