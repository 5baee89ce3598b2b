"""Which records fit a filter: by sort of record where that decides it, else record by record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER_BEFORE, as_day
from muster.core.rules.language.credit import Conversion, Credit
from muster.core.rules.language.filters import Filter
from muster.core.rules.people import Mask
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import Rows
from muster.core.tables.schema import EARNING_OUTCOMES

#: The filter's key and the column of the kinds table it looks at.
COLUMNS = {
    "topics": "topics",
    "courses": "course",
    "providers": "provider",
    "delivery": "delivery",
    "outcomes": "outcome",
    "units": "unit",
    "items": "item",
    "marks": "marks",
}
TEACHING = "instructed"


def kinds_fitting(wanted: Filter, kinds: Kinds) -> Mask:
    """Return the sorts of record that can fit; what only the single record can tell is taken as fitting."""
    fits = np.ones(kinds.count, bool)
    for key, column in COLUMNS.items():
        codes = getattr(wanted, key)
        if codes:
            fits &= kinds.has(column, tuple(codes))
    if wanted.certified is not None:
        fits &= kinds.certified(wanted.certified)
    for part in wanted.all:
        fits &= kinds_fitting(part, kinds)
    if wanted.any:
        fits &= np.logical_or.reduce([kinds_fitting(part, kinds) for part in wanted.any])
    if wanted.not_ is not None and not wanted.not_.looks_at_rows:
        fits &= ~kinds_fitting(wanted.not_, kinds)
    return fits


def rows_fitting(wanted: Filter, kinds: Kinds, rows: Rows) -> Mask:
    """Return the records that fit."""
    if not wanted.looks_at_rows:
        return rows.by_kind(kinds_fitting(wanted, kinds))
    bare = wanted.model_copy(update={"all": (), "any": (), "not_": None})
    fits = rows.by_kind(kinds_fitting(bare, kinds))
    if wanted.score_at_least is not None:
        fits &= rows.score >= int(wanted.score_at_least * 100)
    if wanted.lasting_at_least is not None:
        fits &= rows.minutes >= wanted.lasting_at_least
    if wanted.on_or_after is not None:
        fits &= rows.day >= as_day(wanted.on_or_after)
    if wanted.on_or_before is not None:
        fits &= (rows.day <= as_day(wanted.on_or_before)) & (rows.day > NEVER_BEFORE)
    for part in wanted.all:
        fits &= rows_fitting(part, kinds, rows)
    if wanted.any:
        fits &= np.logical_or.reduce([rows_fitting(part, kinds, rows) for part in wanted.any])
    if wanted.not_ is not None:
        fits &= ~rows_fitting(wanted.not_, kinds, rows)
    return fits


@dataclass(frozen=True)
class Eligible:
    """What a credit policy lets in at all, before any part of the duty asks for more."""

    credit: Credit
    kinds: Kinds

    def outcomes(self) -> Mask:
        """Return the sorts of record whose outcome earns."""
        wanted = self.credit.counts.outcomes or EARNING_OUTCOMES
        fits = self.kinds.has("outcome", tuple(wanted))
        if self.credit.teaching != "does_not_count":
            fits = fits | self.kinds.has("outcome", (TEACHING,))
        return fits

    def units(self) -> Mask:
        """Return the sorts of record whose amount is, or can be turned into, minutes of credit."""
        fits = self.kinds.plain_unit
        for conversion in self.credit.convert:
            fits = fits | self._convertible(conversion)
        return fits

    def _convertible(self, conversion: Conversion) -> Mask:
        """Return the sorts a conversion works on; another unit only where it names units."""
        fits = kinds_fitting(conversion.of, self.kinds)
        return fits if names_units(conversion.of) else fits & self.kinds.plain_unit

    def unspent(self) -> Mask:
        """Return the sorts of record that were not given to another use."""
        fits = np.ones(self.kinds.count, bool)
        for use in self.credit.double_use:
            if not use.allowed:
                fits &= ~self.kinds.has("marks", (use.mark,))
        return fits

    def admitted(self) -> Mask:
        """Return the sorts of record the policy's own filter admits."""
        counts = self.credit.counts
        return kinds_fitting(counts.model_copy(update={"outcomes": ()}), self.kinds)

    def by_kind(self) -> Mask:
        """Return the sorts of record that can earn."""
        return self.outcomes() & self.units() & self.unspent() & self.admitted()

    def by_row(self, rows: Rows) -> Mask | None:
        """Return the records that can earn, where that differs within a sort; None where it does not."""
        counts = self.credit.counts
        if not counts.looks_at_rows and not self.credit.shortest:
            return None
        fits = rows_fitting(counts.model_copy(update={"outcomes": ()}), self.kinds, rows)
        return fits & (rows.minutes >= self.credit.shortest)

    def valued(self, rows: Rows) -> Rows:
        """Return the records with what each is worth in minutes of credit, rounded down."""
        return rows.giving(self._converted_minutes(rows)) if self.credit.convert else rows

    def _converted_minutes(self, rows: Rows) -> NDArray[np.int32]:
        worth = rows.minutes
        waiting = np.ones(len(rows), bool)
        for conversion in self.credit.convert:
            at = self._converted(conversion, rows)
            at = at[waiting[at]]
            if not len(at):
                continue
            if worth is rows.minutes:
                worth = worth.copy()
            waiting[at] = False
            if conversion.multiply is not None:
                long = worth[at].astype(np.int64)
                worth[at] = long * conversion.multiply.numerator // conversion.multiply.denominator
            else:
                length = self.kinds.course_minutes[rows.kind[at]]
                worth[at] = np.where(length >= 0, length, worth[at])
        return worth

    def _converted(self, conversion: Conversion, rows: Rows) -> NDArray[np.intp]:
        """Return the positions of the records a conversion works on."""
        sorts = self._convertible(conversion)
        at = np.flatnonzero(sorts[rows.kind]) if sorts.any() else np.zeros(0, np.intp)
        if conversion.of.looks_at_rows and len(at):
            at = at[rows_fitting(conversion.of, self.kinds, rows.take(at))]
        return at


def names_units(wanted: Filter) -> bool:
    """Whether a filter says which units it is about."""
    return bool(wanted.units) or any(names_units(part) for part in (*wanted.all, *wanted.any))
