"""A file lands whole, keeps its mode, and never on something that is no file or that is read from."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from muster.core.errors import BadUsage, MissingPart
from muster.core.report.landing import land, refuse_inputs


def test_the_mode_of_the_older_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.touch(mode=0o600)
    target.chmod(0o640)
    land(target, b"new")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new", 0o640)


def test_a_link_stays_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_text("older")
    (tmp_path / "link.html").symlink_to("real.html")
    land(tmp_path / "link.html", b"new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    no_files = (tmp_path, Path(), Path("/dev/null"), tmp_path / "pipe", tmp_path / "circle")
    for place in (*no_files, tmp_path / ("x" * 300)):
        with pytest.raises(BadUsage) as refused:
            land(place, b"new")
        assert [problem.code for problem in refused.value.problems] == ["no-place-to-write"]
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path) -> None:
    land(tmp_path / ("x" * 255), b"new")
    assert [(len(path.name), path.read_bytes()) for path in tmp_path.iterdir()] == [(255, b"new")]


def test_a_folder_that_is_a_file_is_a_missing_part(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MissingPart, match="cannot be written"):
        land(tmp_path / "file" / "report.html", b"new")


@pytest.mark.parametrize("place", ["facts/officers.csv", "facts/new/report.html", "link/x.csv", "plan.csv"])
def test_what_is_read_from_is_not_written_to(place: str, tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "link").symlink_to("facts")
    (tmp_path / "plan.csv").touch()
    with pytest.raises(BadUsage, match="written into what is read from"):
        refuse_inputs(tmp_path / place, tmp_path / "facts", None, tmp_path / "plan.csv")


def test_a_place_beside_what_is_read_from_is_fine(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    refuse_inputs(tmp_path / "facts.html", tmp_path / "facts")
    land(tmp_path / "facts.html", b"new")
    assert (tmp_path / "facts.html").read_bytes() == b"new"
