"""What must hold between the lines about one person, beyond what the database can say of a single line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from muster.ledger.lines import on_day, overlapping
from muster.ledger.refusals import Refused
from muster.roster.enums import IdentifierKind
from muster.roster.models import Agency, Appointment, Assignment, Fact, Identifier, Person, Unit
from muster.roster.models.lines import Spell
from muster.roster.queries import identities_of

ONE_DAY = timedelta(days=1)


def same_days(line: Spell) -> Q:
    """Return the condition that another line has a day in common with this one."""
    return overlapping(low=line.start or date.min, high=line.end or date.max)


def others_of(line: Spell, whose: Q) -> QuerySet[Any]:
    """Return the other standing lines of the same kind on the same days."""
    return type(line).lines.standing().filter(whose, same_days(line)).exclude(pk=line.pk)


def refuse_double_appointment(line: Appointment, whose: Q) -> None:
    """Raise Refused where the same agency employs the same person twice on one day."""
    if others_of(line, whose).filter(agency=line.agency_id).exists():
        raise Refused(
            _("This agency employs them on some of these days already. Correct that appointment instead."),
            field="start",
        )


def refuse_double_assignment(line: Assignment, whose: Q) -> None:
    """Raise Refused where somebody would belong to two units of one agency on one day."""
    others = others_of(line, whose).filter(unit__agency=line.unit.agency_id).select_related("unit")
    if (other := others.first()) is not None:
        raise Refused(
            _("They belong to %(unit)s on some of these days. Correct the days of that first.")
            % {"unit": other.unit},
            field="start",
        )


def refuse_idle_assignment(line: Assignment, whose: Q) -> None:
    """Raise Refused for a unit that is closed, or of an agency that does not employ the person, on the first day."""
    first = line.start or date.min
    if not Unit.objects.filter(on_day(first), pk=line.unit_id).exists():
        raise Refused(_("The unit does not exist on that day. Choose another unit or day."), field="unit")
    employed = Appointment.lines.standing().filter(whose, on_day(first), agency=line.unit.agency_id)
    if not employed.exists():
        raise Refused(
            _("%(agency)s does not employ them on that day. Write the appointment down first.")
            % {"agency": line.unit.agency},
            field="start",
        )


def refuse_double_fact(line: Fact, whose: Q) -> None:
    """Raise Refused where an agency would say the same thing twice of one day."""
    same = others_of(line, whose).filter(
        agency=line.agency_id, fact=line.fact, value=line.value, number=line.number
    )
    if same.exists():
        raise Refused(
            _("This is written down already for some of these days. Correct that entry instead."),
            field="start",
        )


def refuse_taken_number(person: Person, kind: str, value: str, agency: Agency | None) -> None:
    """Raise Refused where a number is somebody else's. A state's number is unique, an agency's within the agency."""
    shown = person.same_as or person
    taken = Identifier.lines.standing().filter(kind=kind, value=value).exclude(identities_of(shown))
    if kind == IdentifierKind.AGENCY:
        taken = taken.filter(agency=agency)
    if taken.exists():
        raise Refused(
            _("This number is somebody else's. Look at that entry: is it the same person?"), "value"
        )
