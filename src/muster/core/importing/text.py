"""Delimited text: its encoding, its delimiter, and its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from charset_normalizer import from_bytes

from muster.core.errors import BadInput, MusterError, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.grid import Grid, Row, refuse_too_wide

DELIMITERS = (",", "\t", ";", "|", "^", "~")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAX_LINE = 1_000_000
_SAMPLE = 400_000
_SAMPLE_ROWS = 200
_NO_NOTES: tuple[str, ...] = ()


def decode(raw: bytes, file: str, encoding: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding. Raises BadInput when it is no text at all."""
    name = encoding or _guess_encoding(raw, file)
    if name is None:
        raise _not_text(file)
    try:
        text = raw.decode(name)
    except LookupError:
        raise BadInput.because(
            "import-encoding",
            sentence("there is no encoding called {name}.", name=name),
            "Try utf-8 or cp1252.",
            Where(file),
        ) from None
    except UnicodeError as error:
        raise BadInput.because(
            "import-encoding",
            sentence(
                "the text is not {name} ({why}).", name=name, why=getattr(error, "reason", "it breaks off")
            ),
            "Export it as UTF-8, or put the right encoding into the profile, such as cp1252 or utf-16.",
            Where(file),
        ) from None
    if _looks_binary(text):
        raise _not_text(file)
    return text, name


def _guess_encoding(raw: bytes, file: str) -> str | None:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    if b"\0" in raw[:2000]:
        return _guess_wide(raw[:2000])
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(raw, error.start, file)
        best = from_bytes(raw[:_SAMPLE], cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
        # cp1252 is what a Windows export is written in unless something speaks clearly against it.
        return best.encoding if best and best.encoding != "latin_1" else "cp1252"
    return "utf-8"


def _refuse_damaged(raw: bytes, first: int, file: str) -> None:
    """Raise BadInput where most letters beyond ASCII are sound UTF-8: another encoding would garble those."""
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    sound = sum(1 for letter in text if letter > "\x7f") - bad
    if sound >= bad:
        raise BadInput.because(
            "import-encoding",
            sentence("the text is UTF-8 but for {bad:,} damaged letters, the first on this line.", bad=bad),
            "Mend it there, or put the right encoding into the profile, such as encoding: cp1252.",
            Where(file, raw[:first].count(b"\n") + 1),
        )


def _guess_wide(sample: bytes) -> str | None:
    """UTF-16 without its mark: Latin text has a zero in every other byte."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * len(sample) / 2 and even == 0:
        return "utf-16-le"
    if even > 0.4 * len(sample) / 2 and odd == 0:
        return "utf-16-be"
    return None


def _looks_binary(text: str) -> bool:
    sample = text[:20_000]
    control = sum(
        1 for letter in sample if (letter < " " and letter not in "\t\r\n\f\v") or letter == "\ufffd"
    )
    return "\0" in text or control > len(sample) // 100


def _not_text(file: str) -> MusterError:
    return BadInput.because(
        "import-binary",
        "the file is neither text nor a format Muster knows.",
        "Muster reads CSV and other delimited text, Excel .xlsx, JSON, HTML tables and Parquet.",
        Where(file),
    )


def read_delimited(text: str, file: str, delimiter: str | None = None) -> Grid:
    """Split text into rows, finding the delimiter unless it is given. Raises BadInput for unpaired quotes."""
    _refuse_long_lines(text, file)
    delimiter = delimiter or find_delimiter(text)
    text = text.removeprefix("\ufeff")
    try:
        rows, notes = _read_rows(text, delimiter), _NO_NOTES
    except csv.Error as error:
        rows, notes = _read_unquoted(text, delimiter, file, str(error))
    widest = max((len(row) for row in rows), default=0)
    refuse_too_wide(widest, file)
    return Grid(file, rows, notes=notes)


def _refuse_long_lines(text: str, file: str) -> None:
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > MAX_LINE:
            raise BadInput.because(
                "import-too-wide",
                sentence(
                    "the line holds more than {most:,} letters; no row of a list of training does.",
                    most=MAX_LINE,
                ),
                "Export it again with one row a line.",
                Where(file, number),
            )


def find_delimiter(text: str) -> str:
    """Choose the delimiter that cuts most of the first rows into the same number of cells."""
    best, best_score = ",", 0.0
    lines = list(islice(io.StringIO(text, newline=""), _SAMPLE_ROWS))
    for delimiter in DELIMITERS:
        widths = Counter(_widths(lines, delimiter))
        # A line of one cell may be a title above the table: it counts against no delimiter in particular.
        width, count = max(
            ((width, count) for width, count in widths.items() if width > 1),
            key=lambda found: (found[1], found[0]),
            default=(0, 0),
        )
        score = count / max(sum(widths.values()), 1) * min(width, 12)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(lines: list[str], delimiter: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return [line.count(delimiter) + 1 for line in lines]


def _read_rows(text: str, delimiter: str) -> Sequence[Row]:
    # Python's garbage collector soon leaves tuples of text alone; lists by the 100,000 would keep it busy.
    return list(map(tuple, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))


def _read_unquoted(text: str, delimiter: str, file: str, why: str) -> tuple[Sequence[Row], tuple[str, ...]]:
    """Read a file that does not use quotes as CSV does, if each line then has the same number of cells."""
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise _bad_quotes(file, None, str(error)) from None
    width = _most_common_width(rows)
    odd = next((number for number, row in enumerate(rows, 1) if len(row) > width), None)
    if odd is not None:
        raise _bad_quotes(file, odd, why)
    return rows, (sentence("The quotes in this file are part of its text: they do not enclose cells."),)


def _most_common_width(rows: Iterable[list[str]]) -> int:
    widths = Counter(len(row) for row in rows)
    return widths.most_common(1)[0][0] if widths else 0


def _bad_quotes(file: str, line: int | None, why: str) -> MusterError:
    return BadInput.because(
        "import-quotes",
        sentence("the quotes do not pair, so nobody can tell where a cell ends ({why}).", why=why),
        "Export it again, or import the Excel file it came from.",
        Where(file, line),
    )
