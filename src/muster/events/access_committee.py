"""Who scores which requests, as a member of a committee. Each gate is one condition."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from muster.accounts.access import Visitor, reach_of
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import may_decide, mine
from muster.events.enums import REVIEWS
from muster.events.models import Policy, Request
from muster.events.policy import stages_of
from muster.roster.access import in_agencies, under

P = Permission


def requests_scored_by(user: Visitor) -> QuerySet[Request]:
    """Return the requests that a committee of somebody's scores now, but their own; three queries, however many there are.

    Where a budget was opened again the request itself was scored before, and is not scored anew.
    """
    reach = reach_of(user, P.EVENTS_REQUEST_SCORE)
    if not reach.of_others:
        return Request.objects.none()
    found = in_agencies(reach)
    if reach.unit_paths:
        found |= under(reach.unit_paths, "unit__path")
    waiting = Request.objects.filter(found, state__in=REVIEWS, approved_cents__isnull=True)
    stages = Q(pk__in=[])
    for policy in Policy.lines.filter(pk__in=waiting.order_by().values("policy")):
        for stage in stages_of(policy.stages):
            if stage.scores:
                stages |= Q(policy=policy, state=stage.stage)
    return waiting.filter(stages).exclude(mine(user))


def may_score(user: User, request: Request) -> bool:
    """Return whether somebody is of the committees over a request, and it is not theirs."""
    return may_decide(user, request, P.EVENTS_REQUEST_SCORE)
