"""Planning: sessions with their days, rooms and instructors, and the steps they take.

Every action takes its turn first (``take_turn``) and then locks the session, so that two people who plan at the
same moment see one another's rooms, and nobody waits for somebody who waits for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.models import Course, Instructor
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.records.access.sessions import step_between
from muster.records.actions.enrolment import promote_waiting
from muster.records.actions.turns import lock_session, refuse_closed
from muster.records.enums import SEATS_OPEN, TEACHING_ROLES, InstructorRole, SessionState
from muster.records.models import Attendance, Meeting, Room, Session, SessionInstructor
from muster.records.queries.enrolment import taken_by_day
from muster.records.queries.sessions import instructor_clash, room_clash, uncertified_days

P = Permission
S = SessionState

#: What a planner may say of a session besides its days and instructors.
FIELDS = ("course", "unit", "title", "number", "seats", "needs_approval", "notes", "report_within_days")


@dataclass(frozen=True)
class DayPlan:
    """A day as it is planned. ``key`` is that of the meeting it changes, None for a new one."""

    starts_at: datetime
    ends_at: datetime
    break_minutes: int = 0
    room: Room | None = None
    topic: str = ""
    key: int | None = None


@dataclass(frozen=True)
class Post:
    """Who is to teach, as what; ``reason`` says why without a certification."""

    instructor: Instructor
    role: str = InstructorRole.LEAD
    minutes: int | None = None
    reason: str = ""


class ChangedMeanwhile(Refused):
    """Somebody else changed the session since the form was opened. ``session`` is as it is now."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            _(
                "Somebody changed this session while you were working on it. Nothing of yours was saved. "
                "What it says now stands below; save again to put yours in its place."
            )
        )
        self.session = session


@transaction.atomic
def plan_session(
    *, course: Course, days: Sequence[DayPlan], posts: Sequence[Post] = (), by: User, **fields: Any
) -> Session:
    """Plan a session of a course. It is not open for enrolment yet.

    Raises Refused for no day, days that overlap, a room or an instructor taken at that time (unless
    ``clash_reason`` says why all the same), an instructor without certification (unless their post says why),
    and more seats than the room has.
    """
    take_turn()
    session = Session(agency=course.agency, course=course, **fields)
    session.full_clean()
    check_plan(session, days, posts)
    session.save()
    _write_days(session, days)
    _write_posts(session, posts)
    about = {"course": course.code, "unit": session.unit_id, "days": [day.starts_at for day in days]}
    _write_plan(session, by, about)
    return session


@transaction.atomic
def change_session(
    *,
    session: Session,
    edition: int,
    days: Sequence[DayPlan],
    posts: Sequence[Post] = (),
    by: User,
    **fields: Any,
) -> Session:
    """Change the plan of a session until it is closed. Marks of the roll stay with their days.

    Raises Refused as ``plan_session``, and for a day taken away that has marks or fewer seats than are taken;
    ChangedMeanwhile where ``edition`` is not the newest. Seats that are added go to the waiting list at once.
    """
    current = lock_session(session)
    if current.edition != edition:
        raise ChangedMeanwhile(current)
    refuse_closed(current)
    before = {name: getattr(current, name) for name in [*FIELDS, "clash_reason"] if name in fields}
    for name, value in fields.items():
        setattr(current, name, value)
    current.edition += 1
    current.full_clean()
    _refuse_course_of_others(current)
    check_plan(current, days, posts)
    current.save()
    _write_days(current, days)
    _write_posts(current, posts)
    _refuse_too_few_seats(current)
    changed = {name: str(fields[name]) for name, value in before.items() if value != fields[name]}
    _write_plan(current, by, {"changed": changed, "days": [day.starts_at for day in days]})
    promote_waiting(current)
    return current


@transaction.atomic
def clone_session(*, session: Session, first_day: date, by: User) -> Session:
    """Plan the same session again from another day on: the days keep their distances and times of the clock.

    Rooms and instructors come along where they are free and certified then; the others are left out, and the new
    session's plan page asks for them. Nobody is enrolled, nothing of the old session changes.
    """
    take_turn()
    days = _days_from(session, first_day)
    if not days:
        raise Refused(_("This session has no days to repeat. Plan a new one."))
    copy = Session(agency=session.agency, course=session.course)
    for name in FIELDS:
        if name != "number":  # a state gives each offering its own
            setattr(copy, name, getattr(session, name))
    days = [
        day if day.room is None or _room_problem(copy, day) is None else replace(day, room=None)
        for day in days
    ]
    posts = [
        Post(p.instructor, p.role, p.minutes) for p in session.teaching.select_related("instructor__person")
    ]
    posts = [post for post in posts if _post_problem(copy, post, days) is None]
    check_plan(copy, days, posts)
    copy.save()
    _write_days(copy, days)
    _write_posts(copy, posts)
    _write_plan(copy, by, {"clone_of": session.pk, "days": [day.starts_at for day in days]})
    return copy


