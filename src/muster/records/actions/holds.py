"""Orders to keep records as they are: set by one person, released by another."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.deeds import lenders_then, write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.models import Course
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.records.models import Hold, Record, Session
from muster.records.queries.holds import hold_over
from muster.roster.access import LENDERS_OWN, WRITTEN_IN_YOUR_PLACE, own_accounts, own_keys
from muster.roster.models import Agency, Person

P = Permission


@transaction.atomic
def set_hold(
    *,
    agency: Agency,
    kind: str,
    reason: str,
    by: User,
    person: Person | None = None,
    course: Course | None = None,
    session: Session | None = None,
) -> Hold:
    """Stop corrections, withdrawals and undoing of all that is named; nothing named is the whole agency.

    The turn is taken first, so that a correction under way is either through or refused. Raises Refused for a
    course or session of another agency.
    """
    take_turn()
    if not reason.strip():
        raise Refused(_("Name the matter: who is refused a correction is told of it."), field="reason")
    if course is not None and course.agency_id != agency.pk:
        raise Refused(_("This course belongs to another agency."), field="course")
    if session is not None and session.agency_id != agency.pk:
        raise Refused(_("This session belongs to another agency."), field="session")
    hold = Hold(
        agency=agency,
        kind=kind,
        reason=reason.strip(),
        person=person,
        course=course,
        session=session,
        set_by=by,
    )
    hold.full_clean()
    hold.save()
    write_deed(
        verb=P.RECORDS_HOLD_SET,
        subject=hold,
        by=by,
        agency=agency,
        reason=hold.reason,
        details=_covers(hold),
    )
    return hold


@transaction.atomic
def release_hold(*, hold: Hold, by: User, reason: str) -> Hold:
    """Let records be corrected again. Raises Refused for who set it, and where it is released already."""
    take_turn()
    hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if hold.released_at is not None:
        raise Refused(_("This hold was released already."))
    _refuse_release(hold, by)
    if not reason.strip():
        raise Refused(_("Say on whose word it is released."), field="release_reason")
    hold.released_at, hold.released_by, hold.release_reason = timezone.now(), by, reason.strip()
    hold.full_clean()
    hold.save()
    write_deed(
        verb=P.RECORDS_HOLD_RELEASE,
        subject=hold,
        by=by,
        agency=hold.agency,
        reason=hold.release_reason,
        details=_covers(hold),
    )
    return hold


def _refuse_release(hold: Hold, by: User) -> None:
    """Raise Refused for who set a hold or is covered by it by name, and across a loan between the two."""
    if hold.set_by_id in own_accounts([by.pk]):
        raise Refused(_("You set this hold, so somebody else releases it. Ask another custodian."))
    deciding = answerable(by, P.RECORDS_HOLD_RELEASE, hold.agency)
    if hold.person_id in own_keys([by.pk]):
        raise Refused(_("It is about you: somebody else decides."))
    if hold.set_by_id in own_accounts(deciding) or hold.person_id in own_keys(deciding):
        raise Refused(LENDERS_OWN)
    if own_accounts([by.pk]) & lenders_then(Hold, [hold.pk], (P.RECORDS_HOLD_SET,))[hold.pk]:
        raise Refused(WRITTEN_IN_YOUR_PLACE)


def refuse_held(record: Record) -> None:
    """Raise Refused, naming the hold, where one covers the record. The caller has taken the turn."""
    hold = hold_over(record)
    if hold is not None:
        raise Refused(
            _(
                "A hold keeps this record as it is: %(matter)s (%(kind)s, since %(day)s). "
                "It can be corrected when the records custodian has released the hold."
            )
            % {
                "matter": hold.reason,
                "kind": hold.get_kind_display(),
                "day": timezone.localtime(hold.set_at).strftime("%Y-%m-%d"),
            }
        )


def _covers(hold: Hold) -> dict[str, int | None]:
    return {"person": hold.person_id, "course": hold.course_id, "session": hold.session_id}
