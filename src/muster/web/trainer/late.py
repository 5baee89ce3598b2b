"""Late entries: what the training unit wrote down long after the day, waiting for a second person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.records.access.records import records_visible_to
from muster.records.queries.records import late_entries, with_names
from muster.roster.access import agencies_visible_to
from muster.web.csv_out import csv_response
from muster.web.tables import sorted_by, wants_csv
from muster.web.trainer.waiting import COLUMNS, page_with_obstacles

P = Permission


def late(request: HttpRequest) -> HttpResponseBase:
    """List the late entries that wait, with who wrote each."""
    if not reach_of(request.user, P.RECORDS_RECORD_VERIFY):
        raise Http404
    found: Any = late_entries(records_visible_to(request.user, P.RECORDS_RECORD_VERIFY))
    found = sorted_by(request, with_names(found), COLUMNS, "waiting")
    if wants_csv(request):
        header = [
            _("Family name"),
            _("Given name"),
            _("Training"),
            _("Completed on"),
            _("Written by"),
            _("Written down"),
        ]
        rows = (
            [
                *(r.person.family_name, r.person.given_name, r.title, r.completed_on or ""),
                *(r.known_by, r.known_from.date()),
            ]
            for r in found
        )
        return csv_response("late-entries.csv", header, rows)
    page = page_with_obstacles(request, found)
    agencies = agencies_visible_to(request.user, P.RECORDS_RECORD_VERIFY)
    return render(request, "trainer/late.html", {"page": page, "agencies": agencies})
