"""What came of the demo's outside training: reports, sharing, claims, ratings, contacts, practices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from muster.accounts.roles import Role
from muster.demo.year import Year, at
from muster.events.enums import (
    ClaimState,
    ContactVisibility,
    CostKind,
    EvidenceGrade,
    PracticeState,
    RatingMoment,
    ReportState,
    RequestState,
    ShareKind,
)
from muster.events.models import (
    Attendee,
    Claim,
    ClaimLine,
    Contact,
    Practice,
    Rating,
    Report,
    Request,
    Share,
)
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Record

S = RequestState

LEARNED = (
    "Slow the first minute down: distance, cover, one voice. Their force reports fell where supervisors came early.",
    "A clinician on the radio answers more calls than one in the car; dispatch is where it begins.",
    "Explain the reason for the stop first. People remember being heard longer than the ticket.",
)


def come_home(year: Year, request: Request, attendees: Sequence[Attendee], number: int) -> None:
    """Write what came of it: report, sharing, claim, ratings, a contact."""
    if request.state not in (S.REPORT_SUBMITTED, S.SHARE_DUE, S.SHARED, S.CLOSED):
        return
    accepted = request.state != S.REPORT_SUBMITTED
    back = request.event.ends_on or year.today
    report = Report.objects.create(
        request=request,
        author=attendees[0],
        state=ReportState.ACCEPTED if accepted else ReportState.SUBMITTED,
        attended="All sessions of all days.",
        key_points=LEARNED[number % len(LEARNED)],
        change="A shorter version for roll call; scenarios with dispatch.",
        applies_to="Patrol, both squads.",
        recommend=number % 4 != 3,
        topics=request.event.topics,
        submitted_at=at(year, back + timedelta(days=6), 10),
        decided_at=at(year, back + timedelta(days=9), 10) if accepted else None,
        decided_by=year.users[Role.DIRECTOR] if accepted else None,
    )
    report.others.set(attendees[1:])
    for attendee in attendees:
        _rate(year, attendee, back, number)
        if accepted:
            _record(
                year,
                attendee,
                back,
                RecordStatus.PENDING if request.state == S.SHARE_DUE else RecordStatus.VERIFIED,
            )
    if not accepted:
        return
    shared = request.state != S.SHARE_DUE
    Share.objects.create(
        request=request,
        attendee=attendees[0],
        kind=ShareKind.ROLL_CALL,
        audience="Both squads",
        due_on=back + timedelta(days=60),
        done_on=back + timedelta(days=21) if shared else None,
        people_reached=14 + number % 9 if shared else None,
        confirmed_by=year.users[Role.DIRECTOR] if shared else None,
    )
    if request.state == S.CLOSED:
        _settle(year, attendees, back)
    if request.state == S.SHARE_DUE:
        _claim(year, attendees[0], back)
    if number % 4 == 0:
        _contact(year, report, attendees[0], back)


def _rate(year: Year, attendee: Attendee, back: date, number: int) -> None:
    """Let somebody say on return what it was worth, and once more when three months have passed."""
    later = back + timedelta(days=95)
    said: list[tuple[RatingMoment, date, int, bool | None]] = [
        (RatingMoment.RETURN, back + timedelta(days=6), 3 + number % 3, None)
    ]
    if later < year.today:
        said.append((RatingMoment.THREE_MONTHS, later, 2 + number % 4, number % 3 != 0))
    for moment, day, points, used in said:
        Rating.objects.create(
            attendee=attendee,
            event=attendee.request.event,
            moment=moment,
            points=points,
            used=used,
            at=at(year, day, 10),
        )


def _record(year: Year, attendee: Attendee, back: date, status: str) -> None:
    """Write the training record of somebody's part: without it a request is not closed."""
    event = attendee.request.event
    record = Record.lines.create(
        agency=year.people.agency,
        person=attendee.person,
        course=event.course,
        title=event.title,
        origin=Origin.OUTSIDE,
        status=status,
        completed_on=back,
        minutes=event.minutes,
        outcome="completed",
        delivery=event.course.delivery if event.course else "",
        provider=str(event.provider or ""),
        known_from=at(year, back + timedelta(days=4), 9),
    )
    attendee.record_key = record.key
    attendee.save(update_fields=["record_key"])


def _claim(year: Year, attendee: Attendee, back: date) -> None:
    """Hand a claim in, for the finance desk to look at."""
    claim = Claim.objects.create(
        attendee=attendee, state=ClaimState.CLAIMED, claimed_at=at(year, back + timedelta(days=12), 9)
    )
    ClaimLine.objects.create(
        claim=claim,
        kind=CostKind.MEALS,
        day=back,
        cents=5_100,
        no_receipt_reason="A day's rate; none is asked for.",
    )


def _settle(year: Year, attendees: Sequence[Attendee], back: date) -> None:
    for attendee in attendees:
        Claim.objects.create(
            attendee=attendee,
            state=ClaimState.SETTLED,
            claimed_at=at(year, back + timedelta(days=12), 9),
            reviewed_by=year.users[Role.FINANCE],
            paid_cents=0,
            paid_on=back + timedelta(days=30),
        )


def _contact(year: Year, report: Report, attendee: Attendee, back: date) -> None:
    Contact.objects.create(
        agency=year.people.agency,
        report=report,
        met_by=attendee.person,
        name="Sample Contact",
        organisation="Sample Neighbour City Police",
        reach="contact@example.org",
        how_met="Workshop on the second day",
        topics=report.topics,
        knows="Runs a co-responder team.",
        consented_on=back,
        visibility=ContactVisibility.AGENCY,
        review_on=back + timedelta(days=365),
    )


def suggest_practices(year: Year) -> None:
    """Suggest what somebody brought home: one tried, one adopted, one declined, one new."""
    reports = Report.objects.filter(request__in=year.requests, state=ReportState.ACCEPTED).order_by("pk")
    titles = (
        ("Supervisor to every call with a weapon mentioned", PracticeState.PILOT),
        ("Say the reason for the stop first", PracticeState.ADOPTED),
        ("A clinician on the radio at night", PracticeState.SUGGESTED),
        ("Helmets on foot patrol", PracticeState.DECLINED),
    )
    for (title, state), report in zip(titles, reports, strict=False):
        tried = state in (PracticeState.PILOT, PracticeState.ADOPTED)
        Practice.objects.create(
            agency=year.people.agency,
            report=report,
            suggested_by=report.author.person,
            title=title,
            topics=report.topics,
            from_agency="Sample Neighbour City Police",
            grade=EvidenceGrade.EXPERIENCE,
            state=state,
            reason="" if state == PracticeState.SUGGESTED else "Talked over with both squads.",
            owner=next(year.goers) if tried else None,
            measure="Force reports for 100 such calls, against the squad that begins later." if tried else "",
            review_on=year.today + timedelta(days=90) if tried else None,
        )
