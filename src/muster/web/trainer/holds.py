"""Holds: the list, a new one, and the release by a second person."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.records.access.records import courses_of, holds_visible_to
from muster.records.actions.holds import release_hold, set_hold
from muster.records.forms.records import HoldForm
from muster.records.queries.holds import order_for_reading, records_under
from muster.roster.access import agencies_where, people_visible_to
from muster.roster.forms import ReasonForm
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, wants_csv

P = Permission


def holds(request: HttpRequest) -> HttpResponseBase:
    """List the holds, those in force first."""
    if not agencies_where(request.user, P.RECORDS_HOLD_SET).exists():
        raise Http404
    found = order_for_reading(holds_visible_to(request.user))
    if wants_csv(request):
        header = [
            _("Matter"),
            _("Kind"),
            _("Person"),
            _("Course"),
            _("Set on"),
            _("Set by"),
            _("Released on"),
            _("Released by"),
        ]
        rows = (
            [
                *(h.reason, h.get_kind_display(), h.person or "", h.course or "", h.set_at.date(), h.set_by),
                *(h.released_at.date() if h.released_at else "", h.released_by or ""),
            ]
            for h in found
        )
        return csv_response("holds.csv", header, rows)
    return render(request, "trainer/holds.html", {"page": page_of(request, found)})


@post_once
def add_hold(request: HttpRequest) -> HttpResponse:
    """Set a hold."""
    agencies = agencies_where(request.user, P.RECORDS_HOLD_SET)
    if not agencies.exists():
        raise Http404
    people = people_visible_to(request.user, P.RECORDS_HOLD_SET)
    form = HoldForm(request.POST or None, agencies=agencies, people=people, courses=courses_of(agencies))
    deed = partial(set_hold, by=reader(request))
    if request.method == "POST" and (hold := done_with(form, deed)) is not None:
        messages.success(request, _("The hold stands. What it covers cannot be corrected or taken back."))
        return redirect("trainer:hold", hold.pk)
    return render(request, "trainer/hold_form.html", {"form": form})


@post_once
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a hold with how much it covers, and release it with a reason."""
    shown = get_object_or_404(order_for_reading(holds_visible_to(request.user)), pk=pk)
    may_release = holds_visible_to(request.user, P.RECORDS_HOLD_RELEASE).filter(pk=pk).exists()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and not may_release:
        raise Http404
    deed = partial(release_hold, hold=shown, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Released. What it covered can be corrected again."))
        return redirect("trainer:hold", pk)
    context = {
        "hold": shown,
        "form": form,
        "records": records_under(shown).count(),
        "own": shown.set_by_id == reader(request).pk,
        "may_release": may_release and shown.released_at is None,
    }
    return render(request, "trainer/hold.html", context)
