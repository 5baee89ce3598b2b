"""An import before anything of it counts: begun, its columns named, its questions answered, or abandoned."""

from __future__ import annotations

from copy import copy
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.files.models import StoredFile
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.records.enums import BatchState
from muster.records.models import Batch, ImportProfile
from muster.records.queries.imports.columns import columns_of, propose
from muster.records.queries.imports.deciding import decide, makes_people
from muster.records.queries.imports.findings import findings_of
from muster.records.queries.imports.reading import LEFT_OUT, examples_of, open_table, read_batch
from muster.roster.models import Agency

P = Permission

#: The answers to the importer that are kept from one file of a source to the next.
KEPT_OPTIONS: Final = ("sheet", "date_format", "encoding", "outcomes")

_NOT_OPEN: Final = _(
    "This import is not being looked at any more: it was brought in, taken back or abandoned."
)


@transaction.atomic
def start_import(*, agency: Agency, kind: str, file: StoredFile, file_name: str, by: User) -> Batch:
    """Begin with a stored file. Nothing of it counts yet. The caller has stored the file, outside of a transaction."""
    batch = Batch(agency=agency, kind=kind, file=file, file_name=file_name, started_by=by)
    batch.full_clean()
    batch.save()
    write_deed(
        verb=P.RECORDS_IMPORT_RUN,
        subject=batch,
        by=by,
        agency=agency,
        details={"step": "started", "kind": kind, "sha256": file.sha256, "name": file_name},
    )
    return batch


def propose_columns(
    batch: Batch, profile: ImportProfile | None = None
) -> tuple[list[str], dict[str, list[str]], dict[str, str]]:
    """Read the file's headers. Returns them, a few values of each, and what each is proposed to mean.

    What was chosen before comes first, then a saved way of reading, then what Muster knows. Writes nothing.
    Raises Refused for a file that cannot be read.
    """
    table = open_table(batch)
    examples = examples_of(table)
    proposed = propose(table.headers, examples, batch.kind, batch.agency)
    said = batch.columns or (profile.columns if profile else {})
    chosen = {header: said.get(header, proposed[header] if not said else "") for header in table.headers}
    return list(table.headers), examples, chosen


def set_columns(*, batch: Batch, columns: dict[str, str], options: dict[str, Any], by: User) -> Batch:
    """Keep what each column means, and look at the file anew. Raises Refused where the file cannot be read so.

    The file is read before the transaction begins: reading takes as long as the file is large.
    """
    _refuse_double(batch, columns)
    draft = copy(batch)
    draft.columns = columns
    draft.options = {key: value for key, value in options.items() if value not in ("", None)}
    look_again(draft)
    named = {key: value for key, value in columns.items() if value}
    return _keep(batch, draft, by, {"step": "columns", "columns": named})


def answer_questions(*, batch: Batch, by: User, **answers: Any) -> Batch:
    """Keep what a person said: who is who (``who``), whether to make people and courses, from when ranks hold.

    ``outcomes`` says what words of the file mean. The file is looked at anew, before the transaction begins.
    """
    who = {**batch.answers.get("who", {}), **answers.pop("who", {})}
    outcomes = answers.pop("outcomes", None)
    draft = copy(batch)
    if outcomes:
        draft.options = {**batch.options, "outcomes": {**batch.options.get("outcomes", {}), **outcomes}}
    draft.answers = {**batch.answers, **answers, "who": who}
    look_again(draft)
    make = makes_people(draft)
    return _keep(batch, draft, by, {"step": "answers", "confirmed": len(who), "make_people": make})


@transaction.atomic
def _keep(seen: Batch, draft: Batch, by: User, details: dict[str, Any]) -> Batch:
    """Keep a draft, unless somebody changed what it was drawn up from."""
    batch = _locked(seen)
    if (batch.columns, batch.options, batch.answers) != (seen.columns, seen.options, seen.answers):
        raise Refused(_("Somebody changed the answers meanwhile. Look at the file again, then bring it in."))
    for name in ("columns", "options", "answers", "findings", "rows", "rows_accepted"):
        setattr(batch, name, getattr(draft, name))
    batch.save()
    _write(batch, by, details)
    return batch


@transaction.atomic
def abandon_import(*, batch: Batch, by: User) -> Batch:
    """Put a file aside that nobody brings in, also one that waits for a second person. It stays in the list."""
    batch = lock_batch(batch)
    if batch.state not in (BatchState.PREVIEW, BatchState.WAITING):
        raise Refused(_NOT_OPEN)
    batch.state = BatchState.ABANDONED
    batch.save()
    _write(batch, by, {"step": "abandoned"})
    return batch


@transaction.atomic
def save_profile(*, batch: Batch, name: str, by: User) -> ImportProfile:
    """Keep the way this file was read for the source's next file, under a name; the same name is written over."""
    name = name.strip()
    if not name:
        raise Refused(_("Give it a name, such as the system that the file came from."), field="profile_name")
    take_turn()
    profile = ImportProfile.objects.filter(agency=batch.agency, kind=batch.kind, name=name).first()
    profile = profile or ImportProfile(agency=batch.agency, kind=batch.kind, name=name)
    profile.columns = batch.columns
    profile.options = {key: batch.options[key] for key in KEPT_OPTIONS if key in batch.options}
    profile.full_clean()
    profile.save()
    write_deed(verb=P.RECORDS_IMPORT_RUN, subject=profile, by=by, agency=batch.agency, details={"name": name})
    return profile


def look_again(batch: Batch) -> None:
    """Read the file with the columns and answers as they are, and put what was found on the batch, unsaved."""
    today = timezone.localdate()
    decided = decide(batch, read_batch(batch, today), today)
    batch.findings = findings_of(batch, decided)
    batch.rows, batch.rows_accepted = decided.rows_in, decided.rows.height


def lock_batch(batch: Batch) -> Batch:
    """Take the turn of the writers, and return the batch as it is now, locked until the transaction ends."""
    take_turn()
    return Batch.objects.select_for_update(of=("self",)).select_related("agency", "file").get(pk=batch.pk)


def _locked(batch: Batch) -> Batch:
    batch = lock_batch(batch)
    if batch.state != BatchState.PREVIEW:
        raise Refused(_NOT_OPEN)
    return batch


def _refuse_double(batch: Batch, columns: dict[str, str]) -> None:
    labels = columns_of(batch.kind)
    chosen = [ours for ours in columns.values() if ours not in ("", LEFT_OUT)]
    for ours in chosen:
        if ours not in labels:
            raise Refused(_("There is no such column."))
        if chosen.count(ours) > 1:
            raise Refused(
                _("Two columns are taken for the same: %(column)s. Choose one of them.")
                % {"column": labels[ours]}
            )


def _write(batch: Batch, by: User, details: dict[str, Any]) -> None:
    write_deed(verb=P.RECORDS_IMPORT_RUN, subject=batch, by=by, agency=batch.agency, details=details)
