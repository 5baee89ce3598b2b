"""A table of events: headers as real tables have them, days by the column, every doubtful row named."""

from __future__ import annotations

from datetime import date

import pytest

from muster.events.sources.table import MOST_BYTES, read_table
from muster.ledger.refusals import Refused


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def test_headers_of_real_tables_are_known_whatever_their_case() -> None:
    reading = read_table(
        table(
            "Course Title;Begin Date;END DATE;City;St;Fee;Hrs;Class Size;Topic;Registration Deadline;Colour",
            "CIT course;5/3/2027;5/7/2027;Salem;or;$1,250.50;40;24;De-escalation;4/1/2027;blue",
        )
    )
    found = reading.found[0]
    assert (found.title, found.starts_on, found.ends_on) == ("CIT course", date(2027, 5, 3), date(2027, 5, 7))
    assert (found.city, found.region, found.tuition_cents) == ("Salem", "OR", 125_050)
    assert (found.minutes, found.seats, found.topics) == (40 * 60, 24, ("de-escalation",))
    assert found.register_by == date(2027, 4, 1)
    assert reading.notes == ("Not read: Colour.",)
    assert reading.doubts == ()


def test_days_are_read_a_column_at_a_time() -> None:
    """One day that can only be day first tells how the column is written."""
    reading = read_table(table("title,date", "A,03/04/2027", "B,25/12/2027"))
    assert [found.starts_on for found in reading.found] == [date(2027, 4, 3), date(2027, 12, 25)]
    american = read_table(table("title,date", "A,03/04/2027"))
    assert american.found[0].starts_on == date(2027, 3, 4)


def test_single_day_ends_where_it_starts() -> None:
    assert read_table(table("title,date", "A,2027-05-03")).found[0].ends_on == date(2027, 5, 3)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("A,soon,,,,", "“soon” is no day. Write it as 2027-05-03."),
        (",2027-05-03,,,,", "The title is missing."),
        ("A,,,,,", "The first day is missing."),
        ("A,2027-05-03,picnic,,,", "“picnic” is no kind of event."),
        ("A,2027-05-03,,lots,,", "“lots” under hours cannot be read as a number."),
        ("A,2027-05-03,,,cheap,", "“cheap” under tuition cannot be read as a number."),
        ("A,2027-05-03,,,,basket weaving", "No topic of the rulebook is called “basket weaving”."),
    ],
)
def test_doubtful_row_is_named_with_its_number_and_a_sentence(row: str, says: str) -> None:
    reading = read_table(
        table("title,date,kind,hours,cost,topics", "Good,2027-05-03,conference,8,free,", row)
    )
    assert [found.title for found in reading.found] == ["Good"]
    (doubt,) = reading.doubts
    assert doubt.where == "row 3"
    assert str(doubt.sentence).startswith(says)


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    reading = read_table(table("title,date", "", "A,2027-05-03", "B,never"))
    assert [doubt.where for doubt in reading.doubts] == ["row 4"]


def test_kind_is_known_by_its_word_and_by_its_title() -> None:
    reading = read_table(table("title,date,kind", "A,2027-05-03,peer visit", "Spring conference,2027-05-03,"))
    assert [found.said()["kind"] for found in reading.found] == ["peer_visit", "conference"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"when,where\n2027-05-03,Salem\n", "No column is headed title, first day"),
        (b"title,where\nA,Salem\n", "No column is headed first day"),
        (b"\x00\x01\x02\xff\xfe\x00" * 40, "text"),
        (b"title,date\n" + b"A,2027-05-03\n" * 1_001, "more than a thousand rows"),
        (b"x" * (MOST_BYTES + 1), "larger than half a megabyte"),
    ],
)
def test_what_is_no_table_of_events_is_refused_with_a_sentence(raw: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        read_table(raw)
    assert refused.value.field == "file"


def test_half_hours_become_whole_minutes() -> None:
    reading = read_table(table("title,date,hours", "A,2027-05-03,1.5", "B,2027-05-03,7.75 hrs"))
    assert [found.minutes for found in reading.found] == [90, 465]
