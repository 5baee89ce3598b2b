"""Who works when, how many must be there, and the rules of cover. The caller checked ``events:cover:write``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.models import CoverRules, Floor, Rota, ShiftPattern, StandIn
from muster.events.rotas import Cycle, checked
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency, Person, Unit

P = Permission


@transaction.atomic
def add_pattern(*, agency: Agency, name: str, cycle: Cycle, by: User) -> ShiftPattern:
    """Add a shift pattern. Raises Refused for a cycle that does not add up, ValidationError for a name taken."""
    take_turn()
    checked(cycle)
    pattern = ShiftPattern(agency=agency, name=name, cycle=cycle)
    pattern.full_clean()
    pattern.save()
    _write(pattern, agency, by, {"name": name, "cycle": cycle})
    return pattern


@transaction.atomic
def set_rota(
    *,
    unit: Unit,
    person: Person | None,
    pattern: ShiftPattern,
    anchor: date,
    start: date,
    end: date | None,
    by: User,
) -> Rota:
    """Say what a unit, or one person of it, works from a day on. What they worked until then ends on the day before.

    Raises Refused for a pattern of another agency, and where another line begins within these days.
    """
    take_turn()
    if pattern.agency_id != unit.agency_id:
        raise Refused(_("Choose a pattern of the same agency."), field="pattern")
    line = Rota(unit=unit, person=person, pattern=pattern, anchor=anchor, start=start, end=end)
    line.full_clean()
    for other in _of_the_same(line).filter(Q(end__isnull=True) | Q(end__gte=start)):
        if other.start >= start and (end is None or other.start <= end):
            raise Refused(
                _(
                    "%(pattern)s begins for them on %(day)s already. End that line first, or choose other days."
                )
                % {"pattern": other.pattern, "day": other.start.isoformat()},
                field="start",
            )
        if other.start < start:
            other.end = start - timedelta(days=1)
            other.save(update_fields=["end"])
    line.save()
    told = {
        "pattern": str(pattern),
        "person": person.pk if person else None,
        "anchor": anchor,
        "start": start,
    }
    _write(line, unit.agency, by, {"unit": unit.pk, **told, "end": end})
    return line


def _of_the_same(line: Rota) -> Any:
    """Return the lines of the same person, or of the same unit as a whole."""
    if line.person is not None:
        return Rota.objects.filter(person=line.person, unit__agency=line.unit.agency_id)
    return Rota.objects.filter(person__isnull=True, unit=line.unit)


@transaction.atomic
def end_rota(*, rota: Rota, end: date, by: User) -> Rota:
    """End what somebody works on a day. Raises ValidationError for a day before the first."""
    take_turn()
    rota.end = end
    rota.full_clean()
    rota.save(update_fields=["end"])
    _write(rota, rota.unit.agency, by, {"end": end})
    return rota


@transaction.atomic
def save_floor(*, floor: Floor, by: User) -> Floor:
    """Write down a floor, new or changed. Raises ValidationError for what does not fit together."""
    take_turn()
    floor.full_clean()
    floor.save()
    _write(floor, floor.unit.agency, by, _floor_told(floor))
    return floor


@transaction.atomic
def remove_floor(*, floor: Floor, by: User) -> None:
    """Take out a floor that should not have been written; one that ends is given its last day instead."""
    take_turn()
    _write(floor, floor.unit.agency, by, {"removed": True, **_floor_told(floor)})
    floor.delete()


@transaction.atomic
def add_floors(*, agency: Agency, floors: Sequence[Floor], by: User) -> int:
    """Add the floors of a file, all or none; those that stand already are left out. Returns how many are new."""
    take_turn()
    known = {_identity(floor) for floor in Floor.objects.filter(unit__agency=agency)}
    fresh = [floor for floor in floors if _identity(floor) not in known]
    for floor in fresh:
        floor.full_clean()
    Floor.objects.bulk_create(fresh)
    if fresh:
        _write(agency, agency, by, {"floors": [_floor_told(floor) for floor in fresh]})
    return len(fresh)


def _identity(floor: Floor) -> tuple[object, ...]:
    names = (
        "unit_id",
        "weekdays",
        "begins",
        "ends",
        "people",
        "supervisors",
        "skill",
        "skilled",
        "start",
        "end",
    )
    return tuple(getattr(floor, name) for name in names)


@transaction.atomic
def save_stand_in(*, stand_in: StandIn, by: User) -> StandIn:
    """Write down what counts of somebody when a stand-in is looked for. The pay does not go into the ledger."""
    take_turn()
    stand_in.full_clean()
    stand_in.save()
    told = {"volunteers": stand_in.volunteers, "relief": stand_in.is_relief}
    _write(stand_in.person, stand_in.agency, by, told)
    return stand_in


@transaction.atomic
def set_cover_rules(*, agency: Agency, by: User, **fields: Any) -> CoverRules:
    """Write down the rules of cover of an agency from a day on; what held before stays. Raises ValidationError."""
    take_turn()
    rules = CoverRules(agency=agency, known_by=by, **fields)
    rules.full_clean(exclude=["known_by", "replaces"])
    rules.save(force_insert=True)
    _write(rules, agency, by, {name: str(value) for name, value in fields.items()})
    return rules


def _floor_told(floor: Floor) -> dict[str, Any]:
    return {
        "unit": floor.unit_id,
        "days": floor.weekdays,
        "from": f"{floor.begins:%H:%M}",
        "to": f"{floor.ends:%H:%M}",
        "people": floor.people,
        "source": floor.source_text,
    }


def _write(subject: Any, agency: Agency, by: User, details: dict[str, Any]) -> None:
    write_deed(verb=P.EVENTS_COVER_WRITE, subject=subject, by=by, agency=agency, details=details)
