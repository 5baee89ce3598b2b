"""Who may open the pages about deciding, the rules for it, and what is due."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in
from tests.web.address import ANY_ACCOUNT, Address, fixed

from muster.events.enums import RequestState
from muster.events.models import Policy, Request

S = RequestState


def waiting(cast: Cast) -> dict[str, Any]:
    """A request of ada that waits for the supervisor of squad A."""
    story = begin(cast)
    return {"pk": hand_in(story, ask(story)).pk}


def away(cast: Cast) -> dict[str, Any]:
    """Ada's part of a request that is under way."""
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story)))
    Request.objects.filter(pk=request.pk).update(state=S.ATTENDING)
    return {"pk": request.attendees.get().pk}


def with_rules(cast: Cast) -> dict[str, Any]:
    """Nothing in the address; the department has its rules."""
    if not Policy.lines.exists():
        begin(cast)
    return {}


RULES = {"start": "2040-01-01", "reason": "x", "seen": "0", "command_review-place": "1"}
ADDRESSES = [
    Address("commander:inbox", who="sam tara dina fay scot chris"),
    Address(
        "commander:decide_request",
        who="sam",
        kwargs=waiting,
        post=fixed(decision="supervisor_review-approved"),
    ),
    Address("commander:policy", who="dina chris admin", kwargs=with_rules),
    Address("commander:policy_change", who="dina chris admin", kwargs=with_rules, post=lambda _cast: RULES),
    Address("trainer:requests", who="sam tara dina fay scot chris olga vic"),
    Address("officer:owed", who=ANY_ACCOUNT),
    Address("request_mark", who="tara dina", kwargs=away, post=fixed(state="attended")),
]
