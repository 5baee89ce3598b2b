"""What every change of a role must keep to, and how the ledger tells of a role."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import holds, may_give
from muster.accounts.models import Grant, User
from muster.accounts.places import Agency, Unit
from muster.accounts.roles import Role
from muster.ledger.refusals import Refused


def new_grant(
    account: User,
    role: str,
    agency: Agency | None,
    unit: Unit | None,
    start: date | None,
    end: date | None,
    by: User | None,
) -> Grant:
    """Save a role that somebody is given, or refuse: a foreign unit, no power over the place, held already."""
    if unit is not None and (agency is None or unit.agency_id != agency.pk):
        raise Refused(_("This unit belongs to another agency."), "unit")
    if by is not None and not may_give(by, agency, unit):
        raise Refused(_("You may not give roles there. Ask whoever does."), "agency" if agency else "role")
    grant = Grant(
        user=account, role=role, agency=agency, unit=unit, start=start or timezone.localdate(), end=end
    )
    check(grant)
    if overlapping(grant).filter(delegated_from__isnull=True).exists():
        raise Refused(_("This role is held there already for some of these days. End it first."), "role")
    grant.save()
    return grant


def check(thing: models.Model) -> None:
    """Refuse what a field or a constraint does not allow, with its own sentence."""
    try:
        thing.full_clean(exclude=["password"])
    except ValidationError as invalid:
        field, sentences = next(iter(invalid.message_dict.items()))
        raise Refused(sentences[0], None if field == "__all__" else field) from invalid


def overlapping(grant: Grant) -> models.QuerySet[Grant]:
    """Return the same role of the same person at the same place on some of the same days."""
    same = Grant.objects.filter(
        Q(end__isnull=True) | Q(end__gte=grant.start),
        user=grant.user,
        role=grant.role,
        agency=grant.agency,
        unit=grant.unit,
        ended_at__isnull=True,
    )
    return same if grant.end is None else same.filter(start__lte=grant.end)


def keep_an_administrator(grant: Grant, last_day: date | None = None) -> None:
    """Refuse when nobody else could give roles where this administrator does, from now on or after the last day."""
    there = Q(agency__isnull=True)
    if grant.agency is not None:
        there |= Q(agency=grant.agency, unit__isnull=True) | Q(agency=grant.agency.commission_id or 0)
    others = Grant.objects.filter(
        holds(timezone.localdate()), there, role=Role.ADMINISTRATOR, delegated_from__isnull=True
    ).exclude(user=grant.user_id)
    longer = Q(end__isnull=True) if last_day is None else Q(end__isnull=True) | Q(end__gt=last_day)
    if not others.filter(longer).exists():
        raise Refused(_("This is the last administrator here. Make somebody else administrator first."))


def told(grant: Grant) -> dict[str, object]:
    """Return what the ledger keeps of a role."""
    return {"role": grant.role, "unit": grant.unit_id, "start": grant.start, "end": grant.end}
