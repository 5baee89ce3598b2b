"""A disk without room, and a folder that nobody may write into: a sentence, and nothing half-written."""

from __future__ import annotations

import errno
import io
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cast import Cast

from muster.files.actions import store
from muster.files.models import StoredFile
from muster.files.store import place
from muster.ledger.refusals import Refused

PAPER = b"a page of notes\n" * 512  # 8 KB


def files_in(folder: Path) -> list[Path]:
    """What lies in a folder and below it."""
    return [path for path in folder.rglob("*") if path.is_file()]


@contextmanager
def disk(at: Path, *options: str) -> Iterator[Path]:
    """A file system of its own, in memory: only root may mount one."""
    at.mkdir()
    tried = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(at)],
        check=False,
        capture_output=True,
        text=True,
    )
    if tried.returncode != 0:
        pytest.skip(f"only root may make a small disk: {tried.stderr.strip()}")
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)


@pytest.mark.django_db
def test_full_disk_is_said_and_leaves_nothing(cast: Cast, tmp_path: Path, settings: object) -> None:
    with disk(tmp_path / "disk", "size=4k") as small:
        settings.MEDIA_ROOT = small / "files"  # type: ignore[attr-defined]
        with pytest.raises(Refused, match=r"no room left.*nothing of it was kept.*make room") as refused:
            store(content=io.BytesIO(PAPER), by=cast.user["tara"])
        assert refused.value.field == "file"
        assert files_in(small) == []
        assert not StoredFile.objects.exists()


def test_file_fits_again_once_there_is_room(tmp_path: Path, settings: object) -> None:
    with disk(tmp_path / "disk", "size=16k") as small:
        settings.MEDIA_ROOT = small / "files"  # type: ignore[attr-defined]
        filler = small / "filler"
        filler.write_bytes(bytes(12 * 1024))
        with pytest.raises(Refused, match="no room left"):
            place(io.BytesIO(PAPER))
        filler.unlink()
        assert place(io.BytesIO(PAPER)).size == len(PAPER)


def test_disk_without_room_for_a_folder_is_said(tmp_path: Path, settings: object) -> None:
    with disk(tmp_path / "disk", "nr_inodes=1") as small:
        settings.MEDIA_ROOT = small / "files"  # type: ignore[attr-defined]
        with pytest.raises(Refused, match="no room left"):
            place(io.BytesIO(PAPER))


def test_disk_that_can_only_be_read_is_said(tmp_path: Path, settings: object) -> None:
    with disk(tmp_path / "disk", "ro") as shut:
        settings.MEDIA_ROOT = shut / "files"  # type: ignore[attr-defined]
        with pytest.raises(
            Refused, match=r"could not write this file into its folder.*nothing of it was kept"
        ):
            place(io.BytesIO(PAPER))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into any folder")
def test_folder_of_somebody_else_is_said(tmp_path: Path, settings: object) -> None:
    (tmp_path / "files").mkdir(mode=0o500)
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="could not write this file"):
        place(io.BytesIO(PAPER))


def test_limit_of_the_system_is_said_and_leaves_nothing(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(Refused, match="no room left"):
            place(io.BytesIO(PAPER))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_disk_that_says_so_only_at_the_end_is_believed(
    number: int, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    monkeypatch.setattr(os, "fsync", lambda _file: (_ for _ in ()).throw(OSError(number, "full")))
    with pytest.raises(Refused, match="no room left"):
        place(io.BytesIO(PAPER))
    assert files_in(tmp_path) == []


def test_error_that_is_not_of_the_disk_is_left_to_others(tmp_path: Path, settings: object) -> None:
    class HungUp:
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError(errno.ECONNRESET, "the browser hung up")

    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    with pytest.raises(ConnectionResetError):
        place(HungUp())
    assert files_in(tmp_path) == []
