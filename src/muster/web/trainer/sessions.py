"""Sessions: the list, one session with its course file, and the plan that is written, changed and repeated."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum.models import Course, Instructor
from muster.ledger.refusals import Refused
from muster.records.access.sessions import (
    CLOSABLE,
    agencies_planned_in,
    course_files_visible_to,
    hidden_seats,
    may_close,
    may_plan,
    may_plan_for,
    may_teach,
    rooms_to_plan_in,
    sessions_visible_to,
    step_between,
    steps_open_to,
    units_of_sessions,
    units_planned_for,
)
from muster.records.actions.sessions import (
    ChangedMeanwhile,
    change_session,
    clone_session,
    move_session,
    plan_session,
)
from muster.records.enums import CLOSED, ROLL_OPEN, EnrolmentState, SessionState
from muster.records.forms.sessions import (
    CloneForm,
    DayForms,
    MoveForm,
    PostForms,
    SessionForm,
    days_as_typed,
    filled,
    posts_as_typed,
)
from muster.records.models import Meeting, Session
from muster.records.queries.at_once import steps_of
from muster.records.queries.closing import records_made_by, unreported
from muster.records.queries.course_file import Answer, audit, course_file
from muster.records.queries.enrolment import seats_in
from muster.records.queries.sessions import (
    annotate_days,
    annotate_seats,
    filter_in_unit,
    filter_sessions,
    report_clock,
    today_at,
    with_teaching,
)
from muster.roster.access import agencies_where
from muster.web.csv_out import csv_response
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"day": "first_at", "title": "course__title", "state": "state", "seats": "taken"}
TONES = {
    SessionState.PLANNED: "off",
    SessionState.OPEN: "wait",
    SessionState.LOCKED: "wait",
    SessionState.IN_SESSION: "info",
    SessionState.HELD: "warn",
    SessionState.CLOSED: "good",
    SessionState.REPORTED: "good",
    SessionState.CANCELLED: "off",
}
ANSWERS = {
    Answer.MET: ("good", gettext_lazy("there")),
    Answer.MISSING: ("bad", gettext_lazy("missing")),
    Answer.LATER: ("wait", gettext_lazy("later")),
    Answer.NOT_ASKED: ("off", gettext_lazy("not asked")),
}


def sessions(request: HttpRequest) -> HttpResponseBase:
    """List the sessions whose course file this reader may read: by word and state, with seats and the report's clock."""
    if not may_anywhere(request.user, P.RECORDS_FILE_READ):
        raise Http404
    found = annotate_seats(annotate_days(with_teaching(course_files_visible_to(request.user))))
    found = filter_sessions(found, words=request.GET.get("q", ""), state=request.GET.get("state", ""))
    units = units_of_sessions(request.user)
    found = filter_in_unit(found, units.filter(pk=number_in(request, "unit")).first())
    found = sorted_by(request, found, COLUMNS, "-day")
    if wants_csv(request):
        return csv_response("sessions.csv", _csv_header(), (_csv_row(session) for session in found))
    page = page_of(request, found)
    for session in page.object_list:
        session.clock = report_clock(session, session.last_at, timezone.now())
        session.tone = TONES[SessionState(session.state)]
    context = {
        "page": page,
        "may_add": agencies_planned_in(request.user).exists(),
        "may_keep_rooms": agencies_where(request.user, P.RECORDS_SESSION_PLAN).exists(),
        "may_see_timetable": may_anywhere(request.user, P.RECORDS_SESSION_TEACH),
        "states": SessionState.choices,
        "units": units,
    }
    return render(request, "trainer/sessions.html", context)


def _csv_header() -> list[str]:
    return [
        _("Session"),
        _("Course"),
        _("Unit"),
        _("Number"),
        _("First day"),
        _("Last day"),
        _("State"),
        _("Seats"),
        _("Taken"),
        _("Waiting"),
        _("Instructors"),
        _("Report due"),
        _("Reported on"),
    ]


def _csv_row(session: Any) -> list[Any]:
    clock = report_clock(session, session.last_at, timezone.now())
    moments = [session.first_at, session.last_at]
    days = [Meeting.local(m, session.agency.time_zone).date() if m else "" for m in moments]
    taught = "; ".join(str(post.instructor) for post in session.teaching.all())
    counts = [session.seats, session.taken, session.waiting]
    state = session.get_state_display()
    due = clock.due if clock else ""
    return [
        session,
        session.course.code,
        session.unit or "",
        session.number,
        *days,
        state,
        *counts,
        taught,
        due,
        session.reported_on,
    ]


