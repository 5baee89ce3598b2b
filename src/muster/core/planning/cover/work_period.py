"""The federal overtime rule for police, FLSA section 7(k): hours in a work period of 7 to 28 days.

What is worked out here is an estimate; payroll decides. Clock time is counted, so a shift over the night of a
clock change is an hour off.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from muster.core.errors import BadUsage
from muster.core.money import cents_for_minutes
from muster.core.planning.cover.clock import DAY_MINUTES, Span, Stretch, at, minutes_in

Checked = Literal["published", "proportion", "to_confirm"]
TIME_AND_A_HALF: Final = 15_000


@dataclass(frozen=True, slots=True)
class Limit:
    """The hours before overtime in a work period. ``checked`` says how surely the figure was read."""

    days: int
    minutes: int
    checked: Checked
    source: str


@cache
def limits() -> dict[int, Limit]:
    """Return the limit of each length of work period, from the table beside this file."""
    text = files("muster.core.planning.cover").joinpath("flsa_7k.csv").read_text("utf-8")
    return {int(row["work_period_days"]): _limit(row) for row in csv.DictReader(text.splitlines())}


def _limit(row: dict[str, str]) -> Limit:
    names: dict[str, Checked] = {
        "published": "published",
        "proportion": "proportion",
        "to_confirm": "to_confirm",
    }
    return Limit(int(row["work_period_days"]), int(row["hours"]) * 60, names[row["checked"]], row["source"])


@dataclass(frozen=True)
class WorkPeriod:
    """An agency's recurring work period: so many days, one of which began on ``anchor`` at ``start_minute``.

    Raises BadUsage unless it has 7 to 28 days.
    """

    days: int
    anchor: date
    start_minute: int = 0

    def __post_init__(self) -> None:
        if self.days not in limits():
            what = f"a work period of {self.days} days is none under section 7(k)."
            raise BadUsage.because("work-period", what, "It has 7 to 28 days.")
        if not 0 <= self.start_minute < DAY_MINUTES:
            raise BadUsage.because(
                "work-period", "it starts outside the day.", "Give minutes after midnight."
            )

    @property
    def limit(self) -> Limit:
        """The hours before overtime."""
        return limits()[self.days]

    def containing(self, minute: int) -> Span:
        """Return the work period that a minute falls in."""
        origin, length = at(self.anchor, self.start_minute), self.days * DAY_MINUTES
        start = minute - (minute - origin) % length
        return start, start + length

    def touching(self, span: Span) -> tuple[Span, ...]:
        """Return every work period that a span falls in, in order."""
        found = [self.containing(span[0])]
        while found[-1][1] < span[1]:
            found.append(self.containing(found[-1][1]))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PeriodHours:
    """What somebody works in one work period, and the room that is left under the limit (0 when there is none)."""

    period: Stretch
    worked_minutes: int
    limit_minutes: int

    @property
    def room_minutes(self) -> int:
        """Minutes until overtime begins."""
        return max(self.limit_minutes - self.worked_minutes, 0)

    @property
    def overtime_minutes(self) -> int:
        """Minutes beyond the limit."""
        return max(self.worked_minutes - self.limit_minutes, 0)


def hours_by_period(work: Iterable[Span], rule: WorkPeriod, span: Span) -> tuple[PeriodHours, ...]:
    """Return the hours of each work period that a span touches. ``work`` are separate spans of clock time."""
    spans = list(work)
    return tuple(
        PeriodHours(Stretch(*period), minutes_in(spans, *period), rule.limit.minutes)
        for period in rule.touching(span)
    )


def added_overtime(worked: int, more: int, limit: int) -> int:
    """Return how many of ``more`` minutes fall beyond the limit, when ``worked`` are there already."""
    return max(worked + more - limit, 0) - max(worked - limit, 0)


def overtime_premium(minutes: int, cents_an_hour: int, basis_points: int = TIME_AND_A_HALF) -> int:
    """Estimate the pay of overtime minutes in cents. Payroll decides."""
    return cents_for_minutes(minutes, cents_an_hour, basis_points)
