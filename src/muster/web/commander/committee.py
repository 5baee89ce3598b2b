"""What a committee is to score, and scoring it: each member by themselves, on one screen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.events.access_committee import requests_scored_by
from muster.events.actions.committee import score_request
from muster.events.forms.committee import ScoreForm
from muster.events.models import Scoring
from muster.events.queries.committee import annotate_scored, round_of
from muster.web.commander.inbox import COLUMNS
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.request import tone_of
from muster.web.outside.sections import sections_of
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission


def committee(request: HttpRequest) -> HttpResponseBase:
    """List the requests that the reader's committees score now, and whether the reader has."""
    if not may_anywhere(request.user, P.EVENTS_REQUEST_SCORE):
        raise Http404
    found = annotate_scored(requests_scored_by(request.user), reader(request))
    found = sorted_by(request, found.select_related("event", "requester", "unit"), COLUMNS, "waits")
    if wants_csv(request):
        header = [_("Event"), _("Who asks"), _("Unit"), _("First day"), _("State"), _("I have scored")]
        rows = (
            [r.event, r.requester, r.unit, r.event.starts_on, r.get_state_display(), r.is_scored]
            for r in found
        )
        return csv_response("committee.csv", header, rows)
    page = page_of(request, found)
    for row in page.object_list:
        row.tone = tone_of(row.state)
    return render(request, "commander/committee.html", {"page": page})


@post_once
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a member needs to weigh a request, and take their points; what others gave only afterwards."""
    asked = get_object_or_404(
        requests_scored_by(request.user).select_related(
            "event__provider", "requester", "unit", "policy", "agency"
        ),
        pk=pk,
    )
    user, now = reader(request), round_of(asked)
    if now is None:
        raise Http404
    form = ScoreForm(request.POST or None, criteria=now.stage.criteria, initial={"arrival": now.arrival.pk})

    def deed(*, arrival: int, comment: str, **_points: Any) -> Scoring:
        return score_request(request=asked, arrival=arrival, points=form.points(), comment=comment, by=user)

    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Your scores are written down. Below is what the committee gave so far."))
        return redirect("commander:score", pk)
    context = {
        "asked": asked,
        "tone": tone_of(asked.state),
        "form": None if now.has_scored(user) else form,
        "people": asked.attendees.select_related("person"),
        "needs": asked.needs.all(),
        "files": asked.files.all(),
        "sections": sections_of(asked, user),
    }
    with timezone.override(asked.agency.time_zone):
        return render(request, "commander/score.html", context)
