"""Training done elsewhere: handed in with its certificate, and handed in again where it was refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.files.actions import name_for, store
from muster.ledger.refusals import Refused
from muster.records.access.records import courses_of, employers_of, own_records, person_of
from muster.records.actions.verification import submit_again, submit_training
from muster.records.enums import Origin, RecordStatus
from muster.records.forms.records import OutsideForm, RecordForm
from muster.records.models import Record
from muster.roster.models import Agency, Person
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission


@post_once
def hand_in(request: HttpRequest) -> HttpResponse:
    """Hand in training done elsewhere."""
    person, agencies = _officer(request)
    form = OutsideForm(
        request.POST or None, request.FILES or None, agencies=agencies, courses=courses_of(agencies)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = submit_training(
                person=person,
                agency=form.cleaned_data["agency"],
                certificates=_stored(request, form),
                by=reader(request),
                **_said(form),
            )
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Handed in. It counts as soon as somebody has approved it."))
            return redirect("officer:record", made.pk)
    return render(request, "officer/outside.html", {"form": form})


@post_once
def hand_in_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in anew what was refused, put right."""
    refused_record = _refused(request, pk)
    agencies = Agency.objects.filter(pk=refused_record.agency_id)
    form = OutsideForm(
        request.POST or None,
        request.FILES or None,
        instance=refused_record,
        agencies=agencies,
        courses=courses_of(agencies),
        again=True,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = submit_again(
                record=refused_record,
                by=reader(request),
                reason=form.cleaned_data["reason"],
                certificates=_stored(request, form),
                **_said(form),
            )
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Handed in. It counts as soon as somebody has approved it."))
            return redirect("officer:record", made.pk)
    return render(request, "officer/outside.html", {"form": form, "record": refused_record})


def _officer(request: HttpRequest) -> tuple[Person, Any]:
    person = person_of(request.user)
    if person is None or not reach_of(request.user, P.RECORDS_RECORD_SUBMIT).own:
        raise Http404
    return person, employers_of(person)


def _refused(request: HttpRequest, pk: int) -> Record:
    mine = own_records(request.user, P.RECORDS_RECORD_SUBMIT).standing()  # type: ignore[attr-defined]  # lines
    found = (
        mine.filter(pk=pk, status=RecordStatus.REFUSED, origin=Origin.OUTSIDE)
        .select_related("person", "agency")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _stored(request: HttpRequest, form: OutsideForm) -> list[Any]:
    """Keep the file that came with the form, before any transaction begins."""
    upload = form.cleaned_data.get("file")
    if not upload:
        return []
    stored = store(content=upload.file, by=reader(request))
    return [(stored, name_for(stored, upload.name))]


def _said(form: OutsideForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in RecordForm.Meta.fields}