@transaction.atomic
def move_session(*, session: Session, to: str, by: User, reason: str = "") -> Session:
    """Take a session one step further (``access.sessions.STEPS``); the caller checked the step's permission.

    Raises Refused where there is no such step from where it stands now, or the step needs a reason.
    """
    current = lock_session(session)
    step = step_between(current.state, to)
    if step is None:
        raise Refused(
            _("This session is %(state)s by now, so that step is not possible. Load the page again.")
            % {"state": current.get_state_display()}
        )
    if step.needs_reason and not reason.strip():
        raise Refused(_("Say why; those who had a seat read it."), field="reason")
    before, current.state = current.state, to
    current.cancelled_reason = reason.strip() if to == S.CANCELLED else ""
    current.edition += 1
    current.save()
    write_deed(
        verb=step.permission,
        subject=current,
        by=by,
        agency=current.agency,
        reason=reason.strip(),
        details={"state": [before, to]},
    )
    return current


# ── what a plan must keep to ─────────────────────────────────────────────────────────────────────


def check_plan(session: Session, days: Sequence[DayPlan], posts: Sequence[Post]) -> None:
    """Raise Refused for the first thing that is wrong with the days, rooms and instructors of a session."""
    if session.unit is not None and session.unit.agency_id != session.agency_id:
        raise Refused(_("This unit belongs to another agency than the course."), field="unit")
    _check_days(days)
    for day in days:
        problem = _room_problem(session, day)
        if problem is not None:
            raise problem
    if len({post.instructor.pk for post in posts}) < len(posts):
        raise Refused(_("The same instructor is named twice."))
    for post in posts:
        problem = _post_problem(session, post, days)
        if problem is not None:
            raise problem


def _check_days(days: Sequence[DayPlan]) -> None:
    if not days:
        raise Refused(_("A session has at least one day. Give its date and times."))
    in_order = sorted(days, key=lambda day: day.starts_at)
    for day in in_order:
        if day.ends_at <= day.starts_at:
            raise Refused(_("The end must come after the beginning."))
        if day.ends_at - day.starts_at > timedelta(hours=24):
            raise Refused(_("One day of a session lasts 24 hours at most. Split it into several days."))
        if timedelta(minutes=day.break_minutes) >= day.ends_at - day.starts_at:
            raise Refused(_("The breaks take up the whole day. Give them in minutes."))
    for earlier, later in pairwise(in_order):
        if later.starts_at < earlier.ends_at:
            raise Refused(_("Two days of this session overlap. Change the times of one of them."))


def _room_problem(session: Session, day: DayPlan) -> Refused | None:
    room = day.room
    if room is None:
        return None
    if room.agency_id != session.agency_id:
        return Refused(_("This room belongs to another agency."))
    if room.seats is not None and session.seats is not None and session.seats > room.seats:
        return Refused(
            _("%(room)s has %(seats)d seats only. Give fewer seats, or choose another room.")
            % {"room": room, "seats": room.seats},
            field="seats",
        )
    clash = room_clash(room.pk, day.starts_at, day.ends_at, session if session.pk else None)
    return None if clash is None or session.clash_reason.strip() else _taken(str(room), clash)


def _post_problem(session: Session, post: Post, days: Sequence[DayPlan]) -> Refused | None:
    instructor = post.instructor
    if instructor.agency_id != session.agency_id:
        return Refused(
            _("This instructor teaches for another agency. Write them down as a guest here first.")
        )
    for day in days:
        clash = instructor_clash(instructor, day.starts_at, day.ends_at, session if session.pk else None)
        if clash is not None and not session.clash_reason.strip():
            return _taken(str(instructor), clash)
    if post.role not in TEACHING_ROLES or post.reason.strip():
        return None
    local = [Meeting.local(day.starts_at, session.agency.time_zone).date() for day in days]
    missing = uncertified_days(instructor, session.course, sorted(set(local)))
    return _uncertified(instructor, missing) if missing else None


