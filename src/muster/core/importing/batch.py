"""One import is one batch: whole or absent, told again by its content, and undone by its name."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from muster.core.errors import BadInput, BadUsage, MissingPart, MusterError, Where
from muster.core.importing.lock import clear_parts, folder_lock
from muster.core.importing.plan import ImportPlan, known_officers, refuse_empty
from muster.core.importing.values import neutral

_BATCH = re.compile(r"[a-z]+-[0-9a-f]{12}(?:-\d+)?")


_TOLD = ("row", "reason", "sentence")
_FOLDERS = ("records", "facts", "titles", "set-aside", "imports")


@dataclass(frozen=True)
class ImportReceipt:
    """What an import wrote: kept as ``imports/<batch>.json`` beside the facts."""

    batch: str
    source: str
    sha256: str
    target: str
    imported_at: str
    rows_in: int
    rows_accepted: int
    rows_set_aside: int
    doubts: int
    mapping: dict[str, str]
    constants: dict[str, str]
    preamble: dict[str, str]
    officers_added: tuple[str, ...]
    files: tuple[str, ...]  # the files of this batch, relative to the folder
    notes: tuple[str, ...]


def write_import(
    plan: ImportPlan, folder: Path, *, new_officers: bool = False, again: bool = False
) -> ImportReceipt:
    """Write a plan into a folder as one batch, whole or absent even if the process is killed.

    The table of facts or records is put in place last and in one step; before that nothing reads the batch.
    ``new_officers`` adds unknown ids to officers.csv (for ``--as officers`` that is the purpose). Raises
    BadInput when the file was imported before (unless ``again``) or holds no acceptable row.
    """
    refuse_empty(plan)
    with folder_lock(folder):
        return _written(plan, folder, new_officers=new_officers, again=again)


def _written(plan: ImportPlan, folder: Path, *, new_officers: bool, again: bool) -> ImportReceipt:
    clear_parts(folder, _FOLDERS)
    batch = _free_batch(plan, folder, again=again)
    added = _new_ids(plan, folder, new_officers=new_officers)
    unseen = _added_before_a_kill(plan, folder, batch)
    data = f"{'records' if plan.target == 'records' else 'facts'}/{batch}.parquet"
    accepted = _renamed(plan, batch)
    writes = _reports(plan, batch)
    if plan.titles.height:
        writes[f"titles/{batch}.parquet"] = _parquet(plan.titles)
    if accepted.height:
        writes[data] = _parquet(accepted)
    receipt = _receipt(plan, batch, tuple(sorted({*added, *unseen})), (*writes, f"imports/{batch}.json"))
    writes = {f"imports/{batch}.json": _receipt_text(receipt), **writes}
    if added:
        writes["officers.csv"] = _with_officers(folder, added)
    last = data if data in writes else f"imports/{batch}.json"
    writes[last] = writes.pop(last)  # what makes the batch visible
    _put_in_place(folder, writes)
    return receipt


def undo_import(folder: Path, batch: str) -> ImportReceipt:
    """Take exactly one batch out again, and the officers it added whom nothing else speaks of.

    Raises BadUsage when the folder holds no such batch.
    """
    with folder_lock(folder):
        return _taken_back(folder, batch)


def _taken_back(folder: Path, batch: str) -> ImportReceipt:
    receipt = read_receipt(folder, batch)
    _refuse_links(folder, receipt)
    for name in reversed(receipt.files):
        if not name.startswith("imports/"):
            (folder / name).unlink(missing_ok=True)
    _take_back_officers(folder, receipt)
    (folder / "imports" / f"{batch}.json").unlink(missing_ok=True)
    for name in _FOLDERS:
        if (folder / name).is_dir() and not any((folder / name).iterdir()):
            (folder / name).rmdir()
    return receipt


def read_receipt(folder: Path, batch: str) -> ImportReceipt:
    """Read the receipt of a batch. Raises BadUsage when there is none, BadInput when it is damaged."""
    path = folder / "imports" / f"{batch}.json"
    if not _BATCH.fullmatch(batch) or not path.is_file():
        known = ", ".join(sorted(file.stem for file in (folder / "imports").glob("*.json"))) or "none"
        raise BadUsage.because(
            "import-no-batch",
            f"{folder} holds no batch {batch}.",
            f"Its batches: {known}.",
            Where(str(folder)),
        )
    try:
        return _checked(json.loads(path.read_text("utf-8")), batch)
    except (ValueError, TypeError, KeyError, OSError, RecursionError):
        raise BadInput.because(
            "import-receipt", "the receipt is damaged.", "Restore it from a copy.", Where(str(path))
        ) from None


def _checked(found: dict[str, Any], batch: str) -> ImportReceipt:
    """Build a receipt. Raises ValueError unless it names only what this batch can have written."""
    lists = {name: tuple(found[name]) for name in ("officers_added", "files", "notes")}
    receipt = ImportReceipt(**{**found, **lists})
    texts = (receipt.batch, receipt.source, receipt.target, receipt.imported_at)
    if not all(isinstance(text, str) for part in (texts, *lists.values()) for text in part):
        raise ValueError("not text")
    if receipt.batch != batch or not set(receipt.files) <= _files_of(batch):
        raise ValueError("another batch's files")
    return receipt


def _files_of(batch: str) -> set[str]:
    """Name every file a batch can have, relative to its folder: nothing else is ever deleted for it."""
    tables = {f"{name}/{batch}.parquet" for name in ("records", "facts", "titles")}
    return tables | {
        f"set-aside/{batch}.csv",
        f"set-aside/{batch}-doubtful.csv",
        f"imports/{batch}.json",
    }


def _refuse_links(folder: Path, receipt: ImportReceipt) -> None:
    linked = [name for name in receipt.files if (folder / name).parent.is_symlink()]
    if linked:
        raise BadInput.because(
            "import-linked",
            f"{Path(linked[0]).parent} is a link to another place, and nothing is deleted through a link.",
            "Take the batch back where its files lie.",
            Where(str(folder)),
        )


def list_imports(folder: Path) -> list[ImportReceipt]:
    """Return the receipts of all batches that are in place, oldest first."""
    found = [read_receipt(folder, file.stem) for file in sorted((folder / "imports").glob("*.json"))]
    whole = [receipt for receipt in found if all((folder / name).exists() for name in receipt.files)]
    return sorted(whole, key=lambda receipt: receipt.imported_at)


def _free_batch(plan: ImportPlan, folder: Path, *, again: bool) -> str:
    """Return the name of the batch. One that was cut short before it was whole may be written over."""
    if not _is_whole(folder, plan.batch):
        return plan.batch
    if not again:
        when = read_receipt(folder, plan.batch).imported_at[:10]
        raise BadInput.because(
            "import-again",
            f"{Path(plan.source).name} was imported on {when} already, as {plan.batch}.",
            f"Take it back with --undo {plan.batch}, or import it a second time with --again.",
        )
    number = 2
    while _is_whole(folder, f"{plan.batch}-{number}"):
        number += 1
    return f"{plan.batch}-{number}"


def _is_whole(folder: Path, batch: str) -> bool:
    if not (folder / "imports" / f"{batch}.json").is_file():
        return False
    return all((folder / name).exists() for name in read_receipt(folder, batch).files)


def _new_ids(plan: ImportPlan, folder: Path, *, new_officers: bool) -> tuple[str, ...]:
    unknown = tuple(sorted(set(plan.officer_ids) - known_officers(folder)))
    if unknown and not new_officers and plan.target != "officers":
        raise BadInput.because(
            "unknown-officer",
            f"{len(unknown)} officers are not in officers.csv, first {unknown[0]}.",
            "Import the list of officers first, or add them with --new-officers.",
            Where(str(folder)),
        )
    return unknown


def _added_before_a_kill(plan: ImportPlan, folder: Path, batch: str) -> set[str]:
    """The officers whom this batch added in a try that was cut short: undoing it takes them back as well."""
    if not (folder / "imports" / f"{batch}.json").is_file():
        return set()
    return set(read_receipt(folder, batch).officers_added) & set(plan.officer_ids)


def _renamed(plan: ImportPlan, batch: str) -> pl.DataFrame:
    """Number the rows by the batch they go into, which differs from the plan's on a second import."""
    key = "record_id" if plan.target == "records" else "fact_id"
    return plan.accepted.with_columns(pl.col(key).str.replace(f"^{plan.batch}-", f"{batch}-"))


