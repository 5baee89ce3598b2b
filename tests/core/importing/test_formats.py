"""JSON, HTML, Parquet and gzip give the same rows as CSV does."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from muster.core.errors import BadInput
from muster.core.importing import Profile, make_profile, plan_import

ROWS = [
    {"officer_id": "017", "date": "2022-06-07", "course": "Law", "hours": "1.5"},
    {"officer_id": "018", "date": "2022-06-08", "course": "Driving", "hours": "2"},
]
CSV = "officer_id,date,course,hours\n017,2022-06-07,Law,1.5\n018,2022-06-08,Driving,2\n"
HTML = """<!DOCTYPE html><html><body><h1>Training</h1><table><thead>
<tr><th>officer_id</th><th>date</th><th>course</th><th>hours</th></tr></thead>
<tr><td>017</td><td>2022-06-07</td><td><b>Law</b></td><td>1.5</td></tr>
<tr><td>018</td><td>2022-06-08</td><td>Driving</td><td>2</td></tr></table></body></html>"""


def written(folder: Path, content: bytes) -> Path:
    file = folder / "source"
    file.write_bytes(content)
    return file


def contents(file: Path, **said: object) -> list[tuple[object, ...]]:
    plan = plan_import(file, make_profile(**said))
    return plan.accepted.select("officer_id", "completed_on", "course", "minutes").rows()


EXPECTED = [("017", date(2022, 6, 7), "Law", 90), ("018", date(2022, 6, 8), "Driving", 120)]


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.replace(",", "\t").encode("utf-16"),
        gzip.compress(CSV.encode()),
        json.dumps(ROWS).encode(),
        json.dumps({"made": "today", "rows": ROWS}).encode("utf-8-sig"),
        HTML.encode(),
        gzip.compress(HTML.encode()),
    ],
    ids=["csv", "tsv-utf16", "csv.gz", "json-list", "json-object", "html", "html.gz"],
)
def test_every_format_gives_the_same_records(tmp_path: Path, content: bytes) -> None:
    assert contents(written(tmp_path, content)) == EXPECTED


def test_parquet_gives_the_same_records_whatever_its_types(tmp_path: Path) -> None:
    file = tmp_path / "source"
    frame = pl.DataFrame(ROWS).with_columns(pl.col("date").str.to_date(), pl.col("hours").cast(pl.Float64))
    frame.write_parquet(file)
    assert contents(file) == EXPECTED


def test_numbers_in_json_keep_their_text(tmp_path: Path) -> None:
    raw = b'[{"officer_id": 17, "course": 0.10, "date": "2022-06-07", "hours": 1e0}]'
    assert contents(written(tmp_path, raw)) == [("17", date(2022, 6, 7), "0.10", 60)]


def test_a_column_of_json_without_a_name_is_read_like_any_other(tmp_path: Path) -> None:
    rows = [{**row, "": "x"} for row in ROWS]
    assert contents(written(tmp_path, json.dumps(rows).encode())) == EXPECTED


def test_merged_cells_of_html_stand_in_every_row_they_cover(tmp_path: Path) -> None:
    page = (
        "<table><tr><th>officer_id<th>date<th>course</tr>"
        "<tr><td rowspan=2>17<td>2022-06-07<td>Law</tr><tr><td colspan=2>2022-06-08</tr></table>"
    )
    plan = plan_import(written(tmp_path, page.encode()))
    assert plan.accepted.select("officer_id", "course").rows() == [("17", "Law"), ("17", "2022-06-08")]


def test_of_several_html_tables_one_can_be_chosen(tmp_path: Path) -> None:
    table = HTML[HTML.index("<table>") : HTML.index("</body>")]
    file = written(tmp_path, f"<html><body>{table}{table}</body></html>".encode())
    with pytest.raises(BadInput, match="2 tables"):
        plan_import(file)
    assert contents(file, sheet="2") == EXPECTED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import-empty"),
        (b" \n\n", "import-empty"),
        (b"officer_id,course\n", "import-empty"),
        (gzip.compress(CSV.encode())[:30], "import-damaged"),
        (gzip.compress(gzip.compress(CSV.encode())), "import-not-a-table"),
        (b"PAR1" + bytes(50), "import-damaged"),
        (b"PAR1" + bytes(50) + b"PAR1", "import-damaged"),
        (bytes(range(256)) * 40, "import-binary"),
        (b"[1, 2]", "import-json"),
        (b"[{]", "import-json"),
        (b"[]", "import-json"),
        (b'{"a": [], "b": []}', "import-json"),
        (b'[{"a": 1, "a": 2}]', "import-json"),
        (b'[{"officer_id": {"value": 1}}]', "import-nested"),
        (b"[" * 100_000, "import-nested"),
        (b"<html><body><p>no list here</p></body></html>", "import-html"),
        (b"<table><tr><td colspan=999999>x</td></tr></table>", "import-too-wide"),
    ],
)
def test_each_bad_file_gets_its_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as found:
        plan_import(written(tmp_path, content))
    assert (found.value.problems[0].code, found.value.exit_code) == (code, 4)


def test_nested_parquet_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "source"
    pl.DataFrame({"officer_id": ["1"], "courses": [["a", "b"]]}).write_parquet(file)
    with pytest.raises(BadInput, match="courses holds lists"):
        plan_import(file)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        plan_import(tmp_path / "absent.csv", Profile())
    with pytest.raises(BadInput, match="not a file"):
        plan_import(tmp_path)
