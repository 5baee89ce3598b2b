"""What a file is, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.files import samples

from muster.files.kinds import Kind, Stranger, kind_of
from muster.files.zips import MOST_MEMBERS


def found_in(folder: Path, content: bytes) -> Kind | Stranger:
    file = folder / "file"
    file.write_bytes(content)
    return kind_of(file)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (samples.pdf("Hold"), ".pdf"),
        (samples.PNG, ".png"),
        (samples.JPEG, ".jpg"),
        (samples.WEBP, ".webp"),
        (samples.MP4, ".mp4"),
        (samples.docx("Hold"), ".docx"),
        (samples.pptx("Hold"), ".pptx"),
        (samples.xlsx("Hold"), ".xlsx"),
        (samples.odt("Hold"), ".odt"),
        (b"name,hours\nAda,3\nBen,4\n", ".csv"),
        (b"name;hours\nAda;3\n", ".csv"),
        ("Capacitación en español".encode(), ".txt"),
        ("Capacitación".encode("utf-16"), ".txt"),
        (b"MZ is how the unit signs its notes", ".txt"),
        (b"a < b and b > c", ".txt"),
    ],
)
def test_content_tells_the_kind(tmp_path: Path, content: bytes, suffix: str) -> None:
    kind = found_in(tmp_path, content)
    assert isinstance(kind, Kind)
    assert (kind.suffixes[0], kind.is_for_imports) == (suffix, False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (samples.WINDOWS_PROGRAM, "Windows program"),
        (b"\x7fELF\x02", "program"),
        (b"#!/bin/sh\nrm -rf ~\n", "script"),
        (b"GIF89a\x01\x00\x01\x00", "GIF"),
        (samples.SVG, "SVG"),
        (b'<?xml version="1.0"?><!-- x --><svg/>', "SVG"),
        (samples.zipped(readme="hello"), "archive (zip)"),
        (samples.office("wordprocessingml.document", **{"word/vbaProject.bin": b"x"}), "macros"),
        (samples.docx("Hold")[:-30], "damaged"),
        (b"\x00\x01\x02\x03", "does not know"),
        (b"plain until \x00 here", "does not know"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "not an MP4"),
    ],
)
def test_strangers_are_named(tmp_path: Path, content: bytes, said: str) -> None:
    stranger = found_in(tmp_path, content)
    assert isinstance(stranger, Stranger)
    assert said in str(stranger.label)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.HTML, "text/html"),
        (b"\n\n  <table><tr><td>x</td></tr></table><script>", "text/html"),
        ("Núñez;3\n".encode("cp1252"), "text/x-old-encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-excel"),
    ],
)
def test_what_only_imports_read_is_marked(tmp_path: Path, content: bytes, media_type: str) -> None:
    kind = found_in(tmp_path, content)
    assert isinstance(kind, Kind)
    assert (kind.media_type, kind.is_for_imports) == (media_type, True)


def test_text_is_read_to_its_end(tmp_path: Path) -> None:
    late = b"x" * 600_000 + b"\x00"
    assert isinstance(found_in(tmp_path, late), Stranger)


def test_letter_cut_between_two_pieces_stays_text(tmp_path: Path) -> None:
    text = b"x" * (256 * 1024 - 1) + "ñ".encode()
    assert isinstance(found_in(tmp_path, text), Kind)


def test_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = samples.office("wordprocessingml.document", **{"word/document.xml": b"\0" * 60_000_000})
    assert len(bomb) < 100_000
    stranger = found_in(tmp_path, bomb)
    assert isinstance(stranger, Stranger)
    assert "unpacks" in str(stranger.label)


def test_archive_of_very_many_parts_is_a_bomb(tmp_path: Path) -> None:
    parts = {f"p{number}": "" for number in range(MOST_MEMBERS)}
    stranger = found_in(tmp_path, samples.office("wordprocessingml.document", **parts))
    assert isinstance(stranger, Stranger)
    assert "unpacks" in str(stranger.label)
