"""What came back from outside: reports to accept, and sharing to confirm or to remind of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.events.access_home import reports_decided_by, shares_handled_by
from muster.events.actions.shares import confirm_share, send_back_share, waive_share
from muster.events.enums import ReportState, ShareKind
from muster.events.forms.shares import ShareDecisionForm
from muster.events.models import Share
from muster.roster.access import own_keys
from muster.web.csv_out import csv_response
from muster.web.files import sent
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.sections.after import standing_of
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
REPORT_COLUMNS = {
    "event": "request__event__title",
    "author": "author__person__family_name",
    "day": "submitted_at",
}
SHARE_COLUMNS = {"event": "request__event__title", "due": "due_on", "kind": "kind"}
#: What the list of duties may be cut down to; the first is shown where nothing is asked.
WHICH = ("waiting", "overdue", "open", "teach", "over")


def reports(request: HttpRequest) -> HttpResponseBase:
    """List the reports that wait for somebody to accept them, the longest wait first."""
    _gate(request)
    found: Any = reports_decided_by(request.user).filter(state=ReportState.SUBMITTED)
    found = sorted_by(
        request, found.select_related("request__event", "author__person"), REPORT_COLUMNS, "day"
    )
    if wants_csv(request):
        header = [_("Event"), _("Author"), _("Handed in")]
        rows = ([r.request.event, r.author, r.submitted_at.date()] for r in found)
        return csv_response("reports-to-accept.csv", header, rows)
    page = page_of(request, found)
    mine = own_keys([request.user.pk])
    for row in page.object_list:
        row.is_own = row.author.person_id in mine
    return render(request, "trainer/reports.html", {"page": page})


def shares(request: HttpRequest) -> HttpResponseBase:
    """List duties to share: to confirm, overdue, open, to teach, over."""
    _gate(request)
    which = request.GET.get("which", "")
    which = which if which in WHICH else WHICH[0]
    visible = shares_handled_by(request.user)
    found: Any = visible.filter(_conditions()[which])
    found = found.select_related("request__event", "attendee__person", "session__course", "plan__course")
    found = sorted_by(request, found, SHARE_COLUMNS, "due")
    if wants_csv(request):
        return _as_csv(found)
    today = timezone.localdate()
    page = page_of(request, found)
    for row in page.object_list:
        row.tone, row.words = standing_of(row, today)
    counts = visible.aggregate(**{name: Count("pk", filter=rule) for name, rule in _conditions().items()})
    names = {
        "waiting": _("To confirm"),
        "overdue": _("Overdue"),
        "open": _("Still open"),
        "teach": _("To teach"),
        "over": _("Over"),
    }
    tabs = [(name, names[name], counts[name]) for name in WHICH]
    return render(request, "trainer/shares.html", {"page": page, "tabs": tabs, "which": which})


@post_once
def share_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what somebody shared, say what is missing, or release them with a reason."""
    found = shares_handled_by(request.user).select_related(
        "request__event", "request__agency", "attendee__person", "session__course", "plan__course"
    )
    duty = get_object_or_404(found, pk=pk)
    if duty.confirmed_by_id or duty.waived_by_id:
        return redirect("request", duty.request_id)
    form = ShareDecisionForm(request.POST or None, done=duty.done_on is not None)

    def decide(*, decision: str, reason: str) -> Share:
        by = reader(request)
        if decision == "confirm":
            return confirm_share(share=duty, by=by)
        if decision == "return":
            return send_back_share(share=duty, answer=reason, by=by)
        return waive_share(share=duty, reason=reason, by=by)

    if request.method == "POST" and done_with(form, decide) is not None:
        messages.success(request, _("Decided."))
        return redirect(reverse("trainer:shares"))
    tone, words = standing_of(duty, timezone.localdate())
    context = {"duty": duty, "form": form, "files": duty.files.all(), "tone": tone, "words": words}
    return render(request, "trainer/share_decide.html", context)


def share_file(request: HttpRequest, pk: int, file: int) -> Any:
    """Hand out the proof of a sharing."""
    duty = get_object_or_404(shares_handled_by(request.user), pk=pk)
    return sent(get_object_or_404(duty.files, pk=file))


def _gate(request: HttpRequest) -> None:
    if not may_anywhere(request.user, P.EVENTS_REPORT_DECIDE):
        raise Http404


def _conditions() -> dict[str, Q]:
    """Return what each of ``WHICH`` keeps."""
    unfinished = Q(confirmed_by__isnull=True, waived_by__isnull=True)
    undone = unfinished & Q(done_on__isnull=True)
    return {
        "waiting": unfinished & Q(done_on__isnull=False),
        "overdue": undone & Q(due_on__lt=timezone.localdate()),
        "open": undone,
        "teach": undone & Q(kind=ShareKind.TEACH),
        "over": ~unfinished,
    }


def _as_csv(found: Any) -> HttpResponseBase:
    header = [
        _("Event"),
        _("Who"),
        _("How"),
        _("For whom"),
        _("Due on"),
        _("Done on"),
        _("People reached"),
        _("Class"),
    ]
    rows = (
        [
            row.request.event,
            row.attendee or "",
            row.get_kind_display(),
            row.audience,
            row.due_on,
            row.done_on or "",
            row.people_reached if row.people_reached is not None else "",
            row.session or "",
        ]
        for row in found
    )
    return csv_response("sharing.csv", header, rows)
