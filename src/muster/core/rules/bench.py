"""The bench: the officers, the records and the day that every requirement is judged with."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from muster.core.periods import NEVER_BEFORE
from muster.core.rules.fitting import Eligible, kinds_fitting
from muster.core.rules.language import Requirement, Version, filters_of
from muster.core.rules.people import Mask, People, WordOf
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import Rows

SAMPLE = 100_000  # records looked at to see which requirements are narrow
NARROW = 0.25  # a requirement that can use less than this share of the records is judged on a part of them


@dataclass(frozen=True)
class Bench:
    """What every requirement is judged with: the officers, the records, the day.

    ``few_kinds`` are the sorts of record that narrow requirements can use. Their records are picked out
    once, so that each of these requirements need not go through all the others again.
    """

    people: People
    kinds: Kinds
    rows: Rows
    few_kinds: Mask
    as_of: int

    @classmethod
    def of(cls, people: People, kinds: Kinds, rows: Rows, as_of: int, wanted: list[Mask]) -> Bench:
        """Set the bench for requirements that want these sorts of record."""
        sample = rows.kind[:: max(len(rows) // SAMPLE, 1)]
        share = np.bincount(sample, minlength=kinds.count) / max(len(sample), 1)
        narrow = [mask for mask in wanted if share[mask].sum() < NARROW]
        few = np.logical_or.reduce(narrow) if narrow else np.zeros(kinds.count, bool)
        if len(narrow) < 2 or share[few].sum() >= 1 - NARROW:
            few = np.zeros(kinds.count, bool)  # not worth picking out
        return cls(people, kinds, rows, few, as_of)

    def speaking(self, word: WordOf) -> Bench:
        """Return the bench with the officers under another jurisdiction's words."""
        return replace(self, people=self.people.speaking(word))

    def eligible(self, version: Version, low: int) -> Rows:
        """Return the records a version can use from a day on, with what each is worth under its policy."""
        return self.eligible_for([version], low)

    def eligible_for(self, versions: list[Version], low: int) -> Rows:
        """Return the same for several versions that share one credit policy."""
        version = versions[0]
        policy = Eligible(version.credit, self.kinds)
        wanted = np.logical_or.reduce([self.earning(each) for each in versions])
        rows = self._source(wanted).of(wanted, low)
        kept = policy.by_row(rows)
        if kept is not None:
            rows = rows.take(np.flatnonzero(kept))
        return policy.valued(rows)

    def in_view(self, version: Version, low: int) -> Rows:
        """Return the same and perhaps more: records of other sorts may stand among them.

        Where a version can use most records, leaving the others in is cheaper than copying.
        """
        wanted = self.earning(version)
        plain = not version.credit.shortest and not version.credit.counts.looks_at_rows
        if plain and self._source(wanted) is self.rows:
            return Eligible(version.credit, self.kinds).valued(self.rows.since(low))
        return self.eligible(version, low)

    def earning(self, version: Version) -> Mask:
        """Return the sorts of record that can earn under a version and that it asks for."""
        return Eligible(version.credit, self.kinds).by_kind() & wanted_kinds(version, self.kinds)

    def _source(self, wanted: Mask) -> Rows:
        if (wanted & ~self.few_kinds).any():
            return self.rows
        return self.people.shared.once("few", lambda: self.rows.of(self.few_kinds, int(NEVER_BEFORE)))


def wanted_kinds(version: Version, kinds: Kinds) -> Mask:
    """Return the sorts of record that some part of a version asks for."""
    fits = np.zeros(kinds.count, bool)
    for wanted in filters_of(version.what):
        fits |= kinds_fitting(wanted, kinds)
    return fits


def wanted_by(requirement: Requirement, kinds: Kinds) -> Mask:
    """Return the sorts of record that some version of a requirement can use."""
    fits = np.zeros(kinds.count, bool)
    for version in requirement.versions:
        fits |= wanted_kinds(version, kinds) & Eligible(version.credit, kinds).by_kind()
    return fits
