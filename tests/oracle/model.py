"""What the oracle judges, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Fact:
    """One spell; no start: since always, no end: still. ``superseded_at`` is when a correction replaced it."""

    fact: str
    value: str | None = None
    start: date | None = None
    end: date | None = None
    recorded_at: datetime | None = None
    superseded_at: datetime | None = None


@dataclass(frozen=True)
class Record:
    """One training; no date: undated. ``topics`` None: not known. What belongs to the course is repeated here."""

    course: str
    topics: tuple[str, ...] | None = None
    date: date | None = None
    minutes: int = 0
    outcome: str = "completed"
    delivery: str | None = None
    provider: str | None = None
    item: str | None = None
    unit: str | None = None
    marks: tuple[str, ...] = ()
    score: int | None = None
    certified: bool | None = None
    course_minutes: int | None = None
    recorded_at: datetime | None = None
    superseded_at: datetime | None = None


@dataclass(frozen=True)
class Officer:
    """One officer: dated facts and training."""

    facts: tuple[Fact, ...] = ()
    records: tuple[Record, ...] = ()

    def known(self, known_at: datetime | None) -> Officer:
        """Keep what was known at the moment; None: what is known now."""
        return Officer(
            tuple(fact for fact in self.facts if _known(fact, known_at)),
            tuple(record for record in self.records if _known(record, known_at)),
        )

    def spells(self, fact: str) -> list[Fact]:
        """Every spell of a fact."""
        return [spell for spell in self.facts if spell.fact == fact]


@dataclass(frozen=True)
class Row:
    """One row of standing. Hours are minutes; None: no such day, or no amount."""

    period_start: date | None
    period_end: date | None
    due: date | None
    verdict: str
    reason: str = ""
    needed: int | None = None
    credited: int | None = None
    short: int | None = None
    headline: bool = False


def _known(line: Fact | Record, known_at: datetime | None) -> bool:
    if known_at is None:
        return line.superseded_at is None
    written = line.recorded_at is None or line.recorded_at <= known_at
    return written and (line.superseded_at is None or line.superseded_at > known_at)
