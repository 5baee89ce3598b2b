"""What is known of a person, line by line."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.lines import Line, correct_line, withdraw_line
from muster.ledger.refusals import Refused
from muster.roster.actions import rules
from muster.roster.actions.written import write_entry
from muster.roster.enums import ONE_AT_A_TIME
from muster.roster.models import Agency, Appointment, Assignment, Fact, Identifier, Person, Unit
from muster.roster.queries import identities_of
from muster.roster.words import checked_value

WRITE = Permission.ROSTER_PERSON_WRITE
S = TypeVar("S", bound=Line)


@transaction.atomic
def appoint(*, person: Person, agency: Agency, start: date, by: User, **fields: Any) -> Appointment:
    """Append an appointment. Raises Refused where the agency employs the person on one of those days already."""
    take_turn()
    line = Appointment(person=person, agency=agency, start=start, known_by=by, **fields)
    line.full_clean()
    rules.refuse_double_appointment(line, identities_of(person))
    line.save()
    write_entry(WRITE, line, by, agency)
    return line


@transaction.atomic
def assign(*, person: Person, unit: Unit, start: date, by: User, **fields: Any) -> Assignment:
    """Append that somebody belongs to a unit from a day on.

    Without a last day it is a move: what they belonged to in that agency ends the day before. With one it is a
    piece of history, and nothing else may be there. Raises Refused where another unit or no appointment is in the way.
    """
    take_turn()
    line = Assignment(person=person, unit=unit, start=start, known_by=by, **fields)
    line.full_clean()
    whose = identities_of(person)
    rules.refuse_idle_assignment(line, whose)
    if line.end is None:
        earlier = rules.others_of(line, whose).filter(
            Q(start__isnull=True) | Q(start__lt=start), unit__agency=unit.agency_id
        )
        for each in earlier:
            correct_line(each, by=by, reason=gettext("Moved to another unit."), end=start - rules.ONE_DAY)
    rules.refuse_double_assignment(line, whose)
    line.save()
    write_entry(WRITE, line, by, unit.agency)
    return line


@transaction.atomic
def write_fact(
    *, person: Person, agency: Agency, fact: str, by: User, value: str = "", **fields: Any
) -> Fact:
    """Append a dated fact: a rank, a certificate, a leave. A new rank ends the one before.

    Raises Refused for a value that is no word of the rulebook, and for what is written down already.
    """
    take_turn()
    value = checked_value(agency, fact, value)
    line = Fact(person=person, agency=agency, fact=fact, value=value, known_by=by, **fields)
    line.full_clean()
    whose = identities_of(person)
    if fact in ONE_AT_A_TIME and line.start is not None and line.end is None:
        earlier = rules.others_of(line, whose).filter(
            Q(start__isnull=True) | Q(start__lt=line.start), fact=fact, agency=agency
        )
        for each in earlier:
            correct_line(
                each, by=by, reason=gettext("Followed by another one."), end=line.start - rules.ONE_DAY
            )
    rules.refuse_double_fact(line, whose)
    line.save()
    write_entry(WRITE, line, by, agency)
    return line


@transaction.atomic
def identify(*, person: Person, kind: str, value: str, by: User, agency: Agency | None = None) -> Identifier:
    """Append a number somebody is known by. Raises Refused where it is somebody else's."""
    take_turn()
    line = number_line(person=person, kind=kind, value=value, agency=agency, by=by)
    write_entry(WRITE, line, by, agency)
    return line


def number_line(*, person: Person, kind: str, value: str, agency: Agency | None, by: User) -> Identifier:
    """Append a number without a ledger entry of its own. The caller writes one."""
    line = Identifier(person=person, kind=kind, value=value.strip(), agency=agency, known_by=by)
    line.full_clean()
    rules.refuse_taken_number(person, kind, line.value, agency)
    same = Identifier.lines.standing().filter(
        identities_of(person.same_as or person), kind=kind, value=line.value, agency=agency
    )
    if same.exists():
        raise Refused(_("This number is written down already."), "value")
    line.save()
    return line


@transaction.atomic
def correct(line: S, *, by: User, agency: Agency | None, reason: str, **changes: Any) -> S:
    """Append a correction of any line of the roster. Raises Refused, AlreadyReplaced, ValidationError."""
    take_turn()
    if not changes:
        raise Refused(_("Nothing was changed. Change what is wrong, or cancel."))
    if isinstance(line, Fact):
        changes = _in_rulebook_words(line, changes)
    following = correct_line(line, by=by, reason=reason, **changes)
    _refuse_conflict(following)
    write_entry(
        WRITE,
        following,
        by,
        agency,
        told_of(reason, line, following),
        replaces=line.pk,
        changed=sorted(changes),
    )
    return following


@transaction.atomic
def withdraw(line: S, *, by: User, agency: Agency | None, reason: str) -> S:
    """Take a line of the roster back. Raises Refused, AlreadyReplaced."""
    following = withdraw_line(line, by=by, reason=reason)
    write_entry(WRITE, following, by, agency, told_of(reason, line), withdraws=line.pk)
    return following


def told_of(reason: str, *versions: Line) -> str:
    """Return what the ledger says of a reason: nothing where it may tell why somebody is or was on leave.

    It stays beside the line itself, where only those see it who may know.
    """
    return (
        ""
        if any(isinstance(line, Fact) and (line.is_leave or line.is_personal) for line in versions)
        else reason
    )


def _in_rulebook_words(line: Fact, changes: dict[str, Any]) -> dict[str, Any]:
    if not {"fact", "value", "agency"} & changes.keys():
        return changes
    said = {name: changes.get(name, getattr(line, name)) for name in ("agency", "fact", "value")}
    return {**changes, "value": checked_value(**said)}


def _refuse_conflict(line: Line) -> None:
    """Raise Refused where a corrected line contradicts another one of the same entry.

    Lines of an entry that was merged into theirs are left aside: two agencies' versions of one appointment both stay,
    so that a merge can be undone.
    """
    match line:
        case Appointment():
            rules.refuse_double_appointment(line, Q(person=line.person_id))
        case Assignment():
            rules.refuse_double_assignment(line, Q(person=line.person_id))
        case Fact():
            rules.refuse_double_fact(line, Q(person=line.person_id))
        case Identifier():
            rules.refuse_taken_number(line.person, line.kind, line.value, line.agency)
