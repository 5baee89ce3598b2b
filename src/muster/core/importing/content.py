"""What a file is, judged by its bytes: its name may say anything."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

from muster.core.errors import BadInput, MusterError, Where
from muster.core.errors.sentence import sentence

#: Text that was packed may be this much at most, and this many times its packed size once it is large.
MAX_TEXT = 256_000_000
MAX_RATIO = 200
SMALL = 10_000_000

#: A larger text is better brought as Parquet, which is read without unpacking it whole.
MAX_BYTES = 1_000_000_000

REFUSED = (
    (
        b"%PDF",
        "the file is a PDF.",
        "Ask for the same list as CSV or Excel; a PDF holds a picture of a table, not a table.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "the file is an old Excel (.xls) or Word file, or one locked with a password.",
        "Open it, save it as .xlsx or CSV without a password, and import that.",
    ),
    (b"7z\xbc\xaf", "the file is a 7-Zip archive.", "Unpack it and import the file inside."),
    (b"Rar!", "the file is a RAR archive.", "Unpack it and import the file inside."),
    (b"\x89PNG", "the file is a picture.", "Ask for the list as CSV or Excel."),
    (b"\xff\xd8\xff", "the file is a picture.", "Ask for the list as CSV or Excel."),
    (b"SQLite format 3", "the file is a SQLite database.", "Export the table as CSV and import that."),
)


def read_bytes(path: Path) -> bytes:
    """Read a whole file. Raises BadInput when it is not there, is empty, or is too large."""
    where = Where(str(path))
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise BadInput.because("import-no-file", "this is not a file.", "Name the file to import.", where)
        if size > MAX_BYTES:
            raise _too_large(where)
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput.because(
            "import-no-file", sentence("the file cannot be opened ({why}).", why=reason), "", where
        ) from None
    if not raw.strip():
        raise BadInput.because("import-empty", "the file is empty.", "Export it again.", where)
    return raw


def refuse_unprintable(path: Path) -> None:
    """Raise BadInput for a name that is no text: it could stand in no message and no receipt."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        shown = str(path).encode("utf-8", "replace").decode("utf-8")
        raise BadInput.because(
            "import-no-file", "the name of the file is no UTF-8 text.", "Rename it.", Where(shown)
        ) from None


def kind_of(raw: bytes, file: str) -> str:
    """Say ``parquet``, ``gzip``, ``xlsx`` or ``text``. Raises BadInput for what Muster does not read."""
    for magic, what, advice in REFUSED:
        if raw.startswith(magic):
            raise BadInput.because("import-not-a-table", what, advice, Where(file))
    if raw.startswith(b"PAR1"):
        return "parquet"
    if raw.startswith(b"\x1f\x8b"):
        return "gzip"
    if raw.startswith(b"PK"):
        return _kind_of_zip(raw, file)
    return "text"


def _kind_of_zip(raw: bytes, file: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise BadInput.because(
            "import-damaged",
            "the file begins like an Excel workbook but its end is missing or damaged.",
            "Download or export it again.",
            Where(file),
        ) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise BadInput.because(
        "import-not-a-table",
        "the file is a zip archive or a document, not an Excel .xlsx workbook.",
        "Unpack it, or save the sheet as .xlsx or CSV.",
        Where(file),
    )


def unpack_gzip(raw: bytes, file: str) -> bytes:
    """Unpack, stopping at ``MAX_TEXT``. Raises BadInput when the file is cut off, damaged or too large."""
    try:
        with gzip.open(io.BytesIO(raw)) as stream:
            text = stream.read(min(MAX_TEXT, max(SMALL, MAX_RATIO * len(raw))) + 1)
    except (OSError, EOFError, zlib.error):
        raise BadInput.because(
            "import-damaged",
            "the gzip file is cut off or damaged.",
            "Download or export it again.",
            Where(file),
        ) from None
    if len(text) > MAX_TEXT or len(text) > max(SMALL, MAX_RATIO * len(raw)):
        raise _packed(len(raw), Where(file))
    if not text.strip():
        raise BadInput.because("import-empty", "the file is empty.", "Export it again.", Where(file))
    if kind_of(text, file) != "text":
        raise BadInput.because(
            "import-not-a-table",
            "the gzip file holds another packed file.",
            "Unpack it and import that.",
            Where(file),
        )
    return text


def _packed(size: int, where: Where) -> MusterError:
    return BadInput.because(
        "import-too-large",
        sentence("the {size:,} bytes unpack to more text than a list of training is.", size=size),
        f"Unpack it and look; if it is real, split it by year (at most {MAX_TEXT // 1_000_000} MB each).",
        where,
    )


def _too_large(where: Where) -> MusterError:
    return BadInput.because(
        "import-too-large",
        sentence("the file holds more than {most:,} MB.", most=MAX_BYTES // 1_000_000),
        "Split it by year, or bring it as Parquet one year at a time.",
        where,
    )
