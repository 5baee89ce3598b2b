"""Whom an event would help: a list of people, for those who may see where they stand."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from muster.core.errors import MusterError
from muster.events.access import events_visible_to
from muster.events.models import Event
from muster.events.queries.benefit import by_requirement, day_judged, helped_by_event
from muster.roster.models import Person
from muster.standards.access import agencies_judged_by, people_judged_by
from muster.standards.queries import people_serving
from muster.standards.what_if import Change
from muster.web.csv_out import csv_response
from muster.web.judging import name_key, rules_readable
from muster.web.tables import page_of, wants_csv
from muster.web.verdicts import VERDICT_SIGNS


@rules_readable
def event_helps(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List whose open requirements an event would meet, as far as the reader may see standing."""
    about = get_object_or_404(
        events_visible_to(request.user)
        .filter(agency__in=agencies_judged_by(request.user))
        .select_related("agency", "course", "provider"),
        pk=pk,
    )
    people = people_judged_by(request.user) & people_serving(about.agency)
    changes = helped_by_event(about, people)
    summary = by_requirement(changes)
    wanted = request.GET.get("requirement", "")
    rows = _named([change for change in changes if wanted in ("", change.requirement)])
    if wants_csv(request):
        header = [_("Name"), _("Requirement"), _("Without it"), _("With it")]
        lines = (
            [person, change.title, VERDICT_SIGNS[change.before].word, VERDICT_SIGNS[change.after].word]
            for change, person in rows
        )
        return csv_response("whom-it-would-help.csv", header, lines)
    shown = {
        "event": about,
        "page": page_of(request, rows),
        "summary": summary,
        "wanted": wanted,
        "people": len({change.person for change in changes}),
        "asked_people": people.count(),
        "day": day_judged(about),
    }
    return render(request, "outside/event_helps.html", shown)


def requirements_met(event: Event, people: QuerySet[Person]) -> list[tuple[str, str]]:
    """Return the requirements that an event would meet for some people, as choices: id, and title with how many.

    Where the rules cannot be read there is nothing to choose; the page of rules says why.
    """
    try:
        changes = helped_by_event(event, people)
    except MusterError:
        return []
    found = by_requirement(changes)
    if len({change.person for change in changes}) < 2:
        return [(key, title) for key, title, _number in found]
    return [
        (key, _("%(title)s (%(number)d people)") % {"title": title, "number": number})
        for key, title, number in found
    ]


def _named(changes: list[Change]) -> list[tuple[Change, Person]]:
    people = Person.objects.in_bulk({change.person for change in changes})
    rows = [(change, people[change.person]) for change in changes]
    return sorted(rows, key=lambda row: (row[0].title, name_key(row[1])))
