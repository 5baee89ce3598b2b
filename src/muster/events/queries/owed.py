"""What is still due from whom after somebody was away, and which decisions wait too long. Computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.events.enums import (
    BEEN_THERE,
    REVIEWS,
    AttendeeState,
    ClaimState,
    ReportState,
    RequestState,
    ShareKind,
)
from muster.events.models import Attendee, Report, Request, Share
from muster.events.queries.deadlines import Due, deadlines_of
from muster.events.queries.requests import waits_until
from muster.roster.access import own_entries
from muster.roster.models import Person

#: What a reminder calls a decision that waits; the rest is called as ``Due`` does.
DECISION: Final = "decision"
_HOME = tuple(state for state in BEEN_THERE if state != RequestState.CLOSED)


@dataclass(frozen=True)
class Owed:
    """One thing that is due from somebody. ``key``: of the share where it is to be shared, else of the attendee."""

    request: Request
    what: str
    label: str | Promise
    on: date
    person: Person
    key: int

    def is_late(self, today: date) -> bool:
        """Whether its day is past."""
        return self.on < today


def open_at_home() -> QuerySet[Request]:
    """Return the requests of which something may still be due, with all that says so, in a fixed number of queries."""
    teaching = Q(state=RequestState.CLOSED, shares__in=_open_teaching())
    there = Attendee.objects.filter(state=AttendeeState.ATTENDED).select_related("person", "claim")
    handed_in = Report.objects.filter(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED])
    return (
        Request.objects.filter(Q(state__in=_HOME) | teaching)
        .select_related("event", "policy", "agency", "unit", "requester")
        .prefetch_related(
            Prefetch("attendees", there, to_attr="there"),
            Prefetch("reports", handed_in.prefetch_related("others"), to_attr="handed_in"),
            Prefetch("shares", _open_shares(), to_attr="undone"),
        )
        .distinct()
        .order_by("pk")
    )


def owed_of(request: Request) -> list[Owed]:
    """Return what is due from whom by one of ``open_at_home``."""
    days = {str(deadline.what): deadline.on for deadline in deadlines_of(request)}
    if not days:
        return []
    there: list[Attendee] = request.there  # type: ignore[attr-defined]  # open_at_home put them there
    found = [
        _owed(request, what, days[what], each.person, each.pk)
        for each in there
        for what in _lacking(request, each)
    ]
    for share in request.undone:  # type: ignore[attr-defined]  # as above
        what = Due.TEACH if share.kind == ShareKind.TEACH else Due.SHARE
        person = share.attendee.person if share.attendee is not None else request.requester
        found.append(_owed(request, what, share.due_on, person, share.pk))
    return sorted(found, key=lambda owed: (owed.on, owed.what, owed.person.pk))


def owed_by(user: User) -> list[Owed]:
    """Return what is due from somebody, the first first."""
    entries = own_entries([user.pk])
    mine = Q(attendees__person__in=entries) | Q(requester__in=entries)
    own = set(entries.values_list("pk", flat=True))
    found = [owed for request in open_at_home().filter(mine) for owed in owed_of(request)]
    return sorted((owed for owed in found if owed.person.pk in own), key=lambda owed: (owed.on, owed.what))


@dataclass(frozen=True)
class Waiting:
    """A request that waits longer for its decision than the policy says."""

    request: Request
    until: datetime

    def is_for_above(self, now: datetime) -> bool:
        """Whether those above are told as well."""
        days = self.request.policy.escalate_days if self.request.policy else 0
        return now > self.until + timedelta(days=days)


def waiting_too_long(requests: QuerySet[Request], now: datetime | None = None) -> list[Waiting]:
    """Return those of the requests at a stage that wait longer than it may take, the longest first."""
    at_stage = requests.filter(state__in=REVIEWS).select_related(
        "policy", "event", "agency", "unit", "requester"
    )
    found = [(request, waits_until(request)) for request in at_stage.order_by("moved_at", "pk")]
    moment = now or timezone.now()
    return [Waiting(request, until) for request, until in found if until is not None and until < moment]


def _open_shares() -> QuerySet[Share]:
    undone = Share.objects.filter(done_on__isnull=True, waived_by__isnull=True)
    return undone.select_related("attendee__person")


def _open_teaching() -> QuerySet[Share]:
    return _open_shares().filter(kind=ShareKind.TEACH).select_related(None)


def _lacking(request: Request, attendee: Attendee) -> list[Due]:
    """Return what somebody who was there still owes, but for what is shared."""
    reported = {
        key
        for report in request.handed_in  # type: ignore[attr-defined]  # open_at_home put them there
        for key in (report.author_id, *(other.pk for other in report.others.all()))
    }
    claim = getattr(attendee, "claim", None)
    owed = (
        (Due.CERTIFICATE, attendee.record_key is None),
        (Due.REPORT, attendee.pk not in reported),
        (
            Due.CLAIM,
            claim is not None and claim.state in (ClaimState.ADVANCE, ClaimState.DRAFT, ClaimState.RETURNED),
        ),
    )
    return [] if request.state == RequestState.CLOSED else [what for what, lacks in owed if lacks]


def _owed(request: Request, what: Due, on: date, person: Person, key: int) -> Owed:
    return Owed(request, str(what), what.label, on, person, key)


#: How a decision that waits is called on a page.
DECISION_LABEL: Final = _("decision")
