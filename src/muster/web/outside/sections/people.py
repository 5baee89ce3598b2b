"""Saying of each person of a request whether they were there, for those who handle it."""

from __future__ import annotations

from typing import Any

from muster.accounts.models import User
from muster.events.access import handles
from muster.events.actions.attendance import MARKABLE
from muster.events.enums import RequestState
from muster.events.models import Request
from muster.roster.access import own_keys

S = RequestState


def people_section(request: Request, user: User) -> dict[str, Any] | None:
    """Return who is marked how, None where the reader does not handle the request or nothing is to be said now."""
    if request.state not in MARKABLE or not handles(user, request):
        return None
    own = own_keys([user.pk])
    attendees = request.attendees.select_related("person")
    return {
        "attendees": [(each, each.person_id in own) for each in attendees],
        "have_left": request.state == S.ATTENDING,
    }
