"""Workbooks are looked at from outside first; sheets, dates and formulas are read as a person sees them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from muster.core.errors import BadInput, BadUsage
from muster.core.importing import Profile, make_profile, plan_import

HEADER = ["officer_id", "date", "course", "hours"]


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def test_a_sheet_is_read_with_its_dates_and_the_row_numbers_of_excel(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", One=[["A report"], [], HEADER, ["00123", date(2022, 6, 7), "Law", 4.5]])
    plan = plan_import(file)
    record = plan.accepted.row(0, named=True)
    assert (record["officer_id"], str(record["completed_on"]), record["minutes"]) == (
        "00123",
        "2022-06-07",
        270,
    )
    assert plan.accepted_rows.to_list() == [4]


def test_a_name_that_lies_about_the_format_does_not_matter(tmp_path: Path) -> None:
    file = book(tmp_path / "a.csv", One=[HEADER, ["1", "2022-06-07", "Law", 4]])
    assert plan_import(file).rows_accepted == 1


def test_of_several_sheets_the_one_whose_headers_are_known_is_read(tmp_path: Path) -> None:
    file = book(
        tmp_path / "a.xlsx", Notes=[["x", "y"], ["1", "2"]], Data=[HEADER, ["1", "2022-06-07", "Law", 4]]
    )
    plan = plan_import(file)
    assert plan.rows_accepted == 1
    assert any("Data was read" in note for note in plan.notes)


def test_two_sheets_that_fit_alike_are_asked_about(tmp_path: Path) -> None:
    rows = [HEADER, ["1", "2022-06-07", "Law", 4]]
    file = book(tmp_path / "a.xlsx", March=rows, April=rows)
    with pytest.raises(BadInput, match=r"2 tables: March, April.*--sheet"):
        plan_import(file)
    assert plan_import(file, Profile(sheet="april")).rows_accepted == 1


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", March=[HEADER, ["1", "2022-06-07", "Law", 4]])
    with pytest.raises(BadUsage, match=r"no sheet 'May'.*March"):
        plan_import(file, make_profile(sheet="May"))


def test_formulas_are_counted_and_never_calculated(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", One=[HEADER, ["1", "2022-06-07", "Law", "=2+2"]])
    plan = plan_import(file)
    assert plan.accepted["minutes"].to_list() == [None]
    assert any("1 cells hold formulas" in note for note in plan.notes)


def packed(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"xl/workbook.xml": b"<workbook/>", **entries}.items():
            archive.writestr(name, content)
    return out.getvalue()


def refusal(tmp_path: Path, raw: bytes) -> str:
    file = tmp_path / "a.xlsx"
    file.write_bytes(raw)
    with pytest.raises(BadInput) as found:
        plan_import(file)
    return found.value.problems[0].code


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    raw = packed(**{"xl/worksheets/sheet1.xml": b"0" * 30_000_000})
    assert len(raw) < 100_000
    assert refusal(tmp_path, raw) == "import-zip-bomb"


def test_one_cell_in_the_far_corner_is_refused(tmp_path: Path) -> None:
    sheet = b'<worksheet><sheetData><row><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert refusal(tmp_path, packed(**{"xl/worksheets/sheet1.xml": sheet})) == "import-zip-bomb"


@pytest.mark.parametrize(
    ("part", "cell"),
    [
        ("xl/worksheets/sheet1.xml", b"<c r='XFD1048576'><v>1</v></c>"),
        ("xl/sheets/one.xml", b'<c r="XFD1048576"><v>1</v></c>'),
        ("xl/sheets/one.xml", b'<c\n s="1" r = "xfd1048576"><v>1</v></c>'),
    ],
)
def test_a_far_corner_is_refused_however_it_is_written(tmp_path: Path, part: str, cell: bytes) -> None:
    sheet = b"<worksheet><sheetData><row>" + cell + b"</row></sheetData></worksheet>"
    assert refusal(tmp_path, packed(**{part: sheet})) == "import-zip-bomb"


def test_one_long_text_shared_by_many_cells_fills_no_memory(tmp_path: Path) -> None:
    whole = book(tmp_path / "b.xlsx", One=[HEADER, *[[str(n), "2022-06-07", "Law", 4] for n in range(9)]])
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60_001))
    sheet = f"<sheetData>{cells}</sheetData>"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/worksheets/sheet1.xml"] = f"<worksheet {space}>{sheet}</worksheet>".encode()
    long = "".join(chr(97 + n * n % 23) for n in range(200_000))
    parts["xl/sharedStrings.xml"] = f"<sst {space}><si><t>{long}</t></si></sst>".encode()
    assert refusal(tmp_path, packed(**parts)) == "import-damaged"


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    whole = book(tmp_path / "b.xlsx", One=[HEADER, ["1", "2022-06-07", "Law", 4]]).read_bytes()
    assert refusal(tmp_path, whole[: len(whole) // 2]) == "import-damaged"


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, packed()) == "import-damaged"


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"%PDF-1.7 ", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, start: bytes, said: str) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(start + bytes(100))
    with pytest.raises(BadInput, match=said):
        plan_import(file)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "x")
    assert refusal(tmp_path, out.getvalue()) == "import-not-a-table"
