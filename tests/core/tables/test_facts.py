"""Facts: plain tables in, compact tables out, and a sentence for what cannot be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from muster.core.errors import BadFact, BadInput
from muster.core.tables import Facts
from muster.core.tables.schema import COMPACT_RECORDS, COURSES, DATED_FACTS, KINDS, RECORDS, SPANS

TWO = pl.DataFrame({"officer_id": ["b-2", "a-1"]})
Row = dict[str, Any]


def made(
    facts: list[Row] | None = None, courses: list[Row] | None = None, records: list[Row] | None = None
) -> Facts:
    """Build facts of two officers from rows."""
    return Facts.from_tables(
        TWO,
        pl.DataFrame(facts or [], schema=DATED_FACTS),
        pl.DataFrame(courses or [], schema=COURSES),
        pl.DataFrame(records or [], schema=RECORDS),
    )


def only_kind(**parts: list[Row]) -> Row:
    """Return the single kind of the records given."""
    kinds = made(**parts).kinds
    assert kinds.height == 1
    return kinds.row(0, named=True)


def refusal(call: Callable[[], Any]) -> tuple[str, str]:
    """Return the code and the sentence with which something is refused."""
    with pytest.raises(BadInput) as found:
        call()
    problem = found.value.problems[0]
    assert problem.do
    return problem.code, str(problem)


# ── officers and ids ───────────────────────────────────────────────────────────────────────────


def test_officers_are_numbered_in_their_order() -> None:
    facts = made()
    assert facts.officers.rows() == [(0, "b-2"), (1, "a-1")]
    assert facts.size == 2


def test_zero_officers_are_facts_too() -> None:
    facts = Facts.from_tables(pl.DataFrame({"officer_id": []}, schema={"officer_id": pl.String}))
    assert (facts.size, facts.records.collect().height, facts.kinds.height) == (0, 0, 0)


def test_an_officer_twice_is_refused() -> None:
    doubled = pl.DataFrame({"officer_id": ["a-1", "b-2", "a-1"]})
    code, sentence = refusal(lambda: Facts.from_tables(doubled))
    assert code == "officer-twice"
    assert sentence.startswith("officer a-1 stands in the officers table twice.")


@pytest.mark.parametrize(("table", "rest"), [("facts", {"fact": "rank"}), ("records", {"course": "c-1"})])
def test_an_officer_nobody_knows_is_refused_and_not_invented(table: str, rest: Row) -> None:
    rows = [{"officer_id": "a-1", **rest}, {"officer_id": "x-9", **rest}]
    code, sentence = refusal(lambda: made(**{table: rows}))
    assert code == "unknown-officer"
    assert sentence.startswith(
        f"1 rows of {table} are about officers who are not in the officers table, first x-9."
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [("officers", "officer_id"), ("facts", "fact"), ("records", "course"), ("courses", "course")],
)
def test_a_missing_column_is_named(table: str, column: str) -> None:
    wrong = {
        table: pl.DataFrame({"other": ["1"], **({"officer_id": ["a-1"]} if column != "officer_id" else {})})
    }
    code, sentence = refusal(lambda: Facts.from_tables(**{"officers": TWO, **wrong}))
    assert code == "missing-column"
    assert f"{table}: the table of {table} has no column {column}. It has: other" in sentence


def test_an_empty_id_is_refused_with_its_row() -> None:
    records = pl.DataFrame({"officer_id": ["a-1", " "], "course": ["c-1", "c-1"]})
    code, sentence = refusal(lambda: Facts.from_tables(TWO, records=records))
    assert (code, sentence) == (
        "empty-id",
        "records: row 2 of records has no officer_id. Every row needs one.",
    )


# ── values ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("completed_on", "2023-02-30", "day"),
        ("completed_on", "30.06.2024", "day"),
        ("minutes", "1.5", "whole number"),
        ("minutes", "99999999999", "whole number"),
        ("score", "good", "number"),
        ("recorded_at", "yesterday", "moment"),
        ("withdrawn", "maybe", "yes or no"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_row(column: str, value: str, kind: str) -> None:
    records = pl.DataFrame({"officer_id": ["a-1", "a-1"], "course": ["c-1", "c-1"], column: ["", value]})
    code, sentence = refusal(lambda: Facts.from_tables(TWO, records=records))
    assert code == "bad-value"
    assert sentence.startswith(f"records: row 2 of records has {column} '{value}', which is no {kind}.")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("minutes", "-60"),
        ("minutes", "600001"),
        ("score", "-5"),
        ("score", "100.01"),
        ("score", "nan"),
        ("score", "inf"),
    ],
)
def test_a_number_beyond_all_sense_is_refused_with_its_row(column: str, value: str) -> None:
    records = pl.DataFrame({"officer_id": ["a-1", "a-1"], "course": ["c-1", "c-1"], column: ["0", value]})
    sentence = refusal(lambda: Facts.from_tables(TWO, records=records))[1]
    assert sentence.startswith(f"records: row 2 of records has {column} {value}")


def test_minutes_that_are_no_whole_number_are_not_cut_off() -> None:
    records = pl.DataFrame({"officer_id": ["a-1"], "course": ["c-1"], "minutes": [90.5]})
    code, sentence = refusal(lambda: Facts.from_tables(TWO, records=records))
    assert code == "bad-value"
    assert sentence.startswith("records: row 1 of records has minutes 90.5, which is no whole number.")


def test_texts_are_read_as_days_moments_and_truths() -> None:
    records = pl.DataFrame(
        {
            "officer_id": [" a-1 "],
            "course": ["c-1"],
            "completed_on": ["2024-02-29"],
            "minutes": [" 90 "],
            "score": ["69.996"],
            "recorded_at": ["2024-03-01 08:30:00"],
            "withdrawn": ["No"],
        }
    )
    row = Facts.from_tables(TWO, records=records).records.collect().row(0, named=True)
    assert row["officer"] == 1
    assert (row["completed_on"], row["minutes"]) == (date(2024, 2, 29), 90)
    assert row["known_from"] == datetime.fromisoformat("2024-03-01T08:30:00")
    assert row["score"] == 7000  # hundredths of a percent


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    backward = {"officer_id": "a-1", "fact": "rank", "start": date(2024, 5, 2), "end": date(2024, 5, 1)}
    code, sentence = refusal(lambda: made(facts=[backward]))
    assert code == "ends-before-start"
    assert sentence.startswith("the rank of officer a-1 ends 2024-05-01, before it starts 2024-05-02.")


def test_a_span_of_one_day_is_a_span() -> None:
    day = date(2024, 5, 1)
    facts = made(facts=[{"officer_id": "a-1", "fact": "rank", "start": day, "end": day}])
    assert facts.spans.select("officer", "start", "end").rows() == [(1, day, day)]


def test_an_outcome_nobody_knows_is_refused() -> None:
    code, sentence = refusal(
        lambda: made(records=[{"record_id": "r-7", "officer_id": "a-1", "course": "c-1", "outcome": "done"}])
    )
    assert code == "unknown-outcome"
    assert sentence.startswith("record r-7 has the outcome 'done'. Outcomes are: attended, completed,")


def test_no_outcome_reads_as_completed() -> None:
    assert only_kind(records=[{"officer_id": "a-1", "course": "c-1"}])["outcome"] == "completed"


def test_a_record_without_minutes_or_number_gets_none_and_its_row() -> None:
    row = made(records=[{"officer_id": "a-1", "course": "c-1"}]).records.collect().row(0, named=True)
    assert (row["minutes"], row["record_id"], row["score"], row["completed_on"]) == (0, "row-1", None, None)


# ── courses and kinds ──────────────────────────────────────────────────────────────────────────


def test_a_course_twice_is_refused() -> None:
    code, sentence = refusal(lambda: made(courses=[{"course": "c-1"}, {"course": "c-1", "title": "other"}]))
    assert code == "course-twice"
    assert sentence.startswith("course c-1 stands in the courses table twice.")


@pytest.mark.parametrize(
    ("written", "topics"),
    [
        (None, None),
        ("none", []),
        ("driving", ["driving"]),
        ("driving; firearms ;", ["driving", "firearms"]),
    ],
)
def test_topics_may_be_unknown_none_or_several(written: str | None, topics: list[str] | None) -> None:
    kind = only_kind(
        courses=[{"course": "c-1", "topics": written}], records=[{"officer_id": "a-1", "course": "c-1"}]
    )
    assert kind["topics"] == topics


def test_a_course_that_is_not_listed_has_unknown_topics_and_its_own_name() -> None:
    kind = only_kind(records=[{"officer_id": "a-1", "course": "Pursuit refresher"}])
    assert (kind["title"], kind["topics"], kind["marks"], kind["certified"]) == (
        "Pursuit refresher",
        None,
        [],
        None,
    )


def test_what_the_record_says_comes_before_what_the_course_says() -> None:
    course = {"course": "c-1", "provider": "academy", "delivery": "classroom", "marks": "tested"}
    said = {
        "officer_id": "a-1",
        "course": "c-1",
        "provider": "agency",
        "delivery": "online",
        "marks": "hands-on",
    }
    kind = only_kind(courses=[course], records=[said])
    assert (kind["provider"], kind["delivery"]) == ("agency", "online")
    assert kind["marks"] == ["hands-on", "tested"]


def test_the_course_fills_in_what_the_record_leaves_empty() -> None:
    course = {
        "course": "c-1",
        "provider": "academy",
        "delivery": "classroom",
        "certified": True,
        "minutes": 480,
    }
    kind = only_kind(courses=[course], records=[{"officer_id": "a-1", "course": "c-1"}])
    assert (kind["provider"], kind["delivery"], kind["certified"], kind["course_minutes"]) == (
        "academy", "classroom", True, 480,
    )  # fmt: skip


def test_records_alike_share_a_kind() -> None:
    alike = {"course": "c-1", "item": "handgun"}
    facts = made(
        records=[
            {"officer_id": "a-1", **alike, "completed_on": date(2024, 1, 1)},
            {"officer_id": "a-1", "course": "c-1"},
            {"officer_id": "b-2", **alike, "minutes": 30},
        ]
    )
    assert facts.records.collect()["kind"].to_list() == [0, 1, 0]
    assert facts.kinds["item"].to_list() == ["handgun", None]


def test_compact_tables_have_the_columns_they_promise() -> None:
    facts = made(
        facts=[{"officer_id": "a-1", "fact": "rank", "value": "officer"}],
        records=[{"officer_id": "a-1", "course": "c-1"}],
    )
    assert facts.spans.schema == pl.Schema(SPANS)
    assert facts.kinds.schema == pl.Schema(KINDS)
    assert facts.records.collect_schema() == pl.Schema(COMPACT_RECORDS)


# ── corrections ────────────────────────────────────────────────────────────────────────────────

NOON = datetime.fromisoformat("2024-06-01T12:00:00")
LATER = datetime.fromisoformat("2024-07-01T12:00:00")


def correction(number: str, moment: datetime | None, **more: Any) -> Row:
    return {"record_id": number, "officer_id": "a-1", "course": "c-1", "recorded_at": moment, **more}


def known_until(rows: list[Row]) -> dict[str, datetime | None]:
    records = made(records=rows).records.collect()
    return dict(zip(records["record_id"], records["known_until"], strict=True))


def test_a_correction_ends_what_it_corrects_from_its_own_moment() -> None:
    found = known_until([correction("r-1", None), correction("r-2", NOON, supersedes="r-1")])
    assert found == {"r-1": NOON, "r-2": None}


def test_of_two_corrections_the_earlier_ends_the_line() -> None:
    found = known_until(
        [
            correction("r-1", None),
            correction("r-3", LATER, supersedes="r-1"),
            correction("r-2", NOON, supersedes="r-1"),
        ]
    )
    assert found == {"r-1": NOON, "r-2": None, "r-3": None}


def test_a_correction_may_be_corrected() -> None:
    found = known_until(
        [
            correction("r-1", None),
            correction("r-2", NOON, supersedes="r-1"),
            correction("r-3", LATER, supersedes="r-2"),
        ]
    )
    assert found == {"r-1": NOON, "r-2": LATER, "r-3": None}


def test_a_withdrawal_ends_the_line_and_leaves_nothing_of_its_own() -> None:
    found = known_until([correction("r-1", None), correction("r-2", NOON, supersedes="r-1", withdrawn=True)])
    assert found == {"r-1": NOON}


def test_a_correction_without_a_moment_has_always_stood() -> None:
    found = known_until([correction("r-1", NOON), correction("r-2", None, supersedes="r-1")])
    assert found["r-1"] is not None
    assert found["r-1"] < datetime.fromisoformat("1900-01-01T00:00:00")


def test_dated_facts_are_corrected_the_same_way() -> None:
    rank = {"officer_id": "a-1", "fact": "rank"}
    facts = made(
        facts=[
            {**rank, "fact_id": "f-1", "value": "sergeant"},
            {**rank, "fact_id": "f-2", "value": "officer", "supersedes": "f-1", "recorded_at": NOON},
        ]
    )
    assert facts.spans.select("value", "known_from", "known_until").rows() == [
        ("sergeant", None, NOON), ("officer", NOON, None),
    ]  # fmt: skip


def test_an_unknown_officer_is_a_bad_fact_with_the_code_of_bad_input() -> None:
    with pytest.raises(BadFact) as found:
        made(records=[{"officer_id": "x-9", "course": "c-1"}])
    assert found.value.exit_code == 4
