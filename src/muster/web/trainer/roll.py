"""The roll of one day, on a phone: marks, walk-ins, real times; the sign-in sheet; the results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from muster.curriculum.models import Assessment
from muster.ledger.refusals import Refused
from muster.records.access.sessions import (
    course_files_visible_to,
    hidden_seats,
    may_teach,
    sessions_visible_to,
)
from muster.records.actions.closing import link_closed_walk_in
from muster.records.actions.roll import (
    add_walk_in,
    enter_result,
    link_walk_in,
    mark_rest,
    mark_roll,
    set_real_times,
)
from muster.records.enums import CLOSED, ROLL_OPEN, Presence
from muster.records.forms.roll import LinkForm, RealTimesForm, ResultForm, RollRowForm, WalkInForm
from muster.records.forms.sessions import moment_at
from muster.records.models import Meeting, Session
from muster.records.queries.at_once import steps_of
from muster.records.queries.closing import plan_taught
from muster.records.queries.roll import assessments_of, namesakes, results_of, roll_of, sign_in_rows
from muster.records.queries.sessions import days_of, today_at
from muster.roster.access import people_visible_to
from muster.roster.models import Person
from muster.roster.queries import filter_serving
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader

ROW_PREFIX = "seat"


def taught_session(request: HttpRequest, pk: int) -> Session:
    """Return a session whose roll this reader keeps, or answer that there is none."""
    visible = sessions_visible_to(request.user).select_related("agency", "course__agency", "plan")
    return get_object_or_404(visible, pk=pk)


def read_session(request: HttpRequest, pk: int) -> Session:
    """Return a session whose course file this reader may read. Who posts has to keep the roll."""
    if request.method == "POST":
        return taught_session(request, pk)
    visible = course_files_visible_to(request.user).select_related("agency", "course__agency", "plan")
    return get_object_or_404(visible, pk=pk)


def meeting_of(session: Session, pk: int) -> Meeting:
    """Return a day of a session, or answer that there is none."""
    return get_object_or_404(session.meetings.select_related("room", "session__agency"), pk=pk)


@post_once
def roll(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Keep the roll of one day. Without JavaScript it is one form; with it each row is saved as it is touched."""
    session = read_session(request, pk)
    day = meeting_of(session, meeting)
    data = request.POST if request.method == "POST" else None
    hidden = hidden_seats(request.user, session)
    rows = [RollRowForm(data, row=row) for row in roll_of(session, day) if row.seat.pk not in hidden]
    if request.method != "POST":
        return _roll_page(request, session, day, rows)
    if getattr(request, "htmx", False) and (touched := request.GET.get("row", "")):
        return _one_row(request, day, rows, touched)
    if _save_rows(request, day, rows):
        return redirect("trainer:roll", pk, meeting)
    return _roll_page(request, session, day, rows)


def _save_rows(request: HttpRequest, day: Meeting, rows: list[RollRowForm]) -> bool:
    """Save every row that says something; return whether all of it was possible. Otherwise nothing is saved."""
    valid = [row.is_valid() for row in rows]  # each of them, so that each shows what is wrong with it
    if not all(valid):
        return False
    marks = {row.row.seat.pk: mark for row in rows if (mark := row.mark()) is not None}
    try:
        changed = mark_roll(meeting=day, marks=marks, by=reader(request))
        if (presence := request.POST.get("rest", "")) in Presence.values:
            changed += mark_rest(meeting=day, presence=Presence(presence), by=reader(request))
    except Refused as refused:
        _put_on_row(request, rows, refused)
        return False
    words = ngettext("%(number)d mark was saved.", "%(number)d marks were saved.", len(changed))
    messages.success(request, words % {"number": len(changed)})
    return True


def _put_on_row(request: HttpRequest, rows: list[RollRowForm], refused: Refused) -> None:
    for row in rows:
        if refused.field == str(row.row.seat.pk):
            row.add_error(None, str(refused))
            return
    messages.error(request, str(refused))


def _one_row(request: HttpRequest, day: Meeting, rows: list[RollRowForm], touched: str) -> HttpResponse:
    """Save one row and send it back as it stands now."""
    found = next((row for row in rows if str(row.row.seat.pk) == touched), None)
    if found is None:
        raise Http404
    saved = False
    if found.is_valid() and (mark := found.mark()) is not None:
        try:
            mark_roll(meeting=day, marks={found.row.seat.pk: mark}, by=reader(request))
            saved = True
        except Refused as refused:
            found.add_error(None, str(refused))
    context = {"row": found, "session": day.session, "meeting": day, "saved": saved, "is_open": True}
    return render(request, "trainer/roll.html#row", context)


def _roll_page(request: HttpRequest, session: Session, day: Meeting, rows: list[RollRowForm]) -> HttpResponse:
    zone = session.agency.time_zone
    has_come = day.day_in(zone) <= today_at(session)
    keeps = may_teach(request.user, session)
    marked = sum(row.row.mark is not None for row in rows)
    return render(
        request,
        "trainer/roll.html",
        {
            "session": session,
            "meeting": day,
            "meetings": session.meetings.all(),
            "rows": rows,
            "marked": marked,
            "has_come": has_come,
            "is_open": keeps and has_come and session.state in ROLL_OPEN,
            "keeps": keeps,
            "errors": any(row.errors for row in rows),
            "walk_in": WalkInForm(people=_others(request, session, rows) if keeps else Person.objects.none()),
            "times": RealTimesForm(initial=_real_times(day, zone)),
        },
    )


