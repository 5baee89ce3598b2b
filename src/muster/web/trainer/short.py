"""Who is short of what, and by when; and a seat for all of them at once."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from muster.accounts.permissions import Permission
from muster.core.report.todo import SHORT
from muster.ledger.refusals import Refused
from muster.records.access.sessions import sessions_visible_to
from muster.records.actions.enrolment import enrol_people
from muster.records.enums import SEATS_OPEN
from muster.records.models import Session
from muster.records.queries.sessions import annotate_days
from muster.roster.models import Agency, Person
from muster.standards.access import agencies_judged_by, people_judged_by, units_judged_by
from muster.standards.queries import people_serving, posts_on, units_below
from muster.standards.standing import rules_of, standing_of
from muster.standards.summaries import TO_DO, Duty, duties, in_reading_order
from muster.web.csv_out import csv_response
from muster.web.judging import AskedDay, agency_asked, day_asked, name_key, named, rules_readable
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import key_of, keys_of, number_in, page_of, wants_csv
from muster.web.verdicts import VERDICT_SIGNS

P = Permission

CHOICES = 50  # sessions offered for a seat, the soonest first

#: What can be asked for by name, and the verdicts that it means. The first is what the page begins with.
KINDS = {
    "": (gettext_lazy("Late or due soon"), (*SHORT, "due_soon")),
    "late": (gettext_lazy("Late"), SHORT),
    "due_soon": (gettext_lazy("Due soon"), ("due_soon",)),
    "not_yet_due": (gettext_lazy("Not yet due"), ("not_yet_due",)),
    "cannot_tell": (gettext_lazy("Cannot tell"), ("cannot_tell",)),
    "all": (gettext_lazy("Everything left to do"), TO_DO),
}


@rules_readable
def short(request: HttpRequest) -> HttpResponseBase:
    """List what people have to do, by the day it is due."""
    agency = agency_asked(request, agencies_judged_by(request.user))
    asked = day_asked(request, agency)
    rules = rules_of(agency, asked.as_of, asked.known_at)
    units = units_judged_by(request.user).filter(agency=agency)
    wanted = request.GET.get("requirement", "")
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else ""
    book = rules.book.only([wanted]) if wanted in rules.book.requirements else rules.book
    judgement = standing_of(
        agency, asked.as_of, asked.known_at, people=_people(request, agency, asked), rules=book
    )
    rows = _sorted(request, named(duties(judgement, verdicts=KINDS[kind][1])))
    if wants_csv(request):
        return _as_csv(rows)
    shown = {
        "agency": agency,
        "asked": asked,
        "rules": rules,
        "page": page_of(request, rows),
        "kinds": [(name, label) for name, (label, _verdicts) in KINDS.items()],
        "kind": kind,
        "units": units.order_by("path"),
        "unit": number_in(request, "unit"),
        "requirements": [rules.book.requirements[name] for name in in_reading_order(rules.book)],
        "requirement": wanted,
        "sessions": _soonest(_sessions(request, agency)),
    }
    return render(request, "trainer/short.html", shown)


def _people(request: HttpRequest, agency: Agency, asked: AskedDay) -> QuerySet[Person]:
    people = people_judged_by(request.user) & people_serving(agency, asked.as_of, asked.known_at)
    if not request.GET.get("unit"):
        return people
    visible = units_judged_by(request.user).filter(agency=agency)
    unit = get_object_or_404(visible, pk=number_in(request, "unit"))
    inside = set(units_below(unit).values_list("pk", flat=True))
    posts = posts_on(agency, asked.as_of, asked.known_at)
    return people.filter(pk__in=[person for person, post in posts.items() if post in inside])


def _sorted(request: HttpRequest, rows: list[tuple[Duty, Person]]) -> list[tuple[Duty, Person]]:
    """Return rows by day (as they come) or by name; the other way round with a minus."""
    asked = request.GET.get("sort", "due")
    if asked.removeprefix("-") == "name":
        rows = sorted(rows, key=lambda row: name_key(row[1]))
    return rows[::-1] if asked.startswith("-") else rows


def _as_csv(rows: list[tuple[Duty, Person]]) -> HttpResponseBase:
    header = [_("Name"), _("Requirement"), _("Standing"), _("Due"), _("Next step"), _("Citation")]
    lines = (
        [person, duty.title, VERDICT_SIGNS[duty.verdict].word, duty.due, duty.next_step, duty.citation]
        for duty, person in rows
    )
    return csv_response("short.csv", header, lines)


def _sessions(request: HttpRequest, agency: Agency) -> QuerySet[Session]:
    """Return the sessions of an agency into which the reader may enrol people."""
    planned = sessions_visible_to(request.user, P.RECORDS_SESSION_PLAN)
    return planned.filter(agency=agency, state__in=SEATS_OPEN).select_related("course")


def _soonest(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return annotate_days(sessions).order_by(F("first_at").asc(nulls_last=True), "pk")[:CHOICES]


@require_POST
@post_once
def enrol(request: HttpRequest) -> HttpResponse:
    """Give those who were ticked a seat in a session; where that is refused, go back and say why."""
    agency = agency_asked(request, agencies_judged_by(request.user))
    session = get_object_or_404(_sessions(request, agency), pk=key_of(request.POST.get("session", "")))
    chosen = keys_of(request.POST.getlist("people"))
    people = people_judged_by(request.user) & people_serving(agency)
    try:
        seats = enrol_people(session=session, people=list(people.filter(pk__in=chosen)), by=reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('trainer:short')}?{request.GET.urlencode()}")
    said = ngettext("%(number)d seat was given.", "%(number)d seats were given.", len(seats))
    messages.success(request, said % {"number": len(seats)})
    return redirect("trainer:session", session.pk)
