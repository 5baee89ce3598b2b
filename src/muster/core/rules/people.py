"""Officers as columns: what their dated facts say on a day, for all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days, as_day
from muster.core.rules.language.jurisdiction import FactWord
from muster.core.rules.language.when import Groups
from muster.core.rules.language.who import Bound, Wanted
from muster.core.rules.shared import Shared
from muster.core.tables import Facts
from muster.core.tables.spells import SpellBook, Spells

Mask: TypeAlias = NDArray[np.bool_]
WordOf: TypeAlias = Callable[[str], FactWord | None]


@dataclass(frozen=True)
class Truth:
    """Yes, no or cannot be told, by officer. ``yes`` and ``unknown`` never hold together."""

    yes: Mask
    unknown: Mask

    def __and__(self, other: Truth) -> Truth:
        yes = self.yes & other.yes
        no = ~(self.yes | self.unknown) | ~(other.yes | other.unknown)
        return Truth(yes, ~(yes | no))

    def __or__(self, other: Truth) -> Truth:
        yes = self.yes | other.yes
        return Truth(yes, (self.unknown | other.unknown) & ~yes)

    def __invert__(self) -> Truth:
        return Truth(~(self.yes | self.unknown), self.unknown)


@dataclass
class People:
    """The officers of some facts. ``met`` is filled with the day each one-time requirement was met.

    ``shared`` holds what is the same for several rules; what it hands out is not to be changed.
    """

    size: int
    spells: SpellBook
    word: WordOf
    met: dict[str, Days] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)

    @classmethod
    def of(cls, facts: Facts, known_at: datetime | None, word: WordOf) -> People:
        """Read the officers of some facts as known at a moment."""
        return cls(facts.size, SpellBook(facts, known_at), word)

    def speaking(self, word: WordOf) -> People:
        """Return the same officers under another jurisdiction's words."""
        return People(self.size, self.spells, word, self.met, self.shared)

    # ── conditions ──────────────────────────────────────────────────────────────────────────

    def sure(self, yes: Mask) -> Truth:
        """Turn a plain answer into a truth without unknowns."""
        return Truth(yes, np.zeros(self.size, bool))

    def told(self, fact: str, yes: Mask) -> Truth:
        """Turn an answer into a truth: unknown where everybody has such a fact and this officer has none."""
        word = self.word(fact)
        if word is None or not word.everyone_has_one:
            return self.sure(yes)
        return Truth(yes, ~yes & ~self._marked(self._all(fact).officer))

    def holds(self, fact: str, wanted: Wanted, day: Days) -> Truth:
        """Judge whether a spell with a wanted value covers each officer's day."""
        spells = self.wanted(fact, wanted)
        return self.told(fact, self._marked(spells.officer[_covers(spells, day)]))

    def held_by(self, fact: str, wanted: Wanted, day: Days) -> Truth:
        """Judge whether a spell with a wanted value began by each officer's day."""
        spells = self.wanted(fact, wanted)
        return self.told(fact, self._marked(spells.officer[spells.start <= day[spells.officer]]))

    # ── days in a life ──────────────────────────────────────────────────────────────────────

    def first_start(self, fact: str, wanted: Wanted) -> Days:
        """The first day of each officer's first spell; NEVER where there is none."""
        spells = self.wanted(fact, wanted)
        question = ("first start", *self._asked(fact, wanted))
        return self.shared.once(question, lambda: self._least(spells.officer, spells.start))

    def current_start(self, fact: str, wanted: Wanted, day: Days) -> Days:
        """The first day of the spell that covers each officer's day (the earliest of several)."""
        spells = self.wanted(fact, wanted)
        covering = _covers(spells, day)
        return self._least(spells.officer[covering], spells.start[covering])

    def latest_start(self, fact: str, wanted: Wanted, as_of: int) -> Days:
        """The first day of each officer's latest spell begun by a day; before any, of the first to come."""
        spells = self.wanted(fact, wanted)
        begun = spells.start <= as_of
        latest = self._most(spells.officer[begun], spells.start[begun])
        return np.where(latest == NEVER_BEFORE, self.first_start(fact, wanted), latest).astype(np.int32)

    def latest_return(self, fact: str, wanted: Wanted, as_of: int) -> Days:
        """The day after each officer's latest spell that ended before a day; NEVER where there is none."""
        spells = self.wanted(fact, wanted)
        ended = spells.end < as_of
        back = self._most(spells.officer[ended], spells.end[ended] + np.int32(1))
        return np.where(back == NEVER_BEFORE, NEVER, back).astype(np.int32)

    def met_on(self, requirement: str) -> Days:
        """The day each officer met a one-time requirement; NEVER where it is not met."""
        return self.met[requirement]

    def number(self, fact: str) -> NDArray[np.int64]:
        """The whole number a fact holds for each officer (the last one, if several); -1 where there is none."""
        spells = self._all(fact)
        numbers = np.array([int(w) if w.isdigit() else -1 for w in spells.words] or [-1], np.int64)
        found = np.full(self.size, -1, np.int64)
        found[spells.officer] = numbers[spells.value] if len(spells.officer) else -1
        return found

    def grouped_day(self, groups: Groups) -> Days:
        """The day of each officer's group; NEVER where the officer is in none."""
        spells = self._all(groups.by)
        by_word = np.array(
            [_group_day(word, groups.groups) for word in spells.words] or [int(NEVER)], np.int32
        )
        found = np.full(self.size, NEVER, np.int32)
        found[spells.officer] = by_word[spells.value] if len(spells.officer) else NEVER
        return found

    # ── spells ──────────────────────────────────────────────────────────────────────────────

    def wanted(self, fact: str, wanted: Wanted) -> Spells:
        """Return the spells of a fact that have a wanted value."""
        spells = self._all(fact)
        if wanted == ("any",) or not len(spells.officer):
            return spells
        return self.shared.once(
            ("wanted", *self._asked(fact, wanted)), lambda: self._having(fact, wanted, spells)
        )

    def _asked(self, fact: str, wanted: Wanted) -> tuple[Hashable, ...]:
        """Return what tells one question about a fact from another: a comparison goes by the fact's own order."""
        if not isinstance(wanted, Bound):
            return fact, wanted
        word = self.word(fact)
        return fact, repr(wanted), word.order if word else ()

    def _having(self, fact: str, wanted: Wanted, spells: Spells) -> Spells:
        fits = np.array([self._fits(fact, word, wanted) for word in spells.words], bool)
        return spells.where(fits[spells.value])

    def values_of(self, fact: str) -> tuple[str, ...]:
        """The values a fact takes among these officers."""
        spells = self._all(fact)
        return tuple(spells.words[code] for code in np.unique(spells.value))

    def _all(self, fact: str) -> Spells:
        return self.spells[fact]

    def _fits(self, fact: str, value: str, wanted: Wanted) -> bool:
        if not isinstance(wanted, Bound):
            return value in wanted
        word = self.word(fact)
        order = word.order if word else ()
        return all(_compare(name, value, limit, order) for name, limit in wanted.limits.items())

    def _marked(self, officers: NDArray[np.int32]) -> Mask:
        marked = np.zeros(self.size, bool)
        marked[officers] = True
        return marked

    def _least(self, officers: NDArray[np.int32], days: Days) -> Days:
        found = np.full(self.size, NEVER, np.int32)
        np.minimum.at(found, officers, days)
        return found

    def _most(self, officers: NDArray[np.int32], days: Days) -> Days:
        found = np.full(self.size, NEVER_BEFORE, np.int32)
        np.maximum.at(found, officers, days)
        return found


def _covers(spells: Spells, day: Days) -> Mask:
    here = day[spells.officer]
    return (spells.start <= here) & (here <= spells.end)


def _compare(name: str, value: str, limit: str, order: tuple[str, ...]) -> bool:
    """Compare two values by the fact's order, or as numbers; what is neither never compares."""
    if value in order and limit in order:
        have, want = order.index(value), order.index(limit)
    elif value.lstrip("-").isdigit() and limit.lstrip("-").isdigit():
        have, want = int(value), int(limit)
    else:
        return False
    return {"at_least": have >= want, "at_most": have <= want, "above": have > want, "below": have < want}[
        name
    ]


def _group_day(value: str, groups: dict[str, date]) -> int:
    """Find the group of a value: its own name, or a range of letters or numbers such as A-H."""
    for name, start in groups.items():
        low, dash, high = name.partition("-")
        if value == name or (
            dash and low.upper() <= value.upper() <= high.upper() and len(value) == len(low)
        ):
            return as_day(start)
    return int(NEVER)
