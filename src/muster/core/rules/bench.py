"""The bench: the officers, the records and the day that every requirement is judged with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from muster.core.rules.fitting import Eligible, kinds_fitting
from muster.core.rules.language import Requirement, Version, filters_of
from muster.core.rules.people import Mask, People, WordOf
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import Rows

SAMPLE = 10_000  # records looked at to see how many of them are of some sorts
NARROW = 0.25  # a version that can use less than this share of the records has them picked out


@dataclass(frozen=True)
class Bench:
    """What every requirement is judged with: the officers, the records, the day.

    ``narrow`` holds, of each requirement that few records can serve, the sorts it can use. Eight of them are
    told apart in one look at a record's kind, so that each need not look at all kinds again.
    """

    people: People
    kinds: Kinds
    rows: Rows
    as_of: int
    narrow: tuple[Mask, ...] = ()

    def serving(self, requirements: Iterable[Requirement]) -> Bench:
        """Return the bench made ready for some requirements."""
        usable = [
            np.logical_or.reduce([self.earning(version) for version in requirement.versions])
            for requirement in requirements
        ]
        return replace(self, narrow=tuple(sorts for sorts in usable if self._share_of(sorts) < NARROW))

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
        rows = self._picked(wanted, low)
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
        return earning_kinds(version, self.kinds)

    def _picked(self, wanted: Mask, low: int) -> Rows:
        """Return the records of some sorts from a day on."""
        for number, sorts in enumerate(self.narrow):
            if not (wanted & ~sorts).any():
                group, bit = divmod(number, 8)
                marks = self.people.shared.once(("marks", group), partial(self._marks, group))
                rows = self.rows.marked(marks, 1 << bit, sorts, low)
                return rows if (sorts == wanted).all() else rows.of(wanted, low)
        return self.rows.of(wanted, low)

    def _marks(self, group: int) -> NDArray[np.uint8]:
        """Mark each record with the narrow requirements of a group that can use it, a bit for each."""
        eight = self.narrow[8 * group : 8 * group + 8]
        return self.rows.by_kind(np.packbits(np.stack(eight), axis=0, bitorder="little")[0])

    def _share_of(self, sorts: Mask) -> float:
        """Return about which share of the records is of some sorts."""
        return float(sorts[self._sample].mean()) if len(self._sample) else 0.0

    @cached_property
    def _sample(self) -> NDArray[np.int32]:
        every = max(len(self.rows) // SAMPLE, 1)
        found: NDArray[np.int32] = self.rows.take(np.arange(0, len(self.rows), every)).kind
        return found


def earning_kinds(version: Version, kinds: Kinds) -> Mask:
    """Return the sorts of record that can earn under a version and that it asks for, worked out once."""
    if id(version) not in kinds.asked:
        fits = Eligible(version.credit, kinds).by_kind() & wanted_kinds(version, kinds)
        kinds.asked[id(version)] = (version, fits)
    return kinds.asked[id(version)][1]


def wanted_kinds(version: Version, kinds: Kinds) -> Mask:
    """Return the sorts of record that some part of a version asks for."""
    fits = np.zeros(kinds.count, bool)
    for wanted in filters_of(version.what):
        fits |= kinds_fitting(wanted, kinds)
    return fits
