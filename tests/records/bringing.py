"""Files for the tests of imports, and the steps up to the look at them."""

from __future__ import annotations

import io
from typing import Any

from tests.cast import Cast

from muster.files.actions import store
from muster.records.actions.imports import accepting, batches, confirming
from muster.records.enums import BatchState
from muster.records.models import Batch
from muster.roster.models import Agency, Identifier, Person

RECORDS_HEADER = "Employee ID,Course Title,Completion Date,Hours\n"


def number_of(person: Person) -> str:
    """The agency's number for somebody of the cast."""
    return Identifier.lines.standing().get(person=person, kind="agency").value


def bring(
    cast: Cast, text: str | bytes, kind: str = "records", agency: Agency | None = None, **more: Any
) -> Batch:
    """Hand a file in as Tara, take the columns as proposed (but for ``columns``), and look at it."""
    content = text if isinstance(text, bytes) else text.encode()
    stored = store(content=io.BytesIO(content), by=cast.user["tara"], for_import=True)
    batch = batches.start_import(
        agency=agency or cast.millbrook, kind=kind, file=stored, file_name="export.csv", by=cast.user["tara"]
    )
    return looked_at(cast, batch, **more)


def looked_at(cast: Cast, batch: Batch, columns: dict[str, str] | None = None, **options: Any) -> Batch:
    """Name the columns as proposed, but for those given."""
    _headers, _examples, proposed = batches.propose_columns(batch)
    chosen = {**proposed, **(columns or {})}
    return batches.set_columns(batch=batch, columns=chosen, options=options, by=cast.user["tara"])


def brought_in(cast: Cast, batch: Batch, **more: Any) -> Batch:
    """Bring a file in as Tara; where it holds old records, Dina is the second person."""
    batch = accepting.accept_import(batch=batch, by=cast.user["tara"], **more)
    if batch.state == BatchState.WAITING:
        batch = confirming.confirm_import(batch=batch, by=cast.user["dina"])
    return batch


def reasons_of(batch: Batch) -> dict[str, int]:
    """Why rows were set aside, with how many."""
    return {found["reason"]: found["rows"] for found in batch.findings["aside"]}
