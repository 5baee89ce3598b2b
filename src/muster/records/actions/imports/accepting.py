"""Bringing a file in, whole or not at all, and taking it back."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.core.errors.sentence import Sentence, as_plain
from muster.ledger.lines import correct_line
from muster.ledger.refusals import Refused
from muster.ledger.shown import Outdated, mark_of
from muster.records.access.records import had_a_second_person
from muster.records.actions.imports.batches import lock_batch
from muster.records.actions.imports.bulk import ROWS_AT_ONCE, withdraw_lines
from muster.records.actions.imports.records import write_records
from muster.records.actions.imports.roster import write_roster
from muster.records.enums import BatchState
from muster.records.models import Batch, Record, SetAside
from muster.records.queries.holds import filter_held, hold_over
from muster.records.queries.imports.deciding import Decided, decide
from muster.records.queries.imports.findings import findings_of
from muster.records.queries.imports.late import late_rows
from muster.records.queries.imports.reading import Reading, read_batch
from muster.roster.access import own_keys
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


def accept_import(*, batch: Batch, by: User, again: bool = False, seen: str | None = None) -> Batch:
    """Bring the file in: every row that may, in one transaction, with one entry in the ledger. The rest is set aside.

    A file with old records (``queries.imports.late``) waits as a whole: nothing of it is written until a second
    person confirms it (``confirming``). Only where nobody else was ever given the power to, as in a department of one
    administrator that begins, it counts at once, is marked as founding, and the ledger says so.

    The file is read before the transaction begins. Raises Refused where the file was brought in already (unless
    ``again``), no row may come in, somebody changed the answers meanwhile, or the import is not open any more.
    Raises Outdated where the mark ``seen`` is of other findings than would come of it now; those are kept, to be
    looked at.
    """
    reading = read_batch(batch, timezone.localdate())
    with transaction.atomic():
        batch, decided = _ready(batch, reading, again=again)
        if seen is None or seen == mark_of(batch.findings):
            return _accepted(batch, decided, by)
        keep_look(batch, by, P.RECORDS_IMPORT_RUN)
    raise Outdated


def dry_run_import(*, batch: Batch, by: User, again: bool = False) -> Batch:
    """Write all that accepting writes, and take it back at once: what the database would refuse is found out. Keeps nothing."""
    reading = read_batch(batch, timezone.localdate())
    with transaction.atomic():
        batch, decided = _ready(batch, reading, again=again)
        write_rows(batch, decided, writer=by, deciding=answerable(by, P.RECORDS_IMPORT_RUN, batch.agency))
        transaction.set_rollback(True)
    return batch


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
    """Return an import of the same content by the same agency that is in force or waits, None where there is none."""
    states = (BatchState.ACCEPTED, BatchState.WAITING)
    same = Batch.objects.filter(agency=batch.agency_id, file=batch.file_id, kind=batch.kind, state__in=states)
    return same.exclude(pk=batch.pk).order_by("pk").first()


# ── also for the second person (``confirming``) ──────────────────────────────────────────────────


def write_rows(batch: Batch, decided: Decided, *, writer: User, deciding: frozenset[int]) -> None:
    """Write the rows that come in as lines of ``writer``, and put on the batch what was made, unsaved.

    Records about the people behind the accounts in ``deciding`` wait for somebody else. Raises Refused without a row.
    """
    refuse_empty(decided)
    now = timezone.now()
    if batch.kind == batch.Kind.ROSTER:
        batch.made = write_roster(batch, decided, writer, now)
    else:
        batch.made = write_records(batch, decided, writer, now, own_keys(deciding))
    _set_aside(batch, decided)


def save_accepted(batch: Batch, by: User, verb: Permission, details: dict[str, Any]) -> Batch:
    """Save a batch that was accepted, and write one entry down with what came in."""
    batch.full_clean()
    batch.save()
    write_deed(
        verb=verb,
        subject=batch,
        by=by,
        agency=batch.agency,
        details={
            "sha256": batch.file_id,
            "rows": batch.rows,
            "accepted": batch.rows_accepted,
            "made": {name: len(keys) for name, keys in batch.made.items()},
            **details,
        },
    )
    return batch


def put_found(batch: Batch, decided: Decided) -> None:
    """Put what a look at the file found on the batch, unsaved."""
    batch.findings = findings_of(batch, decided)
    batch.rows, batch.rows_accepted = decided.rows_in, decided.rows.height
    batch.late_rows = late_rows(batch, decided, timezone.localdate()).height


def keep_look(batch: Batch, by: User, verb: Permission) -> None:
    """Keep what a look at a file found now, for who decides to look at it."""
    save_accepted(batch, by, verb, {"step": "looked again", "late": batch.late_rows})


def refuse_empty(decided: Decided) -> None:
    """Raise Refused where no row of a file may come in."""
    if not decided.rows.height:
        raise Refused(_("No row of this file can come in. Look at why each is set aside."))


# ── accepting ────────────────────────────────────────────────────────────────────────────────────


def _ready(batch: Batch, reading: Reading, *, again: bool) -> tuple[Batch, Decided]:
    """Return the batch, locked, with what a look finds now, and what becomes of each row. Raises Refused."""
    seen = batch.columns, batch.options, batch.answers
    batch = lock_batch(batch)
    _refuse_unready(batch, seen, again=again)
    decided = decide(batch, reading, timezone.localdate())
    put_found(batch, decided)
    return batch, decided


def _accepted(batch: Batch, decided: Decided, by: User) -> Batch:
    """Write the rows, or let the batch wait for a second person: then nothing of the file is written."""
    refuse_empty(decided)
    batch.accepted_at, batch.accepted_by = timezone.now(), by
    batch.is_founding = bool(batch.late_rows) and not had_a_second_person(batch.agency, by)
    if batch.late_rows and not batch.is_founding:
        batch.state = BatchState.WAITING
        return save_accepted(batch, by, P.RECORDS_IMPORT_RUN, {"step": "waits", "late": batch.late_rows})
    write_rows(batch, decided, writer=by, deciding=answerable(by, P.RECORDS_IMPORT_RUN, batch.agency))
    batch.state = BatchState.ACCEPTED
    details = {"late": batch.late_rows, "founding": True} if batch.is_founding else {}
    return save_accepted(batch, by, P.RECORDS_IMPORT_RUN, {"step": "accepted", **details})


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
    if before is not None and before.state == BatchState.WAITING and not again:
        raise Refused(
            _(
                "This very file waits for a second person already. Bring it in again only if that is meant: "
                "every row would stand twice."
            ),
            field="again",
        )
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
    told = aside.select("row", "reason", "form", "values").iter_rows()
    SetAside.objects.bulk_create(
        [
            SetAside(
                batch=batch,
                row=row,
                content={h: _storable(v) for h, v in zip(table.headers, line, strict=True) if v is not None},
                reason=reason,
                said=as_plain(Sentence.of(form, [_storable(value) for value in values])),
            )
            for (row, reason, form, values), line in zip(told, cells.iter_rows(), strict=True)
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
