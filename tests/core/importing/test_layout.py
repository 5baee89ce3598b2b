"""The header row is found below whatever stands above it, and its absence is said."""

from __future__ import annotations

import pytest

from muster.core.errors import BadInput
from muster.core.importing.grid import Grid
from muster.core.importing.layout import find_table


def table(rows: list[list[str | None]], header_row: int | None = None, overrides: tuple[str, ...] = ()):
    return find_table(Grid("f.csv", rows), "records", overrides, "f.csv", header_row)


def test_header_on_the_first_row_is_found() -> None:
    found = table([["officer_id", "course"], ["17", "Law"]])
    assert found.headers == ("officer_id", "course")
    assert found.numbers.to_list() == [2]


def test_preamble_above_the_header_is_read_as_key_and_value() -> None:
    found = table(
        [
            ["Date Run: 3/1/2020", None, None],
            ["Module ID=Procedural Justice", "", ""],
            ["Overall Status", "", ""],
            ["Current Status=", "Active", ""],
            ["", "", ""],
            ["STAR/BADGE", "SESSION END DATE", "LAST NAME"],
            ["17", "2/28/2020 16:00", "Doe"],
        ]
    )
    assert found.headers == ("STAR/BADGE", "SESSION END DATE", "LAST NAME")
    assert found.preamble == {
        "Date Run": "3/1/2020",
        "Module ID": "Procedural Justice",
        "Current Status": "Active",
    }
    assert found.numbers.to_list() == [7]


def test_rows_of_values_only_have_no_header() -> None:
    found = table([["17", "6/7/2022", "4.0"], ["18", "6/8/2022", "2.0"]])
    assert not found.has_header
    assert found.headers == ("col1", "col2", "col3")
    assert found.cells.height == 2


def test_a_header_of_unknown_words_is_a_header_when_values_follow() -> None:
    found = table([["Kennung", "Kurs", "Tag"], ["17", "Recht", "2022-01-02"]])
    assert found.headers == ("Kennung", "Kurs", "Tag")


def test_header_row_can_be_said() -> None:
    found = table([["a", "b"], ["x", "y"], ["17", "Law"]], header_row=2)
    assert found.headers == ("x", "y")


def test_no_header_can_be_said() -> None:
    assert table([["officer_id", "course"], ["17", "Law"]], header_row=0).cells.height == 2


def test_repeated_and_empty_headers_are_told_apart() -> None:
    found = table([["officer_id", "course", "", "course"], ["17", "Law", "x", "Old law"]])
    assert found.headers == ("officer_id", "course", "col3", "course (2)")


def test_a_trailing_delimiter_makes_no_column() -> None:
    assert table([["officer_id", "course", ""], ["17", "Law", ""]]).headers == ("officer_id", "course")


def test_rows_with_too_many_and_too_few_cells_are_noticed() -> None:
    found = table([["officer_id", "course", "hours"], ["17", "Law", "2", "extra"], ["18", "Law"]])
    assert found.surplus.to_list() == [2]
    assert found.missing.to_list() == [3]


def test_cells_a_short_row_does_not_have_are_empty_and_blank_ones_count_for_nothing() -> None:
    found = table(
        [["officer_id", "course", "hours"], ["17"], ["18", " Law ", "2", " ", ""], ["", ""], ["19", "", "1"]]
    )
    assert found.cells.rows() == [
        ("17", None, None),
        ("18", "Law", "2"),
        (None, None, None),
        ("19", None, "1"),
    ]
    assert found.surplus.to_list() == []
    assert found.missing.to_list() == [2]


def test_a_header_without_rows_is_refused() -> None:
    with pytest.raises(BadInput, match="no rows below it"):
        table([["officer_id", "course"], ["", ""]])
