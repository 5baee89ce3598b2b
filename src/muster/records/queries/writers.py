"""Who stands for what a record says now, so that a second person can be told from the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from muster.accounts.deeds import lenders_then
from muster.accounts.permissions import Permission
from muster.records.enums import COUNTING, RecordStatus
from muster.records.models import Batch, Record, Session

P = Permission

_WRITING: Final = (P.RECORDS_RECORD_WRITE, P.RECORDS_RECORD_SUBMIT, P.RECORDS_SESSION_CLOSE)

#: Accounts, by the key of a record.
Accounts = dict[UUID, set[int | None]]


def writers_of(records: Sequence[Record]) -> tuple[Accounts, Accounts]:
    """Return who wrote records since they last counted, and those in whose place it was written, with a lent role.

    What counted was stood for already: whoever wrote or approved that may be the second person for a correction. In
    whose place something was written is asked of the ledger, so it holds when the loan is over. At most four queries.
    """
    wrote: Accounts = defaultdict(set)
    in_place_of: Accounts = defaultdict(set)
    unproven = _since_counting(record.key for record in records)
    lenders = _lenders(unproven)
    for line in unproven:
        wrote[line.key].add(line.known_by_id)
        in_place_of[line.key] |= lenders[line.pk]
    return wrote, in_place_of


def _since_counting(keys: Iterable[UUID]) -> list[Record]:
    """Return what was written after the last line that counted. Who refused something wrote nothing of it."""
    lines: dict[UUID, list[Record]] = defaultdict(list)
    told = Record.lines.only("key", "status", "known_by", "replaces", "batch", "session")
    for line in told.filter(key__in=list(keys)).order_by("pk"):
        if line.status in COUNTING:
            lines[line.key].clear()
        elif line.status != RecordStatus.REFUSED:
            lines[line.key].append(line)
    return [line for some in lines.values() for line in some]


def _lenders(lines: Sequence[Record]) -> dict[int, set[int]]:
    """Return the lenders that the ledger names, by line: of the line itself, and of the file or class it came from."""
    own = lenders_then(Record, [line.pk for line in lines], _WRITING)
    first = [line for line in lines if line.replaces_id is None]
    files = lenders_then(Batch, [line.batch_id for line in first if line.batch_id], (P.RECORDS_IMPORT_RUN,))
    classes = lenders_then(Session, [line.session_id for line in first if line.session_id], _WRITING)
    found: dict[int, set[int]] = {line.pk: set(own.get(line.pk, ())) for line in lines}
    for line in first:
        found[line.pk] |= files.get(line.batch_id or 0, set()) | classes.get(line.session_id or 0, set())
    return found
