"""Agencies, and the tree of their units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.access import shown_as
from muster.roster.actions.written import write_entry
from muster.roster.models import Agency, Assignment, Unit

WRITE = Permission.ROSTER_UNIT_WRITE


@transaction.atomic
def add_agency(*, by: User, **fields: Any) -> Agency:
    """Add an agency. Raises ValidationError for an ORI that is none or is taken."""
    take_turn()
    agency = Agency(**fields)
    agency.full_clean()
    agency.save()
    write_entry(Permission.ROSTER_AGENCY_WRITE, agency, by, agency)
    return agency


@transaction.atomic
def set_late_days(*, agency: Agency, days: int, by: User, reason: str) -> Agency:
    """Say after how many days an entry is late, so that a second person confirms it. What waits, waits on.

    Raises Refused without a reason and where it is that already, ValidationError for a number that cannot be.
    """
    take_turn()
    agency.refresh_from_db()
    if not reason.strip():
        raise Refused(_("Say why; the reason stays in the history."), field="reason")
    if agency.late_days == days:
        raise Refused(_("It is that already."), field="days")
    was, agency.late_days = agency.late_days, days
    agency.full_clean()
    agency.save(update_fields=["late_days"])
    write_entry(Permission.ROSTER_AGENCY_WRITE, agency, by, agency, reason, late_days=[was, days])
    return agency


@transaction.atomic
def add_unit(*, agency: Agency, parent: Unit | None, code: str, name: str, by: User, **days: Any) -> Unit:
    """Add a unit below another, or at the top of its agency."""
    take_turn()
    _refuse_parent(parent, agency.pk)
    unit = Unit(agency=agency, parent=parent, code=code, name=name, **days)
    unit.full_clean(exclude=["path"])
    unit.save()
    unit.path = path_below(parent, unit)
    unit.save(update_fields=["path"])
    write_entry(WRITE, unit, by, agency)
    return unit


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, by: User, reason: str) -> Unit:
    """Put a unit, with all below it, under another one of its agency (None: at the top).

    Raises Refused for a unit below itself, of another agency, or that is closed.
    """
    take_turn()  # two moves at once could make a circle; the second one reads what the first one did
    unit.refresh_from_db()
    if parent is not None:
        parent.refresh_from_db()
        if parent.path.startswith(unit.path):
            raise Refused(_("A unit cannot be moved below itself."), field="parent")
    _refuse_parent(parent, unit.agency_id)
    was, now = unit.path, path_below(parent, unit)
    if was == now:
        raise Refused(_("It is there already. Choose another place, or cancel."), field="parent")
    for each in Unit.objects.filter(path__startswith=was):
        each.path = now + each.path.removeprefix(was)
        each.save(update_fields=["path"])
    unit.parent, unit.path = parent, now
    unit.save(update_fields=["parent"])
    write_entry(WRITE, unit, by, unit.agency, reason, path=[was, now])
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, end: date, by: User, reason: str) -> Unit:
    """Let a unit exist up to a day. Raises Refused while people or open units belong to it after that day."""
    take_turn()
    unit.refresh_from_db()
    if unit.start is not None and end < unit.start:
        raise Refused(_("The last day must not be before the first."), field="end")
    after = Q(end__isnull=True) | Q(end__gt=end)
    if below := Unit.objects.filter(after, parent=unit).order_by("name").first():
        raise Refused(
            _("%(unit)s is part of it. Close or move that unit first.") % {"unit": below}, field="end"
        )
    people = shown_as(Assignment.lines.standing().filter(after, unit=unit)).distinct().count()
    if people:
        raise Refused(
            ngettext(
                "%(n)d person belongs to it after that day. Post them to another unit first.",
                "%(n)d people belong to it after that day. Post them to another unit first.",
                people,
            )
            % {"n": people},
            field="end",
        )
    return _until(unit, end, by, reason)


@transaction.atomic
def reopen_unit(*, unit: Unit, by: User, reason: str) -> Unit:
    """Let a closed unit go on, as if it had not been closed. Raises Refused where the one above is closed."""
    take_turn()
    unit.refresh_from_db()
    _refuse_parent(unit.parent, unit.agency_id)
    return _until(unit, None, by, reason)


def path_below(parent: Unit | None, unit: Unit) -> str:
    """Return the path of a unit under another one, or at the top."""
    return f"{parent.path if parent else '/'}{unit.pk}/"


def _until(unit: Unit, end: date | None, by: User, reason: str) -> Unit:
    if not reason.strip():
        raise Refused(_("Say why; the reason stays in the history."), field="reason")
    was, unit.end = unit.end, end
    unit.full_clean(exclude=["path"])
    unit.save(update_fields=["end"])
    write_entry(WRITE, unit, by, unit.agency, reason, end=[was, end])
    return unit


def _refuse_parent(parent: Unit | None, agency: int) -> None:
    if parent is not None and parent.agency_id != agency:
        raise Refused(_("The unit above belongs to another agency."), field="parent")
    if parent is not None and parent.end is not None:
        raise Refused(_("The unit above is closed. Choose another one, or open it again."), field="parent")
