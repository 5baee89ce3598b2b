"""The first page: each reader's own desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from muster.accounts.permissions import Permission
from muster.roster.access import agencies_where
from muster.roster.models import Appointment
from muster.web.shell import desks_of

#: Where a day begins: for those who train, who command, who are trained, who look after accounts.
FIRST = ("trainer:today", "commander:standing", "officer:due", "grants")


def home(request: HttpRequest) -> HttpResponse:
    """Go to the page a reader's day begins with, or else their first one; say what to do where there is none.

    Who is to bring in the people of an agency that has none yet goes to the first steps.
    """
    agency = agencies_where(request.user, Permission.RECORDS_IMPORT_RUN).first()
    if agency is not None and not Appointment.lines.filter(agency=agency).exists():
        return redirect("start")
    pages = [page["url"] for desk in desks_of(request) for page in desk["pages"]]
    begins = [url for name in FIRST if (url := reverse(name)) in pages]
    if begins or pages:
        return redirect((begins or pages)[0])
    return render(request, "home.html")
