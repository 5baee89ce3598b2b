"""The training desk in the morning: what is on, what waits, what runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import Visitor, may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum.access import certifications_visible_to, plans_visible_to
from muster.curriculum.models import InstructorCertification
from muster.curriculum.queries import filter_overdue
from muster.records.access.records import batches_to_confirm, batches_visible_to, records_visible_to
from muster.records.access.sessions import sessions_visible_to
from muster.records.enums import BatchState, RecordStatus, SessionState
from muster.records.models import Record, Session
from muster.records.queries.sessions import annotate_days, filter_sessions, meetings_between, report_clock
from muster.roster.access import agencies_where

P = Permission
A_WEEK = timedelta(days=7)
SOON = timedelta(days=60)  # certifications that run out within it are shown


@dataclass(frozen=True)
class Figure:
    """A number to look at, what it counts, and where the things themselves are."""

    number: int
    label: str | Promise
    url: str
    tone: str = ""


def today(request: HttpRequest) -> HttpResponse:
    """Show the week's classes, what waits for a decision, and what is late or runs out."""
    sessions = sessions_visible_to(request.user)
    if not may_anywhere(request.user, P.RECORDS_SESSION_TEACH):
        raise Http404
    now = timezone.now()
    late = reports_due(sessions)
    return render(
        request,
        "trainer/today.html",
        {
            "meetings": meetings_between(sessions, now - timedelta(hours=12), now + A_WEEK),
            "late": late,
            "figures": _figures(request.user, sessions, len(late)),
            "expiring": expiring(request.user),
            "first_steps": _is_new(request.user),
        },
    )


def reports_due(sessions: QuerySet[Session]) -> list[Any]:
    """Return the closed sessions that are not reported yet, the most urgent first, each with its ``clock``."""
    waiting = annotate_days(sessions.filter(state=SessionState.CLOSED, report_within_days__isnull=False))
    waiting = waiting.filter(reported_on__isnull=True).select_related("course", "agency")
    found: list[Any] = list(waiting.order_by("closed_at")[:200])
    for session in found:
        session.clock = report_clock(session, session.last_at, timezone.now())
    return sorted((session for session in found if session.clock), key=lambda session: session.clock.due)


def expiring(user: Visitor) -> QuerySet[InstructorCertification]:
    """Return the certifications of active instructors that have run out or soon will, and were not renewed."""
    day = timezone.localdate() + SOON
    lines = certifications_visible_to(user).filter(end__lte=day, instructor__is_active=True)
    renewed = InstructorCertification.lines.standing().filter(Q(end__isnull=True) | Q(end__gt=day))
    lines = lines.exclude(instructor__in=renewed.values("instructor"))
    return lines.select_related("instructor__person").order_by("end", "pk")


def _figures(user: Visitor, sessions: QuerySet[Session], late: int) -> list[Figure]:
    to_close = filter_sessions(annotate_days(sessions), state="due").count()
    found = [
        Figure(to_close, _("sessions to close"), reverse("trainer:sessions") + "?state=due", _tone(to_close)),
        Figure(late, _("reports to the state"), reverse("trainer:sessions") + "?state=closed", _tone(late)),
    ]
    if may_anywhere(user, P.RECORDS_RECORD_VERIFY):
        waiting = _waiting(user).count()
        found.append(Figure(waiting, _("records to verify"), reverse("trainer:verify"), _tone(waiting)))
        files = batches_to_confirm(user).count()
        found.append(Figure(files, _("imports to confirm"), reverse("trainer:verify"), _tone(files)))
    if may_anywhere(user, P.RECORDS_IMPORT_RUN):
        begun = batches_visible_to(user).filter(state=BatchState.PREVIEW).count()
        found.append(Figure(begun, _("imports begun"), reverse("trainer:imports"), _tone(begun)))
    if may_anywhere(user, P.CURRICULUM_PLAN_WRITE):
        overdue = filter_overdue(plans_visible_to(user)).count()
        found.append(
            Figure(overdue, _("plans to review"), reverse("trainer:plans") + "?state=overdue", _tone(overdue))
        )
    return found


def _waiting(user: Visitor) -> QuerySet[Record]:
    mine = records_visible_to(user, P.RECORDS_RECORD_VERIFY).values("pk")
    return Record.lines.standing().filter(pk__in=mine, status=RecordStatus.PENDING)


def _tone(number: int) -> str:
    return "warn" if number else "good"


def _is_new(user: Visitor) -> bool:
    agencies = agencies_where(user, P.RECORDS_IMPORT_RUN)
    return agencies.exists() and not agencies.filter(records__isnull=False).exists()
