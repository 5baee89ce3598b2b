"""Write a folder whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muster.core.errors import BadUsage, Where

#: What a sample consists of in either form. Only these are ever replaced.
_FILES = tuple(
    f"{name}{suffix}"
    for name in ("officers", "facts", "courses", "records", "spans", "kinds")
    for suffix in (".csv", ".parquet")
)
_RECORDS = "records"


@contextmanager
def landing(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a place beside ``folder`` to write in; what is there at the end moves in together.

    A folder that holds anything is refused. With ``force`` an older sample in it is replaced and every
    other file in it left alone. If the work fails or is stopped, ``folder`` is as it was.
    Raises BadUsage.
    """
    folder = folder.absolute()
    _refuse_occupied(folder, force=force)
    place = folder.parent / f".{folder.name}.unfinished-{os.getpid()}"
    try:
        place.mkdir(parents=True)
        yield place
        _move_in(place, folder)
    except OSError as error:
        raise BadUsage.because(
            "sample-cannot-write",
            f"the sample cannot be written ({error.strerror or error}).",
            "Choose a folder you may write to, with enough room on its disk.",
            Where(str(folder)),
        ) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _refuse_occupied(folder: Path, *, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise BadUsage.because(
            "sample-not-a-folder", "there is a file of that name.", "Name a folder.", Where(str(folder))
        )
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not force:
        raise BadUsage.because(
            "sample-folder-not-empty",
            "the folder is not empty, and a sample does not mix with other files.",
            "Name a new folder, or say --force to replace an older sample in it.",
            Where(str(folder)),
        )
    strange = [
        path for path in (folder / _RECORDS).rglob("*") if path.is_file() and path.suffix != ".parquet"
    ]
    if strange:
        raise BadUsage.because(
            "sample-folder-holds-more",
            f"its folder {_RECORDS} holds {strange[0].name}, which no sample wrote.",
            "Name a new folder; nothing was changed.",
            Where(str(folder)),
        )


def _move_in(place: Path, folder: Path) -> None:
    if not folder.exists():
        place.replace(folder)
        return
    for name in _FILES:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / _RECORDS, ignore_errors=True)
    for path in sorted(place.iterdir()):
        path.replace(folder / path.name)
