"""Who in a file is who here: by state id, then by agency id, then by name and first day if a person confirms it.

Nobody is ever made on a name alone, and somebody whom only another agency knows is never taken in unasked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from django.db.models import Q

from muster.roster.duplicates import ALIKE, plain
from muster.roster.models import Agency, Appointment, Identifier, Person

IN_ONE_QUERY = 500  # values in one condition; SQLite takes no more than a thousand or so


class How(StrEnum):
    """How somebody was found, or why not."""

    STATE = "state"  # by their state id
    AGENCY = "agency"  # by the agency's id
    CONFIRMED = "confirmed"  # a person said so
    ASK = "ask"  # somebody may be meant; a person has to say
    NEW = "new"  # nobody here; there is a number and a name, so they may be made
    NOBODY = "nobody"  # nobody here, and too little is known to make them


class Why(StrEnum):
    """Why a person is asked."""

    NAME_AND_DAY = "name_and_day"  # the same name and first day, but not the number
    OTHER_NAME = "other_name"  # the number is of somebody whose name is another
    ELSEWHERE = "elsewhere"  # the state id is of somebody whom only other agencies know


@dataclass(frozen=True)
class Described:
    """Somebody as a file describes them. ``key`` is the same for all rows that say the same of them."""

    key: str
    state_id: str = ""
    agency_id: str = ""
    given_name: str = ""
    family_name: str = ""
    hired_on: date | None = None

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def number(self) -> str:
        """The number they are known by in the file."""
        return self.state_id or self.agency_id


@dataclass(frozen=True)
class Match:
    """Somebody in a file, and who they are here."""

    described: Described
    how: How
    person: Person | None = None
    candidates: tuple[Person, ...] = ()
    why: Why | None = None


@dataclass(frozen=True)
class _Known:
    """What the database knows of the people that a file may mean."""

    by_state: Mapping[str, Person]
    by_agency: Mapping[str, Person]
    by_day: Mapping[date, list[Person]]
    here: Collection[int]


#: Answers to the question who is meant: the key of a person here, or one of these.
IS_NEW, IS_NOBODY = "new", "nobody"


def match_people(
    described: Sequence[Described], agency: Agency, answers: Mapping[str, str] | None = None
) -> list[Match]:
    """Find everybody of a file, in its order. ``answers``: key of the described -> what a person said.

    An answer counts only while it is one of the candidates that are still there. The number of queries does not
    depend on how many people a file describes, but for one more for every 500 numbers.
    """
    known = _known(described, agency)
    return [_match(one, known, (answers or {}).get(one.key, "")) for one in described]


def split_name(text: str) -> tuple[str, str]:
    """Cut a name into given and family name: ``Rivera, Ana`` and ``Ana Rivera`` are the same."""
    family, comma, given = text.partition(",")
    if comma:
        return " ".join(given.split()), " ".join(family.split())
    words = text.split()
    return " ".join(words[:-1]), words[-1] if words else ""


def _match(one: Described, known: _Known, answer: str) -> Match:
    found = _by_number(one, known)
    if found is not None and found.how != How.ASK:
        return found
    asked = found or _by_name_and_day(one, known)
    if asked is not None:
        return _answered(one, asked, answer)
    return Match(one, How.NEW if one.number and one.given_name and one.family_name else How.NOBODY)


def _by_number(one: Described, known: _Known) -> Match | None:
    sources = (
        (How.STATE, known.by_state.get(one.state_id)),
        (How.AGENCY, known.by_agency.get(one.agency_id)),
    )
    for how, person in sources:
        if person is None:
            continue
        if one.name and not is_named_like(one.name, str(person)):
            return Match(one, How.ASK, None, (person,), Why.OTHER_NAME)
        if person.pk not in known.here:
            return Match(one, How.ASK, None, (person,), Why.ELSEWHERE)
        return Match(one, how, person)
    return None


def _by_name_and_day(one: Described, known: _Known) -> Match | None:
    if one.hired_on is None or not one.name:
        return None
    same_day = known.by_day.get(one.hired_on, [])
    alike = tuple(dict.fromkeys(person for person in same_day if is_named_like(one.name, str(person))))
    return Match(one, How.ASK, None, alike, Why.NAME_AND_DAY) if alike else None


def _answered(one: Described, asked: Match, answer: str) -> Match:
    for person in asked.candidates:
        if answer == str(person.pk):
            return Match(one, How.CONFIRMED, person, asked.candidates, asked.why)
    may_be_made = bool(one.given_name and one.family_name and one.number) and asked.why == Why.NAME_AND_DAY
    if answer == IS_NEW and may_be_made:
        return Match(one, How.NEW, None, asked.candidates, asked.why)
    if answer == IS_NOBODY:
        return Match(one, How.NOBODY, None, asked.candidates, asked.why)
    return asked


def is_named_like(first: str, second: str) -> bool:
    """Return whether two names are spelt nearly alike, whichever way round and with or without a middle name."""
    one, two = plain(first).split(), plain(second).split()
    shorter, longer = sorted((set(one), set(two)), key=len)
    if len(shorter) > 1 and shorter <= longer:
        return True
    return SequenceMatcher(None, " ".join(sorted(one)), " ".join(sorted(two))).ratio() >= ALIKE


def _known(described: Sequence[Described], agency: Agency) -> _Known:
    hired = _hired(agency)
    here = {person.pk for people in hired.values() for person in people}
    state = _numbered({one.state_id for one in described if one.state_id}, Q(kind="state"))
    own = _numbered({one.agency_id for one in described if one.agency_id}, Q(kind="agency", agency=agency))
    by_day = {day: people for day, people in hired.items() if day is not None}
    return _Known(state, own, by_day, here)


def _hired(agency: Agency) -> dict[date | None, list[Person]]:
    """Everybody the agency ever appointed, by the first day of each appointment."""
    found: dict[date | None, list[Person]] = defaultdict(list)
    lines = Appointment.lines.standing().filter(agency=agency).select_related("person__same_as")
    for line in lines.order_by("pk"):
        found[line.start].append(line.person.same_as or line.person)
    return found


def _numbered(values: Iterable[str], kind: Q) -> dict[str, Person]:
    """Whose numbers these are. A number of two people is nobody's: a person has to look into it."""
    found: dict[str, Person] = {}
    doubtful: set[str] = set()
    wanted = sorted(values)
    for start in range(0, len(wanted), IN_ONE_QUERY):
        some = wanted[start : start + IN_ONE_QUERY]
        lines = Identifier.lines.standing().filter(kind, value__in=some)
        for line in lines.select_related("person__same_as"):
            person = line.person.same_as or line.person
            if found.setdefault(line.value, person) != person:
                doubtful.add(line.value)
    return {value: person for value, person in found.items() if value not in doubtful}
