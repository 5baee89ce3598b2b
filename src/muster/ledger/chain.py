"""Does the chain hold, and if not, where? Nothing here writes, and nothing is trusted but hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from muster.ledger.canonical import NOTHING_BEFORE
from muster.ledger.stored import Damaged, Stored

MOST_KEPT: Final = 500  # faults told in full; more are counted
_UNKNOWN_PART: Final = "at, actor, on_behalf_of, verb, subject, agency, reason, details or lines"


class Kind(StrEnum):
    """What can be wrong with a place in the chain."""

    changed = "changed"  #: its values no longer give its hash
    moved = "moved"  #: it was written under another number
    missing = "missing"  #: no entry has this number
    added = "added"  #: it stands where no entry can stand
    broken = "broken"  #: it does not follow the entry before it, and both fit their own hashes
    cut_short = "cut short"  #: a checkpoint knows it, and the ledger ends before it
    other = "other history"  #: a checkpoint knows another entry under this number
    damaged = "damaged"  #: the database cannot read it


@dataclass(frozen=True)
class Fault:
    """One place that does not hold: the number of the entry, the column or link, and a sentence."""

    number: int
    kind: Kind
    part: str
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """What was found: how many entries were read, where they end, and every fault in the order of the numbers."""

    entries: int
    last_number: int
    last_hash: str
    faults: tuple[Fault, ...]
    more_faults: int
    compared: tuple[int, ...]  # numbers for which a checkpoint was given

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify(entries: Iterable[Stored], promised: Mapping[int, str] | None = None) -> Verdict:
    """Walk the chain from its first entry and return every place where it does not hold.

    ``promised`` are the hashes that signed checkpoints give for some numbers. Without them a ledger that was cut
    short at its end, or rewritten from some entry to its end with new hashes, looks whole: nothing inside it can
    tell. The entries are read once, in order, and only a few are in memory at a time.
    """
    walk = _Walk(dict(promised or {}))
    try:
        for before, row, after in _windows(entries):
            walk.look_at(before, row, after)
    except Damaged as damage:
        walk.note(
            damage.after + 1,
            Kind.damaged,
            "row",
            f"Nothing can be read after entry {damage.after}: the database says “{damage.says}”.",
        )
        walk.broke_off = True
    return walk.verdict()


def _windows(entries: Iterable[Stored]) -> Iterator[tuple[Stored | None, Stored, Stored | None]]:
    """Yield each row with its neighbours. Where reading breaks off, the last row read is still looked at."""
    before: Stored | None = None
    row: Stored | None = None
    rest = iter(entries)
    while True:
        damage: Damaged | None = None
        try:
            after = next(rest, None)
        except Damaged as error:
            after, damage = None, error
        if row is not None:
            yield before, row, after
        if damage is not None:
            raise damage
        if after is None:
            return
        before, row = row, after


@dataclass
class _Walk:
    """What is known so far on the way along the chain."""

    promised: dict[int, str]
    entries: int = 0
    last: Stored | None = None
    faults: list[Fault] = field(default_factory=list)
    more: int = 0
    gone: list[int] = field(default_factory=list)  # numbers without an entry, the first of them
    strange: list[Stored] = field(default_factory=list)  # rows that fit their hash in no way tried yet
    links: list[tuple[int, int]] = field(
        default_factory=list
    )  # pairs of numbers that do not follow one another
    met: set[int] = field(default_factory=set)
    broke_off: bool = False

    def note(self, number: int, kind: Kind, part: str, sentence: str) -> None:
        """Keep a fault, or count it when there are too many to tell."""
        if len(self.faults) < MOST_KEPT:
            self.faults.append(Fault(number, kind, part, sentence))
        else:
            self.more += 1

    def look_at(self, before: Stored | None, row: Stored, after: Stored | None) -> None:
        """Judge one row by its own hash, its number and its link to the row before."""
        self.entries += 1
        self.last = row
        in_turn = self._number(before, row)
        part = _part_that_changed(before, row, after)
        if part == _UNKNOWN_PART and len(self.strange) < MOST_KEPT:
            self.strange.append(row)
        elif part:
            self._changed(row, part)
        if in_turn and part != "previous" and not _follows(before, row):
            self._link(before, row)
        self._compare(row)

    def verdict(self) -> Verdict:
        """Settle what only the whole walk can tell, and return the finding."""
        moved = self._settle_strange()
        for one, other in self.links:
            if one not in moved and other not in moved:
                self._broken(one, other)
        self._promises_left()
        last_number = self.last.number if self.last else 0
        last_hash = str(self.last.hash) if self.last else NOTHING_BEFORE
        faults = tuple(sorted(self.faults, key=lambda fault: fault.number))
        return Verdict(self.entries, last_number, last_hash, faults, self.more, tuple(sorted(self.promised)))

    # ── one row ───────────────────────────────────────────────────────────────────────────────────

    def _number(self, before: Stored | None, row: Stored) -> bool:
        """Note a gap or a number out of order; return whether the row stands right after the one before."""
        expected = before.number + 1 if before else 1
        if row.number == expected:
            return True
        if row.number > expected:
            gap = range(expected, row.number)
            self.gone += gap[: MOST_KEPT - len(self.gone)]
            said = f"Entry {gap[0]} is" if len(gap) == 1 else f"Entries {gap[0]} to {gap[-1]} are"
            self.note(expected, Kind.missing, "number", f"{said} missing.")
        else:
            where = f"after entry {before.number}" if before else "before entry 1"
            self.note(
                row.number, Kind.added, "number", f"An entry with the number {row.number} stands {where}."
            )
        return False

    def _changed(self, row: Stored, part: str) -> None:
        which = f"one of {part}" if part == _UNKNOWN_PART else part
        sentence = f"Entry {row.number} was changed after it was written: {which} does not fit its hash."
        if part == "hash":
            sentence = (
                f"Entry {row.number} was changed after it was written: its hash is not that of its content."
            )
        self.note(row.number, Kind.changed, part, sentence)

    def _link(self, before: Stored | None, row: Stored) -> None:
        if before is not None and row.previous == before.computed():
            return  # the hash of the one before was overwritten, and that is told there
        if len(self.links) < MOST_KEPT:
            self.links.append((before.number if before else 0, row.number))
        else:
            self.more += 1

    def _compare(self, row: Stored) -> None:
        promise = self.promised.get(row.number)
        if promise is None:
            return
        self.met.add(row.number)
        if promise != row.hash:
            self.note(
                row.number,
                Kind.other,
                "hash",
                f"Entry {row.number} is not the one that was signed: it, or an entry before it, was rewritten.",
            )

    # ── the whole walk ────────────────────────────────────────────────────────────────────────────

    def _settle_strange(self) -> set[int]:
        """Find rows that fit their hash under another number; tell the others as changed."""
        candidates = {*self.gone, *(row.number for row in self.strange)}
        moved: set[int] = set()
        for row in self.strange:
            written_as = next((n for n in sorted(candidates) if row.computed(number=n) == row.hash), None)
            if written_as is None:
                self._changed(row, _UNKNOWN_PART)
                continue
            moved.add(row.number)
            sentence = (
                f"Entry {row.number} was written as entry {written_as} and stands in another place now."
            )
            self.note(row.number, Kind.moved, "number", sentence)
        return moved

    def _broken(self, one: int, other: int) -> None:
        sentence = (
            f"Entry {other} does not follow entry {one}: it remembers another hash. "
            "One of the two was rewritten together with its hash, or put there later."
        )
        if one == 0:
            sentence = f"Entry {other} is not the beginning: it remembers an entry before it."
        self.note(other, Kind.broken, "previous", sentence)

    def _promises_left(self) -> None:
        if self.broke_off:
            return
        last = self.last.number if self.last else 0
        for number in sorted(set(self.promised) - self.met):
            if number > last:
                sentence = f"The ledger ends with entry {last}, and a checkpoint knows entry {number}: its end is cut off."
                self.note(number, Kind.cut_short, "number", sentence)


def _part_that_changed(before: Stored | None, row: Stored, after: Stored | None) -> str:
    """Return which value no longer fits, as far as the hashes around it can tell; empty when all fit."""
    if row.misfits:
        return ", ".join(row.misfits)
    computed = row.computed()
    if computed == row.hash:
        return ""
    if after is not None and after.previous == computed:
        return "hash"
    expected = before.hash if before else NOTHING_BEFORE
    if row.computed(previous=expected) == row.hash:
        return "previous"
    return _UNKNOWN_PART


def _follows(before: Stored | None, row: Stored) -> bool:
    return bool(row.previous == (before.hash if before else NOTHING_BEFORE))
