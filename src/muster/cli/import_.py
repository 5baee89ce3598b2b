"""``muster import``: files of other systems become facts, one batch a file, or nothing."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from muster.core.errors import BadUsage
from muster.core.importing import (
    ImportPlan,
    ImportReceipt,
    Profile,
    load_profile,
    make_profile,
    plan_import,
    save_profile,
    undo_import,
    write_import,
)
from muster.core.importing.plan import refuse_empty


class Target(StrEnum):
    """What the rows of a file are."""

    records = "records"
    officers = "officers"
    facts = "facts"


_SHOWN = 12  # rows printed for each reason, unless --all


# Each option of the command with what --help says of it.
_Files = Annotated[
    list[Path] | None,
    typer.Argument(help="CSV, other delimited text, .xlsx, JSON, HTML or Parquet; text may be .gz."),
]
_Into = Annotated[Path, typer.Option(help="The folder of facts to add to; made if it is not there.")]
_As = Annotated[
    Target | None,
    typer.Option("--as", help="What a row is: a record (the default), an officer or a fact."),
]
_Map = Annotated[
    list[str] | None,
    typer.Option("--map", help='"Their Header=our_column"; "Header=" leaves one out; col1= goes by place.'),
]
_Set = Annotated[
    list[str] | None, typer.Option("--set", help="our_column=value for every row, such as officer_id=17.")
]
_Profile = Annotated[Path | None, typer.Option(help="A saved profile (YAML) of this source.")]
_Save = Annotated[Path | None, typer.Option("--save-profile", help="Save what was said here as a profile.")]
_Sheet = Annotated[str | None, typer.Option(help="The sheet of a workbook, or the number of an HTML table.")]
_HeaderRow = Annotated[int | None, typer.Option(help="The row that holds the headers; 0: there is none.")]
_DateFormat = Annotated[str | None, typer.Option(help="mdy, dmy, ymd, or a pattern such as %d.%m.%Y.")]
_RecordedAt = Annotated[
    str | None,
    typer.Option(help="When the rows were written down: now, or a moment; else always known."),
]
_NewOfficers = Annotated[
    bool, typer.Option("--new-officers", help="Add officers whom the folder does not know yet.")
]
_Again = Annotated[bool, typer.Option("--again", help="Import a file a second time, on purpose.")]
_Today = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Completions after this day are doubtful.")
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what would happen and write nothing.")]
_All = Annotated[bool, typer.Option("--all", help="Print every doubtful row, not the first few.")]
_Undo = Annotated[str | None, typer.Option(help="Take this batch out of the folder again.")]


def import_records(
    files: _Files = None,
    into: _Into = Path(),
    target: _As = None,
    mapping: _Map = None,
    constants: _Set = None,
    profile: _Profile = None,
    save: _Save = None,
    sheet: _Sheet = None,
    header_row: _HeaderRow = None,
    date_format: _DateFormat = None,
    recorded_at: _RecordedAt = None,
    new_officers: _NewOfficers = False,
    again: _Again = False,
    today: _Today = None,
    dry_run: _DryRun = False,
    show_all: _All = False,
    undo: _Undo = None,
) -> None:
    """Bring training records, officers or dated facts of another system into a folder.

    Finds encoding, delimiter, header and columns by itself, says how each column was understood, and
    accepts or sets aside every row with its reason: nothing is dropped. Each file is one batch, written
    whole or not at all, refused when it was imported before, and taken back with --undo.

    Example: muster import roster.xlsx --into town --map "Class=course" --dry-run
    """
    console = Console(soft_wrap=True, highlight=False)
    if undo:
        receipt = undo_import(into, undo)
        console.print(f"Took back {undo}: {receipt.rows_accepted:,} rows of {escape(receipt.source)}.")
        return
    said = make_profile(
        load_profile(profile) if profile else None,
        target=target.value if target else None,
        columns=_pairs(mapping, "--map"),
        constants=_pairs(constants, "--set"),
        sheet=sheet,
        header_row=header_row,
        date_format=date_format,
        recorded_at=recorded_at,
    )
    plans = _plan_all(files, said, into, today, console, new_officers=new_officers, show_all=show_all)
    if save:
        save_profile(_without_moment(said), save)
        console.print(f"Saved the profile {escape(str(save))}.")
    if dry_run:
        console.print("Dry run: nothing was written.")
        return
    for plan in plans:
        _print_receipt(write_import(plan, into, new_officers=new_officers, again=again), into, console)


def _plan_all(
    files: list[Path] | None,
    profile: Profile,
    into: Path,
    today: datetime | None,
    console: Console,
    *,
    new_officers: bool,
    show_all: bool,
) -> list[ImportPlan]:
    """Work out every file before the first is written: a bad second file leaves nothing behind."""
    if not files:
        raise BadUsage.because("import-no-file", "no file was named.", "Say: muster import FILE --into DIR.")
    day = today.date() if today else None
    plans = [plan_import(file, profile, into=into, new_officers=new_officers, today=day) for file in files]
    for plan in plans:
        _print_plan(plan, console, most=None if show_all else _SHOWN)
    for plan in plans:
        refuse_empty(plan)
    return plans


def _pairs(given: list[str] | None, option: str) -> dict[str, str]:
    pairs = {}
    for text in given or []:
        left, equals, right = text.rpartition("=") if option == "--map" else text.partition("=")
        if not equals or not left.strip():
            raise BadUsage.because(
                "import-option",
                f"{option} {text!r} has no left and right side.",
                f'Write {option} "left=right".',
            )
        if any("\ud800" <= letter <= "\udfff" for letter in text):  # bytes that are no UTF-8
            raise BadUsage.because(
                "import-option", f"{option} {text!r} holds what is no text.", "Write it as UTF-8."
            )
        pairs[left.strip()] = right.strip()
    return pairs


def _without_moment(profile: Profile) -> Profile:
    """Leave out of a saved profile the moment that belongs to one file; "now" may stay."""
    moment = profile.recorded_at not in (None, "now")
    return profile.model_copy(update={"recorded_at": None}) if moment else profile


def _print_plan(plan: ImportPlan, console: Console, most: int | None) -> None:
    doubtful = plan.doubtful["row"].n_unique()
    console.print(
        f"[bold]{escape(plan.source)}[/bold]: {plan.rows_in:,} rows in = {plan.rows_accepted:,} accepted "
        f"+ {plan.set_aside.height:,} set aside; {doubtful:,} of the accepted are doubtful."
    )
    table = Table("our column", "comes from", box=None, pad_edge=False)
    for ours, theirs in plan.mapping.items():
        table.add_row(ours, escape(theirs))
    for ours, value in plan.constants.items():
        table.add_row(ours, escape(f"{value!r} for every row"))
    console.print(table)
    for note in plan.notes:
        console.print(f"  - {escape(note)}")
    _print_rows("Set aside", plan.set_aside, console, most)
    _print_rows("Accepted, and doubtful", plan.doubtful, console, most)


def _print_rows(title: str, rows: pl.DataFrame, console: Console, most: int | None) -> None:
    for (reason,), group in rows.group_by("reason", maintain_order=True):
        console.print(f"[bold]{title}[/bold]: {reason}, {group.height:,} rows")
        for row, sentence in group.select("row", "sentence").head(most or group.height).rows():
            console.print(f"  row {row}: {escape(sentence)}")
        if most and group.height > most:
            console.print(f"  and {group.height - most:,} more (--all prints them)")


def _print_receipt(receipt: ImportReceipt, folder: Path, console: Console) -> None:
    added = f", {len(receipt.officers_added):,} officers added" if receipt.officers_added else ""
    where = escape(str(folder))
    console.print(f"Wrote batch {receipt.batch} into {where}: {receipt.rows_accepted:,} rows{added}.")
    if receipt.rows_set_aside:
        console.print(
            f"  Set aside: {escape(str(folder / 'set-aside' / receipt.batch))}.csv. "
            "Mend it there and import it."
        )
    console.print(f"  Take it back with: muster import --into {where} --undo {receipt.batch}")
