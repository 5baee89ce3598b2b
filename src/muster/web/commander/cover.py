"""Covering the street while the people of a request are away: every shift they miss, and who could stand in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import requests_decided_by, requests_visible_to
from muster.events.actions.cover import Chosen, choose_cover, take_back_cover, take_proposal
from muster.events.forms.cover import CoverForm
from muster.events.models import Cover, Request
from muster.events.queries.cover import cover_look
from muster.events.queries.street.picture import PER_KIND
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.costs import BUDGET_OPEN
from muster.web.outside.cover_shown import shown
from muster.web.outside.request import tone_of
from muster.web.reader import reader

P = Permission
#: People of each kind whose figures are shown, when more are asked for.
MANY = 60


@post_once
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the shifts that are missed with the ways to cover them; choose one for each, or all that are proposed."""
    visible = requests_visible_to(request.user, P.EVENTS_COVER_WRITE)
    asked = get_object_or_404(visible.select_related("agency", "event", "unit", "requester", "policy"), pk=pk)
    form = CoverForm(request.POST or None, asked=asked, initial={"edition": asked.edition})
    deed = partial(_done, asked, reader(request))
    if request.method == "POST" and (said := done_with(form, deed)) is not None:
        messages.success(request, said)
        if Request.objects.get(pk=pk).state != asked.state:
            messages.warning(request, BUDGET_OPEN)
        return redirect("commander:cover", pk)
    asked.refresh_from_db(fields=["edition"])
    per_kind = MANY if request.GET.get("more") else PER_KIND
    context = {
        "asked": asked,
        "tone": tone_of(asked.state),
        "form": form,
        "edition": asked.edition,
        "found": shown(cover_look(asked, per_kind=per_kind), with_options=True),
        "more": per_kind == MANY,
        "may_decide": requests_decided_by(request.user).filter(pk=pk).exists(),
    }
    with timezone.override(asked.agency.time_zone):
        return render(request, "commander/cover.html", context)


def _done(
    asked: Request, by: User, *, edition: int, chosen: Chosen | None, cover: Cover | None, **_rest: Any
) -> str:
    """Do what the button said, and return the sentence that tells it."""
    if cover is not None:
        take_back_cover(cover=cover, by=by, edition=edition)
        return _("The cover is taken back.")
    if chosen is not None:
        made = choose_cover(request=asked, chosen=chosen, by=by, edition=edition)
        return _("Written down: %(how)s.") % {"how": made.get_kind_display()}
    covers = take_proposal(request=asked, by=by, edition=edition)
    return _("Covers are written down for %(number)d shifts.") % {"number": len(covers)}
