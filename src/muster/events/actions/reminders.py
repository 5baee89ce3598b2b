"""The daily round: who is told what is due from them, and who above is told that it is late. Nobody is told twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from muster.accounts.access import holds
from muster.accounts.deeds import write_deed
from muster.accounts.models import Grant, User
from muster.accounts.permissions import Permission
from muster.accounts.roles import Extent, roles_with
from muster.events.access import is_own
from muster.events.enums import ReminderStep, RequestState
from muster.events.lifecycle import DECIDES
from muster.events.models import Reminder, Request
from muster.events.queries.owed import DECISION, Owed, Waiting, open_at_home, owed_of, waiting_too_long
from muster.ledger.actions import take_turn

P = Permission


@dataclass(frozen=True)
class _Told:
    what: str
    step: ReminderStep
    on: date
    user: int


def remind(now: datetime | None = None) -> Counter[ReminderStep]:
    """Tell everybody what is due; return how many were told of what kind. What was told before is not told again.

    Each request is one transaction with one ledger entry, so that a round that is cut off goes on where it stopped.
    """
    moment = now or timezone.now()
    told: Counter[ReminderStep] = Counter()
    for request in open_at_home().iterator(chunk_size=200):
        told.update(_tell(request, set(_of_home(request, moment))))
    for waiting in waiting_too_long(Request.objects.all(), moment):
        told.update(_tell(waiting.request, set(_of_stage(waiting, moment))))
    return told


@transaction.atomic
def _tell(request: Request, wanted: set[_Told]) -> Counter[ReminderStep]:
    if not wanted:
        return Counter()
    take_turn()
    known = request.reminders.values_list("what", "step", "due_on", "user")
    told_before = {_Told(what, ReminderStep(step), on, user) for what, step, on, user in known}
    new = sorted(wanted - told_before, key=lambda each: (each.what, each.step, each.on, each.user))
    if not new:
        return Counter()
    Reminder.objects.bulk_create(
        Reminder(request=request, what=each.what, step=each.step, due_on=each.on, user_id=each.user)
        for each in new
    )
    details = [[each.what, str(each.step), each.on.isoformat(), each.user] for each in new]
    write_deed(
        verb=P.EVENTS_REQUEST_HANDLE,
        subject=request,
        by=None,
        agency=request.agency,
        details={"reminded": details},
    )
    return Counter(each.step for each in new)


def _of_home(request: Request, now: datetime) -> Iterator[_Told]:
    """Return who is to be told what of a request whose people are back."""
    policy = request.policy
    if policy is None:
        return
    today = now.astimezone(ZoneInfo(request.agency.time_zone)).date()
    for owed in owed_of(request):
        late = (today - owed.on).days
        account = _account(owed)
        if account is not None and -late <= policy.remind_days:
            yield _Told(owed.what, ReminderStep.LATE if late > 0 else ReminderStep.SOON, owed.on, account)
        if late > policy.escalate_days:
            above = holders_of(P.EVENTS_REQUEST_HANDLE, request) | _above(request)
            for user in above - {account}:
                yield _Told(owed.what, ReminderStep.ABOVE, owed.on, user)


def _of_stage(waiting: Waiting, now: datetime) -> Iterator[_Told]:
    """Return who is to be told that a request waits too long at its stage."""
    request = waiting.request
    on = waiting.until.astimezone(ZoneInfo(request.agency.time_zone)).date()
    deciders = holders_of(DECIDES[RequestState(request.state)], request)
    for user in deciders:
        yield _Told(DECISION, ReminderStep.LATE, on, user)
    if waiting.is_for_above(now):
        for user in _above(request) - deciders:
            yield _Told(DECISION, ReminderStep.ABOVE, on, user)


def _account(owed: Owed) -> int | None:
    """Return the account of who owes; of somebody entered twice it may hang on the entry that is shown."""
    shown = owed.person.same_as or owed.person
    return owed.person.account_id or shown.account_id


def _above(request: Request) -> frozenset[int]:
    """Return who oversees those that decide: the supervisors of the unit and of those above it, and command."""
    return holders_of(P.EVENTS_REQUEST_REVIEW_SUPERVISOR, request) | holders_of(
        P.EVENTS_REQUEST_REVIEW_COMMAND, request
    )


def holders_of(permission: Permission, request: Request) -> frozenset[int]:
    """Return the accounts that hold a permission over a request today and whose own it is not."""
    agency, unit = request.agency, request.unit
    place = Q(agency__isnull=True) | Q(agency__in=[agency.pk, agency.commission_id or 0], unit__isnull=True)
    if unit is not None:
        above = [int(key) for key in unit.path.strip("/").split("/")]
        place |= Q(unit__in=above)
    roles = roles_with(permission, Extent.THERE)
    grants = Grant.objects.filter(holds(timezone.localdate()), place, role__in=roles)
    users = User.objects.filter(pk__in=grants.values("user"), is_active=True).values_list("pk", flat=True)
    return frozenset(user for user in users if not is_own(request, frozenset({user})))
