"""What a look at a file found, in the reader's words: for who brings it in and for the second person."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from muster.core.errors.sentence import Sentence, from_plain
from muster.ledger.shown import mark_of
from muster.records.actions.imports.accepting import accepted_before
from muster.records.enums import BatchState
from muster.records.forms.imports import AcceptForm
from muster.records.models import Batch, SetAside
from muster.records.queries.imports.columns import columns_of
from muster.records.queries.imports.deciding import decide
from muster.records.queries.imports.problems import in_words, reason_label
from muster.records.queries.imports.reading import LEFT_OUT, read_batch
from muster.roster.matching import How
from muster.roster.models import Person

TONES = {
    BatchState.PREVIEW: "wait",
    BatchState.WAITING: "wait",
    BatchState.REFUSED: "bad",
    BatchState.ACCEPTED: "good",
    BatchState.UNDONE: "off",
    BatchState.ABANDONED: "off",
}


def told(batch: Batch) -> dict[str, Any]:
    """Return what a look found, with its words in the reader's language."""
    found = batch.findings
    labels = columns_of(batch.kind)
    people = found.get("people", {})
    return {
        "batch": batch,
        "tone": TONES[BatchState(batch.state)],
        "found": found,
        "mark": mark_of(found),
        "aside_rows": batch.rows - batch.rows_accepted,
        "aside": reasons_told(found, "aside"),
        "doubts": reasons_told(found, "doubts"),
        "columns": [
            (header, labels[ours]) for header, ours in batch.columns.items() if ours not in ("", LEFT_OUT)
        ],
        "notes": [in_words(from_plain(note)) for note in found.get("notes", [])],
        "constants": [(labels.get(ours, ours), value) for ours, value in found.get("constants", {}).items()],
        "has_moments": "recorded_at" in batch.columns.values(),
        "unread": [header for header, ours in batch.columns.items() if ours in ("", LEFT_OUT)],
        "matched": [(label, people[how]) for how, label in _matched() if people.get(how)],
        "accept": AcceptForm(
            seen_before=batch.state == BatchState.PREVIEW and accepted_before(batch) is not None
        ),
        "before": accepted_before(batch) if batch.state == BatchState.PREVIEW else None,
        "empty_people": Person.objects.filter(pk__in=found.get("empty_people", [])),
    }


def reasons_told(found: dict[str, Any], part: str) -> list[dict[str, Any]]:
    """Return why rows are set aside (``aside``) or doubtful (``doubts``): each reason once, with its sentence."""
    return [
        {**one, "label": reason_label(one["reason"]), "sentence": in_words(from_plain(one.get("said", "")))}
        for one in found.get(part, [])
    ]


def _matched() -> list[tuple[str, str]]:
    return [
        (How.STATE.value, _("found by their state id")),
        (How.AGENCY.value, _("found by the agency's id")),
        (How.CONFIRMED.value, _("confirmed by a person")),
        (How.ASK.value, _("to be confirmed by a person")),
        (How.NEW.value, _("not known here; they have a number and a name")),
        (How.NOBODY.value, _("not known here, and too little is known of them")),
    ]


def rows_of(batch: Batch, sort: str) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the headers of the file and the rows asked for: as they were kept, or read anew from the file."""
    if sort == "aside" and batch.state in (BatchState.ACCEPTED, BatchState.UNDONE):
        kept = list(batch.set_aside.all())
        headers = list(dict.fromkeys([*batch.columns, *(name for row in kept for name in row.content)]))
        return headers, [
            _row(row.row, *_reason_of(row), [row.content.get(h, "") for h in headers]) for row in kept
        ]
    today = timezone.localdate()
    decided = decide(batch, read_batch(batch, today), today)
    table = decided.reading.table
    first = int(table.numbers[0])
    rows = decided.aside if sort == "aside" else decided.doubtful
    cells = (
        table.cells[[row - first for row in rows["row"].to_list()]] if rows.height else table.cells.clear()
    )
    told = rows.select("row", "reason", "form", "values")
    return list(table.headers), [
        _row(row, reason, Sentence.of(form, values), ["" if cell is None else cell for cell in line])
        for (row, reason, form, values), line in zip(told.iter_rows(), cells.iter_rows(), strict=True)
    ]


def _reason_of(row: SetAside) -> tuple[str, str]:
    """Return code and sentence; rows kept before sentences were taken apart have both in one."""
    code, _colon, sentence = row.reason.partition(": ")
    return code, from_plain(row.said) or sentence


def _row(row: int, reason: str, said: str, cells: list[Any]) -> dict[str, Any]:
    return {"row": row, "reason": reason_label(reason), "sentence": in_words(said), "cells": cells}
