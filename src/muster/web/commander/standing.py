"""The share met by requirement and unit, on any day, as known at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.core.rules.evaluate import Judgement
from muster.roster.models import Agency, Unit
from muster.standards.access import agencies_judged_by, people_judged_by, units_judged_by
from muster.standards.queries import people_serving, posts_on
from muster.standards.standing import Rules, rules_of, standing_of
from muster.standards.summaries import Group, Share, groups, shares
from muster.web.csv_out import csv_response
from muster.web.judging import AskedDay, agency_asked, day_asked, rules_readable
from muster.web.tables import wants_csv

ELSEWHERE = 0  # the key of no unit


@dataclass(frozen=True)
class Row:
    """A unit in the table: its numbers, and its share of each requirement in the order of the columns.

    ``unit`` None: who belongs to none of the units in the table.
    """

    unit: Unit | None
    group: Group
    cells: list[tuple[int, int] | None]


@rules_readable
def standing(request: HttpRequest) -> HttpResponseBase:
    """Show the standing of an agency, or of those of its people whom the reader may see."""
    agencies = agencies_judged_by(request.user)
    try:
        agency = agency_asked(request, agencies)
    except Http404:
        if not reach_of(request.user, Permission.STANDARDS_STANDING_READ).own or "agency" in request.GET:
            raise
        return redirect("officer:due")  # who may see their own standing only
    units = list(units_judged_by(request.user).filter(agency=agency).order_by("path"))
    return _shown(request, agency, None, units, {"agencies": agencies})


@rules_readable
def unit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the standing of a unit and of all units below it."""
    found = get_object_or_404(units_judged_by(request.user).select_related("agency", "parent"), pk=pk)
    units = list(Unit.objects.filter(path__startswith=found.path).order_by("path"))
    above = units_judged_by(request.user).filter(pk=found.parent_id or 0).first()
    return _shown(request, found.agency, found, units, {"above": above})


def _shown(
    request: HttpRequest, agency: Agency, unit: Unit | None, units: list[Unit], more: dict[str, Any]
) -> HttpResponseBase:
    asked = day_asked(request, agency)
    rules = rules_of(agency, asked.as_of, asked.known_at)
    posts = posts_on(agency, asked.as_of, asked.known_at)
    judgement = _judged(request, agency, asked, rules, _within(unit, units, posts))
    found = shares(judgement)
    if wants_csv(request):
        return _as_csv(found)
    rows = _rows(judgement, unit, units, posts, found)
    shown = {
        "agency": agency,
        "unit": unit,
        "asked": asked,
        "rules": rules,
        "shares": found,
        "rows": rows,
        "people": judgement.facts.size,
        **more,
    }
    return render(request, "commander/standing.html", shown)


def _within(unit: Unit | None, units: list[Unit], posts: Mapping[int, int]) -> list[int] | None:
    """Return who belongs to a unit, or one below it, that day; None for an agency as a whole."""
    if unit is None:
        return None
    keys = {each.pk for each in units}
    return [person for person, post in posts.items() if post in keys]


def _judged(
    request: HttpRequest, agency: Agency, asked: AskedDay, rules: Rules, only: Iterable[int] | None
) -> Judgement:
    people = people_judged_by(request.user) & people_serving(agency, asked.as_of, asked.known_at)
    if only is not None:
        people = people.filter(pk__in=list(only))
    return standing_of(agency, asked.as_of, asked.known_at, people=people, rules=rules.book)


def _rows(
    judgement: Judgement, unit: Unit | None, units: list[Unit], posts: Mapping[int, int], found: list[Share]
) -> list[Row]:
    """Add up by the units right below: of the unit shown, or the topmost that the reader may see."""
    keys = {each.pk for each in units}
    tops = [each for each in units if (each.parent_id == unit.pk if unit else each.parent_id not in keys)]
    group_of = {each.pk: top.pk for top in tops for each in units if each.path.startswith(top.path)}
    judged = {int(key) for key in judgement.facts.officers["officer_id"]}
    placed = {person: group_of.get(posts.get(person, 0), ELSEWHERE) for person in judged}
    summed = groups(judgement, placed)
    empty = Group(0, 0, 0, {})
    shown: list[tuple[Unit | None, Group]] = [(top, summed.get(top.pk, empty)) for top in tops]
    if shown and ELSEWHERE in summed:
        shown.append((None, summed[ELSEWHERE]))
    return [
        Row(each, group, [group.shares.get(share.requirement) for share in found]) for each, group in shown
    ]


def _as_csv(found: list[Share]) -> HttpResponseBase:
    header = [
        _("Requirement"),
        _("Title"),
        _("Asked"),
        _("In order"),
        _("Percent"),
        _("Late"),
        _("Still time"),
        _("Cannot tell"),
    ]
    rows = (
        [s.requirement, s.title, s.asked, s.in_order, s.percent, s.short, s.open, s.unknown] for s in found
    )
    return csv_response("standing.csv", header, rows)
