"""Shift patterns, and which unit or person works which: the list, the forms, and four weeks of one line."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.rotas import add_pattern, end_rota, save_stand_in, set_cover_rules, set_rota
from muster.events.forms.rotas import CoverRulesForm, PatternForm, RotaEndForm, RotaForm, StandInForm
from muster.events.models import CoverRules, ShiftPattern, StandIn
from muster.events.queries.rotas import rotas_of, sum_of, weeks_of
from muster.events.queries.street.rules import rules_on
from muster.roster.access import agencies_visible_to, agencies_where, people_visible_to, units_visible_to
from muster.roster.models import Agency, Unit
from muster.roster.queries import filter_appointed
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, wants_csv

P = Permission


def units_of(request: HttpRequest) -> QuerySet[Unit]:
    """Return the units whose shifts the reader writes down; without any there is no such page."""
    units = units_visible_to(request.user, P.EVENTS_COVER_WRITE)
    if not units.exists():
        raise Http404
    return units


def rotas(request: HttpRequest) -> HttpResponseBase:
    """List who works what, and the patterns with what they come to."""
    units = units_of(request)
    found = rotas_of(units, timezone.localdate())
    if wants_csv(request):
        header = [
            _("Unit"),
            _("One person only"),
            _("Pattern"),
            _("A day it begins"),
            _("First day"),
            _("Last day"),
        ]
        rows = ([r.unit, r.person or "", r.pattern, r.anchor, r.start, r.end or ""] for r in found)
        return csv_response("rotas.csv", header, rows)
    patterns = ShiftPattern.objects.filter(agency__in=units.values("agency")).select_related("agency")
    rules: dict[int, CoverRules] = {}
    for agency in Agency.objects.filter(pk__in=patterns.order_by().values("agency"))[:10]:
        rules[agency.pk] = rules_on(agency, timezone.localdate())
    context = {
        "page": page_of(request, found),
        "patterns": [sum_of(each, rules[each.agency_id]) for each in patterns if each.agency_id in rules],
        "agencies": agencies_where(request.user, P.EVENTS_COVER_WRITE),
    }
    return render(request, "commander/rotas.html", context)


@post_once
def pattern_add(request: HttpRequest) -> HttpResponse:
    """Take over a ready pattern, or write a cycle of one's own."""
    units = units_of(request)
    agencies = agencies_visible_to(request.user, P.EVENTS_COVER_WRITE).filter(pk__in=units.values("agency"))
    form = PatternForm(request.POST or None, agencies=agencies)
    deed = partial(add_pattern, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("%(name)s is saved. Now say who works it.") % {"name": made})
        return redirect("commander:rota_add")
    return render(request, "commander/pattern_form.html", {"form": form})


@post_once
def rota_add(request: HttpRequest) -> HttpResponse:
    """Say what a unit or a person works from a day on."""
    units = units_of(request)
    agencies = Agency.objects.filter(pk__in=units.values("agency"))
    form = RotaForm(
        request.POST or None,
        units=units.select_related("agency"),
        people=filter_appointed(
            people_visible_to(request.user, P.EVENTS_COVER_WRITE), agencies, timezone.localdate()
        ).order_by("family_name", "given_name", "pk"),
        patterns=ShiftPattern.objects.filter(agency__in=agencies),
    )
    deed = partial(set_rota, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("Saved. Below are four weeks of it."))
        return redirect("commander:rota", made.pk)
    return render(request, "commander/rota_form.html", {"form": form})


@post_once
def rota(request: HttpRequest, pk: int) -> HttpResponse:
    """Show four weeks of what somebody works, and end it."""
    line = get_object_or_404(rotas_of(units_of(request)).select_related("unit__agency"), pk=pk)
    form = RotaEndForm(request.POST or None, initial={"end": line.end})
    deed = partial(end_rota, rota=line, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Saved."))
        return redirect("commander:rotas")
    first = _day_asked(request) or max(timezone.localdate(), line.start)
    rules = rules_on(line.unit.agency, timezone.localdate())
    context = {
        "rota": line,
        "form": form,
        "weeks": weeks_of(line, first),
        "sum": sum_of(line.pattern, rules),
        "rules": rules,
        "earlier": first - timedelta(days=28),
        "later": first + timedelta(days=28),
    }
    return render(request, "commander/rota.html", context)


def _day_asked(request: HttpRequest) -> Any:
    """Return the day that ``?from=`` names; None where it names none, or one beyond what a calendar here shows."""
    try:
        day = parse_date(request.GET.get("from", ""))
    except ValueError:
        return None
    return day if day is not None and 1990 <= day.year <= 2090 else None


# ── who stands in, by which rules ────────────────────────────────────────────────────────────────


def stand_ins(request: HttpRequest) -> HttpResponseBase:
    """List everybody with what counts of them when a stand-in is looked for."""
    units = units_of(request)
    agencies = Agency.objects.filter(pk__in=units.values("agency"))
    people = filter_appointed(
        people_visible_to(request.user, P.EVENTS_COVER_WRITE), agencies, timezone.localdate()
    ).order_by("family_name", "given_name", "pk")
    page = page_of(request, people)
    lines = StandIn.objects.filter(agency__in=agencies)
    if wants_csv(request):
        known = {line.person_id: line for line in lines}
        header = [_("Person"), _("Volunteers"), _("Relief"), _("Overtime in minutes")]
        rows = ([str(each), *_told(known.get(each.pk))] for each in people)
        return csv_response("stand-ins.csv", header, rows)
    known = {line.person_id: line for line in lines.filter(person__in=[each.pk for each in page.object_list])}
    for each in page.object_list:
        each.line = known.get(each.pk)
    return render(request, "commander/stand_ins.html", {"page": page})


def _told(line: StandIn | None) -> list[object]:
    if line is None:
        return ["", "", ""]
    return [_("yes") if line.volunteers else "", _("yes") if line.is_relief else "", line.overtime_minutes]


@post_once
def stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether somebody volunteers or is relief, and what an hour of theirs costs."""
    agencies = Agency.objects.filter(pk__in=units_of(request).values("agency"))
    people = filter_appointed(
        people_visible_to(request.user, P.EVENTS_COVER_WRITE), agencies, timezone.localdate()
    )
    person = get_object_or_404(people, pk=pk)
    employer = agencies.filter(appointments__person=person).order_by("pk").first() or agencies.get()
    line = StandIn.objects.filter(agency=employer, person=person).first()
    form = StandInForm(request.POST or None, instance=line or StandIn(agency=employer, person=person))
    deed = partial(_kept, form, reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Saved."))
        return redirect("commander:stand_ins")
    return render(request, "commander/stand_in_form.html", {"form": form, "person": person})


def _kept(form: StandInForm, by: User, **_said: Any) -> StandIn:
    return save_stand_in(stand_in=form.filled(), by=by)


@post_once
def cover_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an agency's rules of cover from a day on."""
    agency = get_object_or_404(agencies_where(request.user, P.EVENTS_COVER_WRITE), pk=pk)
    standing = rules_on(agency, timezone.localdate())
    form = CoverRulesForm(request.POST or None, instance=standing, initial={"start": timezone.localdate()})
    deed = partial(_ruled, form, agency, reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Saved."))
        return redirect("commander:rotas")
    return render(
        request, "commander/cover_rules.html", {"form": form, "agency": agency, "standing": standing}
    )


def _ruled(form: CoverRulesForm, agency: Agency, by: User, **_said: Any) -> CoverRules:
    return set_cover_rules(agency=agency, by=by, **form.said())
