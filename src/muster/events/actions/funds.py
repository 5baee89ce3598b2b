"""Funds: money for outside training for a time. Every amount is whole cents."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.models import Fund
from muster.events.queries.money import states_of
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency

P = Permission


@transaction.atomic
def add_fund(*, agency: Agency, by: User, **fields: Any) -> Fund:
    """Add a fund. Raises ValidationError for days out of order or a name taken."""
    take_turn()
    fund = Fund(agency=agency, **fields)
    fund.full_clean()
    fund.save()
    _write(fund, by, {"cents": fund.cents, "start": fund.start, "end": fund.end})
    return fund


@transaction.atomic
def change_fund(*, fund: Fund, by: User, edition: int, **fields: Any) -> Fund:
    """Change a fund. Raises Refused for less money than is promised and spent, ChangedMeanwhile."""
    take_turn()
    current = Fund.objects.select_for_update().get(pk=fund.pk)
    if current.edition != edition:
        raise ChangedMeanwhile(current)
    changed = {name: str(value) for name, value in fields.items() if getattr(current, name) != value}
    for name, value in fields.items():
        setattr(current, name, value)
    current.edition += 1
    current.full_clean()
    if states_of({current.pk: current})[current.pk].left < 0:
        raise Refused(_("More than that is promised and spent already."), field="cents")
    current.save()
    _write(current, by, {"changed": changed})
    return current


def _write(fund: Fund, by: User, details: dict[str, Any]) -> None:
    write_deed(verb=P.EVENTS_FUND_WRITE, subject=fund, by=by, agency=fund.agency, details=details)
