"""Claims as finance sees them: what waits, line by line with cuts and reasons, and the payment."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access_money import advances_given_by, claims_decided_by
from muster.events.actions.claims import advance_money, owed_to, pay_claim, review_claim
from muster.events.enums import ClaimState
from muster.events.forms.claims import AdvanceForm, PayForm, ReviewForm
from muster.events.models import Claim
from muster.events.money import plain_dollars
from muster.events.queries.claims import most_for_meals, with_sums
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {
    "who": "attendee__person__family_name",
    "event": "attendee__request__event__title",
    "state": "state",
    "claimed_at": "claimed_at",
}
TONES = {
    ClaimState.CLAIMED: "wait",
    ClaimState.REVIEWED: "wait",
    ClaimState.RETURNED: "warn",
    ClaimState.SETTLED: "good",
    ClaimState.PAID: "good",
}


def claims(request: HttpRequest) -> HttpResponseBase:
    """List the claims, those that wait for finance first."""
    if not may_anywhere(request.user, P.EVENTS_CLAIM_DECIDE):
        raise Http404
    found: Any = with_sums(claims_decided_by(request.user))
    if request.GET.get("show") != "all":
        found = found.filter(state__in=[ClaimState.CLAIMED, ClaimState.REVIEWED])
    found = found.select_related("attendee__person", "attendee__request__event")
    found = sorted_by(request, found, COLUMNS, "claimed_at")
    if wants_csv(request):
        header = [
            _("Name"),
            _("Event"),
            _("State"),
            _("Handed in"),
            _("Claimed"),
            _("Allowed"),
            _("Advance"),
            _("Paid"),
        ]
        rows = (
            [
                each.attendee.person,
                each.attendee.request.event,
                each.get_state_display(),
                each.claimed_at.date() if each.claimed_at else None,
                *(
                    plain_dollars(cents)
                    for cents in (each.claimed, each.allowed, each.advance_cents, each.paid_cents)
                ),
            ]
            for each in found
        )
        return csv_response("claims.csv", header, rows)
    page = page_of(request, found)
    for row in page.object_list:
        row.tone = TONES.get(row.state, "off")
    return render(request, "commander/claims.html", {"page": page, "all": request.GET.get("show") == "all"})


@post_once
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about a claim line by line, then pay it."""
    found = get_object_or_404(
        claims_decided_by(request.user).select_related(
            "attendee__person", "attendee__request__agency", "attendee__request__event"
        ),
        pk=pk,
    )
    user = reader(request)
    asked = found.attendee.request
    lines = list(found.lines.prefetch_related("receipts"))
    review = pay = None
    if found.state == ClaimState.CLAIMED:
        review = ReviewForm(
            request.POST or None,
            lines=lines,
            most=most_for_meals(found.attendee, lines),
            initial={"edition": found.edition},
        )
        deed = partial(_reviewed, found, review, user, request.POST.get("do") == "back")
        if request.method == "POST" and done_with(review, deed) is not None:
            messages.success(request, _("Decided."))
            return redirect("commander:claim", pk)
    elif found.state == ClaimState.REVIEWED:
        pay = PayForm(request.POST or None, claim=found, asked=asked)
        if request.method == "POST" and done_with(pay, partial(_paid, found, pay, user)) is not None:
            messages.success(request, _("Written down as paid."))
            return redirect("commander:claim", pk)
    context = {
        "claim": found,
        "asked": asked,
        "lines": lines,
        "tone": TONES.get(ClaimState(found.state), "off"),
        "owed": owed_to(found) if found.reviewed_by_id else None,
        "review": review,
        "pay": pay,
    }
    with timezone.override(asked.agency.time_zone):
        return render(request, "commander/claim.html", context)


@post_once
def advance(request: HttpRequest, pk: int) -> HttpResponse:
    """Give money before somebody leaves."""
    found = advances_given_by(request.user).select_related("person", "request__event", "request__agency")
    attendee = get_object_or_404(found, pk=pk)
    form = AdvanceForm(request.POST or None)
    give = partial(advance_money, attendee=attendee, by=reader(request))
    if request.method == "POST" and done_with(form, give) is not None:
        messages.success(request, _("Written down. It is taken off what is paid in the end."))
        return redirect("officer:claim", pk)
    return render(request, "commander/advance.html", {"form": form, "attendee": attendee})


def _reviewed(found: Claim, form: ReviewForm, by: User, back: bool, **said: Any) -> Claim:
    return review_claim(
        claim=found,
        allowed=form.allowed(),
        by=by,
        edition=said["edition"],
        answer=said["answer"],
        send_back=back,
    )


def _paid(found: Claim, form: PayForm, by: User, *, paid_on: Any, **_funds: Any) -> Claim:
    return pay_claim(claim=found, paid_on=paid_on, funds=form.funds(), by=by)
