"""Where everybody stands: computed from facts and rules whenever somebody asks, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from muster.core.rules import Rulebook, evaluate
from muster.core.rules.evaluate import Judgement
from muster.core.rules.explain import Explanation, explain
from muster.roster.models import Agency, Person
from muster.standards.queries import adoptions_in_force, entries_of, people_serving
from muster.standards.reading import Asked, facts_of, plain_moment
from muster.standards.rulebook import codes_named, rulebook_of, spoken


@dataclass(frozen=True)
class Rules:
    """The rules that bind an agency on a day. ``missing`` were adopted, and the rulebook does not have them."""

    book: Rulebook
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.book.requirements)


def rules_of(agency: Agency, as_of: date, known_at: datetime | None = None) -> Rules:
    """Return the rules an agency had adopted on a day. Raises BadRule for mistakes in a rule file."""
    names = adoptions_in_force(agency, as_of, known_at).values_list("rules", flat=True)
    return Rules(*rulebook_of(names))


def standing_of(
    agency: Agency,
    as_of: date,
    known_at: datetime | None = None,
    *,
    people: QuerySet[Person] | None = None,
    rules: Rulebook | None = None,
) -> Judgement:
    """Judge an agency's people by its rules on a day, with what was known at a moment (None: now).

    ``people`` (None: all whom the agency employs that day) are named in the answer by their keys, as text. Their
    training counts wherever it was done. ``rules`` None: those the agency had adopted. Raises BadRule for mistakes
    in a rule file and BadFact for a fact in words that no rule knows.
    """
    if rules is None:
        rules = rules_of(agency, as_of, known_at).book
    if people is None:
        people = people_serving(agency, as_of, known_at)
    return judged(asked_of(agency, entries_of(people), as_of, rules, known_at), rules)


def asked_of(
    agency: Agency,
    entries: Mapping[int, int],
    as_of: date,
    rules: Rulebook,
    known_at: datetime | None = None,
) -> Asked:
    """Return what is to be read for a judgement by these rules."""
    return Asked(
        agency=agency,
        people=entries,
        as_of=as_of,
        known_at=known_at,
        codes=codes_named(rules),
        jurisdictions=frozenset(name.split("/")[0] for name in rules.requirements),
    )


def judged(asked: Asked, rules: Rulebook) -> Judgement:
    """Read and judge."""
    return evaluate(facts_of(asked), rules, asked.as_of, plain_moment(asked.known_at))


def explained(judgement: Judgement, person: Person, requirement: str) -> tuple[Explanation, ...]:
    """Explain how somebody stands by one requirement, in the reader's language; the period that says it comes first.

    Raises BadUsage.
    """
    found = explain(judgement, str(person.pk), requirement, spoken())
    return tuple(sorted(found, key=lambda each: not each.headline))
