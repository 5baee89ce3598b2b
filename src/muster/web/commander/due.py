"""What falls due in the next twelve months."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from muster.standards.access import agencies_judged_by, people_judged_by
from muster.standards.queries import people_serving
from muster.standards.standing import rules_of, standing_of
from muster.standards.summaries import due_in, months_of
from muster.web.csv_out import csv_response
from muster.web.judging import agency_asked, day_asked, named, rules_readable
from muster.web.tables import page_of, wants_csv
from muster.web.verdicts import VERDICT_SIGNS


@rules_readable
def due(request: HttpRequest) -> HttpResponseBase:
    """Count duties by the month they are due in, and list those of one month."""
    agency = agency_asked(request, agencies_judged_by(request.user))
    asked = day_asked(request, agency)
    rules = rules_of(agency, asked.as_of, asked.known_at)
    people = people_judged_by(request.user) & people_serving(agency, asked.as_of, asked.known_at)
    judgement = standing_of(agency, asked.as_of, asked.known_at, people=people, rules=rules.book)
    months, later = months_of(judgement)
    chosen = _month(request.GET.get("month", ""), [month.first for month in months])
    rows = named(due_in(judgement, chosen))
    if wants_csv(request):
        header = [_("Name"), _("Requirement"), _("Standing"), _("Due"), _("Next step")]
        lines = ([p, d.title, VERDICT_SIGNS[d.verdict].word, d.due, d.next_step] for d, p in rows)
        return csv_response(f"due-{chosen:%Y-%m}.csv", header, lines)
    shown = {
        "agency": agency,
        "asked": asked,
        "rules": rules,
        "months": months,
        "most": max((month.open + month.renew for month in months), default=0),
        "later": later,
        "chosen": chosen,
        "page": page_of(request, rows),
    }
    return render(request, "commander/due.html", shown)


def _month(text: str, months: list[date]) -> date:
    """Return the month asked for where it is one of the twelve, or else the first."""
    return next((month for month in months if f"{month:%Y-%m}" == text), months[0])
