"""Are the rows that the ledger vouches for what the entries say of them? Nothing here writes.

A row that never changes is as its entry wrote it; one that may change is as the newest entry says that knows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Final

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.fields import AutoFieldMixin

from muster.ledger.appended import Appended, Key, vouched_tables
from muster.ledger.chain import MOST_KEPT
from muster.ledger.contents import ROWS_AT_ONCE, Run, columns_of, digests, keys_in, length, merged, runs_of
from muster.ledger.stored import Damaged, Stored
from muster.ledger.vouching import Block, blocks_in, mark_of, proof_of

_STRANGERS_KEPT: Final = 10_000  # keys of a table that no entry knows; more are counted


class RowKind(StrEnum):
    """What can be wrong with rows."""

    changed = "row changed"  #: not as its entry wrote it
    missing = "row missing"  #: its entry wrote it, and it is gone
    added = "row added"  #: no entry wrote it
    unclear = "rows unproven"  #: one of a block was changed, and it cannot be told which
    damaged = "rows damaged"  #: the database cannot read them


@dataclass(frozen=True)
class RowFault:
    """Rows that are not as they should be: their table and keys, the entry that wrote them if any, and a sentence."""

    table: str
    run: Run | None
    entry: int | None
    kind: RowKind
    sentence: str


@dataclass(frozen=True)
class RowsVerdict:
    """What was found: how many rows were compared, and the faults in the order of the entries."""

    rows: int
    faults: tuple[RowFault, ...]
    more_faults: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


class Known:
    """The keys of one table that entries know."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._loose = 0  # how many were put in since they were last in order

    def put(self, run: Run) -> None:
        """Add keys."""
        self._runs.append(run)
        self._loose += 1
        if self._loose > ROWS_AT_ONCE:
            self._settle()

    def strangers(self, keys: Iterable[Key]) -> Iterator[Key]:
        """Yield those of some keys that are not known; whole numbers come in their order."""
        self._settle()
        texts = {first for first, _last in self._runs if isinstance(first, str)}
        runs = iter(self._runs)
        run = next(runs, None)
        for key in keys:
            if not isinstance(key, int):
                if key not in texts:
                    yield key
                continue
            while run is not None and isinstance(run[1], int) and run[1] < key:
                run = next(runs, None)
            if run is None or not isinstance(run[0], int) or key < run[0]:
                yield key

    def _settle(self) -> None:
        self._runs, self._loose = merged(self._runs), 0


