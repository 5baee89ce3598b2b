"""Everybody at once: who would be marked or pass is shown first; what was done so can be undone until closing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.curriculum.models import Assessment
from muster.ledger.refusals import Refused
from muster.records.actions.at_once import attend_everybody, pass_everybody, undo_step
from muster.records.enums import ROLL_OPEN
from muster.records.models import Session
from muster.records.queries.at_once import attending, passing
from muster.records.queries.closing import plan_taught
from muster.records.queries.roll import assessments_of
from muster.records.queries.sessions import days_of
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.trainer.roll import taught_session

WHAT = ("passed", "attended")


@post_once
def everybody(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Show who would have passed, or attended, and who not and why; then write it for all of them."""
    session = taught_session(request, pk)
    if what not in WHAT:
        raise Http404
    if session.state not in ROLL_OPEN:
        messages.error(request, _("This session is closed or cancelled. Nothing was changed."))
        return redirect("trainer:session", pk)
    chosen = _chosen(request, session) if what == "passed" else []
    if request.method == "POST":
        try:
            number = _do(request, session, what, chosen)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            words = ngettext("Written for %(number)d person.", "Written for %(number)d people.", number)
            messages.success(request, words % {"number": number})
            return redirect("trainer:results" if what == "passed" else "trainer:session", pk)
    preview = passing(session, chosen) if what == "passed" else attending(session)
    context = {"session": session, "what": what, "preview": preview}
    return render(request, "trainer/everybody.html", context)


@post_once
def undo(request: HttpRequest, pk: int, step: UUID) -> HttpResponse:
    """Take a step back that was made for everybody at once."""
    session = taught_session(request, pk)
    if request.method == "POST":
        try:
            number = undo_step(session=session, step=step, by=reader(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            words = ngettext("%(number)d entry was undone.", "%(number)d entries were undone.", number)
            messages.success(request, words % {"number": number})
    return redirect("trainer:session", pk)


def _do(request: HttpRequest, session: Session, what: str, chosen: Sequence[Assessment | None]) -> int:
    seen, by = request.POST.get("seen", ""), reader(request)
    if what == "passed":
        return pass_everybody(session=session, assessments=chosen, seen=seen, by=by)
    return attend_everybody(session=session, seen=seen, by=by)


def _chosen(request: HttpRequest, session: Session) -> list[Assessment | None]:
    """Return the assessments that are asked for: one, or all of the plan; the class as a whole where it has none."""
    days = days_of(session, list(session.meetings.all()))
    found = assessments_of(plan_taught(session, days[-1]) if days else None)
    wanted = (request.POST or request.GET).get("assessment", "")
    one = [assessment for assessment in found if str(assessment.pk) == wanted]
    return [*(one or found)] or [None]
