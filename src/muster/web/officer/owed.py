"""What is due from the reader after outside training, and what is late with those whose matters they oversee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from muster.events.access import requests_visible_to
from muster.events.enums import ReminderStep
from muster.events.models import Reminder, Request
from muster.events.queries.deadlines import Due
from muster.events.queries.library import ratings_asked_of
from muster.events.queries.owed import DECISION, DECISION_LABEL, owed_by
from muster.web.csv_out import csv_response
from muster.web.reader import reader
from muster.web.tables import page_of, wants_csv

#: Where each thing that is due is done.
DONE_AT: Final = {
    Due.CERTIFICATE: "officer:certificate",
    Due.REPORT: "officer:report_write",
    Due.SHARE: "officer:share",
    Due.TEACH: "officer:share",
    Due.CLAIM: "officer:claim",
}


@dataclass(frozen=True)
class Line:
    """One thing that is due, and the address where it is done."""

    request: Request
    label: str | Promise
    on: date
    is_late: bool
    url: str


def owed(request: HttpRequest) -> HttpResponseBase:
    """List what is due from the reader, the first first. Everybody has such a list; most are empty."""
    user = reader(request)
    today = timezone.localdate()
    lines = [
        Line(
            each.request,
            each.label,
            each.on,
            each.is_late(today),
            reverse(DONE_AT[Due(each.what)], args=[each.key]),
        )
        for each in owed_by(user)
    ]
    if wants_csv(request):
        header = [_("What"), _("Event"), _("Due on")]
        return csv_response("due.csv", header, ([each.label, each.request.event, each.on] for each in lines))
    context = {
        "page": page_of(request, lines),
        "ratings": ratings_asked_of(user),
        "late": sum(each.is_late for each in lines),
        "above": [
            {"request": each.request, "label": labels().get(each.what, each.what), "on": each.due_on}
            for each in told_above(request)
        ],
    }
    return render(request, "officer/owed.html", context)


def told_above(request: HttpRequest) -> QuerySet[Reminder]:
    """Return the latest of what somebody who oversees was told is late with others, as far as they may see it."""
    told: Any = Reminder.objects.filter(
        user=reader(request), step=ReminderStep.ABOVE, request__in=requests_visible_to(request.user)
    )
    return told.select_related("request__event", "request__requester").order_by("-told_at", "-pk")[:50]


def labels() -> dict[str, Any]:
    """Return the name of each thing that can be due."""
    return {DECISION: DECISION_LABEL, **{str(each): each.label for each in Due}}
