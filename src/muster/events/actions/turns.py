"""The turn and the lock that every action on a request takes, and what it refuses to whom."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable_at
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import is_own
from muster.events.enums import RequestState
from muster.events.models import Request, YearPlan
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.access import LENDERS_OWN, own_accounts


class ChangedMeanwhile(Refused):
    """Somebody else changed the thing since the form was opened. ``thing`` is as it is now."""

    def __init__(self, thing: Any) -> None:
        super().__init__(
            _(
                "Somebody changed this while you were working on it. Nothing of yours was saved. What it says now stands "
                "below; look at it and decide again."
            )
        )
        self.thing = thing


def lock_request(request: Request, edition: int | None = None) -> Request:
    """Take the turn of the writers, and return the request as it is now, locked until the transaction ends.

    Raises ChangedMeanwhile where ``edition`` is given and not the newest.
    """
    take_turn()
    locked = Request.objects.select_for_update(of=("self",))
    current = locked.select_related("agency", "event", "policy", "unit", "requester").get(pk=request.pk)
    if edition is not None and edition != current.edition:
        raise ChangedMeanwhile(current)
    return current


def lock_plan(plan: YearPlan, edition: int) -> YearPlan:
    """Do the same with a plan for the year, which is changed with its edition alone."""
    take_turn()
    current = YearPlan.objects.select_for_update(of=("self",)).select_related("agency").get(pk=plan.pk)
    if edition != current.edition:
        raise ChangedMeanwhile(current)
    return current


def refuse_never_approved(request: Request) -> None:
    """Raise Refused where nothing was ever approved. Who booked what was approved once is paid, whatever came after."""
    if not request.decisions.filter(to=RequestState.APPROVED).exists():
        raise Refused(_("Nothing was approved yet, so nothing can have been paid."))


def refuse_own(request: Request, by: User, permission: Permission) -> None:
    """Raise Refused where somebody would decide about what is their own, or the lender's whose role they use."""
    accounts = own_accounts(answerable_at(by, permission, request.agency, request.unit))
    if not is_own(request, accounts):
        return
    if is_own(request, own_accounts([by.pk])):
        raise Refused(_("This request is your own. Somebody else decides about it."))
    raise Refused(LENDERS_OWN)
