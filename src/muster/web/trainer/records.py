"""Training records: the list, and those written, corrected and taken back by hand."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere, reach_of
from muster.accounts.permissions import Permission
from muster.ledger.lines import AlreadyReplaced, Line
from muster.ledger.refusals import Refused
from muster.records.access.records import courses_of, records_visible_to
from muster.records.actions.records import correct_record, enter_record, withdraw_record
from muster.records.enums import RecordStatus
from muster.records.forms.records import CorrectForm, EnterForm, FilterForm, RecordForm
from muster.records.models import Record
from muster.records.queries.holds import annotate_held
from muster.records.queries.records import filter_as_asked, filter_in_unit, with_names
from muster.roster.access import agencies_where, people_visible_to, units_visible_to
from muster.roster.forms import ReasonForm
from muster.roster.models import Agency
from muster.web.csv_out import csv_response
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"day": "completed_on", "name": "person__family_name", "title": "title", "status": "status"}


def records(request: HttpRequest) -> HttpResponseBase:
    """List the records that stand: by words, unit, status, origin and days."""
    reach = reach_of(request.user, P.RECORDS_RECORD_READ)
    if not (reach.everywhere or reach.agencies or reach.unit_paths):
        raise Http404
    form = FilterForm(request.GET or None)
    found: Any = records_visible_to(request.user).standing()  # type: ignore[attr-defined]  # lines
    found = filter_as_asked(found, form.asked())
    units = units_visible_to(request.user, P.RECORDS_RECORD_READ)
    if chosen := units.filter(pk=number_in(request, "unit")).first():
        found = filter_in_unit(found, chosen)
    found = sorted_by(request, with_names(found), COLUMNS, "-day")
    if wants_csv(request):
        return _csv(found)
    context = {
        "page": page_of(request, annotate_held(found)),
        "form": form,
        "units": units.select_related("agency"),
        "asked": bool(request.GET),
        "may_add": agencies_where(request.user, P.RECORDS_RECORD_WRITE).exists(),
    }
    return render(request, "trainer/records.html", context)


@post_once
def add_record(request: HttpRequest) -> HttpResponse:
    """Enter a record. Late ones, and those about oneself, wait for a second person."""
    agencies = agencies_where(request.user, P.RECORDS_RECORD_WRITE)
    if not may_anywhere(request.user, P.RECORDS_RECORD_WRITE) or not agencies.exists():
        raise Http404
    people = people_visible_to(request.user, P.RECORDS_RECORD_WRITE)
    initial = {"person": number_in(request, "person") or None}
    form = EnterForm(
        request.POST or None, agencies=agencies, people=people, courses=courses_of(agencies), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in (*RecordForm.Meta.fields, "person", "agency")}
        try:
            made = enter_record(by=reader(request), **said)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            waits = made.status == RecordStatus.PENDING
            messages.success(
                request, _("Written down. It waits for a second person.") if waits else _("Written down.")
            )
            return redirect("officer:record", made.pk)
    return render(request, "trainer/record_form.html", {"form": form, "agencies": agencies})


@post_once
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Append a correction. Who comes second is shown what the first one wrote."""
    old = _writable(request, pk)
    courses = courses_of(Agency.objects.filter(pk=old.agency_id))
    form = CorrectForm(request.POST or None, instance=old, courses=courses)
    newer: Line | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = correct_record(
                record=old, by=reader(request), reason=form.cleaned_data["reason"], **form.changes()
            )
        except AlreadyReplaced as replaced:
            newer = replaced.newer
            put_on(form, replaced)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            waits = made.status == RecordStatus.PENDING
            messages.success(
                request,
                _("Corrected. It counts again when a second person has approved it.")
                if waits
                else _("Corrected. The old entry stays in the history."),
            )
            return redirect("officer:record", made.pk)
    context = {"form": form, "record": old, "newer": newer, "agencies": [old.agency]}
    return render(request, "trainer/record_form.html", context)


@post_once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a record back that should never have been written."""
    old = _writable(request, pk)
    form = ReasonForm(request.POST or None)
    deed = partial(withdraw_record, record=old, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("Taken back. It stays in the history."))
        return redirect("officer:record", made.pk)
    return render(request, "trainer/record_withdraw.html", {"form": form, "record": old})


def _writable(request: HttpRequest, pk: int) -> Record:
    mine = records_visible_to(request.user, P.RECORDS_RECORD_WRITE).filter(withdrawn=False)
    return get_object_or_404(mine.select_related("person__same_as", "agency", "course"), pk=pk)


def _csv(found: Any) -> HttpResponseBase:
    header = [
        *(
            _("Family name"),
            _("Given name"),
            _("Training"),
            _("Course code"),
            _("Completed on"),
            _("Minutes"),
        ),
        *(_("Outcome"), _("Status"), _("How it came here"), _("Provider"), _("Valid until"), _("Agency")),
    ]
    rows = (
        [
            *(r.person.family_name, r.person.given_name, r.title, r.course.code if r.course else ""),
            *(r.completed_on or "", r.minutes, r.get_outcome_display(), r.get_status_display()),
            *(r.get_origin_display(), r.provider, r.expires_on or "", r.agency.ori),
        ]
        for r in found.iterator()
    )
    return csv_response("records.csv", header, rows)
