"""Supply against floor: who is there of those assigned, and how many seats are free."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from muster.core.errors import BadUsage
from muster.core.periods import as_date
from muster.core.planning.cover.clock import Span, Stretch, at
from muster.core.planning.cover.floors import Floor, Place, numbered_bands
from muster.core.planning.cover.steps import Steps, highest_of, sum_of
from muster.core.planning.cover.street import ExtraDuty, Member, Street
from muster.core.planning.cover.timelines import Days, Timeline, Timelines


@dataclass(frozen=True)
class Slot:
    """One band of a floor on one day and one of its needs, at the minute when supply over floor is lowest.

    ``assigned`` less ``off`` and less each of ``away`` plus ``lent`` (arranged covers) is ``supply``, to the head.
    """

    place: str
    need: str
    band: Stretch
    floor: int
    supply: int
    tightest: int
    assigned: int
    off: int
    away: tuple[tuple[str, int], ...]
    lent: int
    source: str
    cite: str

    @property
    def free(self) -> int:
        """Seats above the floor; below zero when the floor is broken."""
        return self.supply - self.floor


class Supply:
    """How many are on the street, by place and need, over the days a question looks at."""

    def __init__(self, street: Street, days: Days, timelines: Timelines) -> None:
        self.street = street
        self.days = days
        self.timelines = timelines
        self._taken: defaultdict[tuple[str, str], list[tuple[Span, int]]] = defaultdict(list)
        self._margins: dict[tuple[str, str], Steps] = {}
        self._floors: dict[tuple[str, str], Steps] = {}

    def counted(self, place: Place, need: str) -> list[Member]:
        """Return those assigned whose presence counts for a need of a place."""
        return [
            member
            for member in self.street.members
            if member.unit in place.units
            and not member.relief
            and member.brings(need, supervisors_count=place.supervisors_count)
        ]

    def margin(self, place: Place, need: str) -> Steps:
        """Return supply less floor, minute by minute: the free seats."""
        key = place.name, need
        found = self._margins.get(key)
        if found is None:
            found = self._margins[key] = self._supply(place, need).minus(self.floor(place, need))
        return found

    def floor(self, place: Place, need: str) -> Steps:
        """Return the floor, minute by minute: the highest where several hold."""
        key = place.name, need
        found = self._floors.get(key)
        if found is None:
            bands = numbered_bands(place, need, _date(self.days.first_day), _date(self.days.last_day))
            found = self._floors[key] = highest_of(bands)
        return found

    def take(self, member: Member, span: Span, unit: str | None = None) -> None:
        """Count one person less over a span, wherever they would count: with their own unit, or where they are lent."""
        for place in self.street.places_of_unit(unit or member.unit):
            for need in self.needs_brought(member, place):
                self._taken[place.name, need].append((span, -1))
                self._margins.pop((place.name, need), None)

    def needs_brought(self, member: Member, place: Place) -> list[str]:
        """Return what of a place's needs a person counts towards."""
        return [n for n in place.needs if member.brings(n, supervisors_count=place.supervisors_count)]

    def _supply(self, place: Place, need: str) -> Steps:
        groups: Counter[Timeline] = Counter(self.timelines[member] for member in self.counted(place, need))
        spans = [(span, number) for timeline, number in groups.items() for span in timeline.present]
        spans += ((extra.stretch.span, 1) for extra, _ in lent_to(self.street, place, need))
        return sum_of([*spans, *self._taken[place.name, need]])


def lent_to(street: Street, place: Place, need: str) -> Iterable[tuple[ExtraDuty, Member]]:
    """Yield the arranged covers that count for a need of a place, with who does them."""
    for extra in street.extras:
        member = street.by_officer[extra.officer]
        if extra.unit in place.units and member.brings(need, supervisors_count=place.supervisors_count):
            yield extra, member


def supply_of(street: Street, first: date, last: date) -> tuple[Slot, ...]:
    """Return every slot whose band starts from one day to another: place by place, day by day, need by need.

    Raises BadUsage for days that end before they start, or for more than a year of them.
    """
    if not timedelta(0) <= last - first <= timedelta(days=366):
        what = f"from {first} to {last} are no days, or more than a year of them."
        raise BadUsage.because("supply-days", what, "Choose up to a year.")
    days = Days(at(first), at(last + timedelta(days=2)))
    supply = Supply(street, days, Timelines(street, days))
    return tuple(
        _slot(supply, place, floor, band, need)
        for place in street.places
        for floor, band in sorted(_bands(place, first, last), key=lambda it: (it[1], it[0].officers))
        for need in floor.needs
    )


def _bands(place: Place, first: date, last: date) -> Iterable[tuple[Floor, Stretch]]:
    return ((floor, band) for floor in place.floors for band in floor.bands(first, last))


def _slot(supply: Supply, place: Place, floor: Floor, band: Stretch, need: str) -> Slot:
    _, minute = supply.margin(place, need).lowest(*band.span)
    binding = place.binding(need, minute) or floor
    members = supply.counted(place, need)
    why = Counter(_why_absent(supply, member, minute) for member in members)
    supplied = why.pop("", 0)
    off = why.pop("off", 0)
    lent = sum(e.stretch.start <= minute < e.stretch.end for e, _ in lent_to(supply.street, place, need))
    return Slot(
        place.name,
        need,
        band,
        binding.number(need),
        supplied + lent,
        minute,
        len(members),
        off,
        tuple(sorted(why.items())),
        lent,
        binding.source,
        binding.cite,
    )


def _why_absent(supply: Supply, member: Member, minute: int) -> str:
    """Say why somebody is not on the street at a minute: off by the pattern, or the kind of absence."""
    timeline = supply.timelines[member]
    if timeline.is_present((minute, minute + 1)):
        return ""
    if not any(start <= minute < end for start, end in timeline.shifts):
        return "off"
    for absence in supply.street.absences_of.get(member.officer, ()):
        if absence.stretch.start <= minute < absence.stretch.end:
            return absence.kind
    return "arranged"


def _date(day: int) -> date:
    found = as_date(day)
    if found is None:
        raise BadUsage.because("supply-days", "the days lie beyond the calendar.", "Choose other days.")
    return found


# ── relief factor ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ReliefFactor:
    """How many people on the roster fill one post all year: the hours to cover by the net hours of a person."""

    cover_minutes: int
    net_minutes: int

    @property
    def factor(self) -> Decimal:
        """The quotient, to two places."""
        return round(Decimal(self.cover_minutes) / self.net_minutes, 2)


def relief_factor(cover_minutes: int, scheduled_minutes: int, lost_minutes: Iterable[int]) -> ReliefFactor:
    """Return the relief factor of a post. ``lost_minutes`` are a person's leave, court, training ... in a year.

    Raises BadUsage when nothing is left of a person's year.
    """
    net = scheduled_minutes - sum(lost_minutes)
    if net <= 0 or cover_minutes < 0:
        raise BadUsage.because(
            "relief-hours", "no hours of the person's year are left.", "Check leave and training hours."
        )
    return ReliefFactor(cover_minutes, net)
