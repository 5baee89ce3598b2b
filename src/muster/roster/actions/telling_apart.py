"""Two entries that look like one person are two people: said with a reason, and taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.lines import correct_line, withdraw_line
from muster.ledger.refusals import Refused
from muster.roster.actions.written import write_entry
from muster.roster.duplicates import identity_of_pair
from muster.roster.models import Agency, Person, TwoPeople

MERGE = Permission.ROSTER_PERSON_MERGE


@transaction.atomic
def tell_apart(
    *, one: Person, other: Person, by: User, reason: str, agency: Agency | None = None
) -> TwoPeople:
    """Say that two entries are two people. They are not proposed again until a name, number or first day changes.

    The caller owes the permission over both. Said again after such a change, it replaces what was said before.
    Raises Refused without a reason, for one entry with itself, and for entries that are shown as one person.
    """
    take_turn()
    if not reason.strip():
        raise Refused(_("Say how you know that these are two people."), field="reason")
    one.refresh_from_db()
    other.refresh_from_db()
    if one.pk == other.pk:
        raise Refused(_("These are one entry already."))
    if one.same_as_id or other.same_as_id:
        raise Refused(
            _("One of these was merged already. Undo that first, or look at the one that is shown.")
        )
    first, second = sorted((one, other), key=lambda person: person.pk)
    identity = identity_of_pair(first, second)
    said = TwoPeople.lines.standing().filter(first=first, second=second).first()
    if said is not None:
        line = correct_line(said, by=by, reason=reason, identity=identity)
    else:
        line = TwoPeople(first=first, second=second, identity=identity, known_by=by, reason=reason.strip())
        line.full_clean(exclude=["replaces", "known_by"])
        line.save(force_insert=True)
    write_entry(MERGE, line, by, agency, reason, told_apart=[first.pk, second.pk])
    return line


@transaction.atomic
def propose_again(*, line: TwoPeople, by: User, reason: str, agency: Agency | None = None) -> TwoPeople:
    """Take back that two entries are two people, so that they are proposed again. Raises Refused, AlreadyReplaced."""
    take_turn()
    taken = withdraw_line(line, by=by, reason=reason)
    write_entry(MERGE, taken, by, agency, reason, proposed_again=[line.first_id, line.second_id])
    return taken
