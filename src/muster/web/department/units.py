"""Units: an agency's tree, and the forms that add to it, move its parts, close and open them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.roster import actions, queries
from muster.roster.access import agencies_where, units_visible_to
from muster.roster.enums import AgencyKind
from muster.roster.forms import CloseUnitForm, MoveUnitForm, ReasonForm, UnitForm
from muster.roster.models import Unit
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import wants_csv

P = Permission


def units(request: HttpRequest) -> HttpResponseBase:
    """Show the units as a tree, with how many people belong to each today; closed ones when asked for."""
    reach = reach_of(request.user, P.ROSTER_PERSON_READ)
    if not (reach.everywhere or reach.agencies or reach.unit_paths):
        raise Http404
    visible = units_visible_to(request.user)
    found = visible if request.GET.get("closed") else queries.filter_open(visible)
    shown: list[Any] = queries.in_tree_order(
        queries.annotate_strength(found.select_related("agency", "parent"))
    )
    if wants_csv(request):
        header = [_("Agency"), _("Code"), _("Unit"), _("Part of"), _("People"), _("First day"), _("Last day")]
        rows = ([u.agency, u.code, u.name, u.parent or "", u.strength, u.start, u.end] for u in shown)
        return csv_response("units.csv", header, rows)
    write = reach_of(request.user, P.ROSTER_UNIT_WRITE)
    today = timezone.localdate()
    rows_shown = [
        (unit, write.covers(unit.agency), unit.end is not None and unit.end < today) for unit in shown
    ]
    may_write = agencies_where(request.user, P.ROSTER_UNIT_WRITE).exists()
    may_read_files = reach_of(request.user, P.RECORDS_RECORD_READ).of_others
    context = {
        "rows": rows_shown,
        "may_write": may_write,
        "may_read_files": may_read_files,
        "agencies": agencies_where(request.user, P.ROSTER_AGENCY_WRITE).exclude(kind=AgencyKind.COMMISSION),
    }
    return render(request, "department/units.html", context)


@post_once
def add_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    agencies = agencies_where(request.user, P.ROSTER_UNIT_WRITE)
    if not agencies.exists():
        raise Http404
    form = UnitForm(request.POST or None, agencies=agencies)
    deed = partial(actions.add_unit, by=reader(request))
    if request.method == "POST" and (unit := done_with(form, deed)) is not None:
        messages.success(request, _("%(unit)s was added.") % {"unit": unit})
        return redirect("units")
    return render(request, "department/unit_form.html", {"form": form})


@post_once
def move_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a unit, with all below it, under another one."""
    unit = _writable(request, pk)
    form = MoveUnitForm(request.POST or None, unit=unit)
    deed = partial(actions.move_unit, unit=unit, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("%(unit)s was moved.") % {"unit": unit})
        return redirect("units")
    return render(request, "department/unit_form.html", {"form": form, "unit": unit})


@post_once
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until which day a unit exists; of a closed one, that it goes on."""
    unit = _writable(request, pk)
    is_closed = unit.end is not None
    form = (ReasonForm if is_closed else CloseUnitForm)(request.POST or None)
    act = actions.reopen_unit if is_closed else actions.close_unit
    deed = partial(act, unit=unit, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        done = _("%(unit)s is open again.") if is_closed else _("%(unit)s was closed.")
        messages.success(request, done % {"unit": unit})
        return redirect("units")
    context = {"form": form, "unit": unit, "is_closed": is_closed}
    return render(request, "department/unit_close.html", context)


def _writable(request: HttpRequest, pk: int) -> Unit:
    found = units_visible_to(request.user, P.ROSTER_UNIT_WRITE).select_related("agency", "parent")
    return get_object_or_404(found, pk=pk)
