"""What an entry says of the rows that its deed wrote, so that each can be compared with it later.

By table: ``columns``, and ``blocks`` of at most 500 rows whose keys follow one another without a gap; of rows that may
change each is a block, so that the newest entry which knows a row can be told for every one. A block has its
``first`` and ``last`` key; ``sha256``, the SHA-256 over the SHA-256s of its rows (``contents``) one after the other;
and ``rows``, the first eight hexadecimal digits of each of those. The former proves, the latter only say which row of
the block it is: eight digits a row keep the entry of an import of 100,000 rows under a megabyte.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from muster.ledger.appended import Appended, Key, Note
from muster.ledger.canonical import canonical_json
from muster.ledger.contents import Run, columns_of, digests, length, merged, runs_of

BLOCK: Final = 500
_MOST: Final = 2**63 - 1  # the highest key there can be
MARK: Final = 8  # hexadecimal digits that stand for a row within its block


@dataclass(frozen=True)
class Block:
    """Rows that one entry vouches for."""

    entry: int
    table: str
    columns: tuple[str, ...]
    first: Key
    last: Key
    sha256: str
    marks: str

    @property
    def run(self) -> Run:
        """Its keys."""
        return self.first, self.last

    @property
    def keys(self) -> list[Key]:
        """Its keys, one by one."""
        if isinstance(self.first, int) and isinstance(self.last, int):
            return list(range(self.first, self.last + 1))
        return [self.first]

    def mark(self, place: int) -> str:
        """Return what stands for the row at a place, counted from 0."""
        return self.marks[place * MARK : (place + 1) * MARK]


def lines_text(connection: BaseDatabaseWrapper, notes: Iterable[Note]) -> str:
    """Return what the entry says of noted rows, as canonical JSON; empty where there are none any more."""
    by_table: dict[type[models.Model], list[Run]] = defaultdict(list)
    for note in notes:
        by_table[note.table] += runs_of(note.keys)
    said = {}
    for table, runs in by_table.items():
        columns = columns_of(table)
        most = BLOCK if issubclass(table, Appended) else 1
        if blocks := list(_blocks(digests(connection, table, columns, merged(runs)), most)):
            said[table._meta.db_table] = {"columns": columns, "blocks": blocks}
    return canonical_json(said) if said else ""


def blocks_in(entry: int, text: str) -> Iterator[Block]:
    """Yield the blocks of an entry. Raises ValueError for a text that no deed wrote."""
    try:
        for table, said in json.loads(text).items():
            columns = tuple(said["columns"])
            for block in said["blocks"]:
                yield _sound(
                    Block(
                        entry, table, columns, block["first"], block["last"], block["sha256"], block["rows"]
                    )
                )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def rows_in(text: str) -> dict[str, list[Run]]:
    """Return which rows an entry says it added: by table, in runs of keys. Raises ValueError as ``blocks_in`` does."""
    found: dict[str, list[Run]] = defaultdict(list)
    for block in blocks_in(0, text) if text else ():
        found[block.table].append(block.run)
    return {table: merged(runs) for table, runs in found.items()}


def proof_of(rows: Iterable[bytes]) -> str:
    """Return what proves a block: the SHA-256 over those of its rows."""
    return sha256(b"".join(rows)).hexdigest()


def mark_of(row: bytes) -> str:
    """Return what stands for a row within its block."""
    return row.hex()[:MARK]


def _blocks(rows: Iterable[tuple[Key, bytes]], most: int) -> Iterator[dict[str, Any]]:
    """Cut rows into blocks, where a key is left out and where one is full."""
    block: list[tuple[Key, bytes]] = []
    for key, row in rows:
        if block and (len(block) == most or not _follows(block[-1][0], key)):
            yield _said(block)
            block = []
        block.append((key, row))
    if block:
        yield _said(block)


def _follows(before: Key, key: Key) -> bool:
    return isinstance(before, int) and isinstance(key, int) and key == before + 1


def _said(block: list[tuple[Key, bytes]]) -> dict[str, Any]:
    rows = [row for _key, row in block]
    return {
        "first": block[0][0],
        "last": block[-1][0],
        "rows": "".join(map(mark_of, rows)),
        "sha256": proof_of(rows),
    }


def _sound(block: Block) -> Block:
    """Refuse a block that says it is another size than it is, before anybody counts its keys."""
    of_numbers = isinstance(block.first, int) and isinstance(block.last, int)
    of_text = isinstance(block.first, str) and block.first == block.last
    if not (of_numbers or of_text) or length(block.run) * MARK != len(block.marks) or len(block.marks) < MARK:
        raise ValueError(f"a block of {block.table} is not as long as it says")
    if of_numbers and not -_MOST <= int(block.first) <= int(block.last) <= _MOST:
        raise ValueError(f"a block of {block.table} has keys that no row can have")
    if not block.columns or not all(isinstance(column, str) for column in block.columns):
        raise ValueError(f"a block of {block.table} names no columns")
    return block
