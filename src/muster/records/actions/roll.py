"""The roll and the results of a session, until it is closed. Keeping the roll begins the class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.models import Assessment
from muster.files.actions import name_for
from muster.files.models import StoredFile
from muster.ledger.refusals import Refused
from muster.records.actions.sessions import refresh_minutes
from muster.records.actions.turns import lock_session, refuse_closed
from muster.records.enums import RESULTS, EnrolmentState, Outcome, Presence, SessionState
from muster.records.models import Attendance, Enrolment, Meeting, Result, Session, SessionFile
from muster.records.queries.closing import plan_taught
from muster.records.queries.roll import expected_on
from muster.roster.models import Person

P = Permission
TIMED = (Presence.LATE, Presence.PARTIAL)


@dataclass(frozen=True)
class RollMark:
    """What is to be written on the roll. ``minutes`` are asked for where somebody was there for a part only."""

    presence: str
    minutes: int | None = None
    reason: str = ""


@transaction.atomic
def mark_roll(*, meeting: Meeting, marks: Mapping[int, RollMark], by: User) -> list[Attendance]:
    """Write marks for a day, by the key of the seat; what says the same as before stays untouched.

    Raises Refused once the session is closed, before the day itself, for a seat that is not on this day's roll, and
    for a mark without the minutes or the reason it needs. Then nothing is written at all. The field of the refusal
    is the key of the seat.
    """
    session = _open_roll(meeting)
    seats = {seat.pk: seat for seat in expected_on(session, meeting)}
    known = {mark.enrolment_id: mark for mark in Attendance.objects.filter(meeting=meeting)}
    changed = []
    for key, mark in marks.items():
        if key not in seats:
            raise Refused(_("Somebody on this roll gave their seat back meanwhile. Load the page again."))
        line = known.get(key) or Attendance(meeting=meeting, enrolment=seats[key])
        if _put(line, mark, meeting, seats[key]):
            line.marked_by, line.step = by, None
            line.full_clean()
            line.save()
            changed.append(line)
    if changed:
        begin_class(session)
        told = [[line.enrolment_id, line.presence, line.minutes, line.reason] for line in changed]
        _write(session, by, {"meeting": meeting.pk, "marks": told})
    return changed


@transaction.atomic
def mark_rest(*, meeting: Meeting, presence: Presence, by: User) -> list[Attendance]:
    """Mark everybody of whom the roll says nothing yet: present, or as not having come."""
    marked = set(Attendance.objects.filter(meeting=meeting).values_list("enrolment", flat=True))
    rest = [seat.pk for seat in expected_on(meeting.session, meeting) if seat.pk not in marked]
    return mark_roll(meeting=meeting, marks={key: RollMark(presence) for key in rest}, by=by)


@transaction.atomic
def add_walk_in(
    *, meeting: Meeting, by: User, name: str = "", agency_name: str = "", person: Person | None = None
) -> Enrolment:
    """Add somebody at the door, by name or as one of our people, and mark them present on this day.

    Somebody who waited for a seat, or gave theirs back, has one now. Raises Refused without a name.
    """
    session = _open_roll(meeting)
    if person is None and not name.strip():
        raise Refused(_("Say who it is."), field="name")
    seat = _seat_at_door(session, person, name.strip(), agency_name.strip())
    is_new = seat.pk is None
    seat.full_clean()
    seat.save()
    if seat.meetings.exists() or (is_new and session.meetings.count() > 1):
        seat.meetings.add(meeting)  # who comes on one day is not expected on the others
    mark = Attendance(meeting=meeting, enrolment=seat, presence=Presence.PRESENT, minutes=meeting.minutes)
    mark.marked_by = by
    mark.save()
    begin_class(session)
    _write(session, by, {"meeting": meeting.pk, "walk_in": seat.pk, "name": str(seat)})
    return seat


@transaction.atomic
def link_walk_in(*, enrolment: Enrolment, person: Person, by: User) -> Enrolment:
    """Say which of our people a walk-in was. After closing ``closing.link_closed_walk_in`` makes the record, too.

    Where they have a seat of their own, the marks and results go to that seat, and it is returned. Raises Refused
    where that seat says something else of the same day.
    """
    session = lock_session(enrolment.session)
    refuse_closed(session)
    own = Enrolment.objects.filter(session=session, person=person).first()
    seat = linked(enrolment, person) if own is None else _joined(locked_walk_in(enrolment), own)
    _write(session, by, {"walk_in": enrolment.pk, "name": enrolment.walk_in_name, "person": person.pk})
    return seat


@transaction.atomic
def set_real_times(
    *, meeting: Meeting, began_at: datetime | None, finished_at: datetime | None, by: User
) -> Meeting:
    """Write when a day really began and ended (None: as planned). Whoever was present was there for that long."""
    session = _open_roll(meeting)
    meeting.began_at, meeting.finished_at = began_at, finished_at
    if (began_at is None) != (finished_at is None):
        raise Refused(_("Give both times as they really were, or neither."), field="began")
    meeting.full_clean()
    meeting.save()
    refresh_minutes(meeting)
    _write(session, by, {"meeting": meeting.pk, "began": began_at, "finished": finished_at})
    return meeting


@transaction.atomic
def enter_result(
    *,
    enrolment: Enrolment,
    assessment: Assessment | None,
    by: User,
    outcome: str = "",
    score: Decimal | None = None,
    note: str = "",
    attempt: int | None = None,
) -> Result:
    """Write how somebody did in an assessment (None: in the session as a whole). From then on the plan is pinned.

    A score decides between passed and failed where there is a pass mark. ``attempt`` corrects that attempt; without
    it the next one is added. Raises Refused beyond the attempts that the assessment allows, for a pass below the
    pass mark, and without outcome and score.
    """
    session = lock_session(enrolment.session)
    refuse_closed(session)
    pin_plan(session, assessment)
    outcome = _outcome(session, assessment, outcome, score)
    earlier = Result.objects.filter(enrolment=enrolment, assessment=assessment)
    result = earlier.filter(attempt=attempt).first() if attempt else None
    if result is None:
        number = attempt or earlier.count() + 1
        _refuse_too_many(assessment, number)
        result = Result(enrolment=enrolment, assessment=assessment, attempt=number)
    before = [result.outcome, result.score] if result.pk else None
    result.outcome, result.score, result.note, result.entered_by = outcome, score, note.strip(), by
    result.step = None
    result.full_clean()
    result.save()
    told = {
        "seat": enrolment.pk,
        "assessment": assessment.pk if assessment else None,
        "attempt": result.attempt,
    }
    _write(session, by, {**told, "before": before, "result": [outcome, score]})
    return result


@transaction.atomic
def attach_to_session(*, session: Session, stored: StoredFile, name: str, kind: str, by: User) -> SessionFile:
    """Attach a file that lies in the store: the signed sheet, tests, evaluations. Also after closing."""
    attached = SessionFile(session=session, file=stored, name=name_for(stored, name), kind=kind, added_by=by)
    attached.full_clean()
    attached.save()
    write_deed(
        verb=P.RECORDS_SESSION_TEACH,
        subject=attached,
        by=by,
        agency=session.agency,
        details={"session": session.pk, "sha256": stored.pk, "kind": kind, "name": attached.name},
    )
    return attached


def locked_walk_in(enrolment: Enrolment) -> Enrolment:
    """Return a walk-in as it is now. Raises Refused where it is linked already."""
    seat = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if seat.person_id is not None or seat.state != EnrolmentState.CONFIRMED:
        raise Refused(_("This walk-in is linked to a person already."))
    return seat


def linked(enrolment: Enrolment, person: Person) -> Enrolment:
    """Put a person, who has no seat of their own, behind a walk-in."""
    seat = locked_walk_in(enrolment)
    seat.person = person
    seat.save()
    return seat


def _joined(walk_in: Enrolment, own: Enrolment) -> Enrolment:
    """Hand marks and results of a walk-in over to the seat of the same person, where that says nothing else."""
    marks = Attendance.objects.filter(enrolment=walk_in)
    same_days = Attendance.objects.filter(
        enrolment=own, meeting__in=list(marks.values_list("meeting", flat=True))
    )
    if same_days.exclude(presence=Presence.NO_SHOW).exists() or own.results.exists():
        raise Refused(
            _("The roll says something else of %(name)s on the same day. Correct that first.")
            % {"name": own},
            field="person",
        )
    same_days.delete()
    if own.meetings.exists():
        own.meetings.add(*[mark.meeting_id for mark in marks])
    marks.update(enrolment=own)
    walk_in.results.update(enrolment=own)
    own.state, walk_in.state = EnrolmentState.CONFIRMED, EnrolmentState.WITHDRAWN
    own.save()
    walk_in.save()
    return own


# ── pieces ───────────────────────────────────────────────────────────────────────────────────────


def _open_roll(meeting: Meeting) -> Session:
    """Lock the session of a day; refuse where it is closed or the day has not come."""
    session = lock_session(meeting.session)
    refuse_closed(session)
    today = Meeting.local(timezone.now(), session.agency.time_zone).date()
    if meeting.day_in(session.agency.time_zone) > today:
        raise Refused(_("The roll of this day can be kept from that day on."))
    return session


def begin_class(session: Session) -> None:
    """Let a class begin whose roll is kept."""
    if session.state in (SessionState.PLANNED, SessionState.OPEN, SessionState.LOCKED):
        session.state = SessionState.IN_SESSION
        session.save(update_fields=["state"])


def _put(line: Attendance, mark: RollMark, meeting: Meeting, seat: Enrolment) -> bool:
    """Put a mark on a line of the roll; return whether that changed it."""
    if mark.presence not in Presence.values:
        raise Refused(_("Choose one of the marks for %(name)s.") % {"name": seat}, field=str(seat.pk))
    minutes = _minutes(mark, meeting, seat)
    if mark.presence in (Presence.EXCUSED, Presence.PARTIAL) and not mark.reason.strip():
        raise Refused(_("Say why, for %(name)s.") % {"name": seat}, field=str(seat.pk))
    told = (mark.presence, minutes, mark.reason.strip())
    if line.pk and (line.presence, line.minutes, line.reason) == told:
        return False
    line.presence, line.minutes, line.reason = told
    return True


def _minutes(mark: RollMark, meeting: Meeting, seat: Enrolment) -> int:
    if mark.presence == Presence.PRESENT:
        return meeting.minutes
    if mark.presence not in TIMED:
        return 0
    if mark.minutes is None or not 0 < mark.minutes <= meeting.minutes:
        raise Refused(
            _("Say how many minutes %(name)s was there, from 1 to %(most)d.")
            % {"name": seat, "most": meeting.minutes},
            field=str(seat.pk),
        )
    return mark.minutes


def _seat_at_door(session: Session, person: Person | None, name: str, agency_name: str) -> Enrolment:
    """Return the seat of who comes unexpected: a new one, or an old one that was given back or waited for."""
    if person is None:
        return Enrolment(
            session=session, walk_in_name=name, walk_in_agency=agency_name, state=EnrolmentState.CONFIRMED
        )
    seat = Enrolment.objects.filter(session=session, person=person).first()
    if seat is None:
        return Enrolment(session=session, person=person, state=EnrolmentState.CONFIRMED)
    if seat.state == EnrolmentState.CONFIRMED:
        raise Refused(_("%(name)s has a seat: mark them on the roll.") % {"name": person}, field="person")
    seat.state = EnrolmentState.CONFIRMED
    return seat


def pin_plan(session: Session, assessment: Assessment | None) -> None:
    """Pin the plan that is taught, with the first result. Raises Refused for an assessment of another plan."""
    last = session.meetings.order_by("-starts_at").first()
    if session.plan_id is None and last is not None:
        session.plan = plan_taught(session, last.day_in(session.agency.time_zone))
        session.save(update_fields=["plan"])
    if assessment is not None and assessment.plan_id != session.plan_id:
        raise Refused(_("This assessment belongs to another lesson plan than the one taught here."))


def _outcome(session: Session, assessment: Assessment | None, outcome: str, score: Decimal | None) -> str:
    """Return the outcome, from the score where there is a pass mark."""
    mark = assessment.pass_mark if assessment is not None and assessment.pass_mark is not None else None
    mark = session.course.pass_mark if mark is None else mark
    if score is not None and mark is not None:
        decided = Outcome.PASSED if score >= mark else Outcome.FAILED
        if outcome not in ("", decided, Outcome.INCOMPLETE):
            raise Refused(
                _("The pass mark is %(mark)d percent, so this score says: %(outcome)s.")
                % {"mark": mark, "outcome": decided.label},
                field="outcome",
            )
        return outcome or decided
    if outcome not in RESULTS:
        raise Refused(_("Say whether it was passed."), field="outcome")
    return outcome


def _refuse_too_many(assessment: Assessment | None, number: int) -> None:
    if assessment is not None and number > assessment.attempts:
        raise Refused(
            _(
                "%(title)s allows %(number)d attempts. What follows is a new class, or a correction of one attempt."
            )
            % {"title": assessment, "number": assessment.attempts}
        )


def _write(session: Session, by: User, details: dict[str, object]) -> None:
    write_deed(verb=P.RECORDS_SESSION_TEACH, subject=session, by=by, agency=session.agency, details=details)
