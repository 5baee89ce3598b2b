"""The desk of a board member: what changed since the last meeting, what is overdue, and the packet for the next."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.oversight.access import issuers_spoken_for, recommendations_visible_to
from muster.oversight.enums import RecommendationState
from muster.oversight.packet import as_pdf
from muster.oversight.queries.meeting import Meeting, meeting_of
from muster.web.oversight.shown import shown, tone_of
from muster.web.reader import reader

P = Permission
#: Boards meet once a month unless they say otherwise.
_USUAL = timedelta(days=30)


def oversight_desk(request: HttpRequest) -> HttpResponse:
    """Show what happened since the day of the last meeting, what is late, and what waits for the body's own word."""
    told = _told(request)
    for each in (*told.overdue, *told.waiting):
        shown(each)
    counts = told.counts
    figures = [
        {"number": len(told.changed), "label": _("changed since then")},
        {"number": len(told.overdue), "label": _("overdue"), "tone": "bad" if told.overdue else "good"},
        {"number": len(told.waiting), "label": _("reported, to be verified")},
        {"number": counts.get(RecommendationState.DECLINED, 0), "label": _("declined")},
    ]
    context = {
        "told": told,
        "changed": [(each, tone_of(each.asked.state)) for each in told.changed],
        "figures": figures,
        "spoken_for": issuers_spoken_for(reader(request)),
    }
    return render(request, "oversight/meeting.html", context)


def oversight_packet_pdf(request: HttpRequest) -> HttpResponse:
    """Print the same for the meeting."""
    answer = HttpResponse(as_pdf(_told(request)), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="packet.pdf"'
    return answer


def _told(request: HttpRequest) -> Meeting:
    if not may_anywhere(request.user, P.OVERSIGHT_RECOMMENDATION_ISSUE):
        raise Http404
    found = recommendations_visible_to(request.user, P.OVERSIGHT_RECOMMENDATION_ISSUE)
    return meeting_of(found, _since(request))


def _since(request: HttpRequest) -> date:
    """Return the day that the address names, a month ago where it names none or one that no clock can show."""
    try:
        day = parse_date(request.GET.get("since", ""))
    except ValueError:
        day = None
    today = timezone.localdate()
    return day if day is not None and date(1971, 1, 1) <= day <= today else today - _USUAL
