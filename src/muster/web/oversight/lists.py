"""Bringing in a list that a body kept elsewhere: handed in, looked at, taken in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.files.actions import store
from muster.ledger.refusals import Refused
from muster.oversight.access import batches_visible_to, issuers_spoken_for
from muster.oversight.actions.intake import look_at, open_batch, take_batch
from muster.oversight.enums import RecommendationState
from muster.oversight.forms.issuers import ListForm
from muster.oversight.listed import Listed, SetAside
from muster.oversight.models import Batch, Issuer
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader

#: So many rows are shown of what would come in; all of those that are set aside.
SHOWN = 100


@post_once
def recommendations_import(request: HttpRequest) -> HttpResponse:
    """Hand in a list. Nothing comes in before it was looked at."""
    user = reader(request)
    bodies = issuers_spoken_for(user)
    if not bodies:
        raise Http404
    issuers = Issuer.objects.filter(pk__in=[body.pk for body in bodies])
    form = ListForm(
        request.POST or None, request.FILES or None, issuers=issuers, initial={"issuer": bodies[0].pk}
    )
    if request.method == "POST" and (made := done_with(form, partial(_handed_in, user))) is not None:
        return redirect("recommendations_batch", made.pk)
    batches = batches_visible_to(user).select_related("issuer", "by")[:20]
    return render(request, "oversight/import.html", {"form": form, "batches": batches})


def _handed_in(by: User, *, issuer: Issuer, file: Any) -> Batch:
    stored = store(content=file, by=by, for_import=True)
    return open_batch(issuer=issuer, by=by, stored=stored, name=file.name)


@post_once
def recommendations_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a list would bring or brought, row by row what was set aside and why; and take it in."""
    batch = _seen(request, pk)
    if request.method == "POST":
        return _taken(request, batch)
    listed, trouble = _looked_at(batch)
    rows_shown = [
        {"number": row.number, "asked": row.asked, "state": RecommendationState(row.asked.state).label}
        for row in (listed.rows[:SHOWN] if listed is not None else ())
    ]
    context = {
        "batch": batch,
        "listed": listed,
        "rows": rows_shown,
        "aside": _aside(batch, listed),
        "trouble": trouble,
    }
    return render(request, "oversight/batch.html", context)


def recommendations_aside_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out which rows of a list were set aside and why."""
    batch = _seen(request, pk)
    rows = ([row.number, row.sentence] for row in _aside(batch, _looked_at(batch)[0]))
    return csv_response("set-aside.csv", [_("Row"), _("Why it is set aside")], rows)


def _seen(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(batches_visible_to(request.user).select_related("issuer__agency", "by"), pk=pk)


def _aside(batch: Batch, listed: Listed | None) -> Sequence[SetAside]:
    return listed.set_aside if listed is not None else [SetAside(*row) for row in batch.set_aside]


def _looked_at(batch: Batch) -> tuple[Listed | None, str]:
    """Return what a list would bring, None once it was taken in; and why it cannot be read, where that is so."""
    if batch.taken_at is not None:
        return None, ""
    try:
        return look_at(batch), ""
    except Refused as refused:
        return None, str(refused)


def _taken(request: HttpRequest, batch: Batch) -> HttpResponse:
    try:
        done = take_batch(batch=batch, by=reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("Taken in: %(taken)d. Set aside: %(aside)d.")
            % {"taken": done.taken, "aside": len(done.set_aside)},
        )
    return redirect("recommendations_batch", batch.pk)
