"""Is this one person, entered twice? Proposals with their reason; a person decides."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import TypeAlias

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.roster.models import Appointment, Identifier, Person

Parts: TypeAlias = tuple[str, str]

ALIKE = 0.85  # how like two names must be, as difflib measures it; below it brothers and namesakes abound


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one person, and why that is thought."""

    first: Person
    second: Person
    reason: str | Promise


def plain(text: str) -> str:
    """Return a name without accents, marks and capitals, for comparing."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split()
    )


def likely_pairs(people: QuerySet[Person]) -> list[Pair]:
    """Return the pairs worth a look, the surest first. Never by a name alone: a number or a first day must agree.

    Three queries, however many people.
    """
    known = {person.pk: person for person in people.filter(same_as__isnull=True)}
    found = [*_by_number(known), *_by_name_and_day(known)]
    first_of: dict[frozenset[int], Pair] = {}
    for pair in found:
        first_of.setdefault(frozenset((pair.first.pk, pair.second.pk)), pair)
    return list(first_of.values())


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
