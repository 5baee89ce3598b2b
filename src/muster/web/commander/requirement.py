"""How everybody stands by one requirement."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from muster.core.rules.verdicts import VERDICTS
from muster.standards.access import agencies_judged_by, people_judged_by, units_judged_by
from muster.standards.queries import people_serving, posts_on, units_below
from muster.standards.standing import rules_of, standing_of
from muster.standards.summaries import duties, shares
from muster.web.csv_out import csv_response
from muster.web.judging import agency_asked, day_asked, named, rules_readable
from muster.web.tables import number_in, page_of, wants_csv
from muster.web.verdicts import VERDICT_SIGNS


@rules_readable
def requirement(request: HttpRequest, name: str) -> HttpResponseBase:
    """List who is bound by a requirement, with verdict and day, for a unit or all."""
    agency = agency_asked(request, agencies_judged_by(request.user))
    asked = day_asked(request, agency)
    rules = rules_of(agency, asked.as_of, asked.known_at)
    if name not in rules.book.requirements:
        raise Http404
    people = people_judged_by(request.user) & people_serving(agency, asked.as_of, asked.known_at)
    units = units_judged_by(request.user).filter(agency=agency)
    unit = get_object_or_404(units, pk=number_in(request, "unit")) if request.GET.get("unit") else None
    if unit is not None:
        inside = set(units_below(unit).values_list("pk", flat=True))
        posts = posts_on(agency, asked.as_of, asked.known_at)
        people = people.filter(pk__in=[person for person, post in posts.items() if post in inside])
    judgement = standing_of(agency, asked.as_of, asked.known_at, people=people, rules=rules.book.only([name]))
    wanted = request.GET.get("verdict", "")
    rows = named(
        duty
        for duty in duties(judgement, requirement=name, everything=True)
        if duty.verdict != "not_applicable" and wanted in ("", duty.verdict)
    )
    if wants_csv(request):
        header = [_("Name"), _("Standing"), _("Due"), _("Next step")]
        lines = (
            [person, VERDICT_SIGNS[duty.verdict].word, duty.due, duty.next_step] for duty, person in rows
        )
        return csv_response("requirement.csv", header, lines)
    shown = {
        "agency": agency,
        "unit": unit,
        "units": units.order_by("path"),
        "asked": asked,
        "rule": rules.book.requirements[name],
        "share": shares(judgement)[0],
        "page": page_of(request, rows),
        "verdict": wanted,
        "verdicts": [(word, VERDICT_SIGNS[word].word) for word in VERDICTS if word != "not_applicable"],
    }
    return render(request, "commander/requirement.html", shown)
