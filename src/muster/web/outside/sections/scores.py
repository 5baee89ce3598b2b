"""What a committee gave a request, for who decides about it and for members who have scored themselves."""

from __future__ import annotations

from typing import Any

from muster.accounts.models import User
from muster.events.access import handles, may_decide
from muster.events.access_committee import may_score
from muster.events.enums import REVIEWS, RequestState
from muster.events.lifecycle import DECIDES
from muster.events.models import Request
from muster.events.queries.committee import Round, last_round


def scores_section(request: Request, user: User) -> dict[str, Any] | None:
    """Return points by criterion and member with their spread; a member who has not scored yet sees how many have."""
    found = last_round(request)
    if found is None:
        return None
    is_open = found.arrival.to == request.state and not request.is_reopened
    is_member = may_score(user, request)
    if is_open and is_member and not found.has_scored(user):
        return {"round": found, "rows": None, "to_score": request.pk}
    if (is_member and found.has_scored(user)) or _oversees(request, user, found):
        return {"round": found, "rows": found.rows(), "to_score": None}
    return None


def _oversees(request: Request, user: User, found: Round) -> bool:
    """Return whether somebody decides at the committee's stage or the present one, or handles the request; not their own."""
    stages = {RequestState(found.arrival.to), RequestState(request.state)}
    if any(may_decide(user, request, DECIDES[stage]) for stage in stages if stage in REVIEWS):
        return True
    return handles(user, request) and may_decide(user, request, DECIDES[RequestState.TRAINING_REVIEW])
