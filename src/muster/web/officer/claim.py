"""A claim: expenses with their receipts, handed in from a phone or a desk; and its printed form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muster.events.access_money import advances_given_by, claims_seen_by, claims_written_by
from muster.events.actions.claims import (
    OPEN_CLAIMS,
    Spent,
    add_expense,
    attach_receipt,
    claimed_by,
    drop_expense,
    hand_in_claim,
    owed_to,
)
from muster.events.actions.claims import claim_meals as take_meals
from muster.events.enums import CostKind, CostStage, MealRule
from muster.events.forms.claims import ExpenseForm, ReceiptForm
from muster.events.models import Attendee, Claim, ClaimLine, Receipt
from muster.events.queries.claims import meal_rule_of, meals_to_claim
from muster.files.actions import name_for, store
from muster.ledger.refusals import Refused
from muster.web.files import sent
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.reader import reader


@post_once
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the claim of one who went, and take the next expense."""
    attendee = _seen(request, pk)
    writes = claims_written_by(request.user).filter(pk=pk).exists()
    if request.method == "POST" and not writes:
        raise Http404
    form = ExpenseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _added(request, attendee, form):
        messages.success(request, _("The expense is written down."))
        return redirect("officer:claim", pk)
    found = Claim.objects.filter(attendee=attendee).first()
    is_open = attendee.request.approved_cents is not None and (found is None or found.state in OPEN_CLAIMS)
    context = {
        "attendee": attendee,
        "asked": attendee.request,
        "claim": found,
        "lines": _lines(found),
        "claimed": claimed_by(found) if found else 0,
        "owed": owed_to(found) if found and found.reviewed_by_id else None,
        "form": form if writes and is_open else None,
        "may_write": writes and is_open,
        "meals": sum(meals_to_claim(attendee).values()) if writes and is_open else 0,
        "by_receipt": meal_rule_of(attendee) == MealRule.RECEIPTS,
        "may_advance": is_open and advances_given_by(request.user).filter(pk=pk).exists(),
        "booked": attendee.request.costs.filter(stage=CostStage.ACTUAL).exclude(kind=CostKind.REIMBURSEMENT)
        if is_open
        else [],
    }
    with timezone.override(attendee.request.agency.time_zone):
        return render(request, "officer/claim.html", context)


@require_POST
@post_once
def claim_meals(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the meals of the policy into the claim."""
    attendee = get_object_or_404(
        claims_written_by(request.user).select_related("request__policy", "request__agency"), pk=pk
    )
    _try(
        request, lambda: take_meals(attendee=attendee, by=reader(request)), _("The meals stand in the claim.")
    )
    return redirect("officer:claim", pk)


@require_POST
@post_once
def claim_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an expense off a claim that is being written."""
    line = _own_line(request, pk)
    _try(request, lambda: drop_expense(line=line, by=reader(request)), _("Taken off."))
    return redirect("officer:claim", line.claim.attendee_id)


@post_once
def claim_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Hang the receipt on an expense that has none yet, or one more."""
    line = _own_line(request, pk)
    form = ReceiptForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = store(content=upload.file, by=reader(request))
            attach_receipt(line=line, file=kept, name=name_for(kept, upload.name), by=reader(request))
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Attached."))
            return redirect("officer:claim", line.claim.attendee_id)
    return render(request, "officer/claim_attach.html", {"form": form, "line": line})


@require_POST
@post_once
def claim_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the claim in."""
    attendee = get_object_or_404(claims_written_by(request.user), pk=pk)
    found = get_object_or_404(Claim, attendee=attendee)
    _try(
        request,
        lambda: hand_in_claim(claim=found, by=reader(request)),
        _("Handed in. Finance looks at it now."),
    )
    return redirect("officer:claim", pk)


def claim_receipt(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a receipt to those who see the claim."""
    seen = claims_seen_by(request.user).order_by().values("pk")
    return sent(get_object_or_404(Receipt.objects.filter(line__claim__attendee__in=seen), pk=pk))


def claim_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a claim as a form to print and sign."""
    attendee = _seen(request, pk)
    found = get_object_or_404(Claim, attendee=attendee)
    lines = _lines(found)
    kinds = [
        {"label": kind.label, "cents": sum(line.cents for line in lines if line.kind == kind)}
        for kind in CostKind
        if any(line.kind == kind for line in lines)
    ]
    number = attendee.person.identifiers.filter(kind="agency", agency=attendee.request.agency).last()
    context = {
        "attendee": attendee,
        "asked": attendee.request,
        "claim": found,
        "lines": lines,
        "kinds": kinds,
        "claimed": claimed_by(found),
        "owed": claimed_by(found) - found.advance_cents,
        "number": number,
    }
    with timezone.override(attendee.request.agency.time_zone):
        return render(request, "officer/claim_form.html", context)


def _seen(request: HttpRequest, pk: int) -> Attendee:
    found = claims_seen_by(request.user).select_related(
        "person", "request__agency", "request__event__provider", "request__policy", "request__unit"
    )
    return get_object_or_404(found, pk=pk)


def _lines(found: Claim | None) -> list[ClaimLine]:
    return list(found.lines.prefetch_related("receipts")) if found is not None else []


def _own_line(request: HttpRequest, pk: int) -> ClaimLine:
    writes = claims_written_by(request.user).order_by().values("pk")
    lines = ClaimLine.objects.filter(claim__attendee__in=writes)
    return get_object_or_404(lines.select_related("claim__attendee__request__agency"), pk=pk)


def _added(request: HttpRequest, attendee: Attendee, form: ExpenseForm) -> bool:
    """Write an expense down with its receipt. False: something on the form is to be mended."""
    if not form.is_valid():
        return False
    said = dict(form.cleaned_data)
    upload = said.pop("receipt")
    try:
        kept = store(content=upload.file, by=reader(request)) if upload else None
    except Refused as refused:
        put_on(form, Refused(refused.sentence, field="receipt"))
        return False
    receipt = (kept, name_for(kept, upload.name)) if kept is not None else None

    def add(**_said: Any) -> ClaimLine:
        return add_expense(attendee=attendee, spent=Spent(**said), receipt=receipt, by=reader(request))

    return done_with(form, add) is not None


def _try(request: HttpRequest, deed: Any, done: str) -> None:
    """Do a deed of one button, and say that it is done or why it is not."""
    try:
        deed()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
