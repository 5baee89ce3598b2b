"""Tell me when it is offered: somebody's own wish, which the training unit sees as demand."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.models import Interest
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency, Person

P = Permission


@transaction.atomic
def note_interest(*, agency: Agency, person: Person, topic: str = "", series: str = "", by: User) -> Interest:
    """Put somebody on the list of a topic or a series. Raises Refused where they are on it already."""
    take_turn()
    if Interest.objects.filter(person=person, topic=topic, series=series).exists():
        raise Refused(_("You are on this list already."))
    interest = Interest(agency=agency, person=person, topic=topic, series=series, made_by=by)
    interest.full_clean()
    interest.save()
    _write(interest, by, {"topic": topic, "series": series})
    return interest


@transaction.atomic
def forget_interest(*, interest: Interest, by: User) -> None:
    """Take somebody off a list."""
    take_turn()
    _write(interest, by, {"off": interest.topic or interest.series})
    interest.delete()


def _write(interest: Interest, by: User, details: dict[str, str]) -> None:
    write_deed(verb=P.EVENTS_REQUEST_WRITE, subject=interest, by=by, agency=interest.agency, details=details)