@dataclass
class Comparison:
    """Compares rows with what entries say, on the way along the ledger; a few thousand rows are in memory at a time.

    The entries are led through ``along`` to whoever reads them (``chain.verify``); then ``verdict`` is asked.
    """

    connection: BaseDatabaseWrapper
    rows: int = 0
    faults: list[RowFault] = field(default_factory=list)
    more: int = 0
    last: int = 0
    broke_off: bool = False
    known: dict[str, Known] = field(default_factory=lambda: defaultdict(Known))
    _newest: dict[tuple[str, Run], Block] = field(default_factory=dict)  # of rows that may change
    _waiting: list[Block] = field(default_factory=list)
    _waiting_rows: int = 0

    def along(self, entries: Iterable[Stored]) -> Iterator[Stored]:
        """Yield the entries as they come, and compare what they say."""
        try:
            for entry in entries:
                self.last = max(self.last, entry.number)
                self.take(entry.number, str(entry.content.get("lines") or ""))
                yield entry
        except Damaged:
            self.broke_off = True  # whatever the entries after it know would look strange
            raise

    def take(self, number: int, lines: str) -> None:
        """Take what one entry says of its rows."""
        tables = vouched_tables()
        try:
            for block in blocks_in(number, lines) if lines else ():
                table = tables.get(block.table)
                if table is None or not _fits(block, table):
                    self._note(
                        block, block.run, RowKind.unclear, "is of a table or columns that are not there"
                    )
                    continue
                self.known[block.table].put(block.run)
                if not issubclass(table, Appended):
                    self._newest[block.table, block.run] = block
                    continue
                self._waiting.append(block)
                self._waiting_rows += length(block.run)
                if self._waiting_rows >= ROWS_AT_ONCE:
                    self._compare()
        except ValueError as error:
            sentence = f"Entry {number} does not say in its proper form which rows it added: {error}."
            self._keep(RowFault("", None, number, RowKind.unclear, sentence))

    def verdict(self) -> RowsVerdict:
        """Compare the rest, look for rows that no entry knows, and return the finding."""
        self._compare()
        if not self.broke_off:
            self._look_for_strangers()
            self._compare_newest()
        faults = sorted(self.faults, key=lambda fault: fault.entry or self.last + 1)
        return RowsVerdict(self.rows, tuple(faults), self.more)

    # ── rows that entries know ────────────────────────────────────────────────────────────────────

    def _compare(self) -> None:
        waiting, self._waiting, self._waiting_rows = self._waiting, [], 0
        for block, found in self._read(waiting):
            self._judge(block, found)

    def _compare_newest(self) -> None:
        """Compare rows that may change. What a deed changed between its entry and this look is looked at again."""
        left = list(self._newest.values())
        while left:
            wrong = []
            for block, found in self._read(left):
                if _holds(block, found):
                    self.rows += 1
                else:
                    wrong.append((block, found))
            self._catch_up()
            newest = [self._newest[block.table, block.run] for block, _found in wrong]
            for (block, found), now in zip(wrong, newest, strict=True):
                if now is block:
                    self._judge(block, found)
            left = [now for (block, _found), now in zip(wrong, newest, strict=True) if now is not block]

    def _read(self, some: Iterable[Block]) -> Iterator[tuple[Block, dict[Key, bytes]]]:
        """Yield blocks with the digests of the rows that are there, without those that the database cannot read."""
        tables = vouched_tables()
        by_shape: dict[tuple[str, tuple[str, ...]], list[Block]] = defaultdict(list)
        for block in some:
            by_shape[block.table, block.columns].append(block)
        for (name, columns), blocks in by_shape.items():
            runs = merged([block.run for block in blocks])
            try:
                found = dict(digests(self.connection, tables[name], columns, runs))
            except (DatabaseError, UnicodeDecodeError) as error:
                self._damaged(name, error)
                continue
            for block in blocks:
                yield block, found

    def _judge(self, block: Block, found: dict[Key, bytes]) -> None:
        rows = [found.get(key) for key in block.keys]
        self.rows += sum(row is not None for row in rows)
        if _holds(block, found):
            return
        gone = [key for key, row in zip(block.keys, rows, strict=True) if row is None]
        changed = [
            key
            for place, (key, row) in enumerate(zip(block.keys, rows, strict=True))
            if row is not None and mark_of(row) != block.mark(place)
        ]
        for run in runs_of(gone):
            self._note(block, run, RowKind.missing, "is gone")
        for run in runs_of(changed):
            self._note(block, run, RowKind.changed, "is not as it was written: it was changed")
        if not gone and not changed:
            says = "does not hold as a whole: at least one row was changed, and which cannot be told"
            self._note(block, block.run, RowKind.unclear, says)

    # ── rows that no entry knows ──────────────────────────────────────────────────────────────────

    def _look_for_strangers(self) -> None:
        """Look at the tables first and at the newest entries then, which know what was added meanwhile."""
        seen: dict[str, tuple[list[Key], int]] = {}
        for name, table in vouched_tables().items():
            try:
                strangers = self.known[name].strangers(keys_in(self.connection, table))
                seen[name] = list(islice(strangers, _STRANGERS_KEPT)), sum(1 for _key in strangers)
            except (DatabaseError, UnicodeDecodeError) as error:
                self._damaged(name, error)
        self._catch_up()
        for name, (keys, more) in seen.items():
            self._strangers(name, list(self.known[name].strangers(keys)), more)

    def _catch_up(self) -> None:
        """Take the entries that were written since."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, lines FROM ledger_entry WHERE number > %s ORDER BY number", [self.last]
            )
            for number, lines in cursor.fetchall():
                self.last = number
                self.take(number, lines)
        self._compare()

    def _strangers(self, table: str, keys: list[Key], more: int) -> None:
        for run in runs_of(keys):
            sentence = (
                f"{_named(table, run)} in no entry: added behind Muster's back, or before the ledger "
                "looked after rows (muster ledger adopt)."
            )
            self._keep(RowFault(table, run, None, RowKind.added, sentence))
        if more:
            sentence = f"{more:,} more rows of {table} stand in no entry."
            self._keep(RowFault(table, None, None, RowKind.added, sentence))

    # ── telling ───────────────────────────────────────────────────────────────────────────────────

    def _note(self, block: Block, run: Run, kind: RowKind, says: str) -> None:
        sentence = f"{_which(block.table, run)}, written by entry {block.entry}, {says}."
        self._keep(RowFault(block.table, run, block.entry, kind, sentence))

    def _damaged(self, table: str, error: Exception) -> None:
        sentence = f"Not all rows of {table} can be read: the database says “{error}”."
        self._keep(RowFault(table, None, None, RowKind.damaged, sentence))

    def _keep(self, fault: RowFault) -> None:
        if len(self.faults) < MOST_KEPT:
            self.faults.append(fault)
        else:
            self.more += 1


def _fits(block: Block, table: type[Model]) -> bool:
    """Whether the table has these columns, and keys of this sort."""
    of_numbers = isinstance(table._meta.pk, AutoFieldMixin)
    return set(block.columns) <= set(columns_of(table)) and isinstance(block.first, int) == of_numbers


def _holds(block: Block, found: Mapping[Key, bytes]) -> bool:
    """Whether every row of a block is there and all are as it says."""
    rows = [row for key in block.keys if (row := found.get(key)) is not None]
    return len(rows) == len(block.keys) and proof_of(rows) == block.sha256


def _which(table: str, run: Run) -> str:
    first, last = run
    return f"{table} {first}" if first == last else f"Each of {table} {first} to {last}"


def _named(table: str, run: Run) -> str:
    first, last = run
    return f"{table} {first} stands" if first == last else f"{table} {first} to {last} stand"
