"""A class reported to the state: the day is kept with the session, and its records say so, each by a new line."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.records.actions.imports.bulk import correct_lines
from muster.records.actions.turns import lock_session
from muster.records.enums import CLOSED, RecordStatus, SessionState
from muster.records.models import Session
from muster.records.queries.closing import unreported

P = Permission


@transaction.atomic
def report_session(*, session: Session, reported_on: date, by: User) -> Session:
    """Write down that a closed session was reported to the state: from now on its verified records say ``reported``.

    What waits for approval, or is disputed, was not proven and stays as it is. A record that is corrected, approved or
    made afterwards has to be reported again: then this is called again, and the session keeps its first day, which the
    state's limit is about. A hold does not stop it: nothing of what a record says is changed.

    Raises Refused before the session is closed, for a day that cannot be, and where everything was reported already.
    """
    current = lock_session(session)
    _refuse_day(current, reported_on)
    first = current.state == SessionState.CLOSED
    reason = str(_("Reported to the state on %(day)s.") % {"day": date_format(reported_on, "j M Y")})
    told = correct_lines(
        unreported(current), by=by, now=timezone.now(), reason=reason, status=RecordStatus.REPORTED.value
    )
    if not first and not told:
        raise Refused(_("It was reported already, and nothing was corrected since."))
    if first:
        current.state, current.reported_on = SessionState.REPORTED, reported_on
        current.save()
    write_deed(
        verb=P.RECORDS_SESSION_CLOSE,
        subject=current,
        by=by,
        agency=current.agency,
        details={"reported_on": reported_on, "records": told, "again": not first},
    )
    return current


def _refuse_day(session: Session, reported_on: date) -> None:
    if session.state not in CLOSED:
        raise Refused(_("Only a closed session can be reported."))
    if reported_on > timezone.localdate():
        raise Refused(_("This day has not come yet."), field="reported_on")
    last = session.meetings.order_by("-starts_at").first()
    if last is not None and reported_on < last.day_in(session.agency.time_zone):
        raise Refused(_("A class is reported after its last day."), field="reported_on")
