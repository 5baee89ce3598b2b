"""What waits for one's decision, and deciding it on one screen, also on a phone."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import reach_of
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import moves_open_to, requests_decided_by, requests_visible_to
from muster.events.actions.moves import move_request
from muster.events.enums import REVIEWS, ReminderStep
from muster.events.forms.requests import DecideForm
from muster.events.guards import obstacle_to
from muster.events.lifecycle import DECIDES
from muster.events.models import Reminder, Request
from muster.events.queries.owed import DECISION
from muster.events.queries.precedents import precedent_of
from muster.events.queries.requests import annotate_cost, annotate_people, waits_until
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.request import tone_of
from muster.web.outside.sections import sections_of
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {
    "event": "event__title",
    "day": "event__starts_on",
    "waits": "moved_at",
    "who": "requester__family_name",
}


def inbox(request: HttpRequest) -> HttpResponseBase:
    """List the requests that wait for the reader, those that wait longest first."""
    if not any(reach_of(request.user, power).of_others for power in DECIDES.values()):
        raise Http404
    found: Any = annotate_people(annotate_cost(requests_decided_by(request.user)))
    found = found.select_related("event", "requester", "unit", "policy", "agency")
    found = sorted_by(request, found, COLUMNS, "waits")
    if wants_csv(request):
        header = [
            _("Event"),
            _("Who asks"),
            _("Unit"),
            _("First day"),
            _("State"),
            _("People"),
            _("Cost in cents"),
        ]
        rows = (
            [r.event, r.requester, r.unit, r.event.starts_on, r.get_state_display(), r.people, r.cents]
            for r in found
        )
        return csv_response("waiting.csv", header, rows)
    page = page_of(request, found)
    now = timezone.now()
    for row in page.object_list:
        row.tone = tone_of(row.state)
        row.until = waits_until(row)
        row.late = row.until is not None and row.until < now
    return render(request, "commander/inbox.html", {"page": page, "above": _late_below(request)})


def _late_below(request: HttpRequest) -> list[Request]:
    """Return the requests that wait too long with others, of which the reader was told as who stands above them."""
    told = Reminder.objects.filter(
        user=reader(request),
        what=DECISION,
        step=ReminderStep.ABOVE,
        due_on__gte=TruncDate("request__moved_at"),
    )
    late = requests_visible_to(request.user).filter(state__in=REVIEWS, pk__in=told.values("request"))
    return list(late.select_related("event", "requester", "unit").order_by("moved_at", "pk")[:50])


@post_once
def decide_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on one screen what for, what it costs, who covers, who went before and what came of it; and decide."""
    waiting = requests_decided_by(request.user).select_related(
        "event__provider", "requester", "unit", "policy", "agency"
    )
    asked = get_object_or_404(waiting, pk=pk)
    user = reader(request)
    moves = [move for move in moves_open_to(user, asked) if move.not_own]
    if not moves:
        raise Http404
    form = DecideForm(request.POST or None, moves=moves, initial={"edition": asked.edition})
    deed = partial(_decided, asked, form, user)
    if request.method == "POST" and (moved := done_with(form, deed)) is not None:
        messages.success(
            request, _("Decided. The request is now: %(state)s.") % {"state": moved.get_state_display()}
        )
        return redirect("commander:inbox")
    precedent = precedent_of(asked.event, without=asked)
    context = {
        "asked": asked,
        "tone": tone_of(asked.state),
        "form": form,
        "obstacles": [obstacle for move in moves if (obstacle := obstacle_to(asked, move.guards))],
        "people": asked.attendees.select_related("person"),
        "needs": asked.needs.all(),
        "files": asked.files.all(),
        "precedent": precedent,
        # a supervisor is told how often others went, and not who of another squad
        "earlier": requests_visible_to(user)
        .filter(pk__in=[each.pk for each in precedent.requests])
        .select_related("event", "requester"),
        "sections": sections_of(asked, user),
    }
    with timezone.override(asked.agency.time_zone):
        return render(request, "commander/decide_request.html", context)


def _decided(asked: Request, form: DecideForm, by: User, *, edition: int, **_said: Any) -> Request:
    return move_request(request=asked, move=form.move(), by=by, edition=edition, said=form.said())
