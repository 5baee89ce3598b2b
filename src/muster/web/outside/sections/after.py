"""What came home from a request: reports, sharing, certificates, ratings, practices, and what is still due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.events.access import practices_visible_to, reports_visible_to
from muster.events.access_home import own_attendees, own_shares, shares_handled_by
from muster.events.enums import GRANTED, AttendeeState, RatingMoment, ReportState, RequestState
from muster.events.models import Attendee, Rating, Report, Request, Share
from muster.events.queries.library import ratings_asked_of
from muster.events.queries.ratings import Rated
from muster.records.access.records import records_visible_to
from muster.records.enums import COUNTING
from muster.records.models import Record

S = RequestState
#: They are on their way or back: there is something to show.
_SINCE = GRANTED[2:]


@dataclass(frozen=True)
class Part:
    """One person's part: what is there of their report, certificate and check-ins."""

    attendee: Attendee
    report: Any
    certificate: str
    tone: str
    record: int | None
    check_ins: int
    is_own: bool
    may_report: bool


@dataclass(frozen=True)
class Duty:
    """One duty to share as it is shown."""

    share: Share
    tone: str
    words: str
    is_own: bool
    is_handled: bool


def after_section(request: Request, user: User) -> dict[str, Any] | None:
    """Return what came home, None before anybody has left."""
    if request.state not in _SINCE:
        return None
    own = set(own_attendees(user).filter(request=request).values_list("pk", flat=True))
    reports = list(reports_visible_to(user).filter(request=request).prefetch_related("others"))
    parts = _parts(request, user, own, reports)
    return {
        "parts": parts,
        "duties": _duties(request, user),
        "practices": practices_visible_to(user).filter(report__request=request),
        "ratings": _ratings(request),
        "may_check_in": bool(own) and request.state in (S.TRAVEL_READY, S.ATTENDING),
        "may_claim": request.state != S.CLOSED,
        "may_plan": bool(own) and request.state not in (S.TRAVEL_READY, S.ATTENDING, S.CLOSED),
        "rate_again": {each.pk for each in ratings_asked_of(user)} if own else set(),
    }


def _parts(request: Request, user: User, own: set[int], reports: list[Any]) -> list[Part]:
    attendees = list(
        request.attendees.filter(state__in=[AttendeeState.GOING, AttendeeState.ATTENDED])
        .select_related("person")
        .annotate(seen=Count("check_ins"))
    )
    keys = [attendee.record_key for attendee in attendees if attendee.record_key]
    records = {record.key: record for record in Record.lines.filter(key__in=keys).standing()}
    readable = set(records_visible_to(user).filter(key__in=keys).values_list("pk", flat=True))
    of_whom: dict[int, Any] = {}
    for report in reports:
        of_whom[report.author_id] = report
        for other in report.others.all():
            of_whom.setdefault(other.pk, report)
    found = []
    for attendee in attendees:
        record = records.get(attendee.record_key) if attendee.record_key else None
        tone, words = _certificate(record)
        found.append(
            Part(
                attendee,
                of_whom.get(attendee.pk),
                words,
                tone,
                record.pk if record is not None and record.pk in readable else None,
                attendee.seen,
                attendee.pk in own,
                _may_report(request, attendee, of_whom.get(attendee.pk)),
            )
        )
    return found


def _may_report(request: Request, attendee: Attendee, report: Report | None) -> bool:
    """Return whether there is a report for somebody to begin or to go on with."""
    if report is not None:
        return report.author_id == attendee.pk and report.state in (ReportState.DRAFT, ReportState.RETURNED)
    return request.state in (S.ATTENDING, S.ATTENDED, S.REPORT_DUE, S.REPORT_SUBMITTED)


def _certificate(record: Record | None) -> tuple[str, str]:
    if record is None:
        return "off", _("no certificate yet")
    if record.status in COUNTING:
        return "good", _("certificate in the record")
    return "wait", str(record.get_status_display())


def _duties(request: Request, user: User) -> list[Duty]:
    own = set(own_shares(user).filter(request=request).values_list("pk", flat=True))
    handled = set(shares_handled_by(user).filter(request=request).values_list("pk", flat=True))
    today = timezone.localdate()
    shares = request.shares.select_related("attendee__person", "session__course", "plan__course")
    return [Duty(share, *standing_of(share, today), share.pk in own, share.pk in handled) for share in shares]


def standing_of(share: Share, today: date) -> tuple[str, str]:
    """Return tone and words of where a duty to share stands."""
    if share.waived_by_id:
        return "off", _("released: %(why)s") % {"why": share.waived_reason}
    if share.confirmed_by_id:
        return "good", _("confirmed")
    if share.done_on:
        return "wait", _("to confirm")
    return ("bad", _("overdue")) if share.due_on < today else ("off", _("open"))


def _ratings(request: Request) -> list[tuple[str, float]]:
    """Return the mean of what people said at each moment, where three or more said something."""
    rated = Rating.objects.filter(attendee__request=request)
    rows = rated.order_by().values("moment").annotate(sum=Sum("points"), number=Count("pk"))
    labels = dict(RatingMoment.choices)
    means = ((str(labels[row["moment"]]), Rated(row["sum"], row["number"]).mean) for row in rows)
    return [(moment, mean) for moment, mean in means if mean is not None]
