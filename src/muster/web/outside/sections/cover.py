"""The section of a request's page that says what the street looks like meanwhile."""

from __future__ import annotations

from typing import Any

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import requests_visible_to
from muster.events.enums import ENDED, GRANTED, AttendeeState
from muster.events.models import Request
from muster.events.queries.cover import cover_look
from muster.events.queries.estimated_pay import backfill_written
from muster.web.outside.cover_shown import shown


def cover_section(request: Request, user: User) -> dict[str, Any] | None:
    """Return shifts, floors, covers and their cost; nothing once they are back or where nobody goes any more."""
    over = request.state in ENDED or request.state in GRANTED[4:]
    if over or request.departs_at is None or request.returns_at is None:
        return None
    if not request.attendees.filter(state=AttendeeState.GOING).exists():
        return None
    may = requests_visible_to(user, Permission.EVENTS_COVER_WRITE).filter(pk=request.pk).exists()
    return {
        "found": shown(cover_look(request), with_options=False),
        "may_cover": may,
        "pk": request.pk,
        "is_counted": not backfill_written(request),
    }
