"""What was brought home: the library of accepted reports, and the one page of a report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum.access import courses_visible_to
from muster.curriculum.topics import topic_names, topics
from muster.events.access import (
    bulletins_visible_to,
    contacts_visible_to,
    practices_visible_to,
    reports_visible_to,
    requests_visible_to,
)
from muster.events.access_home import materials_visible_to, own_reports, reports_decided_by
from muster.events.actions.bulletins import bulletin_from_report
from muster.events.actions.lessons import plan_from_report
from muster.events.actions.reports import decide_report
from muster.events.enums import ReportState
from muster.events.forms.reports import ReportDecisionForm
from muster.events.forms.shares import LessonForm
from muster.events.models import Report
from muster.events.queries.library import filter_library, filter_topic
from muster.ledger.refusals import Refused
from muster.web.csv_out import csv_response
from muster.web.files import sent
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.home_forms import form_page
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"event": "request__event__title", "day": "decided_at", "author": "author__person__family_name"}
TONES = {
    ReportState.DRAFT: "off",
    ReportState.SUBMITTED: "wait",
    ReportState.RETURNED: "warn",
    ReportState.ACCEPTED: "good",
}


def library(request: HttpRequest) -> HttpResponseBase:
    """Search the accepted reports by word and topic."""
    if not may_anywhere(request.user, P.EVENTS_REPORT_READ):
        raise Http404
    found: Any = reports_visible_to(request.user).filter(state=ReportState.ACCEPTED)
    found = filter_topic(found, request.GET.get("topic", ""))
    found = filter_library(found, request.GET.get("q", ""), reader(request))
    found = found.select_related("request__event", "author__person")
    found = sorted_by(request, found, COLUMNS, "-day")
    if wants_csv(request):
        return _as_csv(found)
    page = page_of(request, found)
    for row in page.object_list:
        row.topic_names = topic_names(row.topics)
    return render(request, "outside/library.html", {"page": page, "topics": topics()})


@post_once
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one report with what came of it; who handles reports accepts it here or sends it back."""
    shown = _seen(request, pk)
    user = reader(request)
    own = own_reports(user).filter(pk=pk).exists()
    decides = reports_decided_by(user).filter(pk=pk).exists()
    waits = decides and not own and shown.state == ReportState.SUBMITTED
    form = ReportDecisionForm(request.POST or None) if waits else None
    if request.method == "POST" and form is not None and (made := done_with(form, _decide(shown, user))):
        messages.success(request, _("The report is now: %(state)s.") % {"state": made.get_state_display()})
        return redirect("report", pk)
    accepted = shown.state == ReportState.ACCEPTED
    context = {
        "report": shown,
        "tone": TONES[ReportState(shown.state)],
        "topic_names": topic_names(shown.topics),
        "others": shown.others.select_related("person"),
        "materials": materials_visible_to(user).filter(report=shown).select_related("file"),
        "contacts": contacts_visible_to(user).filter(report=shown),
        "practices": practices_visible_to(user).filter(report=shown),
        "bulletins": bulletins_visible_to(user).filter(report=shown),
        "sees_request": requests_visible_to(user).filter(pk=shown.request_id).exists(),
        "form": form,
        "own": own,
        "may_write": own and shown.state in (ReportState.DRAFT, ReportState.RETURNED),
        "may_brief": accepted and (own or decides),
        "may_plan": accepted and may_anywhere(user, P.CURRICULUM_PLAN_WRITE),
        "may_suggest": may_anywhere(user, P.EVENTS_PRACTICE_SUGGEST),
    }
    return render(request, "outside/report.html", context)


def report_file(request: HttpRequest, pk: int, file: int) -> Any:
    """Hand out a hand-out, as far as its owner allows."""
    return sent(get_object_or_404(materials_visible_to(request.user).filter(report__pk=pk), pk=file))


@post_once
def report_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a bulletin with what a report says."""
    shown = _seen(request, pk)
    user = reader(request)
    if not (own_reports(user) | reports_decided_by(user)).filter(pk=pk).exists():
        raise Http404
    if request.method != "POST":
        return HttpResponse(status=405)
    try:
        made = bulletin_from_report(report=shown, by=user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("report", pk)
    messages.success(request, _("The draft is there. Add questions, then have it published."))
    return redirect("bulletin_edit", made.pk)


@post_once
def report_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a lesson plan with what a report says: choose the course, or the one that the event is."""
    shown = _seen(request, pk)
    courses = courses_visible_to(request.user, P.CURRICULUM_PLAN_WRITE).filter(agency=shown.request.agency)
    if shown.state != ReportState.ACCEPTED or not may_anywhere(request.user, P.CURRICULUM_PLAN_WRITE):
        raise Http404
    link = request.build_absolute_uri(reverse("report", args=[pk]))
    form = LessonForm(
        request.POST or None, courses=courses, initial={"course": shown.request.event.course_id}
    )

    def begin(**said: Any) -> Any:
        return plan_from_report(report=shown, link=link, by=reader(request), **said)

    if request.method == "POST" and (plan := done_with(form, begin)) is not None:
        messages.success(request, _("The draft is there. Next: its objectives."))
        return redirect("trainer:plan_part", plan.pk, "objectives")
    return form_page(
        request,
        form,
        heading=_("A lesson plan from this report"),
        lede=_("It begins with the key points, and names the report as what it rests on."),
        submit=_("Begin the draft"),
        crumbs=[(reverse("report", args=[pk]), str(shown.request.event))],
    )


def _seen(request: HttpRequest, pk: int) -> Report:
    found = reports_visible_to(request.user).select_related(
        "request__event__course", "request__agency", "author__person", "decided_by"
    )
    return get_object_or_404(found, pk=pk)


def _decide(shown: Report, by: Any) -> Any:
    def decide(*, decision: str, answer: str) -> Report:
        return decide_report(report=shown, accept=decision == "accept", answer=answer, by=by)

    return decide


def _as_csv(found: Any) -> HttpResponseBase:
    header = [
        _("Event"),
        _("Author"),
        _("Accepted on"),
        _("Topics"),
        _("Key points"),
        _("What we should change"),
    ]
    rows = (
        [
            row.request.event,
            row.author,
            row.decided_at.date() if row.decided_at else "",
            ", ".join(topic_names(row.topics)),
            row.key_points,
            row.change,
        ]
        for row in found
    )
    return csv_response("reports.csv", header, rows)
