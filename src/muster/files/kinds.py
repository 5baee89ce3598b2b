"""What a file is, found by looking into it. What its name or a browser says of it is not believed.

A kind that is not in ``KINDS`` is not taken. Drawings that can carry scripts (SVG), programs, archives and
documents with macros are recognised only to be named in the refusal. Some kinds are read by imports and never
attached to anything: pages with tables that portals call spreadsheets, workbooks and texts of old programs.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.files.zips import what_is_inside

HEAD_BYTES: Final = 8192
CHUNK_BYTES: Final = 256 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken. The first of ``suffixes`` is given to a name that has none of them."""

    media_type: str
    label: str | Promise
    suffixes: tuple[str, ...]
    is_for_imports: bool = False  # taken where rows are read from it, and nowhere else


@dataclass(frozen=True)
class Stranger:
    """A file that is not taken, under the name by which its owner knows it."""

    label: str | Promise


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final[dict[str, Kind]] = {
    kind.media_type: kind
    for kind in (
        Kind("application/pdf", _("PDF"), (".pdf",)),
        Kind("image/png", _("PNG picture"), (".png",)),
        Kind("image/jpeg", _("JPEG picture"), (".jpg", ".jpeg")),
        Kind("image/webp", _("WebP picture"), (".webp",)),
        Kind(f"{_OFFICE}.wordprocessingml.document", _("Word document (docx)"), (".docx",)),
        Kind(f"{_OFFICE}.spreadsheetml.sheet", _("Excel workbook (xlsx)"), (".xlsx",)),
        Kind(f"{_OFFICE}.presentationml.presentation", _("PowerPoint slides (pptx)"), (".pptx",)),
        Kind("application/vnd.oasis.opendocument.text", _("OpenDocument text (odt)"), (".odt",)),
        Kind("text/csv", _("table (CSV)"), (".csv", ".txt", ".tsv")),
        Kind("text/plain", _("plain text"), (".txt",)),
        Kind("video/mp4", _("MP4 video"), (".mp4", ".m4v")),
        Kind("text/html", _("a web page (HTML)"), (".html",), is_for_imports=True),
        Kind(
            "application/vnd.ms-excel",
            _("an Office document of the old kind (doc, xls, ppt)"),
            (".xls",),
            is_for_imports=True,
        ),
        Kind(
            "text/x-old-encoding",
            _("a text that is neither in UTF-8 nor in UTF-16 (open it and save it as UTF-8)"),
            (".txt",),
            is_for_imports=True,
        ),
    )
}

#: What a file of this kind begins with.
_BEGINNINGS: Final[tuple[tuple[bytes, str | Stranger], ...]] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"MZ", Stranger(_("a Windows program"))),
    (b"\x7fELF", Stranger(_("a program"))),
    (b"\xca\xfe\xba\xbe", Stranger(_("a program"))),
    (b"\xcf\xfa\xed\xfe", Stranger(_("a program"))),
    (b"#!", Stranger(_("a script"))),
    (b"GIF8", Stranger(_("a GIF picture"))),
    (b"\xd0\xcf\x11\xe0", "application/vnd.ms-excel"),
    (b"Rar!", Stranger(_("a RAR archive"))),
    (b"7z\xbc\xaf\x27\x1c", Stranger(_("a 7z archive"))),
    (b"\x1f\x8b", Stranger(_("a gzip archive"))),
    (b"{\\rtf", Stranger(_("a document in RTF"))),
    (b"%!PS", Stranger(_("a PostScript program"))),
    (b"SQLite format 3\x00", Stranger(_("a database"))),
    (b"ID3", Stranger(_("an MP3 recording"))),
    (b"OggS", Stranger(_("an Ogg recording"))),
    (b"\x1aE\xdf\xa3", Stranger(_("a video in Matroska or WebM"))),
)
#: The sorts of MP4 that browsers and players know.
_MP4_BRANDS: Final = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
}
#: Beginnings that a text may have too; a text has no zero bytes.
_WORDLIKE: Final = (b"MZ", b"GIF8", b"Rar!", b"ID3", b"OggS")
_MARKUP: Final[tuple[tuple[str, str | Stranger], ...]] = (
    ("<svg", Stranger(_("a drawing in SVG, which can carry scripts"))),
    ("<!doctype html", "text/html"),
    ("<html", "text/html"),
    ("<head", "text/html"),
    ("<body", "text/html"),
    ("<script", "text/html"),
    ("<iframe", "text/html"),
    ("<?php", Stranger(_("a script"))),
    ("<?xml", Stranger(_("a file in XML"))),
)
_INSIDE: Final = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
}
_ZIPS: Final = {
    "macros": Stranger(_("an Office document with macros")),
    "bomb": Stranger(_("an archive that unpacks to far more than its size")),
    "broken": Stranger(_("a damaged archive or document")),
    "zip": Stranger(_("an archive (zip)")),
}
EMPTY: Final = Stranger(_("an empty file"))
UNKNOWN: Final = Stranger(_("a file of a kind that Muster does not know"))


