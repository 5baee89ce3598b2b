"""The training of the demo: records, and the sessions of the last two years that they came from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from muster.accounts.models import User
from muster.core.sample import SampleTables
from muster.curriculum.models import Course, Instructor, LessonPlan
from muster.demo.people import People, in_batches, moment
from muster.records.enums import EnrolmentState, Origin, Presence, RecordStatus, SessionState
from muster.records.models import (
    Attendance,
    Enrolment,
    Meeting,
    Record,
    Room,
    Session,
    SessionInstructor,
)

FEWEST_IN_A_CLASS = 6
FUTURE = {"registered", "required"}  # these are seats, not records
PRESENCE = {"no_show": Presence.NO_SHOW, "excused": Presence.EXCUSED, "partial": Presence.PARTIAL}
SEATS = 48
UNREPORTED = timedelta(days=33)  # so that a few reports are late, as the desk should see

Row = dict[str, Any]


@dataclass(frozen=True)
class Teaching:
    """What classes are held with: courses and plans by code, rooms, who teaches, who keeps the roll."""

    courses: dict[str, Course]
    plans: dict[str, LessonPlan]
    rooms: list[Room]
    instructors: list[Instructor]
    keeper: User


def make_training(sample: SampleTables, people: People, teaching: Teaching, today: date) -> tuple[int, int]:
    """Write sessions and records. Returns how many of each."""
    rows = [row for row in sample.records.to_dicts() if row["outcome"] not in FUTURE]
    sessions = _sessions(rows, people, teaching, today)
    count = _records(rows, people, teaching, sessions)
    _rolls(rows, people, teaching, sessions)
    _planned(people, teaching, today)
    return len(set(sessions.values())), count


def _sessions(
    rows: list[Row], people: People, teaching: Teaching, today: date
) -> dict[tuple[str, date], Session]:
    """Make a session of each day on which enough people were in the same in-house class."""
    since = today - timedelta(days=730)
    crowd: dict[tuple[str, date], int] = defaultdict(int)
    for row in rows:
        if row["completed_on"] and row["completed_on"] >= since and row["course"] in teaching.plans:
            crowd[row["course"], row["completed_on"]] += 1
    days = sorted((key for key, size in crowd.items() if size >= FEWEST_IN_A_CLASS), key=lambda key: key[1])
    sessions = Session.objects.bulk_create(_held(people, teaching, code, day, today) for code, day in days)
    made = dict(zip(days, sessions, strict=True))
    Meeting.objects.bulk_create(
        _meeting(session, day, teaching.rooms[number % len(teaching.rooms)])
        for number, ((_, day), session) in enumerate(made.items())
    )
    SessionInstructor.objects.bulk_create(
        SessionInstructor(
            session=session, instructor=teaching.instructors[number % len(teaching.instructors)]
        )
        for number, session in enumerate(sessions)
        if teaching.instructors
    )
    return made


def _held(people: People, teaching: Teaching, code: str, day: date, today: date) -> Session:
    """Make a session that was held; those of the last weeks are not reported yet."""
    reported = today - day > UNREPORTED
    return Session(
        agency=people.agency,
        course=teaching.courses[code],
        plan=teaching.plans[code],
        state=SessionState.REPORTED if reported else SessionState.CLOSED,
        reported_on=day + timedelta(days=9) if reported else None,
        seats=SEATS,
        report_within_days=30,
        closed_at=datetime.combine(day, time(23), UTC),
    )


def _meeting(session: Session, day: date, room: Room) -> Meeting:
    start = datetime.combine(day, time(8), ZoneInfo(session.agency.time_zone))
    return Meeting(
        session=session, starts_at=start, ends_at=start + timedelta(minutes=session.course.minutes), room=room
    )


def _records(
    rows: list[Row], people: People, teaching: Teaching, sessions: dict[tuple[str, date], Session]
) -> int:
    """Write the records, corrections after what they correct."""
    made: dict[str, Record] = {}
    for row in rows:
        made[row["record_id"]] = _record(row, people, teaching, sessions)
    corrections = [
        (made[row["record_id"]], made[row["supersedes"]]) for row in rows if row["supersedes"] in made
    ]
    later = {id(line) for line, _ in corrections}
    for batch in in_batches([line for line in made.values() if id(line) not in later]):
        Record.lines.bulk_create(batch)
    for line, older in corrections:
        line.replaces, line.key = older, older.key
    Record.lines.bulk_create([line for line, _ in corrections])
    return len(made)


def _record(
    row: Row, people: People, teaching: Teaching, sessions: dict[tuple[str, date], Session]
) -> Record:
    session = sessions.get((row["course"], row["completed_on"]))
    course = teaching.courses[row["course"]]
    # what was corrected has to be reported again, which nobody has done here
    is_told = session is not None and session.state == SessionState.REPORTED and not row["supersedes"]
    return Record(
        agency=people.agency,
        person=people.by_id[row["officer_id"]],
        course=course,
        title=course.title,
        session=session,
        plan=session.plan if session else None,
        origin=Origin.SESSION if session else Origin.IMPORTED,
        status=RecordStatus.REPORTED if is_told else RecordStatus.VERIFIED,
        completed_on=row["completed_on"],
        minutes=row["minutes"] or 0,
        outcome=row["outcome"] or "completed",
        delivery=row["delivery"] or "",
        provider=row["provider"] or "",
        unit=row["unit"] or "",
        item=row["item"] or "",
        marks=[mark for mark in (row["marks"] or "").split(";") if mark],
        score=row["score"],
        known_from=moment(row["recorded_at"], row["completed_on"]),
        withdrawn=bool(row["withdrawn"]),
        reason="corrected" if row["supersedes"] else "",
    )


def _rolls(
    rows: list[Row], people: People, teaching: Teaching, sessions: dict[tuple[str, date], Session]
) -> None:
    """Write who sat in the sessions, one seat a person."""
    seats: dict[tuple[int, int], tuple[Enrolment, Row]] = {}
    for row in rows:
        session = sessions.get((row["course"], row["completed_on"]))
        if session is not None and not row["withdrawn"]:
            person = people.by_id[row["officer_id"]]
            seat = Enrolment(session=session, person=person, state=EnrolmentState.CONFIRMED)
            seats[session.pk, person.pk] = seat, row
    Enrolment.objects.bulk_create([seat for seat, _ in seats.values()], batch_size=5000)
    meetings = {
        meeting.session_id: meeting for meeting in Meeting.objects.filter(session__in=sessions.values())
    }
    Attendance.objects.bulk_create(
        [_mark(seat, row, meetings[seat.session_id], teaching.keeper) for seat, row in seats.values()],
        batch_size=5000,
    )


def _mark(seat: Enrolment, row: Row, meeting: Meeting, keeper: User) -> Attendance:
    presence = PRESENCE.get(row["outcome"], Presence.PRESENT)
    away = presence in (Presence.NO_SHOW, Presence.EXCUSED)
    return Attendance(
        meeting=meeting,
        enrolment=seat,
        presence=presence,
        minutes=0 if away else row["minutes"] or 0,
        reason="court" if presence in (Presence.EXCUSED, Presence.PARTIAL) else "",
        marked_by=keeper,
        marked_at=timezone.now(),
    )


def _planned(people: People, teaching: Teaching, today: date) -> None:
    """Plan classes for the next weeks, one of them today, so that the desks have something to do."""
    everybody = list(people.by_id.values())
    units = [None, *people.units.values()]  # the first is the department's as a whole
    for number, (code, plan) in enumerate(sorted(teaching.plans.items())[:12]):
        session = Session.objects.create(
            agency=people.agency,
            unit=units[number % len(units)],
            course=teaching.courses[code],
            plan=plan,
            state=SessionState.OPEN,
            seats=24,
            needs_approval=number % 3 == 0,
            report_within_days=30,
        )
        _meeting(
            session, today + timedelta(days=number * 5), teaching.rooms[number % len(teaching.rooms)]
        ).save()
        if teaching.instructors:
            SessionInstructor.objects.create(
                session=session, instructor=teaching.instructors[number % len(teaching.instructors)]
            )
        Enrolment.objects.bulk_create(
            Enrolment(session=session, person=person) for person in everybody[number::40][:20]
        )
