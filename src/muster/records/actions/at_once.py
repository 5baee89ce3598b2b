"""Everybody at once: present on every day, passed in every assessment. One step, one entry; undone before closing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.models import Assessment
from muster.ledger.refusals import Refused
from muster.ledger.shown import refuse_outdated
from muster.records.actions.roll import begin_class, pin_plan
from muster.records.actions.turns import lock_session, refuse_closed
from muster.records.enums import Outcome, Presence
from muster.records.models import Attendance, Meeting, Result, Session
from muster.records.queries.at_once import Preview, attending, passing

P = Permission


@transaction.atomic
def pass_everybody(*, session: Session, assessments: Sequence[Assessment | None], seen: str, by: User) -> int:
    """Write ``passed`` for everybody who was there and has no result yet. The first result pins the plan.

    ``seen`` is the token of the preview that was looked at (``queries.at_once.passing``). Returns for how many people.
    Raises Refused once the session is closed, where others would change than were seen, and where nobody would.
    """
    current = lock_session(session)
    refuse_closed(current)
    for assessment in assessments:
        pin_plan(current, assessment)
    preview = passing(current, assessments)
    _refuse_unseen(preview, seen)
    step, now = uuid4(), timezone.now()
    Result.objects.bulk_create(
        Result(
            enrolment=seat,
            assessment=one if isinstance(one, Assessment) else None,
            outcome=Outcome.PASSED,
            entered_by=by,
            entered_at=now,
            step=step,
        )
        for seat, ones in preview.changes
        for one in ones
    )
    told = [[seat.pk, *(one.pk if one else None for one in ones)] for seat, ones in preview.changes]
    _write(current, by, {"step": str(step), "passed": told})
    return len(preview.changes)


@transaction.atomic
def attend_everybody(*, session: Session, seen: str, by: User) -> int:
    """Write ``present`` for everybody of whom the roll says nothing, on every day that has come. See ``pass_everybody``."""
    current = lock_session(session)
    refuse_closed(current)
    preview = attending(current)
    _refuse_unseen(preview, seen)
    step, now = uuid4(), timezone.now()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=day,
            enrolment=seat,
            presence=Presence.PRESENT,
            minutes=day.minutes,
            marked_by=by,
            marked_at=now,
            step=step,
        )
        for seat, days in preview.changes
        for day in days
        if isinstance(day, Meeting)
    )
    begin_class(current)
    told = [[seat.pk, *(day.pk for day in days if day)] for seat, days in preview.changes]
    _write(current, by, {"step": str(step), "present": told})
    return len(preview.changes)


@transaction.atomic
def undo_step(*, session: Session, step: UUID, by: User) -> int:
    """Take back what was written for many at once, but for what somebody changed since. Returns how many marks and results.

    Raises Refused once the session is closed, and where nothing of it is left.
    """
    current = lock_session(session)
    refuse_closed(current)
    marks = Attendance.objects.filter(enrolment__session=current, step=step)
    results = Result.objects.filter(enrolment__session=current, step=step)
    told = {
        "marks": list(marks.order_by("pk").values_list("enrolment", "meeting")),
        "results": list(results.order_by("pk").values_list("enrolment", "assessment")),
    }
    number = marks.delete()[0] + results.delete()[0]
    if not number:
        raise Refused(_("Nothing of this step is left: it was undone or changed already."))
    _write(
        current,
        by,
        {"undone": str(step), **{name: [list(row) for row in rows] for name, rows in told.items()}},
    )
    return number


def _refuse_unseen(preview: Preview, seen: str) -> None:
    if not preview.changes:
        raise Refused(_("There is nobody for whom this would change anything."))
    refuse_outdated(preview.shown, seen)


def _write(session: Session, by: User, details: dict[str, object]) -> None:
    write_deed(verb=P.RECORDS_SESSION_TEACH, subject=session, by=by, agency=session.agency, details=details)
