"""Bringing a file in, whole or not at all, and taking it back."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.lines import correct_line
from muster.ledger.refusals import Refused
from muster.records.actions.imports.batches import lock_batch
from muster.records.actions.imports.bulk import ROWS_AT_ONCE, withdraw_lines
from muster.records.actions.imports.records import write_records
from muster.records.actions.imports.roster import write_roster
from muster.records.enums import BatchState
from muster.records.models import Batch, Record, SetAside
from muster.records.queries.holds import filter_held, hold_over
from muster.records.queries.imports.deciding import Decided, decide
from muster.records.queries.imports.findings import findings_of
from muster.records.queries.imports.reading import Reading, read_batch
from muster.roster.models import Appointment, Assignment, Fact, Identifier, Person

P = Permission

_TABLES: Final = {
    "roster.appointment": Appointment,
    "roster.assignment": Assignment,
    "roster.fact": Fact,
    "roster.identifier": Identifier,
}
_CORRECTED: Final = {
    "corrected.appointment": Appointment,
    "corrected.assignment": Assignment,
    "corrected.fact": Fact,
}


def accept_import(*, batch: Batch, by: User, again: bool = False) -> Batch:
    """Bring the file in: every row that may, in one transaction, with one entry in the ledger. The rest is set aside.

    The file is read before the transaction begins. Raises Refused where the file was brought in already (unless
    ``again``), no row may come in, somebody changed the answers meanwhile, or the import is not open any more.
    """
    today = timezone.localdate()
    reading = read_batch(batch, today)
    with transaction.atomic():
        return _accept(batch, reading, by, again=again)


def dry_run_import(*, batch: Batch, by: User, again: bool = False) -> Batch:
    """Do all that accepting does, and take it back at once: what the database would refuse is found out. Keeps nothing."""
    reading = read_batch(batch, timezone.localdate())
    with transaction.atomic():
        done = _accept(batch, reading, by, again=again)
        transaction.set_rollback(True)
    return done


@transaction.atomic
def undo_import(*, batch: Batch, by: User, reason: str) -> Batch:
    """Take back every line of a batch, also those corrected since. People, units and courses made by it stay.

    What it had ended on the roster is open again. Raises Refused without a reason, under a hold over any of its
    records (naming it), and where the import is not brought in.
    """
    batch = lock_batch(batch)
    if batch.state != BatchState.ACCEPTED:
        raise Refused(_("Only what was brought in is taken back."))
    if not reason.strip():
        raise Refused(_("Say why it is taken back; the reason stays in the history."), field="reason")
    _refuse_held(batch)
    now, said = timezone.now(), reason.strip()[:300]
    withdrawn = withdraw_lines(Record.lines.standing().filter(batch=batch), by=by, now=now, reason=said)
    for name, table in _TABLES.items():
        if keys := _newest(table, batch.made.get(name, [])):
            withdrawn += withdraw_lines(_lines(table, keys), by=by, now=now, reason=said)
    _reopen(batch, by, said)
    batch.state, batch.undone_at, batch.undone_by, batch.undo_reason = BatchState.UNDONE, now, by, said
    batch.findings = {**batch.findings, "empty_people": _empty_people(batch)}
    batch.full_clean()
    batch.save()
    write_deed(
        verb=P.RECORDS_IMPORT_RUN,
        subject=batch,
        by=by,
        agency=batch.agency,
        reason=said,
        details={"step": "undone", "withdrawn": withdrawn},
    )
    return batch


def accepted_before(batch: Batch) -> Batch | None:
    """Return an import of the same content by the same agency that is in force, None where there is none."""
    same = Batch.objects.filter(
        agency=batch.agency_id, file=batch.file_id, kind=batch.kind, state=BatchState.ACCEPTED
    )
    return same.exclude(pk=batch.pk).order_by("pk").first()


def _accept(batch: Batch, reading: Reading, by: User, *, again: bool) -> Batch:
    seen = batch.columns, batch.options, batch.answers
    batch = lock_batch(batch)
    _refuse_unready(batch, seen, again=again)
    decided = decide(batch, reading, timezone.localdate())
    if not decided.rows.height:
        raise Refused(_("No row of this file can come in. Look at why each is set aside."))
    now = timezone.now()
    write = write_roster if batch.kind == Batch.Kind.ROSTER else write_records
    batch.made = write(batch, decided, by, now)
    _set_aside(batch, decided)
    batch.findings = findings_of(batch, decided)
    batch.rows, batch.rows_accepted = decided.rows_in, decided.rows.height
    batch.state, batch.accepted_at, batch.accepted_by = BatchState.ACCEPTED, now, by
    batch.full_clean()
    batch.save()
    write_deed(
        verb=P.RECORDS_IMPORT_RUN,
        subject=batch,
        by=by,
        agency=batch.agency,
        details={
            "step": "accepted",
            "sha256": batch.file_id,
            "rows": batch.rows,
            "accepted": batch.rows_accepted,
            "made": {name: len(keys) for name, keys in batch.made.items()},
        },
    )
    return batch


def _refuse_unready(batch: Batch, seen: Any, *, again: bool) -> None:
    if batch.state != BatchState.PREVIEW:
        raise Refused(
            _("This import is not being looked at any more: it was brought in, taken back or abandoned.")
        )
    if (batch.columns, batch.options, batch.answers) != seen:
        raise Refused(_("Somebody changed the answers meanwhile. Look at the file again, then bring it in."))
    if not batch.columns:
        raise Refused(_("Say first what the columns mean."))
    before = accepted_before(batch)
    if before is not None and not again:
        raise Refused(
            _(
                "This very file was brought in on %(day)s already. Bring it in again only if that is meant: "
                "every row would stand twice."
            )
            % {"day": timezone.localtime(before.accepted_at).strftime("%Y-%m-%d")},
            field="again",
        )


def _set_aside(batch: Batch, decided: Decided) -> None:
    """Keep the rows that do not come in, as the file writes them, with their reason."""
    table = decided.reading.table
    first = int(table.numbers[0])
    aside = decided.aside
    cells = (
        table.cells[[row - first for row in aside["row"].to_list()]] if aside.height else table.cells.clear()
    )
    rows = zip(aside.select("row", "reason", "sentence").iter_rows(), cells.iter_rows(), strict=True)
    SetAside.objects.bulk_create(
        [
            SetAside(
                batch=batch,
                row=row,
                content={
                    h: _storable(v) for h, v in zip(table.headers, values, strict=True) if v is not None
                },
                reason=_storable(f"{reason}: {sentence}")[:300],
            )
            for (row, reason, sentence), values in rows
        ],
        batch_size=ROWS_AT_ONCE,
    )


def _storable(text: str) -> str:
    """Write a zero byte, which PostgreSQL cannot hold, as the sign for it."""
    return text.replace("\0", "\u2400")


# ── undoing ──────────────────────────────────────────────────────────────────────────────────────


def _refuse_held(batch: Batch) -> None:
    records = Record.lines.standing().filter(batch=batch)
    held = filter_held(records).select_related("person").first()
    if held is None:
        return
    hold = hold_over(held)
    raise Refused(
        _(
            "A hold keeps records of this import as they are: %(matter)s. It can be taken back when the hold is released."
        )
        % {"matter": hold.reason if hold else ""}
    )


def _lines(table: Any, keys: list[int]) -> Any:
    return table.lines.filter(pk__in=keys)


def _newest(table: Any, keys: list[int]) -> list[int]:
    """Return the lines as they stand now of those that an import wrote: itself, or the last of its corrections."""
    standing = set(table.lines.standing().filter(pk__in=keys).values_list("pk", flat=True))
    replaced = [line for line in table.lines.filter(pk__in=keys) if line.pk not in standing]
    last = (line.history()[-1] for line in replaced if not line.withdrawn)
    return sorted(standing | {line.pk for line in last if not line.withdrawn})


def _reopen(batch: Batch, by: User, reason: str) -> None:
    """Give back the last day that the lines had which this import ended, where nobody wrote on them since."""
    for name, table in _CORRECTED.items():
        keys: list[int] = batch.made.get(name, [])
        lines: Any = table.lines.standing()
        for line in lines.filter(pk__in=keys).select_related("replaces"):
            correct_line(line, by=by, reason=reason, end=line.replaces.end)


def _empty_people(batch: Batch) -> list[int]:
    """Return the people it made of whom nothing stands any more: nobody deletes them, somebody looks at them."""
    found = Person.objects.filter(pk__in=batch.made.get("people", []))
    for table in (Record, *_TABLES.values()):
        standing: Any = table.lines.standing()
        found = found.exclude(pk__in=standing.values("person"))
    return list(found.values_list("pk", flat=True))
