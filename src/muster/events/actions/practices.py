"""Practices of others: suggested, looked at, tried, adopted or declined, and measured by the question written before."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.enums import PracticeState
from muster.events.models import Practice
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.access import own_keys
from muster.roster.models import Agency, Person

P = Permission
S = PracticeState

#: Where each state may lead. What was declined may be suggested anew; what was measured may be adopted or declined.
STEPS: Final[dict[PracticeState, tuple[PracticeState, ...]]] = {
    S.SUGGESTED: (S.TRIAGED, S.DECLINED),
    S.TRIAGED: (S.PILOT, S.ADOPTED, S.DECLINED),
    S.PILOT: (S.MEASURED, S.ADOPTED, S.DECLINED),
    S.ADOPTED: (S.MEASURED, S.DECLINED),
    S.MEASURED: (S.ADOPTED, S.DECLINED),
    S.DECLINED: (S.TRIAGED,),
}


@transaction.atomic
def suggest_practice(
    *, agency: Agency, suggested_by: Person, title: str, by: User, **fields: Any
) -> Practice:
    """Suggest something that others do; who decides is somebody else."""
    take_turn()
    practice = Practice(agency=agency, suggested_by=suggested_by, title=title, **fields)
    practice.full_clean()
    practice.save()
    _write(practice, by, P.EVENTS_PRACTICE_SUGGEST, {"title": title})
    return practice


@transaction.atomic
def move_practice(*, practice: Practice, to: str, by: User, edition: int, **fields: Any) -> Practice:
    """Take a practice a step further. ``fields``: reason, owner, pilot, measure, review_on, result, grade, grade_source.

    Raises Refused for a step there is not, and for one's own suggestion; ValidationError for what a step needs;
    ChangedMeanwhile where ``edition`` is not the newest.
    """
    take_turn()
    current = Practice.objects.select_for_update(of=("self",)).select_related("agency").get(pk=practice.pk)
    if current.edition != edition:
        raise ChangedMeanwhile(current)
    if to not in STEPS[S(current.state)]:
        raise Refused(
            _("This practice is %(state)s, so that step is not possible.")
            % {"state": current.get_state_display()}
        )
    if current.suggested_by_id in own_keys(answerable(by, P.EVENTS_PRACTICE_DECIDE, current.agency)):
        raise Refused(_("You suggested this. Somebody else decides about it."))
    before, current.state = current.state, to
    for name, value in fields.items():
        setattr(current, name, value)
    current.edition += 1
    current.full_clean()
    current.save()
    details = {"state": [before, to], "owner": current.owner_id, "review_on": current.review_on}
    _write(current, by, P.EVENTS_PRACTICE_DECIDE, details, str(fields.get("reason", "")))
    return current


def _write(practice: Practice, by: User, verb: Permission, details: dict[str, Any], reason: str = "") -> None:
    write_deed(verb=verb, subject=practice, by=by, agency=practice.agency, reason=reason, details=details)
