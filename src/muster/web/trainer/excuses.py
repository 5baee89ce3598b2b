"""Waivers and extensions from the side of those who propose them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.roster.models import Agency
from muster.standards.access import agencies_judged_by, excuses_visible_to, people_to_excuse
from muster.standards.actions import propose_excuse, withdraw_excuse
from muster.standards.forms import ProposeForm
from muster.standards.queries import people_serving, today_at
from muster.standards.rulebook import titles_of
from muster.standards.standing import rules_of
from muster.standards.summaries import in_reading_order
from muster.web.csv_out import csv_response
from muster.web.excusing import told_before
from muster.web.forms import put_on
from muster.web.judging import agency_asked, rules_readable
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, wants_csv

P = Permission


@rules_readable
def excuses(request: HttpRequest) -> HttpResponseBase:
    """List who is, was or may be excused from what."""
    agency = agency_asked(request, agencies_judged_by(request.user))
    found = excuses_visible_to(request.user).filter(agency=agency)
    titles = titles_of()
    if wants_csv(request):
        header = [
            _("Name"),
            _("Kind"),
            _("Requirement"),
            _("First day"),
            _("Last day"),
            _("Decision"),
            _("Reason"),
        ]
        rows = (
            [
                each.person,
                each.get_kind_display(),
                titles.get(each.requirement, each.requirement),
                each.start,
                each.end,
                each.get_decision_display(),
                each.reason,
            ]
            for each in found
        )
        return csv_response("exceptions.csv", header, rows)
    page = page_of(request, found)
    shown = {
        "agency": agency,
        "page": page,
        "rows": [(each, titles.get(each.requirement, each.requirement)) for each in page],
        "may_propose": people_to_excuse(request.user).exists(),
    }
    return render(request, "trainer/excuses.html", shown)


@rules_readable
@post_once
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a waiver or more time for somebody else; for themselves officers ask at their own desk."""
    if not reach_of(request.user, P.STANDARDS_WAIVER_PROPOSE).of_others:
        raise Http404
    agency = agency_asked(request, agencies_judged_by(request.user))
    people = people_to_excuse(request.user) & people_serving(agency)
    if not people.exists():
        raise Http404
    book = rules_of(agency, today_at(agency)).book
    first = {name: request.GET.get(name, "") for name in ("person", "requirement", "kind")}
    form = ProposeForm(
        request.POST or None, people=people, requirements=in_reading_order(book), initial=first
    )
    told = None
    if request.method == "POST" and form.is_valid():
        asked = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        told = told_before(form, agency=agency, **{name: asked[name] for name in asked if name != "reason"})
        if not told.warns and _proposed(request, form, agency, asked):
            messages.success(request, " ".join((_("Proposed. Somebody else decides."), told.sentence)))
            return redirect("trainer:excuses")
    return render(request, "trainer/excuse_propose.html", {"form": form, "agency": agency, "told": told})


def _proposed(request: HttpRequest, form: ProposeForm, agency: Agency, asked: dict[str, Any]) -> bool:
    """Propose, or put on the form why not."""
    try:
        propose_excuse(agency=agency, by=reader(request), **asked)
    except (Refused, ValidationError) as refused:
        put_on(form, refused)
        return False
    return True


@post_once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw what one proposed oneself."""
    own = excuses_visible_to(request.user).filter(proposed_by=request.user.pk)
    excuse = get_object_or_404(own, pk=pk)
    if request.method == "POST":
        try:
            withdraw_excuse(excuse=excuse, by=reader(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Withdrawn."))
        return redirect("trainer:excuses")
    return render(request, "trainer/excuse_withdraw.html", {"excuse": excuse})
