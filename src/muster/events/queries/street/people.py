"""Everybody who works shifts, with what counts of them: unit, pattern, rank, skills, pay, volunteers and relief."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from muster.core.planning.cover.patterns import Squad
from muster.core.planning.cover.street import Member
from muster.curriculum.models import InstructorCertification
from muster.events.models import Rota, StandIn
from muster.events.rotas import pattern_of_cycle
from muster.ledger.lines import on_day, overlapping
from muster.roster.enums import FactName
from muster.roster.models import Agency, Appointment, Assignment, Fact, Unit

#: Facts whose value is something that somebody can do, as a floor asks for it.
SKILL_FACTS = (FactName.CERTIFICATE, FactName.LICENCE, FactName.CARD, FactName.ASSIGNMENT, FactName.CARRIES)


@dataclass
class Roster:
    """What the roster says of an agency on a day, by the keys of people and units."""

    hired: dict[int, date | None]
    serves: dict[int, list[tuple[date | None, date | None]]]
    units: dict[int, Unit]
    unit_of: dict[int, int]
    names: dict[int, str] = field(default_factory=dict)


def shown(lines: QuerySet[Any], column: str = "person") -> QuerySet[Any]:
    """Add ``shown``: the person a line is about, merged entries under the one that is shown."""
    return lines.annotate(shown=Coalesce(f"{column}__same_as", column))


def roster_of(agency: Agency, day: date, first: date, last: date) -> Roster:
    """Read who serves within some days (sworn; others hold no post on the street) and in which unit on one day."""
    lines = Appointment.lines.standing().filter(overlapping(low=first, high=last), agency=agency, sworn=True)
    serves: defaultdict[int, list[tuple[date | None, date | None]]] = defaultdict(list)
    hired: dict[int, date | None] = {}
    names: dict[int, str] = {}
    columns = ("shown", "start", "end", "person", "person__given_name", "person__family_name")
    for key, start, end, person, given, family in shown(lines).order_by("pk").values_list(*columns):
        serves[key].append((start, end))
        hired[key] = start if key not in hired else min(filter(None, (hired[key], start)), default=None)
        if key == person or key not in names:
            names[key] = f"{given} {family}"
    posted = Assignment.lines.standing().filter(on_day(day), unit__agency=agency)
    rows = shown(posted).order_by("start", "pk").values_list("shown", "unit")
    units = {unit.pk: unit for unit in Unit.objects.filter(agency=agency)}
    return Roster(hired, serves, units, dict(rows), names)


def members_of(
    agency: Agency, roster: Roster, day: date, *, ranks: list[str], skills: frozenset[str]
) -> tuple[Member, ...]:
    """Return everybody who works a pattern on a day, or is a relief officer. Keys are texts, as the core takes them."""
    squads, moved = _squads(agency, roster, day)
    stands = {row.shown: row for row in shown(StandIn.objects.filter(agency=agency))}
    rank = _ranks(agency, day)
    holds = _skills(agency, day, skills) if skills else {}
    found: list[Member] = []
    for key in roster.serves:
        stand, squad = stands.get(key), squads.get(key)
        unit = moved.get(key, roster.unit_of.get(key))
        if unit is None or (squad is None and not (stand and stand.is_relief)):
            continue
        found.append(
            Member(
                officer=str(key),
                unit=str(unit),
                squad=squad,
                supervisor=rank.get(key) in ranks,
                skills=frozenset(holds.get(key, ())),
                relief=bool(stand and stand.is_relief),
                volunteers=bool(stand and stand.volunteers),
                hired=roster.hired[key],
                overtime_minutes=stand.overtime_minutes if stand else 0,
                cents_an_hour=stand.cents_an_hour if stand else None,
            )
        )
    return tuple(found)


def _squads(agency: Agency, roster: Roster, day: date) -> tuple[dict[int, Squad], dict[int, int]]:
    """Return what each person works: their own line, else that of their unit or of the nearest unit above it.

    The second dictionary says in which unit those work who have a line of their own.
    """
    lines = shown(Rota.objects.filter(on_day(day), unit__agency=agency)).select_related("pattern")
    of_units: dict[int, Squad] = {}
    own: dict[int, Squad] = {}
    where: dict[int, int] = {}
    for line in lines.order_by("start", "pk"):
        squad = Squad(str(line.unit_id), pattern_of_cycle("", line.pattern.cycle), line.anchor)
        if line.shown is None:
            of_units[line.unit_id] = squad
        else:
            own[line.shown], where[line.shown] = squad, line.unit_id
    nearest = {key: _nearest(unit, of_units) for key, unit in roster.units.items()}
    found = {person: near for person, unit in roster.unit_of.items() if (near := nearest.get(unit))}
    return {**found, **own}, where


def _nearest(unit: Unit, squads: dict[int, Squad]) -> Squad | None:
    """Return what a unit works, from the nearest of it and those above; the squad bears the unit's own name."""
    for key in reversed([int(part) for part in unit.path.split("/") if part]):
        found = squads.get(key)
        if found is not None:
            return Squad(str(unit.pk), found.pattern, found.anchor)
    return None


def _ranks(agency: Agency, day: date) -> dict[int, str]:
    lines = Fact.lines.standing().filter(on_day(day), agency=agency, fact=FactName.RANK)
    return dict(shown(lines).order_by("start", "pk").values_list("shown", "value"))


def _skills(agency: Agency, day: date, skills: frozenset[str]) -> dict[int, set[str]]:
    """Return who has which of some skills: by a fact of that value, or by a certification to teach it."""
    by_word = {skill.casefold(): skill for skill in skills}
    found: defaultdict[int, set[str]] = defaultdict(set)
    facts = Fact.lines.standing().filter(on_day(day), agency=agency, fact__in=SKILL_FACTS, ending="")
    facts = shown(facts).annotate(word=Lower("value")).filter(word__in=list(by_word))
    for person, word in facts.values_list("shown", "word"):
        found[person].add(by_word[word])
    certified = InstructorCertification.lines.standing().filter(
        on_day(day), Q(instructor__person__isnull=False), instructor__agency=agency
    )
    rows = shown(certified, "instructor__person").values_list("shown", "title", "topics")
    for person, title, topics in rows:
        named = {title.casefold(), *(str(topic).casefold() for topic in topics)}
        found[person] |= {by_word[word] for word in named & set(by_word)}
    return found
