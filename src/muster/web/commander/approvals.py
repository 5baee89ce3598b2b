"""Waivers and extensions that wait for a decision, and those in force."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.roster.access import own_keys
from muster.standards.access import excuses_visible_to, may_decide
from muster.standards.actions import decide_excuse, end_excuse
from muster.standards.enums import Decision
from muster.standards.forms import DecideForm, ReasonForm
from muster.standards.models import Excuse
from muster.standards.queries import filter_waiting
from muster.standards.rulebook import titles_of
from muster.web.excusing import told_of_excuse
from muster.web.forms import put_on
from muster.web.judging import rules_readable
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of

P = Permission


@rules_readable
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, the oldest first, and what was granted."""
    mine = _decidable(request)
    titles = titles_of()
    open_ = [(excuse, titles.get(excuse.requirement, excuse.requirement)) for excuse in filter_waiting(mine)]
    granted = mine.filter(decision=Decision.GRANTED).order_by("end", "pk")
    page = page_of(request, granted)
    shown = {
        "waiting": open_,
        "page": page,
        "granted": [(each, titles.get(each.requirement, each.requirement)) for each in page],
    }
    return render(request, "commander/approvals.html", shown)


@rules_readable
@post_once
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal, and grant or refuse it."""
    excuse = get_object_or_404(_decidable(request), pk=pk)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            granted = form.cleaned_data["decision"] == "granted"
            decide_excuse(excuse=excuse, granted=granted, note=form.cleaned_data["note"], by=reader(request))
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Decided. The standing is judged with it from now on."))
            return redirect("commander:approvals")
    shown = {
        "excuse": excuse,
        "title": titles_of().get(excuse.requirement, excuse.requirement),
        "form": form,
        "told": told_of_excuse(excuse),
        "may": may_decide(request.user, excuse) and excuse.decision == Decision.PROPOSED,
        "own": excuse.proposed_by_id == request.user.pk or excuse.person_id in own_keys([request.user.pk]),
    }
    return render(request, "commander/decide.html", shown)


@rules_readable
@post_once
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End what was granted before its last day."""
    excuse = get_object_or_404(_decidable(request).filter(decision=Decision.GRANTED), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_excuse(excuse=excuse, by=reader(request), reason=form.cleaned_data["reason"])
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("It ends today."))
            return redirect("commander:approvals")
    return render(request, "commander/end.html", {"excuse": excuse, "form": form})


def _decidable(request: HttpRequest) -> QuerySet[Excuse]:
    """Return what the reader may decide on; who may decide nowhere is told that there is no such page."""
    if not may_anywhere(request.user, P.STANDARDS_WAIVER_DECIDE):
        raise Http404
    return excuses_visible_to(request.user, P.STANDARDS_WAIVER_DECIDE)
