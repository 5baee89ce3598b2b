"""An agreement to pay back if somebody leaves early: as it was signed, and what would be owed on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.events.access_money import claims_seen_by, repayments_written_by
from muster.events.actions.claims import agree_repayment, balance_of
from muster.events.forms.claims import RepaymentForm
from muster.events.models import Attendee, Repayment
from muster.files.actions import name_for, store
from muster.ledger.refusals import Refused
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.reader import reader


@post_once
def repayment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the agreement of one who went with its schedule and the balance of a day, or write it down."""
    seen = claims_seen_by(request.user) | repayments_written_by(request.user)
    attendee = get_object_or_404(
        seen.select_related("person", "request__event", "request__agency").distinct(), pk=pk
    )
    agreement = Repayment.objects.filter(attendee=attendee).first()
    writes = agreement is None and repayments_written_by(request.user).filter(pk=pk).exists()
    if request.method == "POST" and not writes:
        raise Http404
    form = RepaymentForm(request.POST or None, request.FILES or None) if writes else None
    if form is not None and request.method == "POST" and _agreed(request, attendee, form):
        messages.success(request, _("Written down. Let a lawyer look at it before anybody relies on it."))
        return redirect("repayment", pk)
    day = _day(request.GET.get("day", ""))
    steps = agreement.schedule if agreement else []
    context = {
        "attendee": attendee,
        "asked": attendee.request,
        "agreement": agreement,
        "form": form,
        "day": day,
        "balance": balance_of(agreement, day) if agreement else None,
        "steps": [(date.fromisoformat(on), cents) for on, cents in steps],
    }
    return render(request, "outside/repayment.html", context)


def _agreed(request: HttpRequest, attendee: Attendee, form: RepaymentForm) -> bool:
    if not form.is_valid():
        return False
    upload = form.cleaned_data["file"]
    papers: dict[str, Any] = {}
    try:
        if upload:
            kept = store(content=upload.file, by=reader(request))
            papers = {"file": kept, "file_name": name_for(kept, upload.name)}
    except Refused as refused:
        put_on(form, refused)
        return False

    def agree(*, cents: int, start: date, legal_note: str, **_said: Any) -> Repayment:
        return agree_repayment(
            attendee=attendee,
            cents=cents,
            start=start,
            schedule=form.steps(),
            by=reader(request),
            legal_note=legal_note,
            **papers,
        )

    return done_with(form, agree) is not None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
