"""Somebody leaves an agency: everything that ends with it, in one deed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.lines import correct_line, on_day, withdraw_line
from muster.ledger.refusals import Refused
from muster.roster.actions.written import write_entry
from muster.roster.enums import ENDING_WITH_APPOINTMENT
from muster.roster.models import Agency, Appointment, Assignment, Fact, Person
from muster.roster.models.lines import Spell
from muster.roster.queries import identities_of


@transaction.atomic
def separate(
    *, person: Person, agency: Agency, end: date, separation: str, by: User, reason: str = ""
) -> Appointment:
    """End an appointment on a day, with the units, leaves and special assignments of that agency.

    What was to begin later is taken back. Certificates and licences are the officer's own and stay. Raises Refused
    where the agency does not employ them on that day, or somebody changes one of these lines in the same moment.
    """
    take_turn()
    whose = identities_of(person)
    held = Appointment.lines.standing().filter(whose, on_day(end), agency=agency)
    if not held:
        raise Refused(
            _("%(agency)s does not employ them on that day. Look at the days of the appointment.")
            % {"agency": agency},
            field="end",
        )
    why = reason.strip() or gettext("Left the agency.")
    ended = [correct_line(line, by=by, reason=why, end=end, separation=separation) for line in held]
    also = [
        *_end(_after(Assignment, whose, end).filter(unit__agency=agency), end, by),
        *_end(_after(Fact, whose, end).filter(agency=agency, fact__in=ENDING_WITH_APPOINTMENT), end, by),
    ]
    write_entry(
        Permission.ROSTER_PERSON_WRITE,
        ended[0],
        by,
        agency,
        reason,
        replaces=ended[0].replaces_id,
        changed=["end", "separation"],
        ended=[[line._meta.model_name, line.pk] for line in (*ended[1:], *also)],
    )
    return ended[0]


def _after(model: type[Spell], whose: Q, day: date) -> QuerySet[Any]:
    return model.lines.standing().filter(whose).filter(Q(end__isnull=True) | Q(end__gt=day))


def _end(lines: QuerySet[Any], day: date, by: User) -> list[Spell]:
    why = gettext("Left the agency.")
    return [
        withdraw_line(line, by=by, reason=why)
        if line.start is not None and line.start > day
        else correct_line(line, by=by, reason=why, end=day)
        for line in lines
    ]
