"""Roles lent for a time, and given back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import holds, may_end
from muster.accounts.actions.rules import check, overlapping, told
from muster.accounts.models import Grant, User
from muster.accounts.places import Agency, Unit
from muster.accounts.roles import may_be_lent
from muster.ledger.actions import take_turn, write_down
from muster.ledger.refusals import Refused


@transaction.atomic
def delegate_role(
    *,
    grant: Grant,
    to: User,
    start: date,
    end: date,
    by: User,
    agency: Agency | None = None,
    unit: Unit | None = None,
    reason: str = "",
) -> Grant:
    """Lend one's own role to a colleague from one day to another; return what they hold.

    Without a place it is lent where it is held; else for an agency or unit within. Refused for a role that is lent
    itself or that no desk can lend, to oneself, outside of its own days, and to somebody who is not of that agency.
    What is done with a lent role is written down as done on the lender's behalf.
    """
    take_turn()
    grant = Grant.objects.select_related("agency", "unit").get(pk=grant.pk)
    _check_lender(grant, by)
    _check_days(grant, start, end)
    agency, unit = _place_within(grant, agency, unit)
    _check_borrower(to, by, agency)
    lent = Grant(
        user=to, role=grant.role, agency=agency, unit=unit, start=start, end=end, delegated_from=grant
    )
    check(lent)
    if overlapping(lent).filter(delegated_from=grant).exists():
        raise Refused(_("You lent this role to the same person for some of these days already."), "start")
    lent.save()
    write_down(
        verb="accounts:grant:delegate",
        subject=lent,
        actor=by,
        agency=agency,
        reason=reason,
        details={"account": to.pk, "from": grant.pk, **told(lent)},
    )
    return lent


@transaction.atomic
def end_delegation(*, grant: Grant, by: User | None, reason: str = "") -> Grant:
    """Take back or give back a lent role, at once. The lender may, the borrower, and who may end roles there."""
    grant = Grant.objects.select_related("agency", "unit", "delegated_from").get(pk=grant.pk)
    lender = grant.delegated_from
    if lender is None:
        raise Refused(_("This role is not lent. It is ended, not given back."))
    if by is not None and by.pk not in {lender.user_id, grant.user_id} and not may_end(by, grant):
        raise Refused(_("This role was lent by somebody else, to somebody else."))
    if grant.ended_at is not None or (grant.end is not None and grant.end < timezone.localdate()):
        raise Refused(_("This role has ended already."))
    grant.ended_at = timezone.now()
    grant.save()
    write_down(
        verb="accounts:grant:return",
        subject=grant,
        actor=by,
        agency=grant.agency,
        reason=reason,
        details={"account": grant.user_id, **told(grant)},
    )
    return grant


def _check_lender(grant: Grant, by: User) -> None:
    if grant.user_id != by.pk:
        raise Refused(_("Only whoever holds a role can lend it."))
    if grant.delegated_from_id is not None:
        raise Refused(_("This role is lent to you. What is lent cannot be lent on."))
    if not may_be_lent(grant.role):
        raise Refused(_("This role belongs to a person and cannot be lent."))


def _check_days(grant: Grant, start: date, end: date) -> None:
    today = timezone.localdate()
    if grant.ended_at is not None or (grant.end is not None and grant.end < today):
        raise Refused(_("Your role has ended, so there is nothing to lend."))
    if start < max(today, grant.start):
        raise Refused(_("It can be lent from today on, and not before you hold it yourself."), "start")
    if end < start:
        raise Refused(_("The last day must not be before the first."), "end")
    if grant.end is not None and end > grant.end:
        raise Refused(_("Your own role ends before that day. Lend it no longer than you hold it."), "end")


def _place_within(
    grant: Grant, agency: Agency | None, unit: Unit | None
) -> tuple[Agency | None, Unit | None]:
    """Return where a role is lent. Refused for a place that does not lie within where it is held."""
    if agency is None and unit is None:
        return grant.agency, grant.unit
    agency = agency or unit.agency  # type: ignore[union-attr]  # one of the two is there
    if unit is not None and unit.agency_id != agency.pk:
        raise Refused(_("This unit belongs to another agency."), "unit")
    if grant.agency is not None and grant.agency_id not in {agency.pk, agency.commission_id}:
        raise Refused(_("You do not hold this role in that agency."), "agency")
    if grant.unit is not None and not (unit and unit.path.startswith(grant.unit.path)):
        raise Refused(_("You do not hold this role in that unit."), "unit")
    return agency, unit


def _check_borrower(to: User, by: User, agency: Agency | None) -> None:
    if to.pk == by.pk:
        raise Refused(_("This is your own account. Choose somebody else."), "email")
    if not to.is_active:
        raise Refused(_("This account is closed. Choose somebody else."), "email")
    own = to.grants.filter(holds(timezone.localdate()), delegated_from__isnull=True)
    if agency is not None:
        own = own.filter(Q(agency=agency) | Q(agency__isnull=True) | Q(agency=agency.commission_id or 0))
    if not own.exists():
        raise Refused(_("They hold no role in this agency. A role is lent among colleagues."), "email")
