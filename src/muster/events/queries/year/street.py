"""Who a class takes from the street on which half-day, how many the floors let go, and who cannot come at all.

The same supply and floors as for one request (``queries.street``), asked for the hours of the classes alone. A class takes
from the street whoever has a shift in its hours, for these hours. On time off it is overtime, and possible only with the
rest and within the longest stretch of work that the rules of cover ask for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from muster.core.money import cents_for_minutes
from muster.core.planning.cover.clock import Span, Stretch, at
from muster.core.planning.cover.floors import Place
from muster.core.planning.cover.patterns import Squad
from muster.core.planning.cover.rules import CoverRules
from muster.core.planning.cover.steps import Steps
from muster.core.planning.cover.street import AbsenceKind, Member
from muster.core.planning.cover.supply import Supply
from muster.core.planning.cover.timelines import Days, Timelines
from muster.core.planning.year import Floor
from muster.events.clocks import moment_of
from muster.events.queries.street.picture import Picture, picture_of
from muster.roster.models import Agency

#: Whoever holds no post on the street, or counts for no floor, takes classes in working time.
ANY_TIME: Final = "any time"
#: Absences that a class does not care about: light duty, and a shift that was moved to another day.
_COMES: Final[frozenset[AbsenceKind]] = frozenset({"light_duty", "day_moved"})
_HALF_DAY_OF_CLASS: Final = 4 * 60
#: Shifts are laid out so much longer, for the rest before the first class and after the last.
_BEFORE: Final = timedelta(days=2)


@dataclass
class StreetAhead:
    """What the core asks of the street, by officer (key as text). ``patterns`` are half-days on duty."""

    patterns: dict[str, frozenset[int]]
    floors: tuple[Floor, ...] = ()
    pattern_of: dict[str, str] = field(default_factory=dict)
    groups: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    busy: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    overtime: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Life:
    """A squad beside the classes: ``duty`` are the spans of its shifts in the hours of a class, by half-day.

    ``forbidden`` are the half-days whose classes leave too little rest beside a shift, or make too long a day with it.
    """

    name: str
    duty: Mapping[int, list[Span]]
    forbidden: frozenset[int]


def street_ahead(agency: Agency, first: date, last: date, hours: Mapping[int, Span]) -> StreetAhead:
    """Read the street between two days for the half-days that have classes (``hours``: from when to when)."""
    zone = ZoneInfo(agency.time_zone)
    days = Days(at(first), at(last + timedelta(days=1)))
    picture = picture_of(agency, moment_of(days.start, zone), moment_of(days.end, zone), policy=None)
    squads = dict.fromkeys(it.squad for it in picture.street.members if it.squad and not it.relief)
    lives = {
        squad: _life(f"pattern {number}", squad.shifts(first - _BEFORE, last + _BEFORE), hours, picture.core)
        for number, squad in enumerate(squads)
    }
    found = StreetAhead({ANY_TIME: frozenset(hours)})
    found.patterns |= {life.name: frozenset(life.duty) for life in lives.values()}
    for member in picture.street.members:
        if member.squad is not None and not member.relief:
            _place(found, member, lives[member.squad], picture.core)
    _busy(found, picture, hours)
    supply = Supply(picture.street, days, Timelines(picture.street, days))
    found.floors = tuple(_floors(found, supply, lives))
    return found


def _life(name: str, shifts: Iterable[Stretch], hours: Mapping[int, Span], rules: CoverRules) -> _Life:
    duty: dict[int, list[Span]] = {}
    forbidden: set[int] = set()
    spans = [shift.span for shift in shifts]
    for half, (low, high) in hours.items():
        rest = rules.least_rest_minutes
        for start, end in spans:
            if start < high and low < end:
                duty.setdefault(half, []).append((max(start, low), min(end, high)))
            if start <= high and low <= end:  # one stretch of work, where they touch as well
                too_much = max(end, high) - min(start, low) > rules.longest_minutes
            else:
                too_much = start < high + rest and low - rest < end
            if too_much:
                forbidden.add(half)
    return _Life(name, duty, frozenset(forbidden))


def _place(found: StreetAhead, member: Member, life: _Life, rules: CoverRules) -> None:
    """Write down one officer's pattern, when rest forbids a class, and what a half-day on time off costs."""
    found.pattern_of[member.officer] = life.name
    found.busy[member.officer] |= life.forbidden
    if member.cents_an_hour:
        found.overtime[member.officer] = cents_for_minutes(
            _HALF_DAY_OF_CLASS, member.cents_an_hour, rules.overtime_basis_points
        )


def _busy(found: StreetAhead, picture: Picture, hours: Mapping[int, Span]) -> None:
    """Write down who is away or stands in for somebody during the hours of a class."""
    absences = (*picture.street.absences, *picture.elsewhere)
    spans = [(it.officer, it.stretch.span) for it in absences if it.kind not in _COMES]
    spans += [(it.officer, it.stretch.span) for it in picture.street.extras]
    for officer, (start, end) in spans:
        found.busy[officer] |= {half for half, (low, high) in hours.items() if start < high and low < end}


# ── floors ───────────────────────────────────────────────────────────────────────────────────────


def _floors(found: StreetAhead, supply: Supply, lives: Mapping[Squad, _Life]) -> Iterator[Floor]:
    """Yield how many may go: for each place, need, and set of squads who are on duty at the same minutes of a class."""
    for place in supply.street.places:
        for need in place.needs:
            counted: defaultdict[Squad, list[str]] = defaultdict(list)
            for member in supply.counted(place, need):
                if member.squad is not None:
                    counted[member.squad].append(member.officer)
            spare = _spare(supply.margin(place, need), {squad: lives[squad] for squad in counted})
            for number, (squads, halves) in enumerate(spare.items()):
                officers = [officer for squad in squads for officer in counted[squad]]
                group = f"{place.name}|{number}|{need}"
                for officer in officers:
                    found.groups[officer].append(group)
                yield from _levels(group, halves, len(officers), place, need)


def _spare(
    margin: Steps, lives: Mapping[Squad, _Life]
) -> dict[tuple[Squad, ...], dict[int, tuple[int, int]]]:
    """Return for squads that share minutes of a class the free seats by half-day, at the minute they are fewest."""
    found: defaultdict[tuple[Squad, ...], dict[int, tuple[int, int]]] = defaultdict(dict)
    for half in sorted({half for life in lives.values() for half in life.duty}):
        theirs = {squad: life.duty[half] for squad, life in lives.items() if half in life.duty}
        edges = sorted({edge for spans in theirs.values() for span in spans for edge in span})
        for low, high in pairwise(edges):
            together = tuple(
                squad for squad, spans in theirs.items() if any(a <= low and high <= b for a, b in spans)
            )
            if together:
                free = margin.lowest(low, high)
                found[together][half] = min(found[together].get(half, free), free)
    return found


def _levels(
    group: str, halves: Mapping[int, tuple[int, int]], people: int, place: Place, need: str
) -> Iterator[Floor]:
    """Yield one floor for all half-days with the same number and source; none where everybody may go."""
    same: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for half, (free, minute) in halves.items():
        binding = place.binding(need, minute)
        if binding is not None and free < people:
            same[max(free, 0), binding.cite].append(half)
    for (free, cite), when in sorted(same.items()):
        yield Floor(group, free, frozenset(when), cite)
