"""Who there is, when they are not there, and what has been arranged already: the picture a question is put to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from muster.core.errors import BadFact
from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.floors import OFFICERS, SUPERVISORS, Floor, Place, places_of, skill_in
from muster.core.planning.cover.patterns import Squad

AbsenceKind = Literal["leave", "court", "class", "travel", "light_duty", "day_moved", "other"]
ABSENCES: Final[tuple[AbsenceKind, ...]] = (
    "leave",
    "court",
    "class",
    "travel",
    "light_duty",
    "day_moved",
    "other",
)

#: Hours of these count as worked whenever they fall.
WORKED: Final[frozenset[AbsenceKind]] = frozenset({"court", "class"})
#: Hours of these are not worked even inside a shift. Travel and light duty inside the own shift stay worked.
NOT_WORKED: Final[frozenset[AbsenceKind]] = frozenset({"leave", "day_moved", "other"})


@dataclass(frozen=True, slots=True)
class Member:
    """One officer as the scheduler sees them. ``squad`` is None for a relief officer without a pattern.

    ``relief`` officers fill gaps and count for no floor. ``hired`` and ``overtime_minutes`` order the overtime
    lists. ``cents_an_hour`` is the base pay, None where it is not known.
    """

    officer: str
    unit: str
    squad: Squad | None
    supervisor: bool = False
    skills: frozenset[str] = frozenset()
    relief: bool = False
    volunteers: bool = False
    hired: date | None = None
    overtime_minutes: int = 0
    cents_an_hour: int | None = None

    @property
    def team(self) -> str:
        """The squad, else the unit: those who must not all be away at once."""
        return self.squad.name if self.squad else self.unit

    def brings(self, need: str, *, supervisors_count: bool) -> bool:
        """Whether this person counts towards a need of a floor."""
        if need == OFFICERS:
            return supervisors_count or not self.supervisor
        if need == SUPERVISORS:
            return self.supervisor
        return skill_in(need) in self.skills


@dataclass(frozen=True, slots=True)
class Absence:
    """Why somebody is not on the street, and when. ``movable`` marks an in-house training day that could be moved."""

    officer: str
    stretch: Stretch
    kind: AbsenceKind
    movable: bool = False


@dataclass(frozen=True, slots=True)
class ExtraDuty:
    """Work arranged beyond the pattern: a chosen cover stands in at a unit. It counts there, and as work."""

    officer: str
    stretch: Stretch
    unit: str


@dataclass(frozen=True)
class Street:
    """Everybody, their absences, what is arranged, and the floors. Raises BadFact for what does not fit together."""

    members: tuple[Member, ...]
    absences: tuple[Absence, ...] = ()
    floors: tuple[Floor, ...] = ()
    extras: tuple[ExtraDuty, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_officer) != len(self.members):
            raise BadFact.because("street-twice", "an officer is listed twice.", "List each officer once.")
        for officer in (*self.absences_of, *self.extras_of):
            self.member(officer)

    @cached_property
    def by_officer(self) -> Mapping[str, Member]:
        """Each member by officer."""
        return {member.officer: member for member in self.members}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places that have floors."""
        return places_of(self.floors)

    @cached_property
    def absences_of(self) -> Mapping[str, tuple[Absence, ...]]:
        """The absences of those who have any."""
        found: defaultdict[str, list[Absence]] = defaultdict(list)
        for absence in self.absences:
            found[absence.officer].append(absence)
        return {officer: tuple(theirs) for officer, theirs in found.items()}

    @cached_property
    def extras_of(self) -> Mapping[str, tuple[ExtraDuty, ...]]:
        """What is arranged, of those for whom something is."""
        found: defaultdict[str, list[ExtraDuty]] = defaultdict(list)
        for extra in self.extras:
            found[extra.officer].append(extra)
        return {officer: tuple(theirs) for officer, theirs in found.items()}

    def member(self, officer: str) -> Member:
        """Return a member. Raises BadFact when nobody has that id."""
        found = self.by_officer.get(officer)
        if found is None:
            what = f"officer {officer} is not among those on duty here."
            raise BadFact.because(
                "street-unknown", what, "Add the officer, or leave out what speaks of them."
            )
        return found

    def places_of_unit(self, unit: str) -> tuple[Place, ...]:
        """Return the places where people of a unit count."""
        return tuple(place for place in self.places if unit in place.units)
