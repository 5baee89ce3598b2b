"""Excel workbooks, looked at from outside before anything is unpacked into memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO

import fastexcel

from muster.core.errors import BadInput, MusterError, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.apart import read_apart
from muster.core.importing.grid import Grid, refuse_too_wide

MAX_UNPACKED = 400_000_000
MAX_RATIO = 200  # a worksheet packs about 10 to 40 times; a bomb a thousand times
SMALL = 10_000_000  # below this the ratio does not matter
MAX_CELLS = 30_000_000

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,4})(\d{1,8})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,8})["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CHUNK = 1 << 20

#: Reads every sheet as the real reading does, but where running out of memory harms nobody.
_TRIAL = """
import fastexcel
book = fastexcel.read_excel(raw)
for name in book.sheet_names:
    book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
"""


def read_excel(raw: bytes, file: str) -> list[Grid]:
    """Read every sheet that holds something. Raises BadInput for a bomb or a damaged workbook."""
    formulas = _look_inside(raw, file)
    notes = (
        (
            sentence(
                "{cells:,} cells hold formulas; the value saved with them is read, none is calculated.",
                cells=formulas,
            ),
        )
        if formulas
        else ()
    )
    if read_apart(_TRIAL, raw) is None:
        raise _damaged(file, "reading it fails, or takes more memory than a list of training needs")
    try:
        book = fastexcel.read_excel(raw)
        return [grid for name in book.sheet_names if (grid := _sheet(book, name, file, notes)).rows]
    except fastexcel.FastExcelError as error:
        raise _damaged(file, str(error).splitlines()[0]) from None


def _sheet(book: fastexcel.ExcelReader, name: str, file: str, notes: tuple[str, ...]) -> Grid:
    # skip_rows=0 keeps the empty rows at the top, so that row numbers are those a person sees in Excel.
    frame = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    refuse_too_wide(frame.width, file)
    return Grid(name, frame.rows(), notes=notes)


def _look_inside(raw: bytes, file: str) -> int:
    """Refuse what would not fit in memory; return how many cells hold a formula."""
    formulas = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _refuse_bomb(archive.infolist(), file)
            for entry in archive.infolist():
                # A sheet may lie under any name: the workbook's relations say where.
                if entry.filename.lower().endswith(".xml"):
                    with archive.open(entry) as stream:
                        formulas += _look_at_sheet(stream, file)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise _damaged(file, str(error) or "it breaks off") from None
    return formulas


def _refuse_bomb(entries: list[zipfile.ZipInfo], file: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise BadInput.because(
            "import-zip-bomb",
            sentence(
                "the workbook would unpack from {packed:,} to {unpacked:,} bytes, as no list of training does.",
                packed=packed,
                unpacked=unpacked,
            ),
            "If it is real, save the sheet as CSV and import that.",
            Where(file),
        )


def _look_at_sheet(stream: IO[bytes], file: str) -> int:
    """Read the cell addresses: a single cell in the far corner would reserve memory for all before it."""
    formulas, width, height, rest = 0, 0, 0, b""
    unpacked, is_sheet = 0, False
    while chunk := stream.read(_CHUNK):
        unpacked += len(chunk)
        # The sizes in the archive's list are a claim; this is what really came out.
        if unpacked > MAX_UNPACKED:
            raise _sparse(file)
        text = rest + chunk
        cut = text.rfind(b"<")
        text, rest = text[:cut], text[cut:]
        is_sheet = is_sheet or b"sheetData" in text
        formulas += len(_FORMULA.findall(text))
        for letters, digits in _CELL.findall(text):
            width, height = max(width, _column_number(letters.upper())), max(height, int(digits))
        height = max([height, *map(int, _ROW.findall(text))])
        if width * height > MAX_CELLS:
            raise _sparse(file)
    return formulas if is_sheet else 0  # a chart writes formulas as well


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sparse(file: str) -> MusterError:
    return BadInput.because(
        "import-zip-bomb",
        sentence("a sheet spreads over more than {most:,} cells.", most=MAX_CELLS),
        "Delete what stands far outside the table, or save the sheet as CSV.",
        Where(file),
    )


def _damaged(file: str, why: str) -> MusterError:
    return BadInput.because(
        "import-damaged",
        sentence("the Excel workbook is damaged ({why}).", why=why),
        "Open it in Excel, save it again, or save the sheet as CSV.",
        Where(file),
    )
