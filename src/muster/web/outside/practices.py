"""Practices of others: what somebody suggests to do here, and where it stands until it is measured."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum.topics import topic_names, topics
from muster.events.access import practices_visible_to, reports_visible_to
from muster.events.access_home import agencies_to_suggest_to, practices_decided_by
from muster.events.actions.practices import move_practice, suggest_practice
from muster.events.enums import PracticeState
from muster.events.forms.practices import PracticeForm, PracticeStepForm
from muster.events.models import Practice, Report
from muster.events.queries.library import filter_practices, filter_topic
from muster.ledger.models import Entry
from muster.records.access.records import person_of
from muster.roster.access import own_keys
from muster.standards.queries import people_serving
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.home_forms import form_page, with_newer_edition
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"title": "title", "state": "state", "day": "suggested_at", "review": "review_on"}
TONES = {
    PracticeState.SUGGESTED: "wait",
    PracticeState.TRIAGED: "info",
    PracticeState.PILOT: "info",
    PracticeState.ADOPTED: "good",
    PracticeState.DECLINED: "off",
    PracticeState.MEASURED: "good",
}


def practices(request: HttpRequest) -> HttpResponseBase:
    """List practices by word, topic and state; with ``due`` those whose next look has come."""
    if not may_anywhere(request.user, P.EVENTS_REPORT_READ):
        raise Http404
    found: Any = filter_topic(practices_visible_to(request.user), request.GET.get("topic", ""))
    found = filter_practices(found, request.GET.get("q", ""))
    if (state := request.GET.get("state", "")) in PracticeState.values:
        found = found.filter(state=state)
    today = timezone.localdate()
    if request.GET.get("due"):
        found = found.filter(review_on__lte=today).exclude(state=PracticeState.DECLINED)
    found = sorted_by(request, found.select_related("owner"), COLUMNS, "-day")
    if wants_csv(request):
        return _as_csv(found)
    page = page_of(request, found)
    for row in page.object_list:
        row.topic_names = topic_names(row.topics)
        row.tone = TONES[PracticeState(row.state)]
        row.is_due = row.review_on is not None and row.review_on <= today
    context = {
        "page": page,
        "topics": topics(),
        "states": PracticeState.choices,
        "may_suggest": agencies_to_suggest_to(request.user).exists(),
    }
    return render(request, "outside/practices.html", context)


@post_once
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one practice and how it came where it stands; who decides takes it a step further."""
    found = practices_visible_to(request.user).select_related(
        "agency", "owner", "suggested_by", "report__request__event"
    )
    shown = get_object_or_404(found, pk=pk)
    user = reader(request)
    decides = practices_decided_by(user).filter(pk=pk).exists()
    is_own = shown.suggested_by_id in own_keys([user.pk])
    form = None
    if decides and not is_own:
        form = PracticeStepForm(
            request.POST or None,
            instance=Practice.objects.get(pk=pk),
            initial={"edition": shown.edition},
            people=people_serving(shown.agency).order_by("family_name", "given_name"),
        )
        if request.method == "POST" and (
            made := done_with(form, partial(move_practice, practice=shown, by=user))
        ):
            messages.success(
                request, _("The practice is now: %(state)s.") % {"state": made.get_state_display()}
            )
            return redirect("practice", pk)
    elif request.method == "POST":
        raise Http404
    newer = found.get(pk=pk)
    context = {
        "practice": newer,
        "tone": TONES[PracticeState(newer.state)],
        "topic_names": topic_names(newer.topics),
        "sees_report": newer.report_id is not None
        and reports_visible_to(user).filter(pk=newer.report_id).exists(),
        "form": with_newer_edition(form, newer.edition) if form is not None else None,
        "is_own": decides and is_own,
        "history": _history(newer),
        "is_due": newer.review_on is not None and newer.review_on <= timezone.localdate(),
    }
    return render(request, "outside/practice.html", context)


@post_once
def practice_new(request: HttpRequest) -> HttpResponse:
    """Suggest a practice, from a report or alone."""
    person = person_of(request.user)
    agencies = list(agencies_to_suggest_to(request.user).order_by("pk"))
    if person is None or not agencies:
        raise Http404
    report = _report(request)
    agency = (
        report.request.agency if report is not None and report.request.agency in agencies else agencies[0]
    )
    initial = {"topics": report.topics, "description": report.change} if report is not None else {}
    form = PracticeForm(request.POST or None, initial=initial)
    deed = partial(suggest_practice, agency=agency, suggested_by=person, report=report, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("Suggested. Somebody else looks at it and says what becomes of it."))
        return redirect("practice", made.pk)
    return form_page(
        request,
        form,
        heading=_("Suggest a practice"),
        lede=_("Something that others do and that we could do as well."),
        submit=_("Suggest it"),
        crumbs=[(reverse("practices"), _("Practices"))],
    )


def _report(request: HttpRequest) -> Report | None:
    """Return the report that the address names, if the reader may see it."""
    key = number_in(request, "report")
    found = reports_visible_to(request.user).select_related("request__agency").filter(pk=key)
    return found.first() if key else None


def _history(shown: Practice) -> list[dict[str, Any]]:
    """Return the steps as the timeline shows them, the newest first."""
    labels = dict(PracticeState.choices)
    entries = Entry.objects.filter(
        subject_kind="events.practice", subject_id=str(shown.pk), verb=P.EVENTS_PRACTICE_DECIDE
    ).select_related("actor")
    return [
        {
            "when": entry.at,
            "title": labels.get(json.loads(entry.details)["state"][1], ""),
            "text": entry.reason,
            "who": entry.actor,
        }
        for entry in entries.order_by("-pk")
    ]


def _as_csv(found: Any) -> HttpResponseBase:
    header = [
        _("What"),
        _("Who does it"),
        _("State"),
        _("What is known of it"),
        _("Owner"),
        _("Next look on"),
    ]
    header += [_("What it will be judged by"), _("Result")]
    rows = (
        [
            row.title,
            row.from_agency,
            row.get_state_display(),
            row.get_grade_display(),
            row.owner or "",
            row.review_on or "",
            row.measure,
            row.result,
        ]
        for row in found
    )
    return csv_response("practices.csv", header, rows)
