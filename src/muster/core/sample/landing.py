"""Write a folder whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from muster.core.errors import BadUsage, MusterError, Where

#: Says that a folder was made by ``muster sample``, and from what. Nothing that reads facts looks at it.
MARKER = "sample.json"

_RECORDS = "records"
_IMPORTS = "imports"  # the receipts of `muster import`: whoever has some has real records here

#: What a sample consists of in either form. Only these are ever replaced.
_OURS = (
    MARKER,
    _RECORDS,
    *(
        f"{name}{suffix}"
        for name in ("officers", "facts", "courses", "records", "spans", "kinds")
        for suffix in (".csv", ".parquet")
    ),
)


@contextmanager
def landing(folder: Path, about: Mapping[str, object], *, force: bool = False) -> Iterator[Path]:
    """Give a place beside ``folder`` to write in; what is there at the end moves in together, with a marker.

    ``about`` goes into the marker. A folder that holds anything is refused. With ``force`` an older sample in it is
    replaced, if the marker says that it is one, and every other file in it left alone. If the work fails or is
    stopped, ``folder`` is as it was. Raises BadUsage.
    """
    folder = folder.absolute()
    _refuse_occupied(folder, force=force)
    place = folder.parent / f".{folder.name[:40]}.unfinished-{os.getpid()}"
    aside = folder.parent / f".{folder.name[:40]}.older-{os.getpid()}"
    try:
        place.mkdir(parents=True)
        yield place
        (place / MARKER).write_text(
            json.dumps({"made_by": "muster sample", **about}, indent=2) + "\n", "utf-8"
        )
        _move_in(place, folder, aside)
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
        raise _refusal(folder, "sample-not-a-folder", "there is a file of that name.", "Name a folder.")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not force:
        raise _refusal(
            folder,
            "sample-folder-not-empty",
            "the folder is not empty, and a sample does not mix with other files.",
            "Name a new folder, or say --force to replace an older sample in it.",
        )
    if (folder / _IMPORTS).exists():
        why = f"records were imported into it (its folder {_IMPORTS})"
    elif not (folder / MARKER).is_file():
        why = f"nothing shows that a sample is in it ({MARKER} is not there)"
    else:
        strange = [
            path for path in (folder / _RECORDS).rglob("*") if path.is_file() and path.suffix != ".parquet"
        ]
        why = f"its folder {_RECORDS} holds {strange[0].name}, which no sample wrote" if strange else ""
    if why:
        advice = "Name a new folder; nothing was changed. Delete the old one yourself if it is not needed."
        raise _refusal(folder, "sample-folder-holds-more", f"{why}.", advice)


def _refusal(folder: Path, code: str, what: str, do: str) -> MusterError:
    return BadUsage.because(code, what, do, Where(str(folder)))


def _move_in(place: Path, folder: Path, aside: Path) -> None:
    """Move the old sample aside, the new one in, and only then delete the old; on any failure put the old back."""
    if not folder.exists():
        place.replace(folder)
        return
    aside.mkdir()
    moved: list[tuple[Path, Path]] = []
    try:
        for name in _OURS:
            if (folder / name).exists():
                _move(folder / name, aside / name, moved)
        for path in sorted(place.iterdir()):
            _move(path, folder / path.name, moved)
    except BaseException:
        for source, target in reversed(moved):
            target.replace(source)
        aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    source.replace(target)
    moved.append((source, target))
