"""People themselves: somebody new, another name, protection."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.actions.lines import number_line
from muster.roster.actions.written import write_entry
from muster.roster.enums import IdentifierKind
from muster.roster.models import Agency, Appointment, Person

WRITE = Permission.ROSTER_PERSON_WRITE


@transaction.atomic
def add_person(
    *,
    given_name: str,
    family_name: str,
    agency: Agency,
    start: date | None,
    by: User,
    number: str = "",
    state_id: str = "",
    **appointment: Any,
) -> Person:
    """Add somebody with their first appointment and, where known, the agency's and the state's number for them.

    The caller has looked for the same person (``duplicates``). Raises Refused for a number that is taken.
    """
    take_turn()
    person = Person(given_name=given_name.strip(), family_name=family_name.strip())
    person.full_clean()
    person.save()
    first = Appointment(person=person, agency=agency, start=start, known_by=by, **appointment)
    first.full_clean()
    first.save()
    given = (
        (IdentifierKind.AGENCY, number, agency, "number"),
        (IdentifierKind.STATE, state_id, None, "state_id"),
    )
    for kind, value, giver, field in given:
        if value.strip():
            try:
                number_line(person=person, kind=kind, value=value, agency=giver, by=by)
            except Refused as refused:
                raise Refused(refused.sentence, field) from None
    write_entry(WRITE, person, by, agency)
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    seen: tuple[str, str, bool],
    by: User,
    agency: Agency | None,
    reason: str,
    **changes: Any,
) -> Person:
    """Change a name, or whether somebody is protected, for all entries merged into this one.

    ``seen`` is the given name, family name and protection that the changer had before them; Raises Refused where
    somebody else changed one of them since. What they were is told in the ledger, names only of the unprotected.
    """
    take_turn()
    person.refresh_from_db()
    before = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "is_protected": person.is_protected,
    }
    if tuple(before.values()) != seen:
        raise Refused(
            _(
                "Somebody changed this while you were working on it: it says %(name)s now. Look again and send it once more."
            )
            % {"name": person}
        )
    changed = {name: value for name, value in changes.items() if before[name] != value}
    if not changed:
        raise Refused(_("Nothing was changed. Change what is wrong, or cancel."))
    for name, value in changed.items():
        setattr(person, name, value)
    person.full_clean()
    person.save(update_fields=list(changed))
    if "is_protected" in changed:
        person.others.update(is_protected=person.is_protected)
    hidden = person.is_protected or before["is_protected"]
    told = sorted(changed) if hidden else {name: [before[name], value] for name, value in changed.items()}
    write_entry(WRITE, person, by, agency, "" if hidden else reason, changed=told)
    return person
