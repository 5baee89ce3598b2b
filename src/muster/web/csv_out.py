"""A table as a CSV file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.functional import Promise

Cell = object
# A spreadsheet takes what begins with one of these for a formula or a command.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads the file in a code page of its own


def csv_response(
    filename: str, header: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """Return a download of a table, sent row by row; texts that look like formulas get an apostrophe."""
    answer = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain_name(filename)}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def csv_lines(header: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the lines of the file, the first with the mark that says UTF-8."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([harmless(cell) for cell in header])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs. Numbers, days and None stay as they are."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell)
    return "'" + text if text.startswith(DANGEROUS) else text


def plain_name(filename: str) -> str:
    """Return a file name of letters, digits, dots, hyphens and underscores only."""
    return "".join(
        letter if (letter.isalnum() and letter.isascii()) or letter in "._-" else "-" for letter in filename
    )


class _Echo:
    """A file that hands each line straight back."""

    def write(self, line: str) -> str:
        return line
