"""Delimited text is read whatever its encoding, delimiter and quoting."""

from __future__ import annotations

import pytest

from muster.core.errors import BadInput
from muster.core.importing.text import decode, find_delimiter, read_delimited

TABLE = "officer_id,title\n17,Köln café – crisis\n18,Driving\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_decode_finds_the_encoding_by_content(encoding: str) -> None:
    text, _ = decode(TABLE.encode(encoding), "f.csv")
    assert text.removeprefix("\ufeff") == TABLE


def test_decode_refuses_text_that_is_not_in_the_encoding_asked_for() -> None:
    with pytest.raises(BadInput, match="the text is not utf-8"):
        decode("café".encode("cp1252"), "f.csv", "utf-8")


def test_decode_refuses_an_encoding_nobody_knows() -> None:
    with pytest.raises(BadInput, match="no encoding called klingon"):
        decode(b"a,b", "f.csv", "klingon")


def test_decode_refuses_binary() -> None:
    with pytest.raises(BadInput) as found:
        decode(bytes(range(256)) * 20, "f.csv")
    assert found.value.problems[0].code == "import-binary"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "^", "~"])
def test_delimiter_is_found(delimiter: str) -> None:
    rows = [["id", "course", "hours"], ["17", "Law, old and new", "2"], ["18", "Driving", "3"]]
    text = "\n".join(delimiter.join(f'"{c}"' if "," in c else c for c in row) for row in rows)
    assert find_delimiter(text) == delimiter


def test_delimiter_is_not_misled_by_commas_in_a_title_above_the_table() -> None:
    text = "Report, made on Monday, by hand, for all\nid\tcourse\n17\tLaw\n18\tDriving\n"
    assert find_delimiter(text) == "\t"


def test_quoted_cells_may_hold_delimiters_and_line_ends() -> None:
    grid = read_delimited('id,title\n17,"Law,\nold and ""new"""\n', "f.csv")
    assert [list(row) for row in grid.rows] == [["id", "title"], ["17", 'Law,\nold and "new"']]


def test_quotes_inside_unquoted_text_are_kept_and_told() -> None:
    grid = read_delimited('id,title\n17,"COP TALK" ART\n18,Law\n', "f.csv")
    assert grid.rows[1] == ["17", '"COP TALK" ART']
    assert "quotes" in grid.notes[0]


def test_a_quote_that_never_closes_is_refused_with_its_row() -> None:
    with pytest.raises(BadInput) as found:
        read_delimited('id,title\n17,"open, and, never closed\n18,Law\n', "f.csv")
    assert found.value.problems[0].code == "import-quotes"
    assert found.value.problems[0].where.line == 2


def test_ten_thousand_columns_are_refused() -> None:
    text = ",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("1" * 10_000) + "\n"
    with pytest.raises(BadInput, match="10,000 columns"):
        read_delimited(text, "f.csv")