def _others(request: HttpRequest, session: Session, rows: list[RollRowForm]) -> QuerySet[Person]:
    """Return our people who are not on this roll."""
    on_roll = [row.row.seat.person_id for row in rows if row.row.seat.person_id]
    return _our_people(request, session).exclude(pk__in=on_roll)


def _our_people(request: HttpRequest, session: Session) -> QuerySet[Person]:
    """Return whom the agency employs. Who is protected is offered only to those who may see people at all."""
    people = filter_serving(Person.objects.filter(same_as__isnull=True), session.agency)
    seen = people_visible_to(request.user).values("pk")
    return people.filter(Q(is_protected=False) | Q(pk__in=seen)).order_by("family_name", "given_name", "pk")


def _real_times(day: Meeting, zone: str) -> dict[str, Any]:
    if day.began_at is None or day.finished_at is None:
        return {}
    began, finished = Meeting.local(day.began_at, zone), Meeting.local(day.finished_at, zone)
    return {"began": began.time(), "finished": finished.time()}


@require_POST
@post_once
def add_at_door(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Add somebody who came without a seat."""
    session = taught_session(request, pk)
    day = meeting_of(session, meeting)
    form = WalkInForm(request.POST, people=_others(request, session, []))
    if form.is_valid():
        try:
            seat = add_walk_in(meeting=day, by=reader(request), **form.cleaned_data)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("%(name)s is on the roll, present.") % {"name": seat})
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("trainer:roll", pk, meeting)


@require_POST
@post_once
def real_times(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Write when the day really began and ended."""
    session = taught_session(request, pk)
    day = meeting_of(session, meeting)
    form = RealTimesForm(request.POST)
    if form.is_valid():
        try:
            _set_times(request, session, day, form)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The times are noted. Whoever was present was there for that long."))
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("trainer:roll", pk, meeting)


def _set_times(request: HttpRequest, session: Session, day: Meeting, form: RealTimesForm) -> None:
    zone = session.agency.time_zone
    begins_on, ends_on = (Meeting.local(moment, zone).date() for moment in (day.starts_at, day.ends_at))
    began, finished = form.cleaned_data["began"], form.cleaned_data["finished"]
    set_real_times(
        meeting=day,
        began_at=moment_at(begins_on, began, zone) if began else None,
        finished_at=moment_at(ends_on, finished, zone) if finished else None,
        by=reader(request),
    )


@post_once
def link(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Say which of our people a walk-in was; after closing this makes their record."""
    session = taught_session(request, pk)
    walk_ins = session.enrolments.filter(person__isnull=True).select_related("session__agency")
    found = get_object_or_404(walk_ins, pk=seat)
    people = _our_people(request, session)
    form = LinkForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        act = link_closed_walk_in if session.state in CLOSED else link_walk_in
        try:
            act(enrolment=found, by=reader(request), **form.cleaned_data)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("%(name)s is linked.") % {"name": found.walk_in_name})
            return redirect("trainer:session", pk)
    elif request.method != "POST":
        form.fields["person"].initial = next(iter(namesakes(found, list(people))), None)
    return render(request, "trainer/walk_in_link.html", {"session": session, "seat": found, "form": form})


def sign_in_sheet(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Show the sheet that is printed and signed by hand."""
    session = taught_session(request, pk)
    day = meeting_of(session, meeting)
    context = {
        "session": session,
        "meeting": day,
        "rows": sign_in_rows(session, day),
        "blank": range(6),
        "teaching": session.teaching.select_related("instructor__person").order_by("pk"),
    }
    return render(request, "trainer/sign_in_sheet.html", context)


# ── results ──────────────────────────────────────────────────────────────────────────────────────


@post_once
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter results: one row a person, one column an assessment of the lesson plan. Readers of the file only look."""
    session = read_session(request, pk)
    hidden, keeps = hidden_seats(request.user, session), may_teach(request.user, session)
    days = days_of(session, list(session.meetings.all()))
    plan = plan_taught(session, days[-1]) if days else None
    columns: list[Assessment | None] = [*assessments_of(plan)] or [None]
    data = request.POST if request.method == "POST" else None
    rows = [
        (row, [ResultForm(data, row=row, assessment=column) for column in columns])
        for row in results_of(session)
        if row.seat.pk not in hidden
    ]
    if request.method == "POST" and session.state not in CLOSED:
        forms = [form for _row, row_forms in rows for form in row_forms]
        valid = [form.is_valid() for form in forms]
        if all(valid) and _save_results(request, forms):
            return redirect("trainer:results", pk)
    context = {
        "session": session,
        "plan": plan,
        "columns": columns,
        "rows": rows,
        "is_open": keeps and session.state in ROLL_OPEN,
        "steps_made": steps_of(session) if keeps and session.state in ROLL_OPEN else [],
        "errors": any(form.errors for _row, row_forms in rows for form in row_forms) if data else False,
    }
    return render(request, "trainer/results.html", context)


def _save_results(request: HttpRequest, forms: list[ResultForm]) -> bool:
    """Save each result that was entered; return whether all were possible. What was possible is kept."""
    saved, possible = 0, True
    for form in forms:
        if not form.says_something:
            continue
        try:
            enter_result(
                enrolment=form.row.seat, assessment=form.assessment, by=reader(request), **form.cleaned_data
            )
            saved += 1
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
            possible = False
    words = ngettext("%(number)d result was saved.", "%(number)d results were saved.", saved)
    messages.success(request, words % {"number": saved})
    return possible
