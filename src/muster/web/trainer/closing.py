"""The end of a session: closing, which makes the records; the report to the state; the files."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.accounts.permissions import Permission
from muster.curriculum.models import LessonPlan
from muster.files.actions import store
from muster.ledger.refusals import Refused
from muster.ledger.shown import mark_of, refuse_outdated
from muster.records.access.sessions import may_open_files, session_files_visible_to, sessions_visible_to
from muster.records.actions.closing import close_session
from muster.records.actions.reporting import report_session
from muster.records.actions.roll import attach_to_session
from muster.records.enums import CLOSED
from muster.records.forms.roll import CloseForm
from muster.records.forms.sessions import ReportForm, SessionFileForm
from muster.records.models import Enrolment, Meeting, Session
from muster.records.queries.closing import endings_of, plans_in_force, records_made_by, unreported
from muster.records.queries.outcomes import GRACE_MINUTES, Ending
from muster.records.queries.roll import unmarked
from muster.records.queries.sessions import days_of, today_at
from muster.web.files import sent
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.trainer.roll import taught_session

P = Permission


def _closed_by(request: HttpRequest, pk: int) -> Session:
    visible = sessions_visible_to(request.user, P.RECORDS_SESSION_CLOSE)
    return get_object_or_404(visible.select_related("agency", "course__agency", "plan__course"), pk=pk)


@post_once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what closing would write down for everybody, and close."""
    session = _closed_by(request, pk)
    if session.state in CLOSED and request.method != "POST":
        return redirect("trainer:session", pk)
    meetings = list(session.meetings.order_by("starts_at", "pk"))
    days = days_of(session, meetings)
    plans = plans_in_force(session.course, days[-1]) if days else []
    gaps = unmarked(session)
    form = CloseForm(
        request.POST if request.method == "POST" else None, plans=plans, gaps=len(gaps), pinned=session.plan
    )
    shown = _shown(session, meetings, plans, gaps)
    if request.method == "POST" and (form.is_valid() or session.state in CLOSED):
        try:
            if session.state not in CLOSED:
                refuse_outdated(shown.facts, request.POST.get("seen"))
            closed = close_session(session=session, by=reader(request), **form.cleaned_data)
        except (Refused, ValidationError) as refused:
            if session.state in CLOSED:
                messages.error(request, str(refused))
                return redirect("trainer:session", pk)
            put_on(form, refused)
        else:
            made = records_made_by(closed)
            words = ngettext(
                "Closed; %(number)d record was made.", "Closed; %(number)d records were made.", made
            )
            messages.success(request, words % {"number": made})
            return redirect("trainer:session", pk)
    context = {
        "session": session,
        "form": form,
        "gaps": gaps,
        "preview": shown.preview,
        "mark": mark_of(shown.facts),
        "walk_ins": session.enrolments.filter(person__isnull=True, state="confirmed"),
        "grace": GRACE_MINUTES,
    }
    return render(request, "trainer/session_close.html", context)


@dataclass(frozen=True)
class _Shown:
    """What the records will say, or where the roll has gaps; and the same as text and numbers."""

    preview: list[tuple[Enrolment, Ending]]
    facts: list[Any]


def _shown(session: Session, meetings: list[Meeting], plans: list[LessonPlan], gaps: list[Any]) -> _Shown:
    """Return what the page shows of a session that is to be closed, with the version taken first where none is pinned."""
    session = copy(session)
    session.plan = session.plan if session.plan in plans else next(iter(plans), None)
    found = endings_of(session, meetings).values() if meetings and not gaps else ()
    preview = sorted(found, key=lambda row: str(row[0]))
    facts: list[Any] = [session.plan_id, [[meeting.pk, seat.pk] for meeting, seat in gaps]]
    facts += [[seat.pk, end.outcome, end.minutes, end.on, end.score] for seat, end in preview]
    return _Shown(preview, facts)


@post_once
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the session was reported to the state."""
    session = _closed_by(request, pk)
    waiting = unreported(session).count()
    form = ReportForm(request.POST or None, initial={"reported_on": today_at(session)})
    deed = partial(report_session, session=session, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The report is noted, and the records say so."))
        return redirect("trainer:session", pk)
    return render(
        request, "trainer/session_report.html", {"session": session, "form": form, "unreported": waiting}
    )


@post_once
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a file of the session: the signed sheet, tests, evaluations."""
    session = taught_session(request, pk)
    form = SessionFileForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")}
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            stored = store(content=upload, by=reader(request))
            attach_to_session(
                session=session,
                stored=stored,
                name=upload.name,
                kind=form.cleaned_data["kind"],
                by=reader(request),
            )
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The file is with the session now."))
            return redirect("trainer:session", pk)
    return render(request, "trainer/session_file.html", {"session": session, "form": form})


def send_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """Send a file of the session."""
    found = session_files_visible_to(request.user).select_related("file", "session")
    attached = get_object_or_404(found, session__pk=pk, pk=file)
    if not may_open_files(request.user, attached.session):
        raise Http404
    return sent(attached)
