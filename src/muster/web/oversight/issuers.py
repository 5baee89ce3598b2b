"""The bodies that recommend, the days they give, and who speaks for them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.oversight.access import issuers_kept_by, issuers_visible_to, may_change_issuer
from muster.oversight.actions.issuers import add_issuer, change_issuer, end_seat, seat
from muster.oversight.forms.issuers import EndForm, IssuerForm, SeatForm
from muster.oversight.models import Issuer
from muster.oversight.queries.people import accounts_that_may_speak
from muster.roster.access import agencies_where
from muster.web.csv_out import csv_response
from muster.web.form_page import form_page
from muster.web.forms import done_with, newer_values
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"name": "name", "kind": "kind", "agency": "agency__name"}


def issuers(request: HttpRequest) -> HttpResponseBase:
    """List the bodies that recommend to the departments the reader reads about or keeps the list of."""
    keeps = may_anywhere(request.user, P.OVERSIGHT_ISSUER_WRITE)
    if not keeps and not may_anywhere(request.user, P.OVERSIGHT_RECOMMENDATION_READ):
        raise Http404
    found = sorted_by(request, _readable(request).select_related("agency"), COLUMNS, "name")
    if wants_csv(request):
        header = [
            _("Name"),
            _("Kind"),
            _("Department"),
            _("Acknowledge within, days"),
            _("Answer within, days"),
        ]
        rows = (
            [row.name, row.get_kind_display(), row.agency, row.acknowledge_days, row.answer_days]
            for row in found
        )
        return csv_response("issuers.csv", header, rows)
    return render(request, "oversight/issuers.html", {"page": page_of(request, found), "keeps": keeps})


def issuer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one body: its days, who speaks for it, and who said so."""
    body = get_object_or_404(_readable(request).select_related("agency"), pk=pk)
    context = {
        "body": body,
        "seats": body.seats.select_related("user", "given_by"),
        "today": timezone.localdate(),
        "keeps": issuers_kept_by(request.user).filter(pk=pk).exists(),
        "changes": may_change_issuer(reader(request), body),
    }
    return render(request, "oversight/issuer.html", context)


@post_once
def issuer_new(request: HttpRequest) -> HttpResponse:
    """Add a body that recommends."""
    agencies = agencies_where(request.user, P.OVERSIGHT_ISSUER_WRITE)
    first = agencies.first()
    if first is None:
        raise Http404
    form = IssuerForm(request.POST or None, agencies=agencies, initial={"agency": first.pk})
    if request.method == "POST" and (made := done_with(form, partial(add_issuer, by=reader(request)))):
        messages.success(request, _("Added. Say next who speaks for it."))
        return redirect("issuer", made.pk)
    return form_page(
        request,
        form,
        heading=_("Add a body that recommends"),
        lede=_("A board, a council, an auditor, a monitor: whoever the department answers to."),
        submit=_("Add it"),
        crumbs=[(reverse("issuers"), _("Who recommends"))],
    )


@post_once
def issuer_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a body's name or its days. The department that it oversees does not."""
    body, copy = _changed(request, pk), _changed(request, pk)
    form = IssuerForm(request.POST or None, instance=copy, initial={"edition": body.edition})
    deed = partial(_rewritten, body, reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Changed."))
        return redirect("issuer", pk)
    return form_page(
        request,
        form,
        heading=_("Change the body"),
        lede=str(body),
        submit=_("Change it"),
        crumbs=[(reverse("issuer", args=[pk]), str(body))],
        differs=newer_values(form, body),
    )


def _rewritten(body: Issuer, by: User, *, edition: int | None, reason: str, **said: Any) -> Issuer:
    return change_issuer(issuer=body, by=by, edition=edition or 0, reason=reason, **said)


@post_once
def seat_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who speaks for a body."""
    body = get_object_or_404(issuers_kept_by(request.user).select_related("agency"), pk=pk)
    user = reader(request)
    people = accounts_that_may_speak(body.agency).exclude(pk=user.pk)
    form = SeatForm(request.POST or None, people=people, initial={"start": timezone.localdate()})
    if request.method == "POST" and done_with(form, partial(seat, issuer=body, by=user)) is not None:
        messages.success(request, _("The seat was given."))
        return redirect("issuer", pk)
    return form_page(
        request,
        form,
        heading=_("Give a seat"),
        lede=_("Who speaks for %(body)s issues, verifies and closes in its name.") % {"body": body},
        submit=_("Give it"),
        crumbs=[(reverse("issuer", args=[pk]), str(body))],
    )


@post_once
def seat_end(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """End a seat before its term."""
    body = _changed(request, pk)
    there = get_object_or_404(body.seats.filter(ended_at__isnull=True).select_related("user"), pk=seat)
    form = EndForm(request.POST or None)
    deed = partial(end_seat, seat=there, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The seat is over."))
        return redirect("issuer", pk)
    return form_page(
        request,
        form,
        heading=_("End the seat"),
        lede=str(there),
        submit=_("End it"),
        crumbs=[(reverse("issuer", args=[pk]), str(body))],
        danger=True,
    )


def _readable(request: HttpRequest) -> Any:
    return issuers_visible_to(request.user) | issuers_kept_by(request.user)


def _changed(request: HttpRequest, pk: int) -> Issuer:
    body = get_object_or_404(issuers_kept_by(request.user).select_related("agency"), pk=pk)
    if not may_change_issuer(reader(request), body):
        raise Http404
    return body
