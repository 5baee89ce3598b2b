"""A table as a file: nothing in it runs, everything in it arrives."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from muster.web.csv_out import csv_response, harmless, plain_name


def read(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(start: str) -> None:
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("cell", ["O'Neil", "a=b", "", 0, -5, -1.5, None])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert harmless(cell) == cell


def test_file_holds_the_table_and_says_that_it_is_utf_8() -> None:
    answer = csv_response(
        "people.csv", ["Name", "=Day"], [["Muñoz, Ana", date(2026, 11, 21)], ['a"b\nc', None]]
    )
    assert read(answer) == [["Name", "'=Day"], ["Muñoz, Ana", "2026-11-21"], ['a"b\nc', ""]]
    again = csv_response("people.csv", ["Name"], [])
    assert b"".join(again.streaming_content).startswith(b"\xef\xbb\xbf")


def test_rows_are_asked_for_one_by_one() -> None:
    asked: list[int] = []

    def rows():
        for number in range(1000):
            asked.append(number)
            yield [number]

    lines = iter(csv_response("long.csv", ["Number"], rows()).streaming_content)
    next(lines), next(lines)
    assert len(asked) == 1


def test_name_of_the_file_cannot_break_the_header() -> None:
    assert plain_name('a"b\r\nSet-Cookie: x/../ñ.csv') == "a-b--Set-Cookie--x-..--.csv"
    answer = csv_response('x"\r\n.csv', [], [])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x---.csv"'
