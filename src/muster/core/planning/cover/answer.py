"""What a question about cover gets: frozen values that a page shows and a decision keeps as its snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.rules import Kind
from muster.core.planning.cover.together import TooMany
from muster.core.planning.cover.work_period import PeriodHours

#: The label of every figure of pay.
PAYROLL_DECIDES = "estimate, payroll decides"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not possible, or what to know of it: a key for the page and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str:
        """Return one of the values, or nothing."""
        return dict(self.values).get(name, "")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to cover a shift. Not possible means ``reasons`` says why; ``notes`` are worth knowing.

    ``cents`` is the cash it takes, an estimate; None: the hourly pay is not known. Rest is in minutes to the work
    before and after, None where none is near, 0 where it joins. ``room_minutes`` are left under the 7(k) limit
    before this; ``overtime_minutes`` are what this puts beyond it. ``gives_up`` is the shift moved or swapped.
    """

    kind: Kind
    officer: str
    unit: str
    stretch: Stretch
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    cents: int | None = 0
    rest_before: int | None = None
    rest_after: int | None = None
    notice_minutes: int | None = None
    notice_needed: int = 0
    room_minutes: int | None = None
    overtime_minutes: int = 0
    next_to_leave: bool = False
    gives_up: Stretch | None = None

    @property
    def possible(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Others:
    """Further people of a kind, not worked out in full: those who could as well, or who cannot for one reason."""

    kind: Kind
    reason: Reason | None
    officers: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Whether they could."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Supply against one need of a place, at the minute of the shift when it is lowest after the absence."""

    place: str
    need: str
    floor: int
    before: int
    after: int
    tightest: datetime
    source: str
    cite: str

    @property
    def short(self) -> int:
        """How many are missing once the officer is away; 0 when the floor holds."""
        return max(self.floor - self.after, 0)

    @property
    def was_short(self) -> bool:
        """Whether the floor was broken before."""
        return self.before < self.floor


@dataclass(frozen=True, slots=True)
class AffectedShift:
    """A shift, or a part of one, that the officer would not work. ``gap`` is from the first to the last short minute.

    ``proposed`` is whom to ask when all short shifts of the request are to be covered, nobody twice.
    """

    officer: str
    unit: str
    stretch: Stretch
    needs: tuple[NeedLine, ...]
    gap: Stretch | None
    options: tuple[Option, ...]
    others: tuple[Others, ...] = ()
    proposed: Option | None = None

    @property
    def is_short(self) -> bool:
        """Whether a floor would be broken."""
        return self.gap is not None

    @property
    def possible(self) -> tuple[Option, ...]:
        """The options that nothing speaks against, in the order they are offered."""
        return tuple(option for option in self.options if option.possible)


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What the request does to the hours of one who goes, in one work period. Pay is an estimate."""

    officer: str
    before: PeriodHours
    after: PeriodHours
    overtime_minutes: int
    cents: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The answer in one sentence: a key for the page, its values, and the sentence in English."""

    key: str
    values: tuple[tuple[str, str], ...]
    sentence: str


@dataclass(frozen=True)
class CoverAnswer:
    """Everything about covering one request."""

    officers: tuple[str, ...]
    away: Stretch
    asked_at: datetime
    shifts: tuple[AffectedShift, ...]
    own_hours: tuple[OwnHours, ...]
    too_many: tuple[TooMany, ...]
    summary: Summary

    @property
    def short_shifts(self) -> tuple[AffectedShift, ...]:
        """The shifts that need somebody."""
        return tuple(shift for shift in self.shifts if shift.is_short)

    @property
    def holds(self) -> bool:
        """Whether every affected shift stays at or above its floor as things are arranged."""
        return not self.short_shifts

    @property
    def can_be_covered(self) -> bool:
        """Whether every short shift has somebody, when nobody stands in twice."""
        return all(shift.proposed for shift in self.short_shifts)

    @property
    def proposed_cents(self) -> int | None:
        """What the proposed covers take together, an estimate; None where one is missing or its pay not known."""
        cents = [shift.proposed.cents if shift.proposed else None for shift in self.short_shifts]
        return None if None in cents else sum(it for it in cents if it is not None)
