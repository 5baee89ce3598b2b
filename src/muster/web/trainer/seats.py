"""Seats of a session: the pick-list, requests that are decided, days that are chosen, seats that are given back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.records.access.sessions import sessions_visible_to
from muster.records.actions.enrolment import choose_days, decide_seat, enrol_people, withdraw_seat
from muster.records.enums import SEATS_OPEN, EnrolmentState
from muster.records.forms.roll import SeatAnswerForm
from muster.records.models import Enrolment, Session
from muster.records.queries.enrolment import ACTIVE, taken_by_day, warnings_for
from muster.records.queries.sessions import days_of, today_at
from muster.roster.access import people_visible_to, units_visible_to
from muster.roster.models import Person
from muster.roster.queries import annotate_post, filter_in_unit, filter_named, filter_serving
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import keys_of, number_in, page_of

P = Permission


def planned_session(request: HttpRequest, pk: int) -> Session:
    """Return a session this reader plans, or answer that there is none."""
    visible = sessions_visible_to(request.user, P.RECORDS_SESSION_PLAN).select_related("agency", "course")
    return get_object_or_404(visible, pk=pk)


@post_once
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Enrol many at once: the people of the agency, of a unit or by name, each with what speaks against it."""
    session = planned_session(request, pk)
    meetings = list(session.meetings.all())
    people = _pickable(request, session)
    if request.method == "POST":
        answer = _enrol(request, session, people)
        if answer is not None:
            return answer
    page = page_of(request, people)
    shown = list(page.object_list)
    warned = warnings_for(session, shown, max(days_of(session, meetings), default=today_at(session)))
    seats = Enrolment.objects.filter(session=session, person__in=shown, state__in=ACTIVE)
    states = {seat.person_id: seat for seat in seats}
    units = units_visible_to(request.user).filter(agency=session.agency)
    return render(
        request,
        "trainer/session_pick.html",
        {
            "session": session,
            "meetings": meetings,
            "page": page,
            "rows": [(person, warned[person.pk], states.get(person.pk)) for person in shown],
            "units": units,
            "taken": max(taken_by_day(session).values(), default=0),
            "is_open": session.state in SEATS_OPEN,
        },
    )


def _pickable(request: HttpRequest, session: Session) -> QuerySet[Person]:
    people = filter_serving(people_visible_to(request.user), session.agency)
    people = filter_named(people, request.GET.get("q", ""))
    unit = units_visible_to(request.user).filter(pk=number_in(request, "unit")).first()
    if unit is not None:
        people = filter_in_unit(people, unit)
    return annotate_post(people).order_by("family_name", "given_name", "pk")


def _enrol(request: HttpRequest, session: Session, people: QuerySet[Person]) -> HttpResponse | None:
    chosen = keys_of(request.POST.getlist("people"))
    days = keys_of(request.POST.getlist("meetings"))
    try:
        seats = enrol_people(
            session=session,
            people=list(people.filter(pk__in=chosen)),
            meetings=list(session.meetings.filter(pk__in=days)),
            invite="invite" in request.POST,
            by=reader(request),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return None
    messages.success(request, _said(seats))
    return redirect("trainer:session", session.pk)


def _said(seats: list[Enrolment]) -> str:
    """Say in a sentence who has a seat now, who waits, who is invited."""
    counts = {state: sum(seat.state == state for seat in seats) for state in EnrolmentState}
    sentences = []
    if number := counts[EnrolmentState.CONFIRMED]:
        words = ngettext("%(number)d person has a seat now.", "%(number)d people have a seat now.", number)
        sentences.append(words % {"number": number})
    if number := counts[EnrolmentState.WAITLISTED]:
        words = ngettext("%(number)d waits for one.", "%(number)d wait for one.", number)
        sentences.append(words % {"number": number})
    if number := counts[EnrolmentState.INVITED]:
        words = ngettext("%(number)d person is invited.", "%(number)d people are invited.", number)
        sentences.append(words % {"number": number})
    return " ".join(sentences) or _("They all had a seat already. Nothing was changed.")


@require_POST
@post_once
def approve(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Approve a seat that was asked for."""
    session = planned_session(request, pk)
    try:
        decided = decide_seat(enrolment=_seat(session, seat), approve=True, by=reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        state = decided.get_state_display()
        messages.success(request, _("%(name)s: %(state)s.") % {"name": decided, "state": state})
    return redirect("trainer:session", pk)


@post_once
def decline(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Decline a seat that was asked for, with an answer."""
    session = planned_session(request, pk)
    found = _seat(session, seat)
    form = SeatAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_seat(enrolment=found, approve=False, by=reader(request), **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Declined; %(name)s reads your answer.") % {"name": found})
        return redirect("trainer:session", pk)
    return render(request, "trainer/seat_decline.html", {"session": session, "seat": found, "form": form})


@require_POST
@post_once
def withdraw(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Take a seat away; whoever is next in line gets it."""
    session = planned_session(request, pk)
    waiting = set(session.enrolments.filter(state=EnrolmentState.WAITLISTED).values_list("pk", flat=True))
    try:
        gone = withdraw_seat(enrolment=_seat(session, seat), by=reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("trainer:session", pk)
    messages.success(request, _("%(name)s has no seat any more.") % {"name": gone})
    promoted = session.enrolments.filter(pk__in=waiting, state=EnrolmentState.CONFIRMED).select_related(
        "person"
    )
    for seat_given in promoted:
        messages.info(request, _("%(name)s moved up from the waiting list.") % {"name": seat_given})
    return redirect("trainer:session", pk)


@post_once
def days(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Choose the days on which somebody comes."""
    session = planned_session(request, pk)
    found = _seat(session, seat)
    if request.method == "POST":
        chosen = keys_of(request.POST.getlist("meetings"))
        try:
            choose_days(
                enrolment=found, meetings=list(session.meetings.filter(pk__in=chosen)), by=reader(request)
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The days of %(name)s are noted.") % {"name": found})
            return redirect("trainer:session", pk)
    context: dict[str, Any] = {
        "session": session,
        "seat": found,
        "meetings": session.meetings.all(),
        "chosen": set(found.meetings.values_list("pk", flat=True)),
    }
    return render(request, "trainer/seat_days.html", context)


def _seat(session: Session, pk: int) -> Enrolment:
    return get_object_or_404(session.enrolments.select_related("person", "session__agency"), pk=pk)