def _reports(plan: ImportPlan, batch: str) -> dict[str, bytes]:
    """Write what was set aside with its cells, to be mended and imported, and what is doubtful."""
    reports = {}
    if plan.set_aside.height:
        cells = plan.set_aside_cells.rename(
            {
                name: f"{name} "
                for name in ("row", "reason", "sentence")
                if name in plan.set_aside_cells.columns
            }
        )
        told = plan.set_aside.select(_TOLD)
        reports[f"set-aside/{batch}.csv"] = _csv(pl.concat([told, cells], how="horizontal"))
    if plan.doubtful.height:
        reports[f"set-aside/{batch}-doubtful.csv"] = _csv(plan.doubtful.select(_TOLD))
    return reports


def _csv(frame: pl.DataFrame) -> bytes:
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = frame.with_columns(pl.col(texts).map_elements(neutral, return_dtype=pl.String)) if texts else frame
    return safe.rename({name: neutral(name) for name in frame.columns}).write_csv().encode("utf-8")


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def _receipt(plan: ImportPlan, batch: str, added: tuple[str, ...], names: tuple[str, ...]) -> ImportReceipt:
    return ImportReceipt(
        batch=batch,
        source=Path(plan.source).name,
        sha256=plan.sha256,
        target=plan.target,
        imported_at=datetime.now(tz=UTC).isoformat(timespec="seconds"),
        rows_in=plan.rows_in,
        rows_accepted=plan.rows_accepted,
        rows_set_aside=plan.set_aside.height,
        doubts=plan.doubtful.height,
        mapping=plan.mapping,
        constants=plan.constants,
        preamble=plan.preamble,
        officers_added=added,
        files=tuple(sorted(names)),
        notes=plan.notes,
    )


