"""Roles: given and ended."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import may_end
from muster.accounts.actions.rules import keep_an_administrator, new_grant, told
from muster.accounts.models import Grant, User
from muster.accounts.places import Agency, Unit
from muster.accounts.roles import Role
from muster.ledger.actions import take_turn, write_down
from muster.ledger.refusals import Refused


@transaction.atomic
def give_role(
    *,
    account: User,
    role: str,
    agency: Agency | None = None,
    unit: Unit | None = None,
    start: date | None = None,
    end: date | None = None,
    by: User | None,
    reason: str = "",
) -> Grant:
    """Give a role at a place (None: everywhere) from a day (None: today) and return it.

    Refused to oneself, to a closed account, where ``by`` may not give roles, and for one that is held already.
    """
    take_turn()
    if by is not None and by.pk == account.pk:
        raise Refused(_("Nobody gives a role to themselves. Ask another administrator."))
    if not account.is_active:
        raise Refused(_("This account is closed. Reopen it first."))
    grant = new_grant(account, role, agency, unit, start, end, by)
    write_down(
        verb="accounts:grant:give",
        subject=grant,
        actor=by,
        agency=agency,
        reason=reason,
        details={"account": account.pk, **told(grant)},
    )
    return grant


@transaction.atomic
def end_role(*, grant: Grant, by: User | None, reason: str, last_day: date | None = None) -> Grant:
    """End a role with a last day, or at once (None); what was lent of it ends with it.

    Refused for the last administrator of a place, and for overseers unless ``by`` stands above their agency.
    """
    take_turn()
    grant = Grant.objects.select_related("agency", "unit", "user").get(pk=grant.pk)
    if by is not None and not may_end(by, grant):
        raise Refused(_("You may not end this role. Ask whoever gives roles for the place where it is held."))
    today = timezone.localdate()
    if grant.ended_at is not None or (grant.end is not None and grant.end < today):
        raise Refused(_("This role has ended already."))
    if last_day is not None and last_day < max(today, grant.start):
        raise Refused(_("The last day lies in the past. Leave it empty to end the role at once."), "last_day")
    if last_day is not None and grant.end is not None and last_day > grant.end:
        raise Refused(_("The role ends before that day. To make it longer, give it again."), "last_day")
    if grant.role == Role.ADMINISTRATOR:
        keep_an_administrator(grant, last_day)
    if last_day is None:
        grant.ended_at = timezone.now()
    else:
        grant.end = last_day
    grant.save()
    write_down(
        verb="accounts:grant:end",
        subject=grant,
        actor=by,
        agency=grant.agency,
        reason=reason,
        details={"account": grant.user_id, **told(grant)},
    )
    return grant
