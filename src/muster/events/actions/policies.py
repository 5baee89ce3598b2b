"""Saying how an agency decides about outside training, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.models import Policy
from muster.events.policy import Stage, stages_of
from muster.events.queries.policies import policies_of
from muster.ledger.actions import take_turn
from muster.ledger.lines import correct_line
from muster.ledger.refusals import Refused
from muster.roster.models import Agency


@transaction.atomic
def write_policy(
    *,
    agency: Agency,
    start: date,
    stages: Sequence[Stage],
    by: User,
    reason: str,
    seen: int = 0,
    **limits: Any,
) -> Policy:
    """Write the rules of an agency from a day on; rules from the same day are corrected, earlier ones stay as they were.

    ``seen``: the key of the newest line when the form was opened, 0 for none. What is handed in keeps its rules. Raises
    Refused without a reason, for a day that is past, for stages as ``stages_of``; ChangedMeanwhile where somebody else
    wrote rules since.
    """
    take_turn()
    written = [stage.as_written() for stage in stages]
    stages_of(written)
    before = policies_of(agency)
    newest = max(before, key=lambda line: line.pk, default=None)
    if (newest.pk if newest is not None else 0) != seen:
        raise ChangedMeanwhile(newest)
    if not reason.strip():
        raise Refused(_("Say why the rules change; it stands in their history."), field="reason")
    if before and start < timezone.localdate():
        raise Refused(_("Rules do not reach back. Choose today or a later day."), field="start")
    same = next((line for line in before if line.start == start), None)
    if same is not None:
        made = correct_line(same, by=by, reason=reason, stages=written, **limits)
    else:
        made = Policy(
            agency=agency, start=start, stages=written, known_by=by, reason=reason.strip(), **limits
        )
        made.full_clean(exclude=["known_by", "replaces"])
        made.save(force_insert=True)
    details = {
        "start": start,
        "stages": written,
        "limits": {name: str(value) for name, value in limits.items()},
    }
    write_deed(
        verb=Permission.EVENTS_POLICY_WRITE,
        subject=made,
        by=by,
        agency=agency,
        reason=reason.strip(),
        details=details,
    )
    return made
