"""The people of a file: those that are known, and those that somebody said are to be added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from muster.accounts.models import User
from muster.roster.enums import IdentifierKind
from muster.roster.matching import Described, How, Match
from muster.roster.models import Agency, Appointment, Identifier, Person


def settle_people(
    matches: Sequence[Match], needed: set[int], made: dict[str, list[int]]
) -> dict[int, Person]:
    """Return place in the file -> person, making those that are new; ``needed`` are the places that rows come from.

    One number is one person, however many ways a file spells the name.
    """
    found = {place: match.person for place, match in enumerate(matches) if match.person is not None}
    by_number: dict[tuple[str, str], Person] = {}
    for place in sorted(needed):
        match = matches[place]
        if match.person is None and match.how == How.NEW:
            numbers = _numbers(match.described)
            known = next((by_number[number] for number in numbers if number in by_number), None)
            person = known or Person(
                given_name=match.described.given_name, family_name=match.described.family_name
            )
            by_number |= dict.fromkeys(numbers, person)
            found[place] = person
    new = list(
        {id(person): person for person in found.values() if person.pk is None}.values()
    )  # no key, no hash yet
    Person.objects.bulk_create(new, batch_size=500)
    made["people"] = [person.pk for person in new]
    return found


def number_people(
    people: dict[int, Person],
    described: Sequence[Described],
    agency: Agency,
    by: User,
    now: datetime,
    made: dict[str, list[int]],
) -> None:
    """Write down the numbers that a file gives, for those who have none of the sort; a taken number stays whose it is."""
    mine = list(Identifier.lines.standing().filter(person__in={person.pk for person in people.values()}))
    has = {
        (line.person_id, line.kind) for line in mine if line.kind == "state" or line.agency_id == agency.pk
    }
    wanted: dict[tuple[str, str], Identifier] = {}
    for place, person in sorted(people.items()):
        for kind, value in _numbers(described[place]):
            if (person.pk, kind) not in has:
                owner = agency if kind == IdentifierKind.AGENCY else None
                wanted.setdefault(
                    (kind, value),
                    Identifier(
                        person=person, kind=kind, value=value, agency=owner, known_by=by, known_from=now
                    ),
                )
                has.add((person.pk, kind))
    taken = _taken(wanted, agency)
    lines = [line for number, line in wanted.items() if number not in taken]
    Identifier.lines.bulk_create(lines, batch_size=500)
    made["roster.identifier"] = [line.pk for line in lines]


def appoint_people(
    people: Sequence[Person],
    agency: Agency,
    by: User,
    now: datetime,
    described: dict[int, Described],
    made: dict[str, list[int]],
) -> None:
    """Appoint those whom a file of records made: from their first day where it says one. They belong here from then on."""
    lines = [
        Appointment(
            person=person, agency=agency, start=described[person.pk].hired_on, known_by=by, known_from=now
        )
        for person in people
    ]
    Appointment.lines.bulk_create(lines, batch_size=500)
    made["roster.appointment"] = [line.pk for line in lines]


def _numbers(one: Described) -> list[tuple[str, str]]:
    pairs = ((IdentifierKind.STATE.value, one.state_id), (IdentifierKind.AGENCY.value, one.agency_id))
    return [(kind, value) for kind, value in pairs if value]


def _taken(wanted: dict[tuple[str, str], Identifier], agency: Agency) -> set[tuple[str, str]]:
    values = sorted({value for _kind, value in wanted})
    found: set[tuple[str, str]] = set()
    for start in range(0, len(values), 500):
        for line in Identifier.lines.standing().filter(value__in=values[start : start + 500]):
            if line.kind == IdentifierKind.STATE or line.agency_id == agency.pk:
                found.add((line.kind, line.value))
    return found
