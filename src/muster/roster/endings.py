"""Who left an agency in some days, and whose certificate or licence ended before its time.

This is what an agency knows of its own people. It is not the National Decertification Index: what stands there is
entered by the state commissions (https://iadlest.org/our-services/ndi/about-ndi), in a form that is not published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import Visitor
from muster.accounts.permissions import Permission
from muster.roster.access import agencies_where, facts_visible_to, people_visible_to
from muster.roster.enums import FactName, IdentifierKind
from muster.roster.models import Agency, Appointment, Fact, Identifier, Person
from muster.roster.words import fact_said, value_said

READ = Permission.ROSTER_SEPARATION_READ
#: Papers without which nobody works as an officer. A first-aid card is none of them.
_PAPERS = (FactName.CERTIFICATE, FactName.LICENCE)


@dataclass(frozen=True)
class Ended:
    """One thing that ended. ``what`` is the appointment, or the certificate or licence in words."""

    person: Person
    state_id: str
    agency: Agency
    is_separation: bool
    what: str | Promise
    number: str
    last_day: date
    why: str
    known_from: datetime


def endings(user: Visitor, agencies: QuerySet[Agency], first: date, last: date) -> list[Ended]:
    """Return what ended in some days, both included, of people whom somebody may see; the latest first.

    An appointment that another at the same agency follows at once is no separation. Papers that only ran out are
    left out: nobody took them away. Five queries, however many people.
    """
    people = people_visible_to(user, READ)
    theirs = Q(person__in=people) | Q(person__same_as__in=people)
    there = agencies & agencies_where(user, READ)
    within = Q(end__gte=first, end__lte=last, agency__in=there)
    left = list(
        Appointment.lines.standing().filter(theirs, within).select_related("agency", "person__same_as")
    )
    papers = facts_visible_to(user, READ).filter(theirs, within, fact__in=_PAPERS).exclude(ending="")
    taken = list(papers.select_related("agency", "person__same_as"))
    numbers = _state_ids([*(line.person for line in left), *(line.person for line in taken)])
    found = [*_separations(left, numbers), *_actions(taken, numbers)]
    return sorted(found, key=lambda row: (row.last_day, row.known_from), reverse=True)


def _separations(left: list[Appointment], numbers: dict[int, str]) -> Iterator[Ended]:
    known = Appointment.lines.standing().filter(agency__in={line.agency_id for line in left})
    whose = {_shown(line.person).pk for line in left}
    entries = known.filter(Q(person__in=whose) | Q(person__same_as__in=whose)).select_related(
        "person__same_as"
    )
    serving = [(_shown(each.person).pk, each) for each in entries]
    for line in left:
        person, following = _shown(line.person), (line.end or date.max - timedelta(1)) + timedelta(1)
        stays = any(
            key == person.pk
            and each.agency_id == line.agency_id
            and (each.start is None or each.start <= following)
            and (each.end is None or each.end >= following)
            for key, each in serving
        )
        if not stays:
            yield _ended(line, numbers, _("appointment"), "", line.get_separation_display())


def _actions(taken: list[Fact], numbers: dict[int, str]) -> Iterator[Ended]:
    for line in taken:
        place = line.agency.jurisdiction
        what = f"{fact_said(line.fact, place)} {value_said(line.fact, line.value, place)}".strip()
        yield _ended(line, numbers, what, line.number, line.get_ending_display())


def _ended(
    line: Appointment | Fact, numbers: dict[int, str], what: str | Promise, number: str, why: str
) -> Ended:
    person = _shown(line.person)
    assert line.end is not None  # noqa: S101 - the days asked about have an end
    return Ended(
        person=person,
        state_id=numbers.get(person.pk, ""),
        agency=line.agency,
        is_separation=isinstance(line, Appointment),
        what=what,
        number=number,
        last_day=line.end,
        why=why,
        known_from=line.known_from,
    )


def _state_ids(people: Iterable[Person]) -> dict[int, str]:
    """Return the state ids of people, under whichever of their entries they stand."""
    shown = {_shown(person).pk for person in people}
    lines = Identifier.lines.standing().filter(kind=IdentifierKind.STATE).order_by("pk")
    lines = lines.filter(Q(person__in=shown) | Q(person__same_as__in=shown)).select_related("person__same_as")
    return {_shown(line.person).pk: line.value for line in lines}


def _shown(person: Person) -> Person:
    return person.same_as or person
