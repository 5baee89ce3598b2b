"""The register of recommendations, and what the department owes an answer to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.oversight.access import issuers_spoken_for, issuers_visible_to, recommendations_visible_to
from muster.oversight.enums import (
    UNANSWERED,
    WORKING,
    Priority,
    RecommendationKind,
    RecommendationState,
)
from muster.oversight.queries.clocks import annotate_due, filter_overdue
from muster.oversight.queries.register import counts_by_state, filter_words
from muster.web.csv_out import csv_response
from muster.web.oversight.shown import shown
from muster.web.tables import ListPage, number_in, page_of, sorted_by, wants_csv

P = Permission
S = RecommendationState
COLUMNS = {
    "number": "number",
    "title": "title",
    "issuer": "issuer__name",
    "issued": "issued_on",
    "priority": "priority",
    "state": "state",
    "due": "due_on",
}


def recommendations(request: HttpRequest) -> HttpResponseBase:
    """List what was recommended, by word, body, state, type and priority; with ``overdue`` what is late."""
    if not may_anywhere(request.user, P.OVERSIGHT_RECOMMENDATION_READ):
        raise Http404
    found = sorted_by(request, _filtered(request), COLUMNS, "-issued")
    if wants_csv(request):
        return _as_csv(found)
    page = page_of(request, found)
    context = {
        "page": _shown(page),
        "issuers": issuers_visible_to(request.user),
        "states": S.choices,
        "kinds": RecommendationKind.choices,
        "priorities": [(str(value), label) for value, label in Priority.choices],
        "may_issue": bool(issuers_spoken_for(request.user)),
    }
    return render(request, "oversight/recommendations.html", context)


def recommendations_desk(request: HttpRequest) -> HttpResponseBase:
    """List what the department owes, by the day on which it is due: to acknowledge, to answer, to finish."""
    if not may_anywhere(request.user, P.OVERSIGHT_RECOMMENDATION_ANSWER):
        raise Http404
    ours = recommendations_visible_to(request.user, P.OVERSIGHT_RECOMMENDATION_ANSWER)
    owed: Any = annotate_due(ours).filter(due_on__isnull=False).select_related("issuer")
    found = sorted_by(request, owed, COLUMNS, "due")
    if wants_csv(request):
        return _as_csv(found)
    page = page_of(request, found)
    counts = counts_by_state(ours)

    def number(*states: str) -> int:
        return sum(counts.get(state, 0) for state in states)

    late = filter_overdue(owed).count()
    figures = [
        {"number": number(*UNANSWERED), "label": _("wait for our answer")},
        {"number": late, "label": _("overdue"), "tone": "bad" if late else "good"},
        {"number": number(*WORKING), "label": _("in work")},
        {"number": number(S.REPORTED_IMPLEMENTED), "label": _("reported, the issuer has not looked yet")},
        {
            "number": number(S.VERIFIED_PARTIAL, S.NOT_IMPLEMENTED),
            "label": _("not done, says the issuer"),
        },
    ]
    sent_back = ours.filter(state__in=(S.VERIFIED_PARTIAL, S.NOT_IMPLEMENTED)).select_related("issuer")
    context = {
        "page": _shown(page),
        "figures": figures,
        "sent_back": [shown(each) for each in sent_back.order_by("issuer__name", "number")[:50]],
    }
    return render(request, "oversight/desk.html", context)


def _shown(page: ListPage) -> ListPage:
    for row in page.object_list:
        shown(row)
    return page


def _filtered(request: HttpRequest) -> Any:
    found: Any = annotate_due(recommendations_visible_to(request.user)).select_related("issuer")
    found = filter_words(found, request.GET.get("q", ""))
    if issuer := number_in(request, "issuer"):
        found = found.filter(issuer=issuer)
    if (state := request.GET.get("state", "")) in S.values:
        found = found.filter(state=state)
    if (kind := request.GET.get("kind", "")) in RecommendationKind.values:
        found = found.filter(kind=kind)
    if (priority := number_in(request, "priority")) in Priority.values:
        found = found.filter(priority=priority)
    return filter_overdue(found) if request.GET.get("overdue") else found


def _as_csv(found: Any) -> HttpResponseBase:
    header = [
        _("Number"),
        _("Title"),
        _("Issuer"),
        _("Issued on"),
        _("Type"),
        _("Priority"),
        _("State"),
        _("Due on"),
        _("Recommendation"),
        _("Answer"),
        _("Reason"),
        _("Plan"),
        _("Owner"),
        _("Done by"),
    ]
    rows = (
        [
            row.number,
            row.title,
            row.issuer,
            row.issued_on,
            row.get_kind_display(),
            row.get_priority_display(),
            row.get_state_display(),
            row.due_on or "",
            row.text,
            row.response,
            row.decline_reason,
            row.plan,
            row.owner,
            row.finish_by or "",
        ]
        for row in found.iterator(chunk_size=500)
    )
    return csv_response("recommendations.csv", header, rows)
