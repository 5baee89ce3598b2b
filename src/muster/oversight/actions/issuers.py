"""Keeping the bodies that recommend, their days, and who speaks for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import reach_of
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.oversight.access import is_of_the_department, may_change_issuer
from muster.oversight.actions.writing import ChangedMeanwhile, difference, stripped
from muster.oversight.models import Issuer, Seat
from muster.roster.access import own_accounts
from muster.roster.models import Agency

P = Permission


@transaction.atomic
def add_issuer(*, agency: Agency, by: User, **said: Any) -> Issuer:
    """Add a body that recommends to a department. Raises ValidationError for a name that is there."""
    take_turn()
    made = Issuer(agency=agency, **stripped(said))
    made.full_clean()
    made.save()
    details = {name: str(value) for name, value in said.items()}
    write_deed(verb=P.OVERSIGHT_ISSUER_WRITE, subject=made, by=by, agency=agency, details=details)
    return made


@transaction.atomic
def change_issuer(*, issuer: Issuer, by: User, edition: int, reason: str, **said: Any) -> Issuer:
    """Change what is known of a body. New days hold for what it issues from now on.

    Raises Refused without a reason, ChangedMeanwhile, ValidationError.
    """
    take_turn()
    current = Issuer.objects.select_for_update(of=("self",)).select_related("agency").get(pk=issuer.pk)
    _refuse_overseen(current, by)
    if current.edition != edition:
        raise ChangedMeanwhile
    if not reason.strip():
        raise Refused(_("Say why; the reason stays in the history."), field="reason")
    changed = difference(current, said)
    current.edition += 1
    current.full_clean()
    current.save()
    write_deed(
        verb=P.OVERSIGHT_ISSUER_WRITE,
        subject=current,
        by=by,
        agency=current.agency,
        reason=reason,
        details=changed,
    )
    return current


@transaction.atomic
def seat(*, issuer: Issuer, user: User, start: date, end: date | None, by: User) -> Seat:
    """Let somebody speak for a body. They also need a role that issues recommendations there.

    Raises Refused for oneself (by whichever account), and for whoever answers for the department or works there.
    """
    take_turn()
    if user.pk in own_accounts([by.pk]):
        raise Refused(_("Somebody else says that you speak for this body."), field="user")
    if is_of_the_department(user, issuer.agency):
        raise Refused(
            _(
                "%(name)s answers for the department or is employed by it, so they do not speak for those who oversee it."
            )
            % {"name": user},
            field="user",
        )
    if not reach_of(user, P.OVERSIGHT_RECOMMENDATION_ISSUE).covers(issuer.agency):
        raise Refused(
            _("%(name)s has no role that issues recommendations here. Give them one under Roles first.")
            % {"name": user},
            field="user",
        )
    made = Seat(issuer=issuer, user=user, start=start, end=end, given_by=by)
    made.full_clean()
    made.save()
    details = {"user": user.pk, "start": start, "end": end}
    write_deed(verb=P.OVERSIGHT_ISSUER_WRITE, subject=made, by=by, agency=issuer.agency, details=details)
    return made


@transaction.atomic
def end_seat(*, seat: Seat, by: User, reason: str) -> Seat:
    """End a seat from this moment. Raises Refused without a reason, and where it is over."""
    take_turn()
    current = Seat.objects.select_for_update(of=("self",)).select_related("issuer__agency").get(pk=seat.pk)
    _refuse_overseen(current.issuer, by)
    if current.ended_at is not None:
        raise Refused(_("This seat is over already."))
    if not reason.strip():
        raise Refused(_("Say why; the reason stays in the history."), field="reason")
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at"])
    write_deed(
        verb=P.OVERSIGHT_ISSUER_WRITE,
        subject=current,
        by=by,
        agency=current.issuer.agency,
        reason=reason,
        details={"user": current.user_id, "ended": True},
    )
    return current


def _refuse_overseen(issuer: Issuer, by: User) -> None:
    if not may_change_issuer(by, issuer):
        raise Refused(
            _(
                "The department that is overseen changes nothing here. Ask an oversight analyst, the commission, or who "
                "runs this server."
            )
        )