def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one session: days, instructors, seats, files, and what its course file still lacks."""
    shown = get_object_or_404(with_teaching(course_files_visible_to(request.user)), pk=pk)
    file = course_file(shown, today_at(shown))
    last_at = max((meeting.ends_at for meeting in file.meetings), default=None)
    hidden = hidden_seats(request.user, shown)
    seats = [seat for seat in seats_in(shown) if seat.pk not in hidden]
    keeps = may_teach(request.user, shown)
    return render(
        request,
        "trainer/session.html",
        {
            "session": shown,
            "tone": TONES[SessionState(shown.state)],
            "steps": steps_open_to(request.user, shown),
            "may_plan": may_plan(request.user, shown),
            "may_close": may_close(request.user, shown),
            "is_closed": shown.state in CLOSED,
            "is_closable": shown.state in CLOSABLE,
            "is_over": shown.state in (*CLOSED, SessionState.CANCELLED),
            "meetings": file.meetings,
            "minutes": sum(meeting.minutes for meeting in file.meetings),
            "teaching": [(post, file.uncertified.get(str(post.instructor))) for post in file.teaching],
            "plan": file.plan,
            "groups": _groups(seats),
            "audit": [(check, finding, *ANSWERS[finding.answer]) for check, finding in audit(file)],
            "clock": report_clock(shown, last_at, timezone.now()),
            "files": shown.files.select_related("file", "added_by").order_by("pk"),
            "records": records_made_by(shown),
            "unreported": unreported(shown).count(),
            "keeps": keeps,
            "hidden": len(hidden),
            "may_mark": keeps and shown.state in ROLL_OPEN,
            "steps_made": steps_of(shown) if keeps and shown.state in ROLL_OPEN else [],
        },
    )


def _groups(seats: list[Any]) -> list[tuple[EnrolmentState, list[Any]]]:
    """Return the seats by state, those that ask for something first."""
    order = (
        EnrolmentState.REQUESTED,
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITLISTED,
        EnrolmentState.INVITED,
        EnrolmentState.DECLINED,
        EnrolmentState.WITHDRAWN,
    )
    groups = [(state, [seat for seat in seats if seat.state == state]) for state in order]
    return [(state, found) for state, found in groups if found]


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────


@post_once
def add_session(request: HttpRequest) -> HttpResponse:
    """Plan a new session."""
    forms = _plan_forms(request, None)
    if forms is None:
        raise Http404
    if request.method == "POST" and all(form.is_valid() for form in forms):
        main, days, posts = forms
        try:
            zone = main.cleaned_data["course"].agency.time_zone
            made = plan_session(
                by=reader(request),
                days=[row.day(zone) for row in filled(days)],
                posts=[row.post() for row in filled(posts)],
                **main.plan(),
            )
        except (Refused, ValidationError) as refused:
            put_on(main, refused)
        else:
            messages.success(
                request, _("%(session)s was planned. Open it for enrolment next.") % {"session": made}
            )
            return redirect("trainer:session", made.pk)
    return _plan_page(request, None, forms)


@post_once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the plan of a session."""
    shown = get_object_or_404(_planned_by(request), pk=pk)
    forms = _plan_forms(request, shown)
    if forms is None:
        raise Http404
    newer = None
    if request.method == "POST" and all(form.is_valid() for form in forms):
        main, days, posts = forms
        try:
            changed = change_session(
                session=shown,
                edition=main.cleaned_data["edition"] or 0,
                days=[row.day(shown.agency.time_zone) for row in filled(days)],
                posts=[row.post() for row in filled(posts)],
                by=reader(request),
                **main.plan(),
            )
        except ChangedMeanwhile as refused:
            put_on(main, refused)
            newer = refused.session
            main.data = {**main.data.dict(), "edition": newer.edition}
        except (Refused, ValidationError) as refused:
            put_on(main, refused)
        else:
            messages.success(request, _("The plan was changed."))
            return redirect("trainer:session", changed.pk)
    return _plan_page(request, Session.objects.get(pk=pk), forms, newer)


