"""Is this one person, entered twice? Proposals with their reason; a person decides."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import combinations
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.roster.models import Appointment, Identifier, Person, TwoPeople

Parts: TypeAlias = tuple[str, str]

ALIKE = 0.85  # how like two names must be, as difflib measures it; below it brothers and namesakes abound


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one person, and why that is thought.

    ``told_apart`` is what somebody said before what is known of the two changed.
    """

    first: Person
    second: Person
    reason: str | Promise
    told_apart: TwoPeople | None = None

    @property
    def keys(self) -> frozenset[int]:
        """The two entries."""
        return frozenset((self.first.pk, self.second.pk))


def plain(text: str) -> str:
    """Return a name without accents, marks and capitals, for comparing."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split()
    )


def likely_pairs(people: QuerySet[Person]) -> list[Pair]:
    """Return the pairs worth a look, the surest first. Never by a name alone: a number or a first day must agree.

    Left out are those whom somebody told apart, as long as names, numbers and first days are what they were then.
    Seven queries, however many people.
    """
    known = {person.pk: person for person in people.filter(same_as__isnull=True)}
    found = [*_by_number(known), *_by_name_and_day(known)]
    first_of: dict[frozenset[int], Pair] = {}
    for pair in found:
        first_of.setdefault(pair.keys, pair)
    return list(_not_told_apart(first_of.values()))


def identity_of_pair(first: Person, second: Person) -> str:
    """Return what is known of who two people are, in a form that only tells whether it changed."""
    return _joined(_identities((first.pk, second.pk)), first.pk, second.pk)


def _not_told_apart(pairs: Collection[Pair]) -> Iterator[Pair]:
    concerned = {key for pair in pairs for key in pair.keys}
    lines = TwoPeople.lines.standing().filter(first__in=concerned, second__in=concerned)
    said = {frozenset((line.first_id, line.second_id)): line for line in lines.select_related("known_by")}
    known = _identities({key for keys in said for key in keys})
    for pair in pairs:
        line = said.get(pair.keys)
        if line is None:
            yield pair
        elif line.identity != _joined(known, line.first_id, line.second_id):
            yield replace(pair, told_apart=line)


def _identities(people: Collection[int]) -> dict[int, str]:
    """Return the names, numbers and first days of people, under whichever entries, as one text each."""
    found: dict[int, set[tuple[str, ...]]] = {key: set() for key in people}
    entries = Person.objects.annotate(shown=Coalesce("same_as", "pk")).filter(shown__in=people).order_by()
    for shown, given, family in entries.values_list("shown", "given_name", "family_name"):
        found[shown].add(("name", plain(given), plain(family)))
    numbers = _shown(Identifier.lines.standing(), people)
    for shown, kind, agency, value in numbers.values_list("shown", "kind", "agency", "value"):
        found[shown].add(("number", kind, str(agency), value))
    begun = _shown(Appointment.lines.standing(), people)
    for shown, agency, start in begun.values_list("shown", "agency", "start"):
        found[shown].add(("first day", str(agency), str(start)))
    return {key: json.dumps(sorted(told)) for key, told in found.items()}


def _shown(lines: QuerySet[Any], people: Collection[int]) -> QuerySet[Any]:
    return lines.annotate(shown=Coalesce("person__same_as", "person")).filter(shown__in=people).order_by()


def _joined(known: Mapping[int, str], *people: int) -> str:
    return sha256(json.dumps([known.get(key, "") for key in sorted(people)]).encode()).hexdigest()


def is_alike(first: Person, second: Person) -> bool:
    """Return whether two people's names are spelt nearly alike, or have given and family name the other way round."""
    return are_alike(parts(first), parts(second))


def are_alike(one: Parts, two: Parts) -> bool:
    """Return the same of two names in plain parts.

    Each part counts for itself: a long family name that a whole family shares would outweigh the given names.
    """
    if sorted(" ".join(one).split()) == sorted(" ".join(two).split()):
        return True
    return any(_near(one[0], given) and _near(one[1], family) for given, family in (two, two[::-1]))


def parts(person: Person) -> Parts:
    """Return given and family name of somebody, plain."""
    return plain(person.given_name), plain(person.family_name)


def _near(one: str, two: str) -> bool:
    """The cheap measures first: on an academy's first day hundreds begin."""
    if one == two:
        return bool(one)
    matcher = SequenceMatcher(None, one, two)
    return matcher.real_quick_ratio() >= ALIKE <= matcher.quick_ratio() and matcher.ratio() >= ALIKE


def _by_number(known: dict[int, Person]) -> Iterator[Pair]:
    lines = Identifier.lines.standing().annotate(shown=Coalesce("person__same_as", "person"))
    holders: dict[tuple[object, ...], list[Person]] = defaultdict(list)
    for kind, agency, value, shown in lines.values_list("kind", "agency", "value", "shown"):
        if shown in known:
            holders[kind, agency if kind == "agency" else None, value].append(known[shown])
    yield from _pairs(holders.values(), _("the same number"))


def _by_name_and_day(known: dict[int, Person]) -> Iterator[Pair]:
    names = {key: parts(person) for key, person in known.items()}
    begun = Appointment.lines.standing().filter(start__isnull=False)
    lines = begun.annotate(shown=Coalesce("person__same_as", "person")).values_list("start", "shown")
    by_day: dict[object, list[Person]] = defaultdict(list)
    for start, shown in lines:
        if shown in known:
            by_day[start].append(known[shown])
    for pair in _pairs(by_day.values(), _("nearly the same name, appointed on the same day")):
        if are_alike(names[pair.first.pk], names[pair.second.pk]):
            yield pair


def _pairs(groups: Iterable[list[Person]], reason: str | Promise) -> Iterator[Pair]:
    for people in groups:
        for first, second in combinations(dict.fromkeys(people), 2):
            yield Pair(first, second, reason)