def _receipt_text(receipt: ImportReceipt) -> bytes:
    return (json.dumps(asdict(receipt), indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _officers_table(folder: Path) -> pl.DataFrame:
    file = folder / "officers.csv"
    if not file.exists():
        return pl.DataFrame(schema={"officer_id": pl.String})
    return pl.read_csv(file, infer_schema=False, glob=False)


def _with_officers(folder: Path, added: tuple[str, ...]) -> bytes:
    more = pl.DataFrame({"officer_id": added}, schema={"officer_id": pl.String})
    return pl.concat([_officers_table(folder), more], how="diagonal").write_csv().encode("utf-8")


def _take_back_officers(folder: Path, receipt: ImportReceipt) -> None:
    if not receipt.officers_added or not (folder / "officers.csv").exists():
        return
    table = _officers_table(folder)
    spoken_of = {
        officer
        for name in ("records", "facts")
        for file in [*(folder / name).glob("*"), *folder.glob(f"{name}.*")]
        for officer in _officers_in(file)
    }
    gone = set(receipt.officers_added) - spoken_of
    left = table.filter(~pl.col("officer_id").is_in(list(gone)))
    if left.height:
        _put_in_place(folder, {"officers.csv": left.write_csv().encode("utf-8")})
    else:
        (folder / "officers.csv").unlink()


def _officers_in(file: Path) -> set[str]:
    read: dict[str, Callable[[Path], pl.DataFrame]] = {
        ".parquet": lambda path: pl.read_parquet(path, glob=False),
        ".csv": lambda path: pl.read_csv(path, infer_schema=False, glob=False),
    }
    return set(read[file.suffix](file)["officer_id"].cast(pl.String)) if file.suffix in read else set()


def _put_in_place(folder: Path, writes: dict[str, bytes]) -> None:
    """Write every file under a temporary name, then rename them in order; on failure nothing new remains."""
    staged: list[tuple[Path, Path]] = []
    try:
        for name, content in writes.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}.part")
            staged.append((temporary, target))
            temporary.write_bytes(content)
        for temporary, target in staged:
            temporary.replace(target)
    except OSError as error:
        raise _cannot_write(folder, error) from None
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _cannot_write(folder: Path, error: OSError) -> MusterError:
    return MissingPart.because(
        "import-cannot-write",
        f"the batch cannot be written ({error.strerror}); nothing of it can be seen.",
        "Check that the folder can be written to and the disk has room, then run it again.",
        Where(str(folder)),
    )
