"""Each officer's time: when they work, when they count on the street, when they are away.

Members of a squad who have nothing of their own share one timeline, so a department costs about as much as its
squads and its absences.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from muster.core.planning.cover.clock import DAY_MINUTES, Span, joined, minutes_in, touches, without
from muster.core.planning.cover.patterns import Squad, squad_spans
from muster.core.planning.cover.street import NOT_WORKED, WORKED, Absence, ExtraDuty, Member, Street


@dataclass(frozen=True, eq=False)
class Timeline:
    """One officer's time within the days looked at. All lists are sorted and separate.

    ``shifts`` by the pattern; ``present`` on the street of the own unit; ``work`` hours that count as worked;
    ``absent`` whatever the kind; ``leave`` those of leave alone.
    """

    shifts: tuple[Span, ...]
    present: list[Span]
    work: list[Span]
    absent: list[Span] = field(default_factory=list)
    leave: list[Span] = field(default_factory=list)
    _worked: dict[Span, int] = field(default_factory=dict)

    def worked_in(self, period: Span) -> int:
        """Return the minutes worked in a work period."""
        found = self._worked.get(period)
        if found is None:
            found = self._worked[period] = minutes_in(self.work, *period)
        return found

    def is_present(self, span: Span) -> bool:
        """Whether the officer is on the street all through a span."""
        n = bisect_right(self.present, (span[0], 10**12)) - 1
        return n >= 0 and self.present[n][1] >= span[1]

    def is_working(self, span: Span) -> bool:
        """Whether any minute of a span is worked."""
        return touches(self.work, *span)

    def is_absent(self, span: Span) -> bool:
        """Whether any minute of a span falls into an absence."""
        return touches(self.absent, *span)


@dataclass(frozen=True)
class Days:
    """The days a question looks at, as minutes: shifts that start in them are laid out."""

    start: int
    end: int

    @property
    def first_day(self) -> int:
        """A day before the start, so that a night shift that runs in is there."""
        return self.start // DAY_MINUTES - 1

    @property
    def last_day(self) -> int:
        """The last day that starts before the end."""
        return (self.end - 1) // DAY_MINUTES


class Timelines:
    """The timelines of a street, made when they are asked for and kept as long as the question lasts."""

    def __init__(self, street: Street, days: Days) -> None:
        self._street = street
        self._days = days
        self._of_squads: dict[Squad | None, Timeline] = {}
        self._known: dict[str, Timeline] = {}

    def __getitem__(self, member: Member) -> Timeline:
        """Return the timeline of a member."""
        found = self._known.get(member.officer)
        if found is None:
            found = self._known[member.officer] = self._timeline(member)
        return found

    def _timeline(self, member: Member) -> Timeline:
        absences = self._street.absences_of.get(member.officer, ())
        extras = self._street.extras_of.get(member.officer, ())
        near = [absence for absence in absences if self._touches(absence.stretch.span)]
        more = [extra for extra in extras if self._touches(extra.stretch.span)]
        shared = self._of_squad(member.squad)
        return _own(shared, near, more) if near or more else shared

    def _touches(self, span: Span) -> bool:
        return span[0] < self._days.end and self._days.start < span[1]

    def _of_squad(self, squad: Squad | None) -> Timeline:
        found = self._of_squads.get(squad)
        if found is None:
            shifts = squad_spans(squad, self._days.first_day, self._days.last_day) if squad else ()
            found = self._of_squads[squad] = Timeline(shifts, list(shifts), joined(shifts))
        return found


def _own(base: Timeline, absences: list[Absence], extras: list[ExtraDuty]) -> Timeline:
    absent = joined(absence.stretch.span for absence in absences)
    arranged = joined(extra.stretch.span for extra in extras)
    idle = [absence.stretch.span for absence in absences if absence.kind in NOT_WORKED]
    busy = [absence.stretch.span for absence in absences if absence.kind in WORKED]
    return Timeline(
        base.shifts,
        without(without(base.present, absent), arranged),
        joined([*without(base.work, idle), *busy, *arranged]),
        absent,
        joined(absence.stretch.span for absence in absences if absence.kind == "leave"),
    )


def around(work: list[Span], span: Span) -> tuple[Span | None, Span | None]:
    """Return the work before a span and after it, among sorted, separate spans that leave it free."""
    n = bisect_left(work, span)
    return (work[n - 1] if n else None), (work[n] if n < len(work) else None)
