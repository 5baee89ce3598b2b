"""What a year's plan is made from: people, needs, sessions, floors. Plain values; whoever asks brings them along.

Time is cut into half-days, numbered from 1970-01-01: two a day, the first half even. A class costs an officer the
half-days it is held on. For people on nights the caller says which half-day of class costs which shift: a pattern
holds the half-days *on which a class would take the officer from the street*. Money is whole cents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from muster.core.periods import as_date, as_day


def half_days(day: date, *, first: bool = True, second: bool = True) -> tuple[int, ...]:
    """Return the numbers of a day's halves."""
    return tuple(2 * as_day(day) + half for half, wanted in ((0, first), (1, second)) if wanted)


def day_of(half_day: int) -> date:
    """Return the day a half-day belongs to."""
    found = as_date(half_day // 2)
    assert found is not None  # noqa: S101 - no session is held at the end of time
    return found


@dataclass(frozen=True)
class Officer:
    """Somebody who may be sent. ``groups`` are all whose floors count this officer: unit, team, skills.

    ``pattern`` names the shift pattern; ``busy`` are half-days on which nobody may send them: leave, court, another
    class. ``overtime`` is what a half-day of class on time off costs, in cents. ``denied`` counts the wishes refused
    and ``carried`` the half-days of time off given to training of late: both make this year kinder.
    """

    id: str
    groups: tuple[str, ...] = ()
    pattern: str = ""
    busy: frozenset[int] = frozenset()
    base: str = ""
    overtime: int = 0
    denied: int = 0
    carried: int = 0


@dataclass(frozen=True)
class Need:
    """An officer must have a subject between two days, both included. ``weight`` is its urgency beside others."""

    officer: str
    subject: str
    earliest: date
    due: date
    weight: int = 1


@dataclass(frozen=True)
class Session:
    """A time a class can be held. One attendance meets every need of the officer that the session fits.

    A session that is not ``must_run`` is held only if the plan wants it, and then costs ``run_cost``; each seat used
    costs ``seat_cost``, and the journey what ``travel`` says for the officer's base. An instructor who is an
    officer of the year is away from the street and from other classes while teaching. ``seats`` are those free to give.
    """

    id: str
    subjects: tuple[str, ...]
    half_days: tuple[int, ...]
    seats: int
    instructors: tuple[str, ...] = ()
    room: str = ""
    seat_cost: int = 0
    run_cost: int = 0
    must_run: bool = False
    travel: Mapping[str, int] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return day_of(min(self.half_days))

    @property
    def last_day(self) -> date:
        """The day it ends."""
        return day_of(max(self.half_days))


@dataclass(frozen=True)
class Floor:
    """At most so many of a group away from the street at once; ``half_days`` None means at any time.

    ``source`` says where that is written: policy, contract, practice. Who is on leave is the caller's to subtract.
    """

    group: str
    most_away: int
    half_days: frozenset[int] | None = None
    source: str = ""


@dataclass(frozen=True, order=True)
class Placement:
    """Who attends which session."""

    officer: str
    session: str


@dataclass(frozen=True)
class Weights:
    """What is weighed against money, in cents.

    An unmet need costs ``unmet`` times its weight, and ``denied`` more for each recent denial of the officer. Half-days
    of class on time off, and journeys, are an officer's load: ``load_free`` a year are free (less what the officer
    carried of late), the next two cost ``load`` each, and every one after twice that. The rising price is what
    spreads the load: two officers with one more each are cheaper than one with two.
    """

    unmet: int = 500_000
    denied: int = 50_000
    load: int = 5_000
    load_free: int = 2


@dataclass(frozen=True)
class Year:
    """The whole problem. ``pinned`` placements are kept whatever they cost."""

    officers: tuple[Officer, ...]
    needs: tuple[Need, ...]
    sessions: tuple[Session, ...]
    floors: tuple[Floor, ...] = ()
    patterns: Mapping[str, frozenset[int]] = field(default_factory=dict)
    pinned: frozenset[Placement] = frozenset()
    weights: Weights = Weights()


def repeated(names: Iterable[str]) -> list[str]:
    """Return the names that come more than once, in order."""
    seen: set[str] = set()
    return sorted({name for name in names if name in seen or seen.add(name)})  # type: ignore[func-returns-value]
