"""One officer as known at a moment and judged on a day, with the words of one jurisdiction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.oracle.days import DAY, FIRST, NEVER
from tests.oracle.duty import Look, measure
from tests.oracle.model import Fact, Officer, Record
from tests.oracle.records import asked_for, counting, fits, outcome_counts
from tests.oracle.who import covers, matching

from muster.core.rules.language import Anchor, Credit, FactWord
from muster.core.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Person:
    """What conditions, anchors and duties ask about an officer."""

    officer: Officer
    as_of: date
    book: Rulebook
    jurisdiction: str

    @classmethod
    def seen(
        cls, officer: Officer, as_of: date, known_at: datetime | None, book: Rulebook, rule: str
    ) -> Person:
        """See an officer with what was known, for the rule with this id."""
        return cls(officer.known(known_at), as_of, book, rule.split("/", maxsplit=1)[0])

    @property
    def records(self) -> list[Record]:
        """Training up to the day judged, and what has no date."""
        return [r for r in self.officer.records if r.date is None or r.date <= self.as_of]

    def spells(self, fact: str) -> list[Fact]:
        """Every known spell of a fact."""
        return self.officer.spells(fact)

    def fact_word(self, fact: str) -> FactWord | None:
        """Look the word for a fact up."""
        return self.book.fact_word(fact, self.jurisdiction)

    def unknown(self, fact: str) -> bool:
        """Whether everybody has one, yet none is known of this officer."""
        word = self.fact_word(fact)
        return word is not None and word.everyone_has_one and not self.spells(fact)

    def anchor(self, anchor: Anchor, credit: Credit) -> date | None:
        """Return the day an anchor names; None: there is none (yet)."""
        if anchor.record is not None:
            fit = [
                r.date
                for r in self.records
                if r.date and outcome_counts(credit, r) and fits(anchor.record, r)
            ]
            return min(fit, default=None)
        if anchor.met:
            met = self.met_on(anchor.met)
            return None if met == NEVER else met
        if anchor.first:
            return min((s.start or FIRST for s in matching(self, anchor.first, anchor.values)), default=None)
        if anchor.latest:
            starts = [s.start or FIRST for s in matching(self, anchor.latest, anchor.values)]
            return max((day for day in starts if day <= self.as_of), default=min(starts, default=None))
        ended = [
            s.end for s in matching(self, anchor.end_of or "", anchor.values) if s.end and s.end < self.as_of
        ]
        return max(ended) + DAY if ended else None

    def anchor_unknown(self, anchor: Anchor) -> bool:
        """Whether an anchor without a day is a missing fact rather than something that has not happened."""
        fact = anchor.first or anchor.latest or anchor.end_of
        return bool(fact) and self.unknown(fact or "")

    def met_on(self, requirement: str) -> date:
        """Return the first day by which a one-time requirement's ``what`` was done; NEVER: not yet."""
        rule = self.book.requirements[requirement]
        version = _in_force(rule, self.as_of)
        if version is None:
            return NEVER
        once = version.when.once
        since = self.anchor(once.after, version.credit) if once.after else None
        ever = once.counts == "ever" or since == FIRST
        low = FIRST if ever else since
        if low is None:
            return NEVER
        earned = asked_for(version.what, counting(version.credit, self.records))
        for day in sorted({low, *(e.record.date for e in earned if e.record.date and e.record.date >= low)}):
            look = Look(self, version, earned, low, day, undated=ever, judged_on=day)
            if measure(version.what, look).met:
                return day
        return NEVER

    def values(self, fact: str) -> list[str]:
        """Every value a fact has had, for facts that do not change."""
        return [s.value for s in self.spells(fact) if s.value is not None]

    def value_on(self, fact: str, day: date) -> str | None:
        """Return the value of the spell that covers the day."""
        return next((s.value for s in self.spells(fact) if covers(s, day)), None)

    def values_on(self, fact: str, day: date) -> list[str]:
        """Every different value in force on the day."""
        return sorted({s.value for s in self.spells(fact) if s.value is not None and covers(s, day)})


def _in_force(rule: Any, day: date) -> Any:
    for i, version in enumerate(rule.versions):
        if version.from_ <= day <= (rule.until(i) or NEVER):
            return version
    return None


in_force = _in_force
