"""Rooms: the list, and the forms that add and change one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.records.access.sessions import rooms_visible_to
from muster.records.actions.rooms import add_room, change_room
from muster.records.forms.sessions import RoomForm
from muster.records.models import Room
from muster.records.queries.rooms import annotate_use
from muster.roster.access import agencies_where
from muster.web.csv_out import csv_response
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission


def rooms(request: HttpRequest) -> HttpResponseBase:
    """List the rooms, with how many days of classes lie ahead in each."""
    if not agencies_where(request.user, P.RECORDS_SESSION_PLAN).exists():
        raise Http404
    found: Any = annotate_use(rooms_visible_to(request.user)).select_related("agency")
    found = sorted_by(request, found, {"name": "name", "seats": "seats", "coming": "coming"}, "name")
    if wants_csv(request):
        header = [_("Room"), _("Agency"), _("Seats"), _("In use"), _("Days ahead")]
        rows = ([r.name, r.agency, r.seats, _("yes") if r.is_active else _("no"), r.coming] for r in found)
        return csv_response("rooms.csv", header, rows)
    return render(request, "trainer/rooms.html", {"page": page_of(request, found)})


@post_once
def add(request: HttpRequest) -> HttpResponse:
    """Add a room."""
    return _form(request, None)


@post_once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a room, or take it out of use."""
    return _form(request, get_object_or_404(rooms_visible_to(request.user), pk=pk))


def _form(request: HttpRequest, room: Room | None) -> HttpResponse:
    agencies = agencies_where(request.user, P.RECORDS_SESSION_PLAN)
    if not agencies.exists():
        raise Http404
    form = RoomForm(request.POST or None, instance=room, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        try:
            if room is None:
                saved = add_room(by=reader(request), **form.cleaned_data)
            else:
                saved = change_room(room=room, by=reader(request), **form.cleaned_data)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("%(room)s is saved.") % {"room": saved})
            return redirect("trainer:rooms")
    return render(request, "trainer/room_form.html", {"room": room, "form": form})
