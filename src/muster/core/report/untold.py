"""What cannot be told, and which fact is missing for it; and how many records nobody has said the topics of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from muster.core.report.todo import to_do
from muster.core.rules import Rulebook
from muster.core.rules.looked_at import facts_decided_by
from muster.core.tables import Facts
from muster.core.tables.spells import SpellBook

#: From this share of the records on, topics that nobody confirmed are worth a note: one in twenty.
MANY = 20


@dataclass(frozen=True)
class Untold:
    """How many officers cannot be told by a requirement, and why: ``missing`` has facts with officers who lack them."""

    requirement: str
    title: str
    reason: str
    officers: int
    missing: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class TopicsUnknown:
    """How many of all records are about nobody knows what."""

    records: int
    of: int

    @property
    def many(self) -> bool:
        """Whether they are so many that they may change the answers."""
        return self.records * MANY >= max(self.of, 1)


def not_told(
    standing: pl.DataFrame, book: Rulebook, facts: Facts | None = None, known_at: datetime | None = None
) -> tuple[Untold, ...]:
    """Count what cannot be told by requirement and reason; with ``facts`` also name the facts that are missing."""
    rows = (
        to_do(standing)
        .filter(pl.col("verdict").cast(pl.String) == "cannot_tell")
        .with_columns(pl.col("requirement", "title", "reason").cast(pl.String))
    )
    having = _Having(facts, known_at) if facts is not None else None
    found = []
    for (requirement, title, reason), part in rows.group_by(
        ["requirement", "title", "reason"], maintain_order=True
    ):
        officers = part.get_column("officer_id").unique()
        named = having.missing(str(requirement), part, book) if having and reason == "missing_fact" else ()
        found.append(Untold(str(requirement), str(title), str(reason), len(officers), named))
    return tuple(sorted(found, key=lambda each: (each.requirement, each.reason)))


class _Having:
    """Who has any value of a fact on record, asked once a fact."""

    def __init__(self, facts: Facts, known_at: datetime | None) -> None:
        self._facts, self._book = facts, SpellBook(facts, known_at)
        self._ids = facts.officers.get_column("officer_id")
        self._known: dict[str, pl.Series] = {}

    def missing(self, requirement: str, rows: pl.DataFrame, book: Rulebook) -> tuple[tuple[str, int], ...]:
        """Return the facts that decide and that officers of these rows have none of, most officers first."""
        rule = book.requirements[requirement]
        asked: dict[str, set[str]] = {}
        for officer, version in rows.select("officer_id", "version").unique().rows():
            place = next(v for v in rule.versions if v.from_ == version)
            for fact in facts_decided_by(rule, place, book):
                asked.setdefault(fact, set()).add(officer)
        counts = {fact: len(officers - self._who_has(fact)) for fact, officers in asked.items()}
        return tuple(sorted(((f, n) for f, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0])))

    def _who_has(self, fact: str) -> set[str]:
        if fact not in self._known:
            self._known[fact] = self._ids.gather(
                pl.Series(self._book[fact].officer, dtype=pl.UInt32)
            ).unique()
        return set(self._known[fact])


def topics_unknown(facts: Facts) -> TopicsUnknown:
    """Count the records whose course has topics nobody has confirmed."""
    unknown = facts.kinds.filter(pl.col("topics").is_null()).get_column("kind")
    found = facts.records.select(
        records=pl.col("kind").is_in(unknown.implode()).sum().cast(pl.Int64), of=pl.len().cast(pl.Int64)
    ).collect()
    return TopicsUnknown(**found.row(0, named=True))
