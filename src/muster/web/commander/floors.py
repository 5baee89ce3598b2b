"""Staffing floors: the list with where each is written, the forms, and the way in and out as a table."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import floors_visible_to
from muster.events.actions.rotas import add_floors, remove_floor, save_floor
from muster.events.forms.rotas import FloorForm, FloorsFileForm
from muster.events.models import Floor
from muster.events.queries.rotas import strength_of, too_high
from muster.events.sources.floors import COLUMNS, read_floors, row_of
from muster.roster.access import agencies_where
from muster.roster.models import Agency, Unit
from muster.web.commander.rotas import units_of
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission


def floors(request: HttpRequest) -> HttpResponseBase:
    """List the floors; one that asks for more people than the unit has is marked."""
    units = units_of(request)
    found = sorted_by(
        request,
        floors_visible_to(request.user).select_related("unit"),
        {"unit": "unit__name", "people": "people", "from": "begins"},
        "unit",
    )
    if wants_csv(request):
        return csv_response("floors.csv", COLUMNS, (row_of(floor) for floor in found))
    page = page_of(request, found)
    marked = too_high(page.object_list, strength_of(units))
    for floor in page.object_list:
        floor.too_high = floor.pk in marked
    whole = agencies_where(request.user, P.EVENTS_COVER_WRITE).exists()
    return render(request, "commander/floors.html", {"page": page, "may_import": whole})


@post_once
def floor_add(request: HttpRequest) -> HttpResponse:
    """Write down a floor."""
    return _form(request, None)


@post_once
def floor_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a floor, or give it a last day."""
    return _form(request, get_object_or_404(floors_visible_to(request.user), pk=pk))


@post_once
def floor_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a floor that should not have been written."""
    floor = get_object_or_404(floors_visible_to(request.user).select_related("unit__agency"), pk=pk)
    if request.method == "POST":
        remove_floor(floor=floor, by=reader(request))
        messages.success(request, _("The floor is taken out."))
        return redirect("commander:floors")
    return render(request, "commander/floor_remove.html", {"floor": floor})


def _form(request: HttpRequest, floor: Floor | None) -> HttpResponse:
    units = units_of(request)
    form = FloorForm(request.POST or None, instance=floor or Floor(), units=units.select_related("agency"))
    deed = partial(_saved, form, reader(request))
    if request.method == "POST" and (saved := done_with(form, deed)) is not None:
        messages.success(request, _("The floor is saved."))
        strength = strength_of(Unit.objects.filter(pk=saved.unit_id))[saved.unit_id]
        if saved.people > strength:
            messages.warning(
                request,
                _("%(unit)s has %(strength)d people today, fewer than the floor of %(people)d.")
                % {"unit": saved.unit, "strength": strength, "people": saved.people},
            )
        return redirect("commander:floors")
    return render(request, "commander/floor_form.html", {"form": form, "floor": floor})


def _saved(form: FloorForm, by: User, **_said: Any) -> Floor:
    return save_floor(floor=form.instance, by=by)


@post_once
def floors_import(request: HttpRequest) -> HttpResponse:
    """Bring floors in from a table: all of it or nothing."""
    units_of(request)
    agencies = agencies_where(request.user, P.EVENTS_COVER_WRITE)
    form = FloorsFileForm(request.POST or None, request.FILES or None, agencies=agencies)
    deed = partial(_brought, reader(request))
    if request.method == "POST" and (number := done_with(form, deed)) is not None:
        messages.success(
            request, _("%(number)d floors are new; the others stood already.") % {"number": number}
        )
        return redirect("commander:floors")
    return render(request, "commander/floors_import.html", {"form": form})


def _brought(by: User, *, agency: Agency, file: Any) -> int:
    floors = read_floors(file.read(500_001), Unit.objects.filter(agency=agency))
    return add_floors(agency=agency, floors=floors, by=by)
