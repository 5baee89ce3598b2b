"""Rows that no entry knows are taken into the ledger as they are, once."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import Final

from django.db import connection, transaction

from muster.ledger.actions import take_turn, write_down
from muster.ledger.appended import note, vouched_tables
from muster.ledger.comparing import Known
from muster.ledger.contents import keys_in
from muster.ledger.models import Entry
from muster.ledger.vouching import rows_in

_ROWS_AN_ENTRY: Final = 100_000


@transaction.atomic
def adopt_rows(*, reason: str) -> dict[str, int]:
    """Write entries that vouch for every row which no entry knows and one should; return how many by table.

    It is for a database that was filled before entries knew rows. From then on such a row is as safe as any other; what
    happened to it before, nobody can say. The caller asks for a reason.
    """
    take_turn()
    known = _known()
    adopted: dict[str, int] = {}
    for name, table in vouched_tables().items():
        strangers = list(known[name].strangers(keys_in(connection, table)))
        left = iter(strangers)
        while some := list(islice(left, _ROWS_AN_ENTRY)):
            note(table, some)
            write_down(
                verb="ledger:rows:adopt",
                subject=table._base_manager.get(pk=some[0]),
                actor=None,
                reason=reason,
                details={"table": name, "rows": len(some)},
            )
        if strangers:
            adopted[name] = len(strangers)
    return adopted


def _known() -> dict[str, Known]:
    known = {name: Known() for name in vouched_tables()}
    entries = Entry.objects.exclude(lines="").order_by("number").values_list("lines", flat=True)
    for lines in entries.iterator(chunk_size=1):
        with suppress(
            ValueError
        ):  # an entry that was tampered with knows nothing; ``muster ledger verify`` names it
            for name, runs in rows_in(lines).items():
                for run in runs if name in known else ():
                    known[name].put(run)
    return known
