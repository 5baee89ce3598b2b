"""Bytes that come in, and what becomes of them on disk."""

from __future__ import annotations

import hashlib
import io
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from tests.cast import Cast
from tests.files import samples

from muster.files.actions import name_for, store
from muster.files.models import StoredFile
from muster.files.store import open_content, path_of
from muster.ledger.refusals import Refused
from muster.ledger.triggers import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_file_lies_under_the_hash_of_its_content(cast: Cast, folder: Path) -> None:
    content = samples.pdf("Hold")
    stored = store(content=io.BytesIO(content), by=cast.user["tara"])
    digest = hashlib.sha256(content).hexdigest()
    assert stored.sha256 == digest
    assert (stored.size, stored.media_type) == (len(content), "application/pdf")
    assert everything_in(folder) == [folder / digest[:2] / digest[2:4] / digest]
    with open_content(digest) as opened:
        assert opened.read() == content


def test_file_is_for_the_owner_alone(cast: Cast) -> None:
    stored = store(content=io.BytesIO(b"note"), by=cast.user["tara"])
    path = path_of(stored.sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_same_content_twice_is_one_file(cast: Cast, folder: Path) -> None:
    first = store(content=io.BytesIO(b"note"), by=cast.user["tara"])
    again = store(content=io.BytesIO(b"note"), by=cast.user["dina"])
    assert first == again
    assert again.added_by == cast.user["tara"]
    assert len(everything_in(folder)) == StoredFile.objects.count() == 1


def test_too_large_a_file_is_refused_and_leaves_nothing(cast: Cast, folder: Path) -> None:
    with pytest.raises(Refused, match=r"larger than 1 MB.*Split it"):
        store(content=io.BytesIO(b"x" * (1024 * 1024 + 1)), by=cast.user["tara"], limit=1024 * 1024)
    assert everything_in(folder) == []
    assert not StoredFile.objects.exists()


def test_reading_stops_where_the_limit_is_passed(cast: Cast) -> None:
    class Endless:
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(Refused):
        store(content=endless, by=cast.user["tara"], limit=1024 * 1024)
    assert endless.given <= 2 * 1024 * 1024


def test_operators_limit_holds(cast: Cast) -> None:
    settings.UPLOAD_LIMIT, limit = 10, settings.UPLOAD_LIMIT
    try:
        with pytest.raises(Refused, match="larger than"):
            store(content=io.BytesIO(b"eleven bytes"), by=cast.user["tara"])
    finally:
        settings.UPLOAD_LIMIT = limit


def test_liar_is_refused_by_what_it_is(cast: Cast, folder: Path) -> None:
    with pytest.raises(Refused, match=r"This is a Windows program.*PDF.*Word document") as refused:
        store(content=io.BytesIO(samples.WINDOWS_PROGRAM), by=cast.user["tara"])
    assert refused.value.field == "file"
    assert everything_in(folder) == []


@pytest.mark.parametrize("content", [samples.HTML, samples.SVG])
def test_pages_and_drawings_with_scripts_are_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(Refused, match="It was not kept"):
        store(content=io.BytesIO(content), by=cast.user["tara"])


def test_liar_of_a_kind_that_is_taken_is_called_what_it_is(cast: Cast) -> None:
    stored = store(content=io.BytesIO(samples.PNG), by=cast.user["tara"])
    assert stored.media_type == "image/png"
    assert name_for(stored, "plan.pdf") == "plan.pdf.png"


def test_import_reads_tables_in_web_pages(cast: Cast) -> None:
    stored = store(content=io.BytesIO(samples.HTML), by=cast.user["tara"], for_import=True)
    assert stored.media_type == "text/html"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (samples.pdf("Keep your weight low"), "Keep your weight low"),
        (samples.docx("Sprawl first", "then turn"), "Sprawl first then turn"),
        (samples.pptx("One", "Two"), "One Two"),
        (samples.xlsx("Drill", "Minutes"), "Drill Minutes"),
        (samples.odt("Hombros relajados"), "Hombros relajados"),
        ("Línea uno\nLínea dos".encode(), "Línea uno Línea dos"),
        ("Línea".encode("utf-16"), "Línea"),
        (samples.PNG, ""),
    ],
)
def test_words_are_read_for_the_search(cast: Cast, content: bytes, words: str) -> None:
    assert store(content=io.BytesIO(content), by=cast.user["tara"]).text == words


def test_document_that_cannot_be_read_is_kept_without_words(cast: Cast) -> None:
    stored = store(content=io.BytesIO(b"%PDF-1.7\nbroken beyond repair"), by=cast.user["tara"])
    assert (stored.media_type, stored.text) == ("application/pdf", "")


def test_entities_of_a_document_fetch_nothing(cast: Cast, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the combination is 1234")
    evil = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]><w:p xmlns:w="w"><w:t>a &x; b</w:t></w:p>'
    content = samples.office("wordprocessingml.document", **{"word/document.xml": evil})
    assert "combination" not in store(content=io.BytesIO(content), by=cast.user["tara"]).text


def test_entities_that_multiply_do_not_fill_the_memory(cast: Cast) -> None:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    evil = f'<!DOCTYPE w [<!ENTITY l0 "ha">{layers}]><p><t>&l11;</t></p>'
    content = samples.office("wordprocessingml.document", **{"word/document.xml": evil})
    assert len(store(content=io.BytesIO(content), by=cast.user["tara"]).text) < 1000


def test_database_refuses_a_change_of_what_a_file_is(cast: Cast) -> None:
    stored = store(content=io.BytesIO(b"note"), by=cast.user["tara"])
    assert unguarded(connection, "files_storedfile") == []
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(media_type="text/html")
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.delete()


def test_a_hash_has_64_digits(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="files_storedfile_hash_is_sha256"), transaction.atomic():
        StoredFile.objects.create(sha256="abc", size=1, media_type="text/plain")
