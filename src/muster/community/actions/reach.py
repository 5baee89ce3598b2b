"""Who is invited and how, who came, and what was done so that they could."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.community.actions.consultations import refuse_over
from muster.community.actions.turns import lock_consultation, write_about
from muster.community.enums import ConsultationState
from muster.community.models import Consultation, Gathering, InvitedGroup
from muster.community.queries.rules import day_at
from muster.ledger.refusals import Refused

P = Permission


@transaction.atomic
def invite_group(*, consultation: Consultation, by: User, **fields: Any) -> InvitedGroup:
    """Put a group into the reach plan, also while it is open. Raises Refused once it is answered, ValidationError."""
    current = lock_consultation(consultation)
    refuse_over(current)
    group = InvitedGroup(consultation=current, **fields)
    group.full_clean()
    group.save()
    write_about(current, by, {"group": group.group}, verb=P.COMMUNITY_CONSULTATION_MANAGE)
    return group


@transaction.atomic
def note_group(*, group: InvitedGroup, by: User, **fields: Any) -> InvitedGroup:
    """Write down how a group was invited, how many were heard, or why nobody was. Raises Refused once it is answered."""
    current = lock_consultation(group.consultation)
    refuse_over(current)
    group = InvitedGroup.objects.select_for_update().get(pk=group.pk)
    for name, value in fields.items():
        setattr(group, name, value)
    group.full_clean()
    group.save()
    details = {"group": group.group, "came": group.came, "not_heard": group.not_heard}
    write_about(current, by, details, verb=P.COMMUNITY_CONSULTATION_MANAGE)
    return group


@transaction.atomic
def note_gathering(*, consultation: Consultation, held_on: date, by: User, **fields: Any) -> Gathering:
    """Write down a gathering that was held while it was open. Raises Refused for another day, ValidationError."""
    current = lock_consultation(consultation)
    refuse_over(current)
    if current.state == ConsultationState.PLANNED:
        raise Refused(_("It is not open yet. Write gatherings down when they were held."))
    today = day_at(current.agency)
    if not current.opens_on <= held_on <= min(today, current.closes_on):
        raise Refused(
            _(
                "A gathering is held between the first and the last day for comments, and not in days to come."
            ),
            field="held_on",
        )
    gathering = Gathering(consultation=current, held_on=held_on, **fields)
    gathering.full_clean()
    gathering.save()
    details = {"gathering": held_on.isoformat(), "came": gathering.came}
    write_about(current, by, details, verb=P.COMMUNITY_CONSULTATION_MANAGE)
    return gathering
