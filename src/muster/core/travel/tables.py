"""The small CSV files that agencies load: columns that must be there, cells read one by one, all problems found.

These files are written by an authority in one known form, so nothing is guessed here; files of records in
whatever form another system writes them are the business of ``core/importing``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Final

from muster.core.errors import BadInput, Problem, Where, visible
from muster.core.errors.sentence import sentence
from muster.core.money import parse_cents

#: The federal files are half a megabyte; a larger one than this is something else.
MOST_BYTES: Final = 20_000_000
#: A file of another kind is wrong on every line; a person mends the first few and tries again.
MOST_PROBLEMS: Final = 50


@dataclass
class Problems:
    """What was found wrong in a file so far. Reading goes on, so that one try shows everything."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, what: str, do: str, line: int | None = None, key: str = "") -> None:
        """Note one problem."""
        self.found.append(Problem(code, what, do, Where(self.file, line, key)))


def refuse(problems: Sequence[Problem]) -> None:
    """Raise BadInput if anything is wrong; beyond the first fifty it says how many more there are."""
    if not problems:
        return
    shown = list(problems[:MOST_PROBLEMS])
    if len(problems) > MOST_PROBLEMS:
        shown.append(
            Problem(
                "more",
                sentence("and {number} more.", number=len(problems) - MOST_PROBLEMS),
                "Mend these first, then try again.",
            )
        )
    raise BadInput(shown)


@dataclass(frozen=True)
class Row:
    """One line of a file: its number and its cells by column, already stripped."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def rows_of(content: bytes, columns: Sequence[str], problems: Problems) -> list[Row]:
    """Read the rows of a CSV file that has exactly these columns, in any order. Empty lines are passed over."""
    text = _text_of(content, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Row] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not _header_fits(header, columns, problems):
            return []
        begins = (
            reader.line_num + 1
        )  # a quoted cell may run over several lines; the row is named by its first
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found += _row(begins, cells, header, problems)
            begins = reader.line_num + 1
    except csv.Error as error:
        what = sentence("this is no CSV ({why}).", why=str(error))
        problems.add("rates-form", what, "Save the sheet as CSV again.", reader.line_num)
        return []
    return found


def _row(line: int, cells: list[str], header: list[str], problems: Problems) -> list[Row]:
    if len(cells) != len(header):
        what = sentence(
            "the line has {cells} cells, the first line {first}.", cells=len(cells), first=len(header)
        )
        problems.add("rates-cells", what, "A comma inside a cell needs quotes around the cell.", line)
        return []
    return [Row(line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))]


def _text_of(content: bytes, problems: Problems) -> str | None:
    if len(content) > MOST_BYTES:
        what = sentence(
            "the file has {size} MB; rate files have less than one.", size=len(content) // 1_000_000
        )
        problems.add("rates-size", what, "Check that it is the right file.")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add("rates-form", "the file is not text in UTF-8.", "Save the sheet as CSV UTF-8.")
        return None
    if "\0" in text:
        problems.add("rates-form", "the file is not text.", "Save the sheet as CSV UTF-8.")
        return None
    return text


def _header_fits(header: list[str], columns: Sequence[str], problems: Problems) -> bool:
    if sorted(header) == sorted(columns):
        return True
    missing = [name for name in columns if name not in header]
    unknown = [visible(name) or "(empty)" for name in header if name not in columns]
    repeated = sorted({name for name in header if name in columns and header.count(name) > 1})
    parts = [
        sentence(template, names=", ".join(names[:12]))
        for template, names in (
            ("missing: {names}", missing),
            ("not known: {names}", unknown),
            ("twice: {names}", repeated),
        )
        if names
    ]
    problems.add(
        "rates-columns",
        sentence(
            "the columns are not those of this file ({how}).",
            how=reduce(lambda one, other: sentence("{one}; {other}", one=one, other=other), parts),
        ),
        sentence("The first line names: {names}.", names=", ".join(columns)),
        1,
    )
    return False


def day_in(row: Row, column: str, problems: Problems) -> date | None:
    """Read a day written as 2026-01-31, or note what is wrong."""
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        what = sentence("{text!r} is no day.", text=visible(row[column]))
        problems.add("rates-day", what, "Write it like 2026-01-31.", row.line, column)
        return None


def cents_in(row: Row, column: str, problems: Problems) -> int | None:
    """Read an amount in dollars as cents, or note what is wrong."""
    try:
        return parse_cents(row[column])
    except ValueError as error:
        problems.add(
            "rates-money",
            sentence("{why}.", why=error.args[0]),
            "Write dollars and cents, like 68.00.",
            row.line,
            column,
        )
        return None
