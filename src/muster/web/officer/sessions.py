"""An officer's sessions: those to join, one of them, and the seats of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.records.access.records import person_of
from muster.records.access.sessions import seats_of, sessions_seen_by_officer, sessions_to_join
from muster.records.actions.enrolment import answer_invitation, ask_for_seat, withdraw_seat
from muster.records.enums import EnrolmentState, SessionState
from muster.records.forms.roll import AskForm
from muster.records.models import Enrolment, Session
from muster.records.queries.enrolment import ACTIVE, warnings_for
from muster.records.queries.sessions import annotate_days, annotate_seats, days_of, filter_sessions, today_at
from muster.roster.models import Person
from muster.web.csv_out import csv_response
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.session_calendar import calendar_response
from muster.web.tables import page_of, sorted_by, wants_csv

E = EnrolmentState
TONES = {
    E.CONFIRMED: "good",
    E.WAITLISTED: "wait",
    E.REQUESTED: "wait",
    E.INVITED: "info",
    E.DECLINED: "bad",
    E.WITHDRAWN: "off",
}


def sessions(request: HttpRequest) -> HttpResponseBase:
    """List the sessions that are open for enrolment here, and one's own seats above them."""
    _only_officers(request)
    found: Any = annotate_seats(annotate_days(sessions_to_join(request.user))).select_related(
        "course", "agency"
    )
    found = filter_sessions(found, words=request.GET.get("q", ""))
    found = sorted_by(request, found, {"day": "first_at", "title": "course__title"}, "day")
    if wants_csv(request):
        header = [_("Session"), _("First day"), _("Last day"), _("Seats"), _("Taken")]
        rows = ([s, s.first_at, s.last_at, s.seats, s.taken] for s in found)
        return csv_response("open-sessions.csv", header, rows)
    mine = {seat.session_id: seat for seat in seats_of(request.user).filter(state__in=ACTIVE)}
    page = page_of(request, found)
    for session in page.object_list:
        session.seat = mine.get(session.pk)
    return render(request, "officer/sessions.html", {"page": page, "mine": _coming(request)})


def _coming(request: HttpRequest) -> list[Any]:
    """Return one's own seats in sessions that are not over, the next first."""
    live: Any = annotate_days(Session.objects.exclude(state__in=[SessionState.CLOSED, SessionState.REPORTED]))
    seats = seats_of(request.user).filter(session__in=live.values("pk")).exclude(state=E.WITHDRAWN)
    found: list[Any] = list(seats.select_related("session__course", "session__agency"))
    first = dict(live.filter(pk__in=[seat.session_id for seat in found]).values_list("pk", "first_at"))
    for seat in found:
        seat.first_at, seat.tone = first.get(seat.session_id), TONES[E(seat.state)]
    return sorted(found, key=lambda seat: (seat.first_at is None, seat.first_at))


def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one session as an officer sees it: days, rooms, instructors, one's own seat. No names of others."""
    shown = _seen(request, pk)
    seat = seats_of(request.user).filter(session=shown).first()
    person = _person(request)
    meetings = list(shown.meetings.select_related("room"))
    last = max(days_of(shown, meetings), default=today_at(shown))
    joinable = sessions_to_join(request.user).filter(pk=pk).exists()
    context = {
        "session": shown,
        "meetings": meetings,
        "minutes": sum(meeting.minutes for meeting in meetings),
        "teaching": shown.teaching.select_related("instructor__person").order_by("pk"),
        "seat": seat,
        "tone": TONES[E(seat.state)] if seat else "",
        "has_seat": seat is not None and seat.state in ACTIVE,
        "joinable": joinable,
        "warnings": warnings_for(shown, [person], last)[person.pk],
        "own_days": set(seat.meetings.values_list("pk", flat=True)) if seat else set(),
        "form": AskForm(),
    }
    return render(request, "officer/sessions_one.html", context)


def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the days on which one comes for one's own calendar; without a seat, all days of the session."""
    shown = _seen(request, pk)
    seat = seats_of(request.user).filter(session=shown).first()
    own = list(seat.meetings.select_related("room")) if seat else []
    return calendar_response(shown, own or shown.meetings.select_related("room"))


@require_POST
@post_once
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a seat."""
    shown = get_object_or_404(sessions_to_join(request.user), pk=pk)
    form = AskForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        seat = ask_for_seat(session=shown, person=_person(request), by=reader(request), note=note)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your seat: %(state)s.") % {"state": seat.get_state_display()})
    return redirect("officer:session", pk)


@require_POST
@post_once
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one's own seat back."""
    seat = _own_seat(request, pk)
    try:
        withdraw_seat(enrolment=seat, by=reader(request), own=True)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You gave your seat back. Thank you: somebody else can have it now."))
    return redirect("officer:sessions")


@require_POST
@post_once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline an invitation."""
    seat = _own_seat(request, pk)
    try:
        answered = answer_invitation(enrolment=seat, accept="accept" in request.POST, by=reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your seat: %(state)s.") % {"state": answered.get_state_display()})
    return redirect("officer:sessions")


def _only_officers(request: HttpRequest) -> None:
    if not may_anywhere(request.user, Permission.RECORDS_SESSION_ENROL):
        raise Http404


def _seen(request: HttpRequest, pk: int) -> Session:
    found = sessions_seen_by_officer(request.user).select_related("course", "agency")
    return get_object_or_404(found, pk=pk)


def _own_seat(request: HttpRequest, pk: int) -> Enrolment:
    return get_object_or_404(seats_of(request.user).select_related("session__agency"), session__pk=pk)


def _person(request: HttpRequest) -> Person:
    """Return whom the account belongs to, under the entry they are shown under."""
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person
