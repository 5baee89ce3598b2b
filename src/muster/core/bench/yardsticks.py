"""What the engine is compared with: a scan that any answer must at least cost, and a plain loop.

The scan is a floor: whoever judges records has to read them. The loop is what somebody writes first;
it judges less than the engine (no versions, leaves, new officers, caps or reasons), so the ratio to it
flatters the loop.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from muster.core.bench.sizes import AS_OF
from muster.core.rules import Rulebook
from muster.core.rules.language import filters_of, leaves_of
from muster.core.tables.facts import Facts
from muster.core.tables.schema import EARNING_OUTCOMES

Record = dict[str, Any]


def scan_and_sum(facts: Facts) -> pl.DataFrame:
    """Scan the columns a judgement needs, and sum by officer: one row an officer."""
    return (
        facts.records.select("officer", "kind", "completed_on", "minutes", "known_until")
        .group_by("officer")
        .agg(pl.col("minutes").sum(), pl.col("kind", "completed_on", "known_until").max())
        .collect()
    )


@dataclass(frozen=True)
class PlainRule:
    """A requirement as a beginner's loop sees it: minutes of some topics, this period and the one before."""

    name: str
    topics: frozenset[str]  # empty: any topic
    minutes: int
    periods: tuple[tuple[date, date], ...]


def plain_rules(rulebook: Rulebook) -> list[PlainRule]:
    """Reduce each requirement to what the loop looks at; its periods are the last two calendar years."""
    periods = tuple((date(year, 1, 1), date(year, 12, 31)) for year in (AS_OF.year, AS_OF.year - 1))
    rules = []
    for name, requirement in rulebook.requirements.items():
        duty = requirement.versions[-1].what
        topics = frozenset().union(*(wanted.topics_named() for wanted in filters_of(duty)))
        minutes = max((getattr(leaf, "hours", 1) for leaf in leaves_of(duty)), default=1)
        rules.append(PlainRule(name, topics, minutes, periods))
    return rules


def records_as_objects(facts: Facts, officers: int) -> tuple[dict[int, list[Record]], list[Record]]:
    """Take the records of some officers, spread evenly, and all kinds, as Python objects."""
    step = max(facts.size // max(officers, 1), 1)
    chosen = list(range(facts.first, facts.first + facts.size, step))[:officers]
    rows = facts.records.filter(pl.col("officer").is_in(chosen)).collect()
    by_officer: dict[int, list[Record]] = {officer: [] for officer in chosen}
    for row in rows.iter_rows(named=True):
        by_officer[row["officer"]].append(row)
    return by_officer, facts.kinds.sort("kind").to_dicts()


def loop_over_officers(
    people: dict[int, list[Record]], kinds: list[Record], rules: Iterable[PlainRule]
) -> dict[tuple[int, str, date], bool]:
    """Judge officer by officer, rule by rule, record by record: done or not, by officer, rule and period."""
    rules = list(rules)
    done: dict[tuple[int, str, date], bool] = {}
    for officer, records in people.items():
        for rule in rules:
            for start, end in rule.periods:
                total = 0
                for record in records:
                    if _counts(record, kinds[record["kind"]], rule, start, end):
                        total += record["minutes"]
                done[officer, rule.name, start] = total >= rule.minutes
    return done


def _counts(record: Record, kind: Record, rule: PlainRule, start: date, end: date) -> bool:
    day = record["completed_on"]
    if day is None or not start <= day <= end or record["known_until"] is not None:
        return False
    if kind["outcome"] not in EARNING_OUTCOMES:
        return False
    return not rule.topics or not rule.topics.isdisjoint(kind["topics"] or ())
