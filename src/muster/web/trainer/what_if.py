"""What a class would change: who would stand differently after it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.curriculum.models import Course
from muster.records.access.sessions import sessions_visible_to
from muster.records.enums import SEATS_OPEN, EnrolmentState
from muster.records.models import Session
from muster.records.queries.sessions import days_of
from muster.roster.models import Agency, Person
from muster.standards.access import agencies_judged_by, people_judged_by, units_judged_by
from muster.standards.forms import WhatIfForm
from muster.standards.queries import people_serving, posts_on, today_at, units_below
from muster.standards.what_if import Change, helped_by, what_if_class
from muster.web.csv_out import csv_response
from muster.web.judging import agency_asked, name_key, rules_readable
from muster.web.tables import page_of, wants_csv
from muster.web.verdicts import VERDICT_SIGNS

P = Permission


@rules_readable
def what_if(request: HttpRequest) -> HttpResponseBase:
    """Ask for a class, and show whose verdict it would change."""
    agency = agency_asked(request, agencies_judged_by(request.user))
    form = _form(request, agency)
    shown = {"agency": agency, "form": form}
    if form.is_bound and form.is_valid():
        course, day = _class(form)
        people = _people(request, agency, form)
        changes = what_if_class(agency=agency, course=course, day=day, people=people)
        rows = _named(changes)
        if wants_csv(request):
            return _as_csv(rows)
        shown |= {
            "course": course,
            "day": day,
            "asked_people": people.count(),
            "helped": len(helped_by(changes)),
            "page": page_of(request, rows),
        }
    return render(request, "trainer/what_if.html", shown)


def _form(request: HttpRequest, agency: Agency) -> WhatIfForm:
    asked = {"session", "course", "day"} & set(request.GET)
    sessions = sessions_visible_to(request.user, P.RECORDS_SESSION_READ)
    return WhatIfForm(
        request.GET if asked else None,
        sessions=sessions.filter(agency=agency, state__in=SEATS_OPEN).order_by("pk"),
        courses=Course.objects.filter(agency=agency, is_retired=False),
        units=units_judged_by(request.user).filter(agency=agency),
    )


def _class(form: WhatIfForm) -> tuple[Course, date]:
    """Return the course and the day on which it will have been taken."""
    session: Session | None = form.cleaned_data["session"]
    if session is None:
        return form.cleaned_data["course"], form.cleaned_data["day"]
    days = days_of(session, list(session.meetings.all()))
    return session.course, max(days, default=today_at(session.agency))


def _people(request: HttpRequest, agency: Agency, form: WhatIfForm) -> QuerySet[Person]:
    """Return those with a seat, or those of a unit, or everybody whom the reader may see."""
    today = today_at(agency)
    people = people_judged_by(request.user) & people_serving(agency, today)
    session, unit = form.cleaned_data["session"], form.cleaned_data["unit"]
    if session is not None:
        seats = session.enrolments.filter(state=EnrolmentState.CONFIRMED)
        people = people.filter(pk__in=seats.values("person"))
    if unit is not None:
        inside = set(units_below(unit).values_list("pk", flat=True))
        posts = posts_on(agency, today)
        people = people.filter(pk__in=[person for person, post in posts.items() if post in inside])
    return people


def _named(changes: list[Change]) -> list[tuple[Change, Person]]:
    people = Person.objects.in_bulk({change.person for change in changes})
    rows = [(change, people[change.person]) for change in changes]
    return sorted(rows, key=lambda row: (row[0].requirement, name_key(row[1])))


def _as_csv(rows: list[tuple[Change, Person]]) -> HttpResponseBase:
    header = [_("Name"), _("Requirement"), _("Without the class"), _("With the class"), _("Then still left")]
    lines = (
        [
            person,
            change.title,
            VERDICT_SIGNS[change.before].word,
            VERDICT_SIGNS[change.after].word,
            change.next_step,
        ]
        for change, person in rows
    )
    return csv_response("what-if.csv", header, lines)
