"""The people of the demo: agencies, units, appointments, ranks, certificates, leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from muster.core.sample import SampleTables
from muster.demo.names import made_up_names
from muster.roster.enums import AgencyKind, IdentifierKind
from muster.roster.models import Agency, Appointment, Assignment, Fact, Identifier, Person, Unit

Row = dict[str, Any]

HERE = "here"  # the demo's own agency, among the sample's codes of agencies
COMMISSION = ("OR0000001", "Oregon sample commission")
AGENCIES = ("Riverbend Police", "Oakford Police", "Harlan County Sheriff", "Mill Valley Police")

#: Code of a unit, its name, and the code of the unit above it.
UNITS = (
    ("operations", "Operations Division", None),
    ("support", "Support Division", None),
    ("patrol-a", "Patrol A", "operations"),
    ("patrol-b", "Patrol B", "operations"),
    ("traffic", "Traffic", "operations"),
    ("special-operations", "Special Operations", "operations"),
    ("investigations", "Investigations", "support"),
    ("training", "Training", "support"),
    ("administration", "Administration", "support"),
)


@dataclass(frozen=True)
class People:
    """Who was made: the department itself, its units by code, and everybody by the sample's id."""

    agency: Agency
    units: dict[str, Unit]
    by_id: dict[str, Person]


def make_people(sample: SampleTables) -> People:
    """Write the officers of a sample, with their dated facts, as lines."""
    facts = _working_here(sample.facts.to_dicts())
    elsewhere = sorted({row["value"] for row in facts if row["fact"] == "agency"} - {HERE})
    agencies = _agencies([HERE, *elsewhere])
    home = agencies[HERE]
    units = {key: made for agency in agencies.values() for key, made in _units(agency).items()}
    ids = sample.officers["officer_id"].to_list()
    names = made_up_names(len(ids), seed=len(ids))
    people = Person.objects.bulk_create(
        Person(given_name=given, family_name=family) for given, family in names
    )
    by_id = dict(zip(ids, people, strict=True))
    Identifier.lines.bulk_create(
        Identifier(person=person, kind=IdentifierKind.STATE, value=name) for name, person in by_id.items()
    )
    _write_lines(facts, by_id, agencies, home, units)
    mine = {code: unit for (agency, code), unit in units.items() if agency == home.pk}
    return People(home, mine, by_id)


def _working_here(facts: list[Row]) -> list[Row]:
    """Let everybody work for the demo's own agency now: the sample spreads them over several.

    Where they worked before stays, so that some have come from another agency.
    """
    now = {row["officer_id"]: row["value"] for row in facts if row["fact"] == "agency"}  # the last one said
    return [
        {**row, "value": HERE} if row["fact"] == "agency" and row["value"] == now[row["officer_id"]] else row
        for row in facts
    ]


def _agencies(codes: list[str]) -> dict[str, Agency]:
    """Make the commission and an agency for each code of the sample; the first is the demo's own."""
    commission = Agency.objects.create(ori=COMMISSION[0], name=COMMISSION[1], kind=AgencyKind.COMMISSION)
    made = {}
    for number, code in enumerate(codes):
        name = AGENCIES[number] if number < len(AGENCIES) else f"Sample agency {number + 1}"
        made[code] = Agency.objects.create(
            ori=f"OR09{number:03}00", name=name, jurisdiction="us-or", commission=commission
        )
    return made


def _units(agency: Agency) -> dict[tuple[int, str], Unit]:
    made: dict[tuple[int, str], Unit] = {}
    for code, name, above in UNITS:
        parent = made[agency.pk, above] if above else None
        unit = Unit.objects.create(agency=agency, parent=parent, code=code, name=name)
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        made[agency.pk, code] = unit
    return made


def _write_lines(
    facts: list[Row],
    by_id: dict[str, Person],
    agencies: dict[str, Agency],
    home: Agency,
    units: dict[tuple[int, str], Unit],
) -> None:
    """Write each fact as a line of the right table. A correction replaces the line that the sample says it does."""
    at = _Employers(facts, agencies, home)
    made: dict[str, Model] = {}
    for row in facts:
        person = by_id[row["officer_id"]]
        agency = at.on(row["officer_id"], row["start"])
        line = _line(row, person, agency, agencies, units, at)
        if line is None:
            continue
        older = made.get(row["supersedes"] or "")
        if older is not None and type(older) is type(line):
            line.replaces = older  # type: ignore[attr-defined]  # a line of the same table
        made[row["fact_id"]] = line
    for table in (Appointment, Assignment, Fact):
        lines = [line for line in made.values() if isinstance(line, table)]
        _save_in_turn(table, lines)


def _save_in_turn(table: Any, lines: list[Any]) -> None:
    """Save lines so that each comes after the one it replaces."""
    waiting = lines
    while waiting:
        ready = [line for line in waiting if line.replaces is None or line.replaces.pk is not None]
        for line in ready:
            line.replaces = line.replaces  # takes over the key that saving gave
        table.lines.bulk_create(ready, batch_size=500)
        waiting = [line for line in waiting if line.pk is None]


def _line(
    row: Row, person: Person, agency: Agency, agencies: dict[str, Agency], units: Any, at: _Employers
) -> Any:
    how: Row = {
        "person": person,
        "start": row["start"],
        "end": row["end"],
        "known_from": moment(row["recorded_at"], row["start"]),
        "withdrawn": bool(row["withdrawn"]),
        "reason": "corrected" if row["supersedes"] else "",
    }
    match row["fact"]:
        case "agency":
            employment = at.employment_on(row["officer_id"], row["start"])
            return Appointment(
                agency=agencies[row["value"]], employment=employment, sworn=employment != "civilian", **how
            )
        case "unit":
            return Assignment(unit=units[agency.pk, row["value"]], **how)
        case "employment":
            return None  # it stands on the appointment
        case fact:
            return Fact(agency=agency, fact=fact, value=row["value"] or "", **how)


class _Employers:
    """For which agency, and how employed, somebody worked on a day."""

    def __init__(self, facts: list[Row], agencies: dict[str, Agency], home: Agency) -> None:
        self._home = home
        self._agencies = agencies
        self._spells: dict[tuple[str, str], list[Row]] = {}
        for row in facts:
            if row["fact"] in ("agency", "employment"):
                self._spells.setdefault((row["officer_id"], row["fact"]), []).append(row)

    def on(self, officer: str, day: date | None) -> Agency:
        code = self._value(officer, "agency", day)
        return self._agencies[code] if code else self._home

    def employment_on(self, officer: str, day: date | None) -> str:
        return self._value(officer, "employment", day) or "full-time"

    def _value(self, officer: str, fact: str, day: date | None) -> str:
        spells = self._spells.get((officer, fact), [])
        for spell in spells:
            begun = spell["start"] is None or day is None or spell["start"] <= day
            if begun and (spell["end"] is None or day is None or day <= spell["end"]):
                return str(spell["value"])
        return str(spells[-1]["value"]) if spells else ""


def moment(recorded: datetime | None, day: date | None) -> datetime:
    """Return when a line was written down: as the sample says, or on the day it is about."""
    if recorded is not None:
        return recorded.replace(tzinfo=UTC)
    if day is None:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return min(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), timezone.now())


def in_batches(rows: list[Any], size: int = 5000) -> Iterator[list[Any]]:
    """Cut rows into batches for saving."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
