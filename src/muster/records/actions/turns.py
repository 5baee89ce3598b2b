"""The turn and the lock that every action on a session takes, and the refusal of one that is over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.records.enums import CLOSED, SessionState
from muster.records.models import Session


def lock_session(session: Session) -> Session:
    """Take the turn of the writers, and return the session as it is now, locked until the transaction ends.

    First the turn, then the lock: so nobody waits for somebody who waits for them.
    """
    take_turn()
    locked = Session.objects.select_for_update(of=("self",)).select_related("agency", "course")
    return locked.get(pk=session.pk)


def refuse_closed(session: Session) -> None:
    """Raise Refused where a session is closed or cancelled, so that nothing of it changes any more."""
    if session.state in CLOSED:
        raise Refused(
            _("This session is closed. What is wrong is corrected in the records of those who came.")
        )
    if session.state == SessionState.CANCELLED:
        raise Refused(_("This session was cancelled. Plan it again first."))
