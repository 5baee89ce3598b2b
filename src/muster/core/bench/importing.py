"""Bringing records in, beside loading the same file without looking at it."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import tempfile
from pathlib import Path

from muster.core.bench.timing import Task
from muster.core.importing import plan_import, write_import

CHECKED = "import with every check"
UNCHECKED = "load without checks"


def import_and_load(folder: Path) -> dict[str, Task]:
    """Return both tasks over the records of a folder of CSV tables; each writes to a place it removes."""
    source = folder / "records.csv"
    return {CHECKED: lambda: _import(source, folder), UNCHECKED: lambda: _load(source)}


def _import(source: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        shutil.copy(folder / "officers.csv", place)
        write_import(plan_import(source), Path(place))


def _load(source: Path) -> None:
    with tempfile.TemporaryDirectory() as place, source.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        columns = next(rows)
        marks = ", ".join("?" for _ in columns)
        with sqlite3.connect(Path(place) / "records.db") as database:
            database.execute(f"create table records ({', '.join(columns)})")
            database.executemany(f"insert into records values ({marks})", rows)  # noqa: S608 - question marks only
        database.close()