def _taken(what: str, clash: Meeting) -> Refused:
    """Say what is taken by whom and when; the other class is named, whoever's it is, to be able to talk about it."""
    zone = clash.session.agency.time_zone
    begins, ends = Meeting.local(clash.starts_at, zone), Meeting.local(clash.ends_at, zone)
    return Refused(
        _(
            "%(what)s is taken: %(other)s, %(day)s, %(from)s to %(to)s. Choose another time, or say below why "
            "both may stand."
        )
        % {
            "what": what,
            "other": clash.session,
            "day": date_format(begins, "j M Y"),
            "from": date_format(begins, "H:i"),
            "to": date_format(ends, "H:i"),
        },
        field="clash_reason",
    )


def _uncertified(instructor: Instructor, days: Sequence[date]) -> Refused:
    return Refused(
        _(
            "No certification of %(name)s covers this course on %(days)s. Write the certification down, name "
            "somebody else, or say beside the name why they teach all the same."
        )
        % {"name": instructor, "days": ", ".join(date_format(day, "j M Y") for day in days)}
    )


def _refuse_course_of_others(session: Session) -> None:
    if session.course.agency_id != session.agency_id:
        raise Refused(_("This course belongs to another agency."), field="course")


def _refuse_too_few_seats(session: Session) -> None:
    most = max(taken_by_day(session).values(), default=0)
    if session.seats is not None and session.seats < most and session.state in SEATS_OPEN:
        raise Refused(
            _("%(number)d people have a seat already. Take some of them off first, or keep as many seats.")
            % {"number": most},
            field="seats",
        )


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def _write_days(session: Session, days: Sequence[DayPlan]) -> None:
    known = {meeting.pk: meeting for meeting in session.meetings.all()}
    kept = {day.key for day in days if day.key is not None}
    gone = [key for key in known if key not in kept]
    if Attendance.objects.filter(meeting__in=gone).exists():
        raise Refused(_("The roll of a day was kept already, so that day cannot be taken away."))
    Meeting.objects.filter(pk__in=gone, session=session).delete()
    for day in days:
        meeting = known.get(day.key or 0) or Meeting(session=session)
        for name in ("starts_at", "ends_at", "break_minutes", "room", "topic"):
            setattr(meeting, name, getattr(day, name))
        meeting.full_clean()
        meeting.save()
        refresh_minutes(meeting)
    session._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # the days are others now


def refresh_minutes(meeting: Meeting) -> None:
    """Bring the marks of a day in line with its length: present is all of it, and nobody was there for longer."""
    marks = Attendance.objects.filter(meeting=meeting)
    marks.filter(presence="present").exclude(minutes=meeting.minutes).update(minutes=meeting.minutes)
    marks.filter(minutes__gt=meeting.minutes).update(minutes=meeting.minutes)


def _write_posts(session: Session, posts: Sequence[Post]) -> None:
    session.teaching.all().delete()
    for post in posts:
        line = SessionInstructor(
            session=session,
            instructor=post.instructor,
            role=post.role,
            minutes=post.minutes,
            reason=post.reason.strip(),
        )
        line.full_clean()
        line.save()


def _write_plan(session: Session, by: User, details: dict[str, Any]) -> None:
    posts = [[post.instructor_id, post.role, post.reason] for post in session.teaching.order_by("pk")]
    write_deed(
        verb=P.RECORDS_SESSION_PLAN,
        subject=session,
        by=by,
        agency=session.agency,
        reason=session.clash_reason,
        details={**details, "instructors": posts},
    )


def _days_from(session: Session, first_day: date) -> list[DayPlan]:
    """Return the days of a session moved to another first day, at the same times of the local clock."""
    zone = session.agency.time_zone
    days: list[DayPlan] = []
    shift: timedelta | None = None
    for meeting in session.meetings.order_by("starts_at", "pk"):
        begins, ends = Meeting.local(meeting.starts_at, zone), Meeting.local(meeting.ends_at, zone)
        shift = shift if shift is not None else first_day - begins.date()
        days.append(
            DayPlan(
                # adding days to a moment that knows its zone keeps the time of the clock, also over the change of it
                starts_at=begins + shift,
                ends_at=ends + shift,
                break_minutes=meeting.break_minutes,
                room=meeting.room,
                topic=meeting.topic,
            )
        )
    return days