def kind_of(path: Path) -> Kind | Stranger:
    """Return what the file at ``path`` is: a Kind that is taken, or a Stranger that is not."""
    with path.open("rb") as content:
        head = content.read(HEAD_BYTES)
        found = _by_beginning(head)
        if found is None and head.startswith(b"PK\x03\x04"):
            inside = what_is_inside(path)
            return KINDS[_INSIDE[inside]] if inside in _INSIDE else _ZIPS[inside]
        if found is None:
            content.seek(0)
            found = _by_text(content, head)
    return KINDS[found] if isinstance(found, str) else found


def taken() -> str:
    """Return the kinds that may be attached, as a list for a sentence, in the reader's language."""
    return ", ".join(str(kind.label) for kind in KINDS.values() if not kind.is_for_imports)


def _by_beginning(head: bytes) -> str | Stranger | None:
    if not head:
        return EMPTY
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning) and (beginning not in _WORDLIKE or b"\0" in head):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return (
            "video/mp4" if head[8:12] in _MP4_BRANDS else Stranger(_("a video or picture that is not an MP4"))
        )
    return None


def encoding_of(head: bytes) -> str:
    """Return the encoding of a text by its byte order mark: UTF-16 where it says so, else UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def _by_text(content: BinaryIO, head: bytes) -> str | Stranger:
    """Read the whole: one byte that is no text makes it none."""
    opening = ""
    try:
        for piece in _decoded(content, encoding_of(head)):
            if _has_controls(piece):
                return UNKNOWN
            opening = opening or piece[:HEAD_BYTES]
    except UnicodeDecodeError:
        return _by_old_text(head)
    markup = _markup_in(opening)
    if markup is not None:
        return markup
    return "text/csv" if _is_table(opening) else "text/plain"


def _by_old_text(head: bytes) -> str | Stranger:
    """Look at what is no UTF-8: one byte a letter, as old programs write it, or no text at all."""
    opening = head.decode("latin-1")
    if _has_controls(opening):
        return UNKNOWN
    return _markup_in(opening) or "text/x-old-encoding"


def _decoded(content: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    while chunk := content.read(CHUNK_BYTES):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _has_controls(text: str) -> bool:
    """Return whether there are characters that no text has; form feeds and escapes of tabs are fine."""
    return any(letter < " " and letter not in "\t\n\r\f" for letter in set(text))


def _markup_in(opening: str) -> str | Stranger | None:
    """Name a page, drawing or script. Anything that a browser might take for one is one."""
    low = opening.lower()
    for tag, found in _MARKUP:
        if tag in low:
            return found
    return None


def _is_table(opening: str) -> bool:
    """Return whether the first lines have the same number of commas, semicolons or tabs, and at least one."""
    lines = [line for line in opening.splitlines() if line.strip()][:20]
    if len(opening) == HEAD_BYTES:
        lines = lines[:-1] or lines  # the last one may be cut
    if len(lines) < 2:
        return False
    for separator in ",;\t":
        try:
            widths = {len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)}
        except csv.Error:
            continue
        if len(widths) == 1 and widths.pop() > 1:
            return True
    return False