def _planned_by(request: HttpRequest) -> Any:
    visible = sessions_visible_to(request.user, P.RECORDS_SESSION_PLAN)
    return visible.select_related("course__agency", "agency", "unit")


def _plan_forms(request: HttpRequest, shown: Session | None) -> tuple[Any, Any, Any] | None:
    """Return the three forms of a plan, None where this reader plans nowhere."""
    agencies = agencies_planned_in(request.user)
    if shown is not None:
        agencies = agencies.filter(pk=shown.agency_id)
    if not agencies.exists():
        return None
    courses = Course.objects.filter(agency__in=agencies).select_related("agency")
    kept = courses.filter(pk=shown.course_id) if shown else courses.none()
    rooms = {str(r.pk): r for r in rooms_to_plan_in(request.user).filter(agency__in=agencies)}
    people = Instructor.objects.filter(agency__in=agencies).select_related("person").order_by("pk")
    named = {post.instructor_id for post in shown.teaching.all()} if shown else set()
    teachers = {str(i.pk): i for i in people if i.is_active or i.pk in named}
    data = request.POST if request.method == "POST" else None
    zone = shown.agency.time_zone if shown else ""
    days = days_as_typed(list(shown.meetings.all()), zone) if shown else []
    posts = posts_as_typed(list(shown.teaching.order_by("pk"))) if shown else []
    in_use = {key: room for key, room in rooms.items() if room.is_active or _is_in(days, room.pk)}
    return (
        SessionForm(
            data,
            instance=shown,
            courses=courses.filter(is_retired=False) | kept,
            units=units_planned_for(request.user, shown.unit_id if shown else None).filter(
                agency__in=agencies
            ),
            may_plan_for=partial(may_plan_for, request.user),
        ),
        DayForms(data, initial=days, prefix="day", form_kwargs={"rooms": in_use}),
        PostForms(data, initial=posts, prefix="post", form_kwargs={"instructors": teachers}),
    )


def _is_in(days: list[dict[str, Any]], room: int) -> bool:
    return any(day["room"] == room for day in days)


def _plan_page(
    request: HttpRequest, shown: Session | None, forms: tuple[Any, Any, Any], newer: Session | None = None
) -> HttpResponse:
    main, days, posts = forms
    return render(
        request,
        "trainer/session_form.html",
        {
            "session": shown,
            "form": main,
            "days": days,
            "posts": posts,
            "newer": newer,
            "differences": _differences(main, newer) if newer else [],
        },
    )


def _differences(main: SessionForm, newer: Session) -> list[tuple[Any, Any, Any]]:
    """Return what this reader typed and what the session says now, field by field where they differ."""
    typed = ((main.fields[name].label, value, getattr(newer, name)) for name, value in main.plan().items())
    return [row for row in typed if row[1] != row[2]]


# ── steps ────────────────────────────────────────────────────────────────────────────────────────


@post_once
def move(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """Take a session one step further; a step that needs a reason asks for it on a page of its own."""
    shown = get_object_or_404(sessions_visible_to(request.user), pk=pk)
    step = step_between(shown.state, to)
    if request.method == "POST" and (step is None or step not in steps_open_to(request.user, shown)):
        if step is not None:
            raise Http404
        messages.error(request, _("The session moved on meanwhile. This is how it stands now."))
        return redirect("trainer:session", pk)
    if step is None or step not in steps_open_to(request.user, shown):
        raise Http404
    form = MoveForm(request.POST or None)
    if request.method == "POST" and (not step.needs_reason or form.is_valid()):
        reason = form.cleaned_data["reason"] if step.needs_reason else ""
        try:
            moved = move_session(session=shown, to=to, by=reader(request), reason=reason)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("The session is now: %(state)s.") % {"state": moved.get_state_display()}
            )
        return redirect("trainer:session", pk)
    return render(request, "trainer/session_move.html", {"session": shown, "form": form, "step": step})


@post_once
def clone(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the same session again from another day on."""
    shown = get_object_or_404(_planned_by(request), pk=pk)
    form = CloneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = clone_session(session=shown, by=reader(request), **form.cleaned_data)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(
                request, _("Planned again. Look at the rooms and instructors before you open it.")
            )
            return redirect("trainer:change_session", made.pk)
    return render(request, "trainer/session_clone.html", {"session": shown, "form": form})
