"""Reads of the roster. They take and return querysets, and compose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils import timezone

from muster.ledger.lines import on_day
from muster.roster.access import shown_as
from muster.roster.enums import IdentifierKind
from muster.roster.models import Agency, Appointment, Assignment, Fact, Identifier, Person, Unit

#: The latest first; what has always been so comes last, on every database.
LATEST_FIRST = (F("start").desc(nulls_last=True), "-pk")


def identities_of(person: Person) -> Q:
    """Return the condition that a line is about a person, under whichever of their merged entries."""
    return Q(person=person) | Q(person__same_as=person)


# ── lists of people ───────────────────────────────────────────────────────────────────────────────


def annotate_post(
    people: QuerySet[Person],
    day: date | None = None,
    *,
    assignments: QuerySet[Assignment] | None = None,
    facts: QuerySet[Fact] | None = None,
) -> QuerySet[Person]:
    """Add ``agency_name``, ``unit_name`` and ``rank`` as they are on a day (None: today), and ``in_order`` to sort by.

    ``assignments`` and ``facts`` are the lines that the reader may see (None: all).
    """
    held = on_day(day or timezone.localdate())
    posted = Assignment.lines.standing() if assignments is None else assignments
    ranked = Fact.lines.standing() if facts is None else facts
    return people.annotate(
        agency_name=_latest(Appointment.lines.standing().filter(held), "agency__name"),
        unit_name=_latest(posted.filter(held), "unit__name"),
        rank=_latest(ranked.filter(held, fact="rank"), "value"),
        in_order=Lower(Concat("family_name", Value(", "), "given_name")),
    )


def _latest(lines: QuerySet[Any], column: str) -> Coalesce:
    """Return what the latest of some lines says of a person; of their own entry first, then of those merged into it.

    Two small look-ups by index: one with OR in it would read the whole table for each person.
    """
    ordered = lines.order_by(*LATEST_FIRST)
    own = ordered.filter(person=OuterRef("pk")).values(column)[:1]
    merged = ordered.filter(person__same_as=OuterRef("pk")).values(column)[:1]
    return Coalesce(Subquery(own), Subquery(merged))


def filter_named(
    people: QuerySet[Person], words: str, numbers: QuerySet[Identifier] | None = None
) -> QuerySet[Person]:
    """Keep the people in whose names or numbers every word occurs, also in those of an entry merged into theirs.

    ``numbers`` are those the reader may see (None: all).
    """
    numbered = Identifier.lines.standing() if numbers is None else numbers
    for word in words.split():
        named = Q(given_name__icontains=word) | Q(family_name__icontains=word)
        merged = Person.objects.filter(named, same_as__isnull=False).order_by().values("same_as")
        people = people.filter(
            named | Q(pk__in=merged) | Q(pk__in=shown_as(numbered.filter(value__iexact=word)))
        )
    return people


def filter_appointed(
    people: QuerySet[Person], agencies: QuerySet[Agency] | Iterable[Agency], day: date | None = None
) -> QuerySet[Person]:
    """Keep the people whom one of these agencies employs on a day (None: ever did)."""
    lines = Appointment.lines.standing().filter(agency__in=agencies)
    return people.filter(pk__in=shown_as(lines if day is None else lines.filter(on_day(day))))


def filter_serving(people: QuerySet[Person], agency: Agency, day: date | None = None) -> QuerySet[Person]:
    """Keep the people an agency employs on a day (None: today)."""
    return filter_appointed(people, [agency], day or timezone.localdate())


def filter_in_unit(people: QuerySet[Person], unit: Unit, day: date | None = None) -> QuerySet[Person]:
    """Keep the people of a unit and of all units below it, on a day (None: today)."""
    posted = Assignment.lines.standing().filter(
        on_day(day or timezone.localdate()), unit__path__startswith=unit.path
    )
    return people.filter(pk__in=shown_as(posted))


def ranks_held(facts: QuerySet[Fact], day: date | None = None) -> list[str]:
    """Return the ranks that somebody holds on a day (None: today), in alphabetical order."""
    held = facts.filter(on_day(day or timezone.localdate()), fact="rank").exclude(value="")
    return list(held.order_by("value").values_list("value", flat=True).distinct())


# ── one person ────────────────────────────────────────────────────────────────────────────────────


def appointments_of(person: Person, known_at: datetime | None = None) -> QuerySet[Appointment]:
    """Return where somebody worked, the latest first."""
    lines = Appointment.lines.standing(known_at).filter(identities_of(person))
    return lines.select_related("agency").order_by(*LATEST_FIRST)


def assignments_of(person: Person, lines: QuerySet[Assignment] | None = None) -> QuerySet[Assignment]:
    """Return the units somebody belonged to, the latest first, out of those ``lines`` (None: all)."""
    found = (Assignment.lines.standing() if lines is None else lines).filter(identities_of(person))
    return found.select_related("unit__agency").order_by(*LATEST_FIRST)


def facts_of(person: Person, lines: QuerySet[Fact] | None = None) -> QuerySet[Fact]:
    """Return the other dated facts of somebody, by sort and the latest first, out of those ``lines`` (None: all)."""
    found = (Fact.lines.standing() if lines is None else lines).filter(identities_of(person))
    return found.select_related("agency", "person__same_as").order_by("fact", *LATEST_FIRST)


def identifiers_of(person: Person, lines: QuerySet[Identifier] | None = None) -> QuerySet[Identifier]:
    """Return the numbers somebody is known by, out of those ``lines`` (None: all)."""
    found = (Identifier.lines.standing() if lines is None else lines).filter(identities_of(person))
    return found.select_related("agency").order_by("pk")


def known_by_state_id(number: str) -> Person | None:
    """Return who has a state id, as they are shown; nobody who is protected."""
    lines = Identifier.lines.standing().filter(kind=IdentifierKind.STATE, value=number.strip())
    return Person.objects.filter(pk__in=shown_as(lines), is_protected=False).first()


# ── units ─────────────────────────────────────────────────────────────────────────────────────────


def annotate_strength(units: QuerySet[Unit], day: date | None = None) -> QuerySet[Unit]:
    """Add ``strength``: how many people belong to each unit itself on a day (None: today)."""
    posted = (
        Assignment.lines.standing()
        .filter(on_day(day or timezone.localdate()), unit=OuterRef("pk"))
        .order_by()
        .values("unit")
        .annotate(people=Count(Coalesce("person__same_as", "person"), distinct=True))
    )
    return units.annotate(strength=Coalesce(Subquery(posted.values("people")), 0))


def filter_open(units: QuerySet[Unit], day: date | None = None) -> QuerySet[Unit]:
    """Keep the units that exist on a day (None: today)."""
    return units.filter(on_day(day or timezone.localdate()))


def in_tree_order(units: Iterable[Unit]) -> list[Unit]:
    """Return units as a tree is read: each below the one it is part of, neighbours by name."""
    known = {str(unit.pk): unit for unit in units}

    def place(unit: Unit) -> list[tuple[str, int]]:
        above = [known.get(key) for key in unit.path.split("/") if key]
        return [(each.name.casefold(), each.pk) for each in above if each is not None]

    return sorted(known.values(), key=lambda unit: (unit.agency.name, unit.agency_id, place(unit)))
