"""Separations and certificate actions of a period: what an agency may have to tell its state commission."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.roster.access import agencies_where
from muster.roster.endings import READ, Ended, endings
from muster.standards.forms.choices import DateInput
from muster.web.csv_out import csv_response
from muster.web.tables import number_in, page_of, wants_csv

WHAT = {
    "separations": gettext_lazy("Separations"),
    "papers": gettext_lazy("Certificates and licences"),
}


class PeriodForm(forms.Form):
    """The days asked about, both included."""

    first = forms.DateField(label=gettext_lazy("From"), required=False, widget=DateInput())
    last = forms.DateField(label=gettext_lazy("To"), required=False, widget=DateInput())


def separations(request: HttpRequest) -> HttpResponseBase:
    """List who left and whose certificate or licence was ended, in some days; without any, in this year until today."""
    agencies = agencies_where(request.user, READ)
    if not agencies.exists():
        raise Http404
    form, first, last = _period(request)
    chosen = agencies.filter(pk=number_in(request, "agency"))
    found = endings(request.user, chosen if chosen.exists() else agencies, first, last)
    what = request.GET.get("what", "")
    if what in WHAT:
        found = [row for row in found if row.is_separation == (what == "separations")]
    if wants_csv(request):
        return _as_csv(found, first, last)
    context = {
        "page": page_of(request, found),
        "form": form,
        "first": first,
        "last": last,
        "what": what,
        "kinds": WHAT.items(),
        "agencies": agencies,
    }
    return render(request, "department/separations.html", context)


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    """Return the days asked about; what is no day is told by the form, and the usual one is taken."""
    today = timezone.localdate()
    usual = {"first": today.replace(month=1, day=1), "last": today}
    form = PeriodForm(request.GET if {"first", "last"} & set(request.GET) else None, initial=usual)
    form.is_valid()
    given = form.cleaned_data if form.is_bound else {}
    return form, given.get("first") or usual["first"], given.get("last") or usual["last"]


def _as_csv(found: list[Ended], first: date, last: date) -> HttpResponseBase:
    header = [
        _("State id"),
        _("Family name"),
        _("Given name"),
        _("Agency"),
        _("ORI"),
        _("What ended"),
        _("Number"),
        _("Last day"),
        _("Why"),
        _("Written down"),
    ]
    rows = (
        [
            row.state_id,
            row.person.family_name,
            row.person.given_name,
            row.agency,
            row.agency.ori,
            row.what,
            row.number,
            row.last_day,
            row.why,
            timezone.localtime(row.known_from).isoformat(timespec="minutes"),
        ]
        for row in found
    )
    return csv_response(f"separations-{first.isoformat()}-{last.isoformat()}.csv", header, rows)
