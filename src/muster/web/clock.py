"""Times of day as the clocks of the reader's agency show them."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from muster.accounts.access import Visitor, grants_today

Handler = Callable[[HttpRequest], HttpResponse]


class ClockOfAgency:
    """Sets the clock of each request anew, also for what is still sent after the view is done."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Switch to the time zone of the first agency in which the reader holds a role today."""
        zone = zone_of(request.user)
        if zone is None:
            timezone.deactivate()
        else:
            timezone.activate(zone)
        return self.get_response(request)


def zone_of(user: Visitor) -> ZoneInfo | None:
    """Return the time zone of somebody's agency, None where they belong to none. No query beyond their roles."""
    for grant in grants_today(user):
        if grant.agency is not None:
            return ZoneInfo(grant.agency.time_zone)
    return None
