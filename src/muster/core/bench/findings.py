"""What a run found, as plain tables that a terminal and a page of the docs both can show."""

from __future__ import annotations

from dataclasses import dataclass

from muster.core.bench.machine import Machine
from muster.core.bench.timing import Timing


@dataclass(frozen=True)
class Table:
    """A title, headings and rows of text. ``note`` says what a reader has to know to read it right."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Goal:
    """A goal and what was measured against it."""

    asked: str
    found: str
    met: bool

    def __str__(self) -> str:
        return f"{'met' if self.met else 'MISSED'}: {self.asked}; measured {self.found}"


@dataclass(frozen=True)
class Findings:
    """Everything one run has to say. ``data`` is a sentence about what was measured on."""

    size: str
    command: str
    machine: Machine
    data: str
    tables: tuple[Table, ...]
    goals: tuple[Goal, ...]

    @property
    def missed(self) -> tuple[Goal, ...]:
        """The goals that were not reached."""
        return tuple(goal for goal in self.goals if not goal.met)


def seconds(value: float) -> str:
    """Write seconds with as many places as mean something."""
    if value < 0.1:
        return f"{value * 1000:.1f} ms"
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s" if value < 100 else f"{value:,.0f} s"


def times(value: float) -> str:
    """Write a ratio with as many places as mean something."""
    return f"{value:,.0f}x" if value >= 20 else f"{value:.2f}x"


def timing_cells(timing: Timing) -> tuple[str, str, str]:
    """Return the lowest, middle and highest run as text."""
    return seconds(timing.lowest), seconds(timing.median), seconds(timing.highest)


def gigabytes(value: int) -> str:
    """Write bytes as GB of 2**30."""
    return f"{value / 2**30:.2f} GB"
