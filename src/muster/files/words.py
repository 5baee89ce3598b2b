"""Reads the words out of one document, as a small program that is started for each (see ``reading``).

It imports nothing of Django, and takes its limits before it opens the file.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, cast

MOST_LETTERS: Final = 250_000  # of one file; PostgreSQL indexes a little more than this
MOST_PAGES: Final = 400
MOST_XML_BYTES: Final = 40 * 1024**2
CPU_SECONDS: Final = 10
MEMORY_BYTES: Final = 1024**3

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


def main() -> None:
    """Print the words of the file that the arguments name: path, media type."""
    _take_limits()
    path, media_type = Path(sys.argv[1]), sys.argv[2]
    out = sys.stdout
    for piece in first_letters(READERS[media_type](path), MOST_LETTERS):
        out.write(piece + "\n")


def first_letters(pieces: Iterable[str], most: int) -> Iterator[str]:
    """Yield pieces until ``most`` letters have gone by."""
    for piece in pieces:
        if most <= 0:
            return
        yield piece[:most]
        most -= len(piece) + 1


def read_plain(path: Path) -> Iterator[str]:
    """Yield the text of a plain file or table."""
    with path.open("rb") as content:
        head = content.read(2)
    encoding = "utf-16" if head in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    with path.open(encoding=encoding, errors="replace") as content:
        yield content.read(MOST_LETTERS)


def read_pdf(path: Path) -> Iterator[str]:
    """Yield the text of each page."""
    from pypdf import PdfReader  # noqa: PLC0415 - takes 0.2 s, and only a PDF needs it

    reader = PdfReader(path, strict=False)
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            return
        yield page.extract_text()


def read_zip(*parts: str) -> Callable[[Path], Iterator[str]]:
    """Return a reader of the text in the XML parts of a document whose names match, in the order of their numbers."""
    wanted = re.compile("|".join(parts))

    def read(path: Path) -> Iterator[str]:
        left = MOST_XML_BYTES
        with zipfile.ZipFile(path) as archive:
            for name in sorted(filter(wanted.fullmatch, archive.namelist()), key=_numbered):
                with archive.open(name) as member:
                    content = member.read(left)
                left -= len(content)
                yield from _texts(content)
                if left <= 0:
                    return

    return read


READERS: Final[dict[str, Callable[[Path], Iterator[str]]]] = {
    "application/pdf": read_pdf,
    "text/plain": read_plain,
    "text/csv": read_plain,
    f"{_OFFICE}.wordprocessingml.document": read_zip(
        r"word/document\.xml", r"word/(footnotes|endnotes)\.xml", r"word/(header|footer)\d*\.xml"
    ),
    f"{_OFFICE}.presentationml.presentation": read_zip(
        r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/notesSlide\d+\.xml"
    ),
    f"{_OFFICE}.spreadsheetml.sheet": read_zip(r"xl/sharedStrings\.xml", r"xl/worksheets/sheet\d+\.xml"),
    "application/vnd.oasis.opendocument.text": read_zip(r"content\.xml"),
}
#: Elements that end a line. Letters of one word may lie in several elements, so nothing else parts them.
_BREAKS: Final = {"p", "h", "br", "tab", "si", "is", "tc", "tr"}
_SKIPPED: Final = {"instrText", "v", "f"}  # codes of fields; numbers and formulas of cells


class _Lines:
    """Gathers the letters between the elements, line by line, as the parser comes by them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._skipping = 0

    def start(self, tag: str, _attributes: object) -> None:
        self._skipping += _local(tag) in _SKIPPED

    def data(self, text: str) -> None:
        if not self._skipping:
            self._line.append(text)

    def end(self, tag: str) -> None:
        self._skipping -= _local(tag) in _SKIPPED
        if _local(tag) in _BREAKS:
            self.close()

    def close(self) -> list[str]:
        if line := "".join(self._line).strip():
            self.lines.append(line)
        self._line.clear()
        return self.lines


def _texts(content: bytes) -> list[str]:
    """Return the lines of an XML part. Entities are not resolved and nothing is fetched."""
    from lxml import etree  # noqa: PLC0415 - only documents need it

    parser = etree.XMLParser(
        target=cast(Any, _Lines()), resolve_entities=False, no_network=True, load_dtd=False
    )
    return cast(list[str], etree.fromstring(content, parser))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _numbered(name: str) -> tuple[str, int]:
    digits = re.search(r"(\d+)\.xml$", name)
    return name.rstrip("0123456789.xml"), int(digits[1]) if digits else 0


def _take_limits() -> None:
    """Take less time and memory from here on, and write no file. Where the system has no limits, time alone holds."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
