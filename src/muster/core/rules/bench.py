"""The bench: the officers, the records and the day that every requirement is judged with."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from muster.core.rules.fitting import Eligible, kinds_fitting
from muster.core.rules.language import Version, filters_of
from muster.core.rules.people import Mask, People, WordOf
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import Rows

SAMPLE = 10_000  # records looked at to see how many of them are of some sorts
NARROW = 0.25  # a version that can use less than this share of the records has them picked out


@dataclass(frozen=True)
class Bench:
    """What every requirement is judged with: the officers, the records, the day."""

    people: People
    kinds: Kinds
    rows: Rows
    as_of: int

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
        rows = self.rows.of(wanted, low)
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
        if plain and self._share_of(wanted) >= NARROW:
            return Eligible(version.credit, self.kinds).valued(self.rows.since(low))
        return self.eligible(version, low)

    def earning(self, version: Version) -> Mask:
        """Return the sorts of record that can earn under a version and that it asks for."""
        return Eligible(version.credit, self.kinds).by_kind() & wanted_kinds(version, self.kinds)

    def _share_of(self, sorts: Mask) -> float:
        """Return about which share of the records is of some sorts."""
        sample = self.rows.kind[:: max(len(self.rows) // SAMPLE, 1)]
        return float(sorts[sample].mean()) if len(sample) else 0.0


def wanted_kinds(version: Version, kinds: Kinds) -> Mask:
    """Return the sorts of record that some part of a version asks for."""
    fits = np.zeros(kinds.count, bool)
    for wanted in filters_of(version.what):
        fits |= kinds_fitting(wanted, kinds)
    return fits
