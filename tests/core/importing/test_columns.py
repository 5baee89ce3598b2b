"""Headers of other systems find our columns, and what is unclear is asked."""

from __future__ import annotations

import pytest

from muster.core.errors import BadInput, BadUsage
from muster.core.importing.columns import COLUMNS, aliases, match_columns, normal
from muster.core.importing.missing import missing_columns
from muster.core.importing.spelling import near_columns


def test_headers_match_whatever_their_case_spaces_and_punctuation() -> None:
    assert {normal("Credit Hours:"), normal("credit_hours"), normal(" CREDIT-HOURS ")} == {"credithours"}


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ("dpsst_identifier", "officer_id"),
        ("Person Certification #", "officer_id"),
        ("Acadmey Id", "officer_id"),
        ("SESSION END DATE", "completed_on"),
        ("No. Hours", "hours"),
        ("Course certification number", "course"),
        ("Completion Status", "outcome"),
    ],
)
def test_real_headers_are_known(header: str, ours: str) -> None:
    assert match_columns((header,), "records", {}, "f.csv").columns == {ours: header}


def test_map_wins_over_the_shipped_list() -> None:
    found = match_columns(("title", "course"), "records", {"title": "course"}, "f.csv")
    assert found.columns == {"course": "title"}


def test_map_to_nothing_leaves_a_column_out() -> None:
    assert match_columns(("course", "score"), "records", {"score": ""}, "f.csv").columns == {
        "course": "course"
    }


def test_columns_can_be_named_by_position() -> None:
    found = match_columns(("x", "y"), "records", {"col2": "course"}, "f.csv")
    assert found.columns == {"course": "y"}


def test_two_headers_for_one_column_are_asked_about() -> None:
    with pytest.raises(BadInput) as found:
        match_columns(("PID", "POST ID"), "records", {}, "f.csv")
    assert found.value.problems[0].code == "import-ambiguous-column"
    assert "'PID' and 'POST ID'" in str(found.value)


def test_our_own_name_wins_where_two_headers_claim_a_column() -> None:
    assert match_columns(("PID", "officer_id"), "records", {}, "f.csv").columns == {
        "officer_id": "officer_id"
    }


def test_an_assigned_day_is_no_proof_of_attendance() -> None:
    found = match_columns(("scrambled_id", "assigned", "description"), "records", {}, "f.csv")
    assert found.constants == {"outcome": "registered"}
    assert "no proof of attendance" in found.notes[0]


def test_a_badge_is_not_taken_for_an_id_by_itself() -> None:
    assert match_columns(("STAR/BADGE", "course"), "records", {}, "f.csv").columns == {"course": "course"}


def test_a_missing_column_lists_headers_and_suggests_one() -> None:
    headers, have = ("STAR/BADGE", "course"), {"course": "course"}
    error = missing_columns([("officer_id",)], headers, have, "records", "f.csv", has_header=True)
    assert "The headers are: STAR/BADGE, course." in str(error)
    assert '--map "STAR/BADGE=officer_id"' in str(error)


def test_all_missing_columns_are_named_at_once_with_near_spellings() -> None:
    headers = ("Emp Numbr", "Clas Title", "Stauts", "Zip")
    needed = [("officer_id",), ("course", "title")]
    said = str(missing_columns(needed, headers, {}, "records", "f.csv", has_header=True))
    assert "no header means officer_id, nor course or title" in said
    for option in ("Emp Numbr=officer_id", "Clas Title=title", "Stauts=outcome"):
        assert f'--map "{option}"' in said
    assert "Zip=" not in said


@pytest.mark.parametrize("header", ["Shift", "Notes", "Phone", "Unit Name", "Zip"])
def test_a_header_like_nothing_known_gets_no_suggestion(header: str) -> None:
    assert near_columns((header,), "records") == []


def test_a_near_spelling_is_never_taken_by_itself() -> None:
    assert match_columns(("Emp Numbr", "Stauts"), "records", {}, "f.csv").columns == {}


def test_without_a_header_row_positions_are_asked_for() -> None:
    headers = ("col1", "col2")
    error = missing_columns([("officer_id",)], headers, {}, "records", "f.csv", has_header=False)
    assert "no header row" in str(error)
    assert "--map col1=officer_id" in str(error)


def test_a_header_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="'Clas'; there is 'Class'"):
        match_columns(("Class", "id"), "records", {"Clas": "course"}, "f.csv")


def test_a_column_of_ours_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadUsage, match="records have no column kourse"):
        match_columns(("Class",), "records", {"Class": "kourse"}, "f.csv")


def test_every_shipped_alias_names_a_column_that_exists() -> None:
    everything = {name for names in COLUMNS.values() for name in names}
    assert {alias.column for alias in aliases()} <= everything
    assert len(aliases()) > 80
