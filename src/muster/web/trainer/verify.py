"""The second pair of eyes: what waits for approval, one by one or many at once, and disputes to answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.ledger.shown import mark_of, refuse_outdated
from muster.records.access.records import (
    batches_to_confirm,
    courses_of,
    disputes_visible_to,
    records_visible_to,
)
from muster.records.actions.disputes import answer_dispute
from muster.records.actions.verification import obstacles, refuse_record, verify_record, verify_records
from muster.records.forms.records import AnswerForm, DecideForm, FilterForm
from muster.records.models import Record
from muster.records.queries.holds import hold_over
from muster.records.queries.records import (
    annotate_evidence,
    disputes_of,
    evidence_of,
    filter_as_asked,
    pending,
    with_names,
)
from muster.roster.models import Agency
from muster.web.csv_out import csv_response
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import keys_of, page_of, sorted_by, wants_csv
from muster.web.trainer.waiting import COLUMNS, page_with_obstacles

P = Permission


def verify(request: HttpRequest) -> HttpResponseBase:
    """List what waits for approval, the longest first; ticked ones are approved together after a look."""
    found: Any = filter_as_asked(_waiting(request), FilterForm(request.GET or None).asked())
    found = sorted_by(request, annotate_evidence(with_names(found)), COLUMNS, "waiting")
    if wants_csv(request):
        header = [
            _("Family name"),
            _("Given name"),
            _("Training"),
            _("Completed on"),
            _("Minutes"),
            _("How it came here"),
        ]
        rows = (
            [
                *(r.person.family_name, r.person.given_name, r.title),
                *(r.completed_on or "", r.minutes, r.get_origin_display()),
            ]
            for r in found
        )
        return csv_response("records-to-verify.csv", header, rows)
    page = page_with_obstacles(request, found)
    batches = batches_to_confirm(request.user).select_related("agency", "accepted_by").order_by("accepted_at")
    open_disputes = disputes_visible_to(request.user, P.RECORDS_RECORD_WRITE).filter(answered_at__isnull=True)
    context = {"page": page, "disputes": open_disputes.count(), "batches": batches}
    return render(request, "trainer/verify.html", context)


@post_once
def verify_many(request: HttpRequest) -> HttpResponse:
    """Show what is about to be approved together, then do it: all of it or nothing."""
    waiting = _waiting(request)
    ticked = keys_of(request.POST.getlist("records"))
    chosen = list(with_names(waiting.filter(pk__in=ticked)).order_by("pk"))
    if not chosen:
        if request.method == "POST":
            messages.error(request, _("Choose at least one record that still waits."))
        return redirect("trainer:verify")
    stopped = obstacles(chosen, reader(request))
    hindered = {stop.record.pk for stop in stopped}
    approved = [r for r in chosen if r.pk not in hindered]
    shown = [r.pk for r in approved]
    if "seen" in request.POST:
        try:
            refuse_outdated(shown, request.POST["seen"])
            done = verify_records(records=approved, by=reader(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            said = ngettext("%(number)d record was approved.", "%(number)d records were approved.", len(done))
            messages.success(request, said % {"number": len(done)})
            return redirect("trainer:verify")
    context = {
        "chosen": approved,
        "stopped": stopped,
        "mark": mark_of(shown),
        "minutes": sum(r.minutes for r in approved),
    }
    return render(request, "trainer/verify_many.html", context)


@post_once
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse one record, with its certificate beside it."""
    shown = get_object_or_404(with_names(records_visible_to(request.user, P.RECORDS_RECORD_VERIFY)), pk=pk)
    form = DecideForm(request.POST or None)
    stopped = obstacles([shown], reader(request))
    if request.method == "POST" and form.is_valid():
        act = verify_record if form.cleaned_data["decision"] == "verify" else refuse_record
        try:
            act(record=shown, by=reader(request), reason=form.cleaned_data["reason"])
        except Refused as refused:
            put_on(form, refused)
        else:
            verified = act is verify_record
            messages.success(
                request,
                _("Approved. It counts from now on.")
                if verified
                else _("Refused. The officer is shown why."),
            )
            return redirect("trainer:verify")
    context = {
        "record": shown,
        "before": shown.replaces,
        "form": form,
        "evidence": evidence_of(shown),
        "stopped": stopped,
    }
    return render(request, "trainer/decide.html", context)


def disputes(request: HttpRequest) -> HttpResponseBase:
    """List the disputes, the open ones first."""
    _gate(request, P.RECORDS_RECORD_WRITE)
    found: Any = disputes_visible_to(request.user, P.RECORDS_RECORD_WRITE).select_related(
        "record__person", "opened_by"
    )
    found = found.order_by("answered_at", "-opened_at") if not wants_csv(request) else found.order_by("pk")
    found = sorted(found, key=lambda d: (d.answered_at is not None, d.opened_at))
    if wants_csv(request):
        header = [_("Person"), _("Training"), _("What is wrong"), _("Since"), _("Answer")]
        rows = ([d.record.person, d.record.title, d.claim, d.opened_at.date(), d.answer] for d in found)
        return csv_response("disputes.csv", header, rows)
    return render(request, "trainer/disputes.html", {"page": page_of(request, found)})


@post_once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a dispute: the record stands, is corrected, or is taken back."""
    about = get_object_or_404(
        disputes_visible_to(request.user, P.RECORDS_RECORD_WRITE).select_related("record__person__same_as"),
        pk=pk,
    )
    newest: Any = Record.lines.filter(key=about.record.key).order_by("-known_from", "-pk")
    record = with_names(newest)[0]
    form = AnswerForm(
        request.POST or None, instance=record, courses=courses_of(Agency.objects.filter(pk=record.agency_id))
    )
    if request.method == "POST" and form.is_valid():
        decision = form.cleaned_data["decision"]
        try:
            made = answer_dispute(
                dispute=about,
                by=reader(request),
                answer=form.cleaned_data["answer"],
                upheld=decision != "stands",
                withdraw=decision == "withdrawn",
                **(form.changes() if decision == "corrected" else {}),
            )
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Answered. The officer is shown your answer."))
            return redirect("officer:record", made.pk)
    context = {
        "dispute": about,
        "record": record,
        "form": form,
        "hold": hold_over(record),
        "others": disputes_of(record),
    }
    return render(request, "trainer/answer.html", context)


def _waiting(request: HttpRequest) -> Any:
    _gate(request, P.RECORDS_RECORD_VERIFY)
    return pending(records_visible_to(request.user, P.RECORDS_RECORD_VERIFY))


def _gate(request: HttpRequest, permission: Permission) -> None:
    if not reach_of(request.user, permission):
        raise Http404
