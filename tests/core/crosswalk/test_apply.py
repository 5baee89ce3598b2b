"""Only what a person confirmed gives topics; everything else stays unknown, and is counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from muster.core.crosswalk import (
    Crosswalk,
    Group,
    apply_crosswalk,
    crosswalk_status,
    known_courses,
    plan_courses,
    read_titles,
    write_courses,
)
from muster.core.errors import BadInput
from muster.core.tables import Facts

DAY = date(2026, 1, 2)
BOOK = Crosswalk(
    (
        Group(("Implicit Bias", "Bias Training"), (), ("bias-free", "ethics"), "confirmed", "A", DAY),
        Group(("Staff Meeting",), (), (), "confirmed", "A", DAY),
        Group(("CITYTIME",), (), ("crisis-response",), "refused", "A", DAY),
        Group(("EVOC",), (), ("driving",)),
        Group((), ("B7",), ("firearms",), "confirmed", "A", DAY),
    )
)


def titles(*rows: tuple[str, str | None, int]) -> pl.DataFrame:
    schema = {"course": pl.String, "title": pl.String, "records": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def applied(*rows: tuple[str, str | None]) -> dict[str, str | None]:
    found = apply_crosswalk(titles(*((course, title, 1) for course, title in rows)), BOOK)
    assert found.columns == ["course", "title", "topics"]
    return dict(found.select("course", "topics").rows())


def test_confirmed_titles_give_their_topics_whatever_their_punctuation() -> None:
    assert applied(("B1", "IMPLICIT - BIAS"), ("Bias training", None)) == {
        "B1": "bias-free;ethics",
        "Bias training": "bias-free;ethics",
    }


def test_confirmed_without_a_topic_is_none_not_unknown() -> None:
    assert applied(("B1", "Staff Meeting")) == {"B1": "none"}


@pytest.mark.parametrize("title", ["CITYTIME", "EVOC", "Never seen", "Implicit Bias 2"])
def test_refused_suggested_and_unseen_titles_stay_unknown(title: str) -> None:
    assert applied(("B1", title)) == {"B1": None}


def test_a_course_number_that_is_listed_wins_over_the_title() -> None:
    assert applied(("B7", "Implicit Bias")) == {"B7": "firearms"}


def test_a_course_under_two_titles_has_topics_only_if_both_agree() -> None:
    assert applied(("B1", "Implicit Bias"), ("B1", "Bias Training")) == {"B1": "bias-free;ethics"}
    assert applied(("B1", "Implicit Bias"), ("B1", "Never seen")) == {"B1": None}
    assert applied(("B1", "Never seen"), ("B1", "Implicit Bias")) == {"B1": None}
    assert applied(("B1", "Implicit Bias"), ("B1", "Staff Meeting"), ("B1", "Bias Training")) == {"B1": None}


def test_status_counts_titles_and_records() -> None:
    found = crosswalk_status(
        BOOK,
        titles(
            ("B1", "Implicit Bias", 6),
            ("B2", "CITYTIME", 1),
            ("B3", "EVOC", 2),
            ("B4", "New", 1),
            ("B5", "Old", 0),
        ),
    )
    counted = found.table.select("status", "titles", "records", "records_share").rows()
    assert counted == [
        ("confirmed", 1, 6, 60.0),
        ("suggested", 1, 2, 20.0),
        ("refused", 1, 1, 10.0),
        ("known", 0, 0, 0.0),
        ("unseen", 2, 1, 10.0),
    ]
    assert found.unseen.rows() == [("New", 1), ("Old", 0)]


def test_status_without_a_folder_counts_what_the_file_lists() -> None:
    assert dict(crosswalk_status(BOOK).table.select("status", "titles").rows()) == {
        "confirmed": 4,
        "suggested": 1,
        "refused": 1,
        "known": 0,
        "unseen": 0,
    }


@pytest.fixture
def town(tmp_path: Path) -> Path:
    (tmp_path / "officers.csv").write_text("officer_id\n17\n")
    (tmp_path / "records.csv").write_text("officer_id,course\n17,B1\n17,B1\n17,EVOC\n")
    (tmp_path / "titles").mkdir()
    pl.DataFrame({"course": ["B1"], "title": ["Implicit Bias"]}).write_parquet(
        tmp_path / "titles" / "b.parquet"
    )
    return tmp_path


def test_titles_of_a_folder_come_with_their_records(town: Path) -> None:
    assert read_titles(town).rows() == [("B1", "Implicit Bias", 2), ("EVOC", None, 1)]


def test_the_engine_sees_the_confirmed_topics(town: Path) -> None:
    write_courses(town, BOOK, read_titles(town))
    kinds = Facts.read(town).kinds.select("course", "title", "topics").sort("course").rows()
    assert kinds == [("B1", "Implicit Bias", ["bias-free", "ethics"]), ("EVOC", "EVOC", None)]


def test_what_the_courses_table_says_by_hand_stays(town: Path) -> None:
    (town / "courses.csv").write_text(
        "course,title,topics,provider,minutes\nB1,Implicit Bias,by-hand,The academy,240\nB2,By hand,ethics,,\n"
    )
    write_courses(town, BOOK, read_titles(town))
    table = pl.read_csv(town / "courses.csv", infer_schema=False).select(
        "course", "topics", "provider", "minutes"
    )
    assert table.rows() == [
        ("B1", "by-hand;bias-free;ethics", "The academy", "240"),
        ("B2", "ethics", None, None),
        ("EVOC", None, None, None),
    ]


def topics_after(town: Path, courses: str, *rows: tuple[str, str | None, int], replace: bool) -> list[object]:
    (town / "courses.csv").write_text(courses)
    write_courses(town, BOOK, titles(*rows), replace=replace)
    return pl.read_csv(town / "courses.csv", infer_schema=False).select("course", "topics").rows()


@pytest.mark.parametrize(
    ("stood", "replaced", "added"),
    [
        ("procedural-justice;bias-free", "bias-free;ethics", "procedural-justice;bias-free;ethics"),
        ("ethics;bias-free", "bias-free;ethics", "ethics;bias-free"),
        ("none", "bias-free;ethics", "bias-free;ethics"),
        ("", "bias-free;ethics", "bias-free;ethics"),
    ],
)
def test_known_topics_stay_unless_replaced(town: Path, stood: str, replaced: str, added: str) -> None:
    courses = f"course,topics\nTWO-100,{stood}\n"
    row = ("TWO-100", "Implicit Bias", 1)
    assert topics_after(town, courses, row, replace=False) == [("TWO-100", added)]
    assert topics_after(town, courses, row, replace=True) == [("TWO-100", replaced)]


def test_none_by_a_person_takes_no_known_topic_away(town: Path) -> None:
    courses = "course,topics\nB1,driving\n"
    assert topics_after(town, courses, ("B1", "Staff Meeting", 1), replace=False) == [("B1", "driving")]
    assert topics_after(town, courses, ("B1", "Staff Meeting", 1), replace=True) == [("B1", "none")]


def test_a_refused_title_keeps_what_was_known_unless_replaced(town: Path) -> None:
    courses = "course,topics\nCITYTIME,crisis-response\nEVOC,driving\n"
    rows = (("CITYTIME", None, 1), ("EVOC", None, 1))
    kept = topics_after(town, courses, *rows, replace=False)
    assert kept == [("CITYTIME", "crisis-response"), ("EVOC", "driving")]
    assert topics_after(town, courses, *rows, replace=True) == [("CITYTIME", None), ("EVOC", "driving")]


def test_a_plan_says_what_changes_and_writes_nothing(town: Path) -> None:
    (town / "courses.csv").write_text("course,title,topics\nB1,Implicit Bias,ethics\nB7,,\nB8,Law,law\n")
    before = (town / "courses.csv").read_bytes()
    rows = titles(("B1", "Implicit Bias", 1), ("B7", None, 1))
    plan = plan_courses(town, BOOK, rows)
    assert plan.changed.rows() == [
        ("B1", "Implicit Bias", "ethics", "ethics;bias-free"),
        ("B7", "B7", None, "firearms"),
    ]
    assert plan.known == (2, 3)
    assert (town / "courses.csv").read_bytes() == before


def test_status_calls_known_what_the_folder_knows_and_nobody_judged(town: Path) -> None:
    (town / "courses.csv").write_text("course,topics\nEVOC,driving\nB1,ethics\nNEW,law\nOLD,\n")
    found = crosswalk_status(BOOK, read_titles(town), known_courses(town)).table
    counted = {"confirmed": 1, "suggested": 0, "refused": 0, "known": 2, "unseen": 1}
    assert dict(found.select("status", "titles").rows()) == counted


def test_courses_whose_topics_are_known_are_found_in_a_folder_only(town: Path) -> None:
    (town / "courses.csv").write_text("course,topics\nEVOC,driving\nB1,\nB2,none\n")
    assert known_courses(town) == {"EVOC", "B2"}
    assert known_courses(town / "courses.csv") == set()


def test_courses_kept_in_another_form_are_left_alone(town: Path) -> None:
    pl.DataFrame({"course": ["B1"]}).write_parquet(town / "courses.parquet")
    with pytest.raises(BadInput, match=r"keeps courses in courses\.parquet"):
        write_courses(town, BOOK, read_titles(town))


def test_a_title_that_a_spreadsheet_would_run_is_not_written(town: Path) -> None:
    table = write_courses(
        town, BOOK, titles(("B1", "=cmd|x", 1), ("+1", None, 1), ("B2", "Law = order", 1))
    ).after
    assert table["course"].to_list() == ["B2"]


def test_applying_twice_changes_nothing(town: Path) -> None:
    write_courses(town, BOOK, read_titles(town))
    first = (town / "courses.csv").read_bytes()
    write_courses(town, BOOK, read_titles(town))
    assert (town / "courses.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            'name,records,officers\nEVOC,3,2\n"Law, old",1,1\n',
            [("EVOC", "EVOC", 3), ("Law, old", "Law, old", 1)],
        ),
        ("course,title\nB1,EVOC\n", [("B1", "EVOC", 0)]),
        ("title\nEVOC\n\nLaw\n", [("EVOC", "EVOC", 0), ("Law", "Law", 0)]),
        ("EVOC\nLaw\n", [("EVOC", "EVOC", 0), ("Law", "Law", 0)]),
    ],
)
def test_a_plain_list_of_titles_will_do(tmp_path: Path, text: str, rows: list[tuple[str, str, int]]) -> None:
    file = tmp_path / "titles.csv"
    file.write_text(text)
    assert read_titles(file).rows() == rows


def test_what_holds_no_titles_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe,\x00")
    for source in (tmp_path / "absent", tmp_path / "a.csv", tmp_path / "b.csv", tmp_path):
        with pytest.raises(BadInput, match="no course titles"):
            read_titles(source)
