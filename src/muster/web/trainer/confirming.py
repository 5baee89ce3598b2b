"""Imports with old records: the second person looks at what would come in, and confirms or refuses it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.ledger.refusals import Refused
from muster.ledger.shown import mark_of
from muster.records.access.records import batches_to_confirm
from muster.records.actions.imports.confirming import confirm_import, refuse_import, stop_of
from muster.records.forms.imports import SecondPersonForm
from muster.records.models import Batch
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.trainer.import_found import reasons_told


@post_once
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what waits of a file: how many, how old, the oldest rows, the doubts. Confirm it, or refuse it with a reason."""
    found = batches_to_confirm(request.user).select_related("agency", "file", "accepted_by")
    batch = get_object_or_404(found, pk=pk)
    form = SecondPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, batch, form)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
            batch.refresh_from_db()
        else:
            return redirect("trainer:verify")
    late = batch.findings.get("late", {})
    oldest = late.get("oldest")
    context = {
        "batch": batch,
        "form": form,
        "stop": stop_of(batch, reader(request)),
        "found": batch.findings,
        "mark": mark_of(batch.findings),
        "late": late,
        "oldest": date.fromisoformat(oldest) if oldest else None,
        "aside_rows": batch.rows - batch.rows_accepted,
        "doubts": reasons_told(batch.findings, "doubts"),
    }
    return render(request, "trainer/import_confirm.html", context)


def _decide(request: HttpRequest, batch: Batch, form: SecondPersonForm) -> None:
    if form.cleaned_data["decision"] == "refuse":
        refuse_import(batch=batch, by=reader(request), reason=form.cleaned_data["reason"])
        messages.success(
            request, _("Refused. Nothing of the file was written; who brought it in is shown why.")
        )
        return
    done = confirm_import(batch=batch, by=reader(request), seen=request.POST.get("seen"))
    words = ngettext(
        "Confirmed. %(number)d record counts from now on.",
        "Confirmed. %(number)d records count from now on.",
        done.rows_accepted,
    )
    messages.success(request, words % {"number": done.rows_accepted})
